package hardware

import (
	"testing"

	"github.com/assaymining/assay/units"
)

// What is said of a day rests on what was on sale and asked by then: with the catalogue and the prices cut at
// the day it is the same, on every day that is walked.
func TestNoHindsight(t *testing.T) {
	dear := units.EnergyPrice{Value: 0.07, Currency: units.USD}
	changed, last := 0, Trend{}
	for day := mustDate("2017-06-01"); day < mustDate("2026-11-01"); day += 23 {
		var machines []Machine
		for _, m := range catalogue() {
			if m.Released.Known() && m.Released.End() <= day {
				machines = append(machines, m)
			}
		}
		var prices []Price
		for _, p := range observed() {
			if p.Seen <= day {
				prices = append(prices, p)
			}
		}
		whole, ok := FrontierTrend(day)
		cut, okCut := frontierOf(machines, day)
		if whole != cut || ok != okCut {
			t.Errorf("%s: the best machines follow %+v, by those on sale until then %+v", day, whole, cut)
		}
		if whole != last {
			changed, last = changed+1, whole
		}
		perTH := func(p Price) float64 { return p.PerTH().Value }
		if a, ok := Cheapest(day); true {
			if b, okCut := cheapest(prices, day, perTH); a != b || ok != okCut {
				t.Errorf("%s: the cheapest is %v, of what was asked until then %v", day, a, b)
			}
		}
		for _, term := range []units.Days{90, 365, 1095} {
			total := func(p Price) float64 {
				return p.PerTH().Value + p.Machine.Efficiency.KWhPerTHDay()*dear.Value*float64(term)
			}
			a, _, ok := CheapestForTerm(day, term, dear)
			if b, okCut := cheapest(prices, day, total); a != b || ok != okCut {
				t.Errorf("%s, %v: the cheapest to own is %v, of what was asked until then %v",
					day, term, a, b)
			}
			if ok && a.Machine.Released.Known() && a.Machine.Released.End() > day+365 {
				t.Errorf("%s: %s has a price a year before it came", day, a.Machine.Name())
			}
		}
	}
	if changed < 50 {
		t.Errorf("the trend changed %d times: the walk shows nothing", changed)
	}
}

// mustDate reads a date that a test wrote itself.
func mustDate(s string) units.Date {
	d, err := units.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
