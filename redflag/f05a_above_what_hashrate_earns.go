package redflag

// F05a: the stated return is more than the hashrate can earn, or leaves next to nothing of it for costs.
//
// What the buyer's hashrate earned in its best day of the 30 before, gross, bounds what any honest
// seller can pass on. Source: protocol arithmetic; KnC's worked example of 2014.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var aboveWhatHashrateEarns = Rule{
	ID:       "F05a_above_what_hashrate_earns",
	Title:    "The stated return is more than the hashrate can earn, or nearly all of it",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "a stated return, hashrate, price, and the chain facts of the day",
	Why:      "The part of a payout that the hashrate did not earn comes from somebody's deposit.",
	Caution:  "Hashprice moves: the best of the past 30 days is taken before a claim is called impossible.",
	Look:     "Show the arithmetic from hashrate and difficulty to the payout of one day.",
	AskIf:    true,
	Judge:    judgeAboveWhatHashrateEarns,
	Sources: []cite.Source{
		read("KnC worked example (Digiconomist)", "https://digiconomist.net/kncminers-overpriced-cloud"),
	},
}

// Edges of promised over possible daily income (redflags F05a): above 1 it is impossible, above 0.8
// next to nothing is left for power, fees and a falling hashprice.
const (
	impossibleRatio = 1.0
	thinRatio       = 0.8
)

func judgeAboveWhatHashrateEarns(f grounds.Facts) Answer {
	unearned := f.Unearned()
	all := append(unearned, f.Said().Returns...)
	if len(all) == 0 {
		return unknown("the stated return per time, if any")
	}
	var worst float64
	var of grounds.Rate
	for _, r := range all {
		if ratio, ok := f.OverEarning(r); ok && ratio > worst {
			worst, of = ratio, r
		}
	}
	if worst == 0 && len(unearned) > 0 {
		top := grounds.Highest(unearned)
		return present(top.Text+" is more than the best day of any real contract on record paid", rateFigure(top)...)
	}
	if worst == 0 {
		return unknown(
			"hashrate, price and a day with chain facts, to set the return against what the hashrate earns",
		)
	}
	e, _ := f.On(f.DayOf(of))
	price, _ := f.PriceUSDPerTH()
	figures := []Figure{
		{"promised", of.PerDay * price, "USD/TH/day"}, {"best_of_30_days", e.BestHashprice, "USD/TH/day"},
		{"ratio", worst, "1"}, {"share_not_mined", max(0, 1-1/worst), "1"},
	}
	says := fmt.Sprintf(
		"%s on %s USD/TH is %s USD per TH/s and day; the protocol gave at most %s within the 30 days to %s: "+
			"%s times",
		of.Text,
		units.Format(price, 4),
		units.Format(of.PerDay*price, 4),
		units.Format(e.BestHashprice, 4),
		e.Date,
		grounds.Times(worst),
	)
	a := Answer{State: Absent, Says: says, Figures: figures, Sources: []cite.Source{e.Source}}
	switch {
	case worst > impossibleRatio:
		a.State = Present
	case worst > thinRatio:
		a.State, a.Severity = Present, Medium
		a.Says += "; next to nothing is left for power and fees"
	}
	return a
}
