package question

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/offer"
)

// The example of each question is an answer, each choice too, and garbage is not.
func TestQuestions(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range All() {
		twice := seen[q.Path] && q.Path != "owned" // asked early or late, by the kind
		if twice || q.Ask == "" || q.Why == "" || q.Hint != "" && q.Choices != nil {
			t.Errorf("%+v is incomplete or asked twice", q)
		}
		seen[q.Path] = true
		answers := []string{"", "unknown", q.Hint}
		for _, c := range q.Choices {
			answers = append(answers, c.Answer)
		}
		for _, a := range answers {
			if err := q.Check(a); err != nil {
				t.Errorf("%s: %q: %v", q.Path, a, err)
			}
		}
		named := []string{"provider.name", "product", "hardware.model", "proof.addresses[0]",
			"proof.data_centres[0].place"}
		free := q.Long || slices.Contains(named, q.Path) ||
			strings.HasPrefix(q.Path, "resale.token.")
		if err := q.Check("certainly!"); (err == nil) != free {
			t.Errorf("%s: garbage gives %v", q.Path, err)
		}
		for _, path := range append(strings.Split(q.Only, ","), strings.Split(q.Unless, ",")...) {
			if path, _, _ = strings.Cut(path, "="); path != "" && !seen[path] {
				t.Errorf("%s depends on %s, which is not asked before", q.Path, path)
			}
		}
	}
}

func TestApply(t *testing.T) {
	o, errs := Apply(map[string]string{
		"provider.name": "BitFuFu", "product": "Classic 360", "kind": "cloud", "seen": "2021-09-12", "hashrate": "30 TH/s",
		"term": "360d", "start_delay": "unknown", "price.upfront": "2026.08 USD", "price.per_hashrate": "", "fees": "yes",
		"fees[0].per_hashrate_day": "0.0499 USD/TH/day", "fees[0].paid": "separately", "fees[0].changeable": "?",
		"fees[1].efficiency": "29.5 J/TH", "fees[2].revenue_share": "2%", "fees[3].profit_share": "40%", "stops[0].for": "21d",
		"proof.buyer_chooses_pool": "no", "proof.pool_account": "no", "referral.levels": "0", "payout.to": "wallet",
	})
	if errs != nil {
		t.Fatal(errs)
	}
	want := `schema: assay/offer/v1
provider: {name: BitFuFu}
product: Classic 360
kind: cloud
seen: 2021-09-12
algorithm: sha256
hashrate: 30 TH/s
term: 360d
price: {upfront: 2026.08 USD}
fees:
  - {name: service, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}
  - {name: pool or service, revenue_share: 2%}
  - {name: profit share, profit_share: 40%, after: break_even}
payout: {to: wallet}
stops:
  - {when: fees_exceed_revenue, for: 21d, then: terminate, by: provider}
referral: {levels: 0}
proof: {buyer_chooses_pool: false, pool_account: "no"}
hardware: {efficiency: 29.5 J/TH}
`
	if diff := cmp.Diff(want, string(offer.Format(o))); diff != "" {
		t.Error(diff)
	}
}

func TestApplyRefuses(t *testing.T) {
	for _, c := range []struct {
		answers map[string]string
		want    string
	}{
		{map[string]string{"hashrate": "30"}, `hashrate: "30" has no unit, so it is not a hashrate; write a number and TH/s, PH/s or EH/s, as in "30 TH/s"`},
		{map[string]string{"hashrte": "30 TH/s"}, `no question asks for "hashrte"`},
		{map[string]string{}, `the offer says nothing; `},
	} {
		_, errs := Apply(c.answers)
		if !strings.HasPrefix(errs.Error(), c.want) {
			t.Errorf("%v: %v", c.answers, errs)
		}
	}
}

// "no" to fees is a statement, a blank is not.
func TestApplyFees(t *testing.T) {
	for answer, stated := range map[string]bool{"no": true, "": false, "yes": false} {
		o, errs := Apply(map[string]string{"hashrate": "1 TH/s", "fees": answer})
		if errs != nil || o.FeesStated != stated || o.Fees != nil {
			t.Errorf("%q: %v, stated %v", answer, errs, o.FeesStated)
		}
	}
}

var position = regexp.MustCompile(`\[\d+\]`)

// Everything that the document can say, somebody is asked for, and what it asks for a machine, a market
// order and a token is due there.
func TestEveryKeyIsAsked(t *testing.T) {
	without := map[string]string{
		"algorithm":     "the questions are about sha256",
		"fees[0].name":  "each fee that is asked for has its name",
		"fees[0].after": "the share of profit has it",
		// what is claimed is checked by its words; where it was read is asked for the whole offer
		"claims[0].date": "", "claims[0].source.url": "", "claims[0].source.quote": "", "claims[0].source.read": "",
	}
	asked := map[string]bool{}
	for _, q := range All() {
		asked[position.ReplaceAllString(q.Path, "[0]")] = true
	}
	for _, key := range offer.Keys() {
		if _, left := without[key]; left == asked[key] {
			t.Errorf("%s: asked %v, left out %v", key, asked[key], left)
		}
		if f := offer.FieldAt(key); f.Ask == "" || f.Label == "" || f.Why == "" {
			t.Errorf("%s has no words: %+v", key, f)
		}
	}
	for _, c := range []struct {
		kind      string
		due, idle []string
	}{
		{"cloud", []string{"price.upfront", "owned"}, []string{"price.bid", "hardware.model", "owned.since"}},
		{
			"hosted", []string{"owned", "hardware.count", "price.deposit", "fees[4].each"},
			[]string{"resale.token.chain"},
		},
		{"market", []string{"price.bid", "fees[6].spend_share"}, []string{"hardware.count"}},
		{"token", []string{"owned", "resale.token.chain"}, []string{"fees[6].spend_share"}},
	} {
		answers := map[string]string{"kind": c.kind, "fees": "yes", "fees[4].once": "50 USD"}
		var due []string
		for _, q := range All() {
			if q.Due(answers) {
				due = append(due, q.Path)
			}
		}
		for _, path := range c.due {
			if !slices.Contains(due, path) {
				t.Errorf("%s: %s is not asked", c.kind, path)
			}
		}
		for _, path := range c.idle {
			if slices.Contains(due, path) {
				t.Errorf("%s: %s is asked", c.kind, path)
			}
		}
	}
}

// An owner is asked what he could have for it and not what it costs, and his answers make an offer of his
// own.
func TestApplyOwned(t *testing.T) {
	answers := map[string]string{"kind": "hosted", "hashrate": "200 TH/s", "term": "730d", "owned": "yes"}
	for _, q := range All() {
		if strings.HasPrefix(q.Path, "price.") && q.Due(answers) {
			t.Errorf("an owner is asked for %s", q.Path)
		}
	}
	answers["owned.offered"], answers["owned.reinvest.price"] = "900 USD", "12 USD/TH"
	answers["stops"] = "no"
	o, errs := Apply(answers)
	if errs != nil {
		t.Fatal(errs)
	}
	if o.Owned == nil || o.Owned.Offered == nil || o.Owned.Reinvest.Price == nil || !o.StopsStated {
		t.Errorf("%+v: %v", o.Owned, errs)
	}
	if o, errs = Apply(map[string]string{"hashrate": "1 TH/s", "owned": "y"}); errs != nil ||
		o.Owned == nil {
		t.Errorf("owned, and nothing else: %+v: %v", o.Owned, errs)
	}
}
