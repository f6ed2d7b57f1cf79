package view

import (
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

func TestPlainly(t *testing.T) {
	for in, want := range map[string]string{
		"the last day is taken, 2026-10-03; --as-of gives another": "the last day is taken, 2026-10-03",
		"add the rate, as in --fx EUR=1.08":                        "add the rate, as in “fx” EUR=1.08",
		"what you pay for power: --my-power 0.08USD/kWh":           "what you pay for power: “my power” 0.08USD/kWh",
		"20 % a month - or less":                                   "20 % a month - or less",
	} {
		if got := plainly(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// No shade of the map says that an offer gains where it loses, and no figure rounds a loss to 1.
func TestMapCells(t *testing.T) {
	for e, want := range map[float64]MapCell{
		0.2: {"0.20", 0, true}, 0.5: {"0.50", 1, true}, 0.8: {"0.80", 2, true}, 0.9999: {"0.99", 2, true},
		1: {"1.00", 4, false}, 1.2499: {"1.25", 4, false}, 1.25: {"1.25", 5, false}, 2: {"2.00", 6, false}, 12345: {"12,345", 6, false},
	} {
		if got := (MapCell{twoDigits(e), level(e), e < 1}); got != want {
			t.Errorf("%g: %+v, want %+v", e, got, want)
		}
	}
}

// What is not stated is shown as unknown, never as nothing; the steps of the waterfall end at what is paid out
// (less than a satoshi of 126,014 apart: 8e-6).
func TestShownVerdict(t *testing.T) {
	show := func(doc string) *Verdict {
		t.Helper()
		o, _, err := offer.Parse("test", []byte("schema: assay/offer/v1\nseen: 2026-05-01\nhashrate: 30 TH/s\nterm: 90d\nprice: {upfront: 500 USD}\n"+doc))
		if err != nil {
			t.Fatal(err)
		}
		v, err := assay.Evaluate(assay.Evidence{Offer: o, History: market.Embedded(), Choices: assay.Choices{Paths: 128}})
		if err != nil {
			t.Fatal(err)
		}
		return New(o, v, nil)
	}
	fees := func(v *Verdict) string {
		for _, f := range v.Figures {
			if f.Name == "Fees take" {
				return f.Value
			}
		}
		return "missing"
	}
	if got := fees(show("")); got != "unknown" {
		t.Errorf("fees that are not stated are shown as %q", got)
	}
	if got := fees(show("fees: []\n")); got != "0 %" {
		t.Errorf("no fees are shown as %q", got)
	}
	v := show("fees: [{name: electricity, per_hashrate_day: 0.01 USD/TH/day, paid: deducted}, {name: pool, revenue_share: 2%}]\n")
	last := v.Waterfall[len(v.Waterfall)-1]
	if n := len(v.Waterfall); n != 4 || !last.Total || last.Value > v.Waterfall[n-2].Value+1e-5 || v.Waterfall[n-2].Value-last.Value > 1e-5 {
		t.Errorf("the steps do not end at what is paid out: %+v", v.Waterfall)
	}
	if p := v.Picture("fan"); p == nil || !strings.Contains(string(p.Wide), "mined") {
		t.Error("there is no fan")
	}
}

// A purchase that still runs gets no verdict, and one without a price no figure of what it cost.
func TestOneReplay(t *testing.T) {
	r := valuation.Replay{Start: 20000, Left: 204, Totals: contract.Totals{Days: 156, Received: 1e8, Paid: 3e8, PaidUSD: 2e9, PaybackDay: -1}}
	for name, c := range map[string]struct {
		unpriced bool
		left     int
		says     string
		rows     map[string]string
	}{
		"running":           {false, 204, "still runs: in 156 days", map[string]string{"Paid so far": "$2,000.00", "Paid back in dollars": "not yet", "Bitcoin back per bitcoin so far": "0.333"}},
		"unpriced":          {true, 0, "not known", map[string]string{"Paid": "not known"}},
		"unpriced, running": {true, 204, "still runs; the price is not stated", map[string]string{"Paid": "not known"}},
	} {
		r.Unpriced, r.Left = c.unpriced, c.left
		one := OneReplayOf(r, nil)
		if !strings.Contains(one.Sentence, c.says) {
			t.Errorf("%s: %s", name, one.Sentence)
		}
		got := map[string]string{}
		for _, row := range one.Rows {
			got[row.Name] = row.Value
		}
		for key, value := range c.rows {
			if got[key] != value {
				t.Errorf("%s: %s is %q, want %q", name, key, got[key], value)
			}
		}
		if _, shown := got["Paid back in dollars"]; shown && c.unpriced {
			t.Errorf("%s: it is paid back", name)
		}
	}
}
