package valuation

import (
	"math"
	"slices"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

func compiled(t testing.TB, yaml string) *contract.Terms {
	t.Helper()
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+yaml))
	if err != nil {
		t.Fatal(err)
	}
	terms, _, err := compile.Offer(o, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Two purchases whose outcome was computed independently from the daily series (docs/terms.md has
// the formula): the contract that won in dollars and lost 41 % in bitcoin, and one of 2021.
func TestReplayOfRealPurchases(t *testing.T) {
	tests := []struct {
		name, start, offer string
		epsilon, dollars   float64
	}{
		{
			"Genesis Radiant",
			"2018-08-17",
			"hashrate: 1 TH/s\nterm: 1826d\nprice: {upfront: 285 USD}\nfees: []\n",
			0.592,
			1.150,
		},
		{"BitFuFu Classic", "2021-09-12", "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 2026.08 USD}\n" +
			"fees: [{name: electricity, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n", 0.906, 0.857},
	}
	h := market.Embedded()
	for _, tt := range tests {
		r, err := ReplayFrom(t.Context(), compiled(t, tt.offer), h, date(t, tt.start), 0)
		if err != nil {
			t.Fatal(err)
		}
		eps, _ := r.Totals.BTCEfficiency()
		dollars := r.Totals.ReceivedUSD.Float() / r.Totals.PaidUSD.Float()
		if math.Abs(eps/tt.epsilon-1) > 0.005 || math.Abs(dollars/tt.dollars-1) > 0.005 || !r.Complete {
			t.Errorf("%s: BTC efficiency %.4f, dollars %.4f, complete %v; want %.3f, %.3f", tt.name, eps,
				dollars, r.Complete, tt.epsilon, tt.dollars)
		}
	}
}

// Buying on every past day gives the same as each day on its own, and never a day without a price.
func TestReplaysAreEachReplay(t *testing.T) {
	h := market.Embedded()
	terms := compiled(t, "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 2026.08 USD}\n"+
		"fees: [{name: e, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n")
	all := slices.Collect(Replays(t.Context(), terms, h, 0, Buying{Every: 1, Complete: true}))
	if len(all) < 4000 {
		t.Fatalf("%d start days, want over 4,000", len(all))
	}
	for i := 0; i < len(all); i += 97 {
		one, err := ReplayFrom(t.Context(), terms, h, all[i].Start, 0)
		if err != nil || one != all[i] {
			t.Errorf("%s: alone %+v (%v), among all %+v", all[i].Start, one, err, all[i])
		}
	}
}

// Buying between two days gives those of all purchases that lie between, whatever lies beyond the history.
func TestReplaysBetween(t *testing.T) {
	h := market.Embedded()
	terms := compiled(t, "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 2026.08 USD}\n"+
		"fees: [{name: e, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n")
	for _, between := range [][2]units.Date{
		{h.First() - 900, h.First() - 800}, {h.First() - 900, h.First() + 1900}, {h.First() + 2001, h.First() + 2001},
		{h.First() + 3000, h.First() + 3731}, {h.Last() - 700, h.Last() + 30}, {h.Last() + 1, h.Last() + 9},
	} {
		for _, complete := range []bool{true, false} {
			all := Buying{Every: 7, Complete: complete}
			some := all
			some.First, some.Last = between[0], between[1]
			var want []Replay
			for r := range Replays(t.Context(), terms, h, 0, all) {
				if r.Start >= some.First && r.Start <= some.Last {
					want = append(want, r)
				}
			}
			if got := slices.Collect(Replays(t.Context(), terms, h, 0, some)); !slices.Equal(got, want) {
				t.Errorf("%s to %s, complete %v: %d purchases, want %d", some.First, some.Last, complete,
					len(got), len(want))
			}
		}
	}
}
