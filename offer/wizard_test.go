package offer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The example of each question is an answer, each choice too, and garbage is not.
func TestQuestions(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range Questions() {
		if seen[q.Path] || q.Ask == "" || q.Why == "" || (q.Hint == "") == (q.Choices == nil) {
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
		free := q.Path == "provider.name" || q.Path == "product" || q.Path == "claims[1].guaranteed"
		if err := q.Check("certainly!"); (err == nil) != free {
			t.Errorf("%s: garbage gives %v", q.Path, err)
		}
		for _, path := range []string{q.Only, q.Unless} {
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
	if diff := cmp.Diff(want, string(Format(o))); diff != "" {
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

// A key is found by its path whatever the position in its lists, and its words are its own copy.
func TestFieldAt(t *testing.T) {
	paid := FieldAt("fees[7].paid")
	want := Field{Path: "fees[7].paid", Kind: ChoiceField, Words: Words{
		Ask: "How is that fee paid?", Write: "deducted or separately", Label: "Paid",
		Why: "A deducted fee never costs more than the day earned; a separate one does.",
		Choices: []Choice{{"deducted", "taken from the bitcoin you receive", "out of the payout"},
			{"separately", "you pay it on top", "on top, separately"}}}}
	if diff := cmp.Diff(want, paid); diff != "" {
		t.Error(diff)
	}
	paid.Choices[0].Label = "spoilt"
	if FieldAt("fees[0].paid").Choices[0].Label != want.Choices[0].Label {
		t.Error("a caller can write into the table")
	}
	if by := FieldAt("stops[0].by"); by.Write != "provider, buyer or automatic" ||
		by.Choices[2].Label != "automatic" {
		t.Errorf("the words of a closed list are not its choices: %+v", by)
	}
	defer func() {
		if recover() == nil {
			t.Error("a key that the document does not have is found")
		}
	}()
	FieldAt("fees[0].paied")
}
