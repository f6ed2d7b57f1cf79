package redflag

// F04: a return of about 1 % a day and more.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var onePercentADay = Rule{
	ID:       "F04_one_percent_a_day",
	Title:    "The stated return is 0.9 % a day or more",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "payout.fixed_return, claims.return",
	Why:      "The best day-one gross yields of real contracts that are on record reached 0.82 % a day, before difficulty and fees. 10 of 30 frauds promised more, no real offer did.",
	Caution:  "In the first weeks of a bull market honest machines have yielded as much for some days: where the protocol allowed it, it weighs little. Nobody could promise it for the term.",
	Look:     "Which machine, at which price and difficulty, yields this much per day?",
	AskIf:    true,
	Judge:    judgeOnePercentADay,
	Sources: []cite.Source{
		read(
			"KnC worked example, 0.49 % a day in 2014 (Digiconomist)",
			"https://digiconomist.net/kncminers-overpriced-cloud",
		),
	},
}

// percentADay is the edge, a fraction per day, simple: above the highest day-one gross yield on
// record for a real contract (Genesis Mining before the halving of 2016, 0.82 %).
const percentADay = 0.009

func judgeOnePercentADay(f grounds.Facts) Answer {
	return overEdge(f, percentADay, "%/day", 1)
}

// overEdge compares the highest stated rate, without the price that comes back in it, with an edge per
// day; both are shown times scale. A claim that the protocol allowed weighs little; one of which that is
// not known weighs as the rule says only above what any real contract is on record to have yielded.
func overEdge(f grounds.Facts, edge float64, unit string, scale float64) Answer {
	var top grounds.Rate
	for _, r := range f.Said().Returns {
		if r.Gain > top.Gain {
			top = r
		}
	}
	if top.Gain == 0 {
		return unknown("the stated return per time, if any")
	}
	figures := []Figure{{"stated", top.Gain * scale * 100, unit}, {"edge", edge * scale * 100, unit}}
	says := "stated: " + top.Text
	if top.Gain < top.PerDay {
		says += ", without the price " + units.Format(top.Gain*scale*100, 4) + " " + unit
	}
	if top.Gain < edge*(1-1e-9) { // a rate written as the edge is at the edge, whatever its rounding
		return absent(says, figures...)
	}
	a := present(says, figures...)
	switch standing(f, []grounds.Rate{top}) {
	case lawful:
		a.Says += "; within the 30 days before the hashrate earned as much"
		if grounds.FollowsRevenue(f.Offer.Payout.Basis) {
			return a.weighing(Low)
		}
		return a.weighing(Medium)
	case open:
		switch {
		case top.Gain >= percentADay*(1-1e-9):
		case f.NothingEarnsIt():
			a.Says += ", and nothing is named that would earn it"
			return a.weighing(High)
		default:
			return a.weighing(Medium)
		}
	case unlawful:
		if f.BeyondOwning(top) {
			a.Says += ", more than the cheapest new machine of the day gains of its price at the cheapest power"
		}
	}
	return a
}
