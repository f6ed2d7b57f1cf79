package assay

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
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
		o, _, err := offer.Parse(name, []byte("schema: assay/offer/v1\nhashrate: 100 TH/s\n"+
			"term: 60d\nfees: []\n"+doc))
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
					t.Errorf("%s, day %v: %s says %q, evaluate %q", name, asOf, where, got,
						v.Verdict.Sentence)
				}
			}
			one := []Evidence{e}
			c, err := Compare(t.Context(), one, []string{name}, func(ctx context.Context) simulated.Markets {
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

// An undated offer is one that was seen on the as-of day that the reader names: nothing but the sentence that
// says so is different. Where nobody names one the economics are those of the last day, and each finding is
// the same or waits for the day: none is held against a day that nobody stated.
func TestTheDayOfAnUndatedOffer(t *testing.T) {
	h := market.Embedded()
	last := h.Last()
	read := func(seen string) offer.Offer {
		o, _, err := offer.Parse("offer", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 360d\n"+seen+
			"price: {upfront: 500 EUR}\nfees: [{per_hashrate_day: 0.0199 USD/TH/day, paid: separately}]\n"+
			"claims: [{daily_revenue: 0.045 USD/TH/day}, {payback: 900d}, {return: 20 %/year}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	judged := func(seen string, asOf *units.Date) *Verdict {
		v, err := Evaluate(Evidence{Offer: read(seen), History: h, AsOf: asOf, Choices: Choices{Paths: 64}})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	dated, named, none := judged("seen: "+last.String()+"\n", nil), judged("", &last), judged("", nil)
	said := func(v *Verdict, words string) bool {
		return strings.Contains(strings.Join(v.Assumptions, "\n"), words)
	}
	if !said(named, "taken as seen on the day it is judged on") ||
		!said(none, "the last day of the history is taken") ||
		said(dated, "is not stated: it is taken") {
		t.Errorf("assumed are %q, %q, %q", dated.Assumptions, named.Assumptions, none.Assumptions)
	}
	if !reflect.DeepEqual(named.Findings, dated.Findings) ||
		!reflect.DeepEqual(named.Verdict, dated.Verdict) ||
		!reflect.DeepEqual(named.Economics, dated.Economics) ||
		!reflect.DeepEqual(named.Anchors, dated.Anchors) {
		t.Error("an offer judged on a named day is not told what one seen on it is told")
	}
	if !reflect.DeepEqual(none.Economics, dated.Economics) ||
		!reflect.DeepEqual(none.Scenarios, dated.Scenarios) {
		t.Error("the economics of an undated offer are not those of the last day")
	}
	waiting := 0
	for i, f := range none.Findings {
		switch was := dated.Findings[i]; {
		case f.Rule != was.Rule:
			t.Fatalf("%s stands where %s stood", f.Rule, was.Rule)
		case f.State == was.State && f.Says == was.Says:
		case f.State == redflag.Unknown && len(f.Missing) > 0:
			waiting++
		default:
			t.Errorf("%s: %s %q, dated %s %q", f.Rule, f.State, f.Says, was.State, was.Says)
		}
	}
	if waiting < 3 {
		t.Errorf("%d findings wait for the day", waiting)
	}
}
