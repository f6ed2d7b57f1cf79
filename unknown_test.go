package assay

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics"
)

// What rests on a price or a fee that is not stated is null, with paths and without, in full and in brief.
func TestUnknownIsNeverZero(t *testing.T) {
	for name, c := range map[string]struct {
		yaml  string
		nulls []string // keys of economics and of each scenario
		known []string
	}{
		"no price": {"hashrate: 10 TH/s\nterm: 100d\nprice: unknown\nfees: []\n",
			[]string{"paid_btc", "btc_efficiency", "prob_beats_buying", "net_usd", "net_btc", "payback_days", "payback_day", "asked_usd"},
			[]string{"received_btc", "fees_usd", "gross_usd"}},
		"no price, fees beside": {"hashrate: 10 TH/s\nterm: 100d\nfees: [{name: e, per_hashrate_day: 0.03 USD/TH/day, paid: separately}]\n",
			[]string{"paid_btc", "btc_efficiency", "prob_beats_buying", "net_usd", "net_btc", "payback_days", "payback_day"}, []string{"fees_usd"}},
		"no fees": {"hashrate: 10 TH/s\nterm: 100d\nprice: {upfront: 50 USD}\n", []string{"fees_usd", "fee_share_of_gross"}, []string{"paid_btc", "net_usd"}},
		"a fee without its amount": {"hashrate: 10 TH/s\nterm: 100d\nprice: {upfront: 50 USD}\nfees: [{name: maintenance, paid: unknown}]\n",
			[]string{"fees_usd", "fee_share_of_gross"}, []string{"paid_btc", "net_usd"}},
		"nothing paid": {"hashrate: 10 TH/s\nterm: 100d\nprice: {upfront: 0 USD}\nfees: []\n",
			[]string{"btc_efficiency", "prob_beats_buying", "payback_days", "payback_day"}, []string{"net_usd"}},
	} {
		for _, paths := range []int{-1, 64} {
			for _, brief := range []bool{false, true} {
				v := evaluateYAML(t, c.yaml,
					func(e *Evidence) { e.Choices.Paths, e.Choices.Brief = paths, brief })
				data, err := json.Marshal(v)
				if err != nil {
					t.Fatal(err)
				}
				var doc struct {
					Economics map[string]any
					Scenarios []map[string]any
				}
				if err := json.Unmarshal(data, &doc); err != nil {
					t.Fatal(err)
				}
				for where, m := range map[string]map[string]any{"economics": doc.Economics,
					"scenario": doc.Scenarios[0]} {
					for key, value := range m {
						if slices.Contains(c.nulls, key) && value != nil {
							t.Errorf("%s, %d paths: %s.%s is %v, want null", name, paths, where, key, value)
						}
						if slices.Contains(c.known, key) && value == nil &&
							(where == "scenario" || paths > 0 && !brief) {
							t.Errorf("%s, %d paths: %s.%s is null", name, paths, where, key)
						}
					}
				}
				if v.Verdict.Economics != economics.NotKnown && strings.HasPrefix(name, "no price") {
					t.Errorf("%s: economics %s", name, v.Verdict.Economics)
				}
				if v.IfSellerVanishes != nil && v.Economics.BTCEfficiency == nil {
					t.Errorf("%s: a seller that vanishes with nothing: %+v", name, v.IfSellerVanishes)
				}
			}
		}
	}
}

// A gift is not judged favourable: there is nothing to compare it with.
func TestNothingPaid(t *testing.T) {
	v := evaluateYAML(t, "hashrate: 10 TH/s\nterm: 100d\nprice: {upfront: 0 USD}\nfees: []\n"+
		"uptime: {promised: 98%}\n", nil)
	if v.Verdict.Economics != economics.NotKnown ||
		!strings.Contains(v.Verdict.Because.Economics, "nothing is paid") {
		t.Errorf("%s: %s", v.Verdict.Economics, v.Verdict.Because.Economics)
	}
}

// A promised share of a price that is not stated gives no figures.
func TestPromiseOnUnknownPrice(t *testing.T) {
	v := evaluateYAML(t, "hashrate: 1 TH/s\nterm: 100d\npayout: {fixed_return: 1 %/day}\n", nil)
	if len(v.Scenarios) != 0 || v.Verdict.Economics != economics.NotKnown ||
		!strings.Contains(v.Verdict.Sentence, "Do not pay") {
		t.Errorf("%d scenarios, %s: %s", len(v.Scenarios), v.Verdict.Economics, v.Verdict.Sentence)
	}
}

