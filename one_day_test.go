package assay

import (
	"context"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/flagged"
	"github.com/assaymining/assay/units"
)

// The same offer on the same day is told the same, in whichever way it is asked about: dated or not, seen
// before the last day known or after it, in whatever currency, and on a day that the reader names.
func TestEveryVerbSaysTheSame(t *testing.T) {
	h := market.Embedded()
	named, err := units.ParseDate("2026-08-01")
	if err != nil {
		t.Fatal(err)
	}
	for name, doc := range map[string]string{
		"undated":        "price: {upfront: 500 USD}\nclaims: [{return: 1.5 %/day}]\n",
		"seen since":     "seen: 2026-11-29\nprice: {upfront: 500 USD}\nclaims: [{return: 1.5 %/day}]\n",
		"seen before":    "seen: 2026-05-01\nprice: {upfront: 500 USD}\nclaims: [{return: 1.5 %/day}]\n",
		"in euro":        "seen: 2026-05-01\nprice: {upfront: 500 EUR}\nclaims: [{return: 1.5 %/day}]\n",
		"undated euro":   "price: {upfront: 500 EUR}\nclaims: [{return: 1.5 %/day}]\n",
		"fixed, undated": "price: {upfront: 500 USD}\npayout: {fixed_return: 1.5 %/day, guaranteed: true}\n",
	} {
		o, _, err := offer.Parse(name, []byte("schema: assay/offer/v1\nhashrate: 100 TH/s\nterm: 60d\nfees: []\n"+doc))
		if err != nil {
			t.Fatal(err)
		}
		for _, asOf := range []*units.Date{nil, &named} {
			e := Evidence{Offer: o, History: h, AsOf: asOf, Choices: Choices{Paths: -1}}
			v, err := Evaluate(e)
			if err != nil {
				t.Fatal(err)
			}
			says := func(where, got string) {
				if got != v.Verdict.Sentence || got == "" {
					t.Errorf("%s, day %v: %s says %q, evaluate %q", name, asOf, where, got, v.Verdict.Sentence)
				}
			}
			c, err := Compare(t.Context(), []Evidence{e}, []string{name}, func(ctx context.Context) simulated.Markets {
				return simulated.Keep(ctx, h)
			})
			if err != nil {
				t.Fatal(err)
			}
			says("compare", c.Rows[0].Says)
			var line Screened
			if err := line.Judge(e, Evaluate); err != nil {
				t.Fatal(err)
			}
			says("screen", line.Verdict.Sentence)
			if r, err := Replay(t.Context(), e, Purchases{Every: 90}); err == nil {
				says("replay", r.Warning)
			} else if o.Payout.FixedReturn == nil {
				t.Fatal(err)
			}
			dated := o
			day, _ := flagged.Day(&dated, asOf, h)
			r, err := flagged.Judge(t.Context(), dated, day, h)
			if err != nil {
				t.Fatal(err)
			}
			says("flags", r.Warning)
		}
	}
}