// A bid in dollars is the same as one in bitcoin while the price stays; its fair bid is what efficiency says.
func TestBidInDollars(t *testing.T) {
	const order = "hashrate: 100 TH/s\nterm: 90d\nkind: market\n"
	price := func(e *Evidence) { e.Overrides.PriceUSD, e.Choices.Paths = 80_000, 256 }
	dollars := evaluateYAML(t, order+"price: {bid: 0.04 USD/TH/day}\n", price)
	bitcoin := evaluateYAML(t, order+"price: {bid: 0.0000005 BTC/TH/day}\n", price)
	a, b := scenarioOf(dollars, "constant"), scenarioOf(bitcoin, "constant")
	if *a.BTCEfficiency != *b.BTCEfficiency || *a.NetUSD != *b.NetUSD {
		t.Errorf("in dollars %v and %v, in bitcoin %v and %v", *a.BTCEfficiency, *a.NetUSD,
			*b.BTCEfficiency, *b.NetUSD)
	}
	for _, v := range []*Verdict{dollars, bitcoin} {
		if v.Economics.PaybackDays != nil || v.Scenarios[0].PaybackDay != nil {
			t.Error("an order is paid back")
		}
		if v.Economics.FairUpfront != nil || v.Economics.BreakEven.UpfrontUSD != nil {
			t.Errorf("an order has a fair upfront price: %+v", v.Economics.FairUpfront)
		}
	}
	if f := dollars.Economics.FairBid; f == nil || f.Currency != "USD" ||
		!(*f.P50 > *f.P80 && *f.P80 > *f.P95 && *f.P95 > 0.01) {
		t.Errorf("fair bid %+v", f)
	}
	at := evaluateYAML(t,
		order+"price: {bid: "+fmtFloat(*bitcoin.Economics.FairBid.P50*0.9999)+" BTC/TH/day}\n", price)
	if p := *at.Economics.ProbBeatsBuying; p < 0.5 || p > 0.52 {
		t.Errorf("at the fair bid it beats buying in %v of the markets", p)
	}
}

// A fee paid ahead beyond the days that are computed of an open contract is said to be counted whole.
func TestPrepaidBeyondOpenTerm(t *testing.T) {
	const open = "hashrate: 10 TH/s\nterm: open\nprice: {upfront: 100 USD}\n" +
		"fees: [{name: service, per_hashrate_day: 0.03 USD/TH/day, paid: separately, prepaid: 30d}]\n"
	v := evaluateYAML(t, open, func(e *Evidence) { e.Choices.Paths = -1 })
	const want = "service is paid for 30 days at a time: the last payment reaches 15 days beyond the 1095 computed, and is counted whole"
	if !slices.Contains(v.Assumptions, want) {
		t.Errorf("%q", v.Assumptions)
	}
	v = evaluateYAML(t, open, func(e *Evidence) { e.Choices.Paths, e.Choices.OpenDays = -1, 300 })
	if slices.ContainsFunc(v.Assumptions,
		func(s string) bool { return strings.Contains(s, "counted whole") }) {
		t.Errorf("said where windows end with the days: %q", v.Assumptions)
	}
}

// Lines of a screening: an id of text or digits is taken out where it stands, and nothing else is lost.
func TestReadLine(t *testing.T) {
	for line, want := range map[string][2]string{
		`{"id":"x","schema":"assay/offer/v1","hashrate":"1 TH/s"}`:                     {"x", ""},
		`{"schema":"assay/offer/v1","hashrate":"1 TH/s","id":10}`:                      {"10", ""},
		`{"schema":"assay/offer/v1" , "id" : 1e3 , "hashrate":"1 TH/s"}`:               {"1e3", ""},
		`{"id":"x","schema":"assay/offer/v1","hashrate":"1 TH/s","hashrate":"2 TH/s"}`: {"x", `"hashrate" is written twice`},
		`{"id":"x","id":"y","schema":"assay/offer/v1","hashrate":"1 TH/s"}`:            {"x", `unknown key "id"`},
		`{"id":"x","schema":"assay/offer/v1","hashrate":5}`:                            {"x", "line 1:1:48: "},
	} {
		got, _ := ReadLine(1, []byte(line))
		if got.ID != want[0] || !strings.Contains(got.Error, want[1]) || want[1] == "" && got.Error != "" {
			t.Errorf("%s\n%q, %s", line, got.ID, got.Error)
		}
	}
}

func fmtFloat(v float64) string { return strconv.FormatFloat(v, 'f', 15, 64) }
