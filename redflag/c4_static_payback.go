package redflag

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var staticPayback = Rule{
	ID:       "C4_static_payback",
	Title:    "The claimed payback assumes that nothing ever changes, is shorter still, or far too long",
	Axis:     Economics,
	Severity: Medium,
	Needs:    "claims.payback, price, fees, the chain facts of its date",
	Why:      "Difficulty has risen in most years and the subsidy halves. Today's figure divided into the price is no forecast.",
	Caution:  "It is the usual arithmetic of vendors' calculators: a mistake, not a fraud.",
	Look:     "Which growth of difficulty does the payback assume?",
	AskIf:    true,
	Sources: []cite.Source{read("Bitdeer's static formulas",
		"https://bitdeersupport.zendesk.com/hc/en-us/articles/360023619511")},
}

// judgeStaticPayback sets a payback against price over net revenue of the day, and of the best of the 30.
func judgeStaticPayback(f grounds.Facts, c *offer.Claim) Answer {
	e, ok := f.On(f.Day(c))
	price, priced := f.PriceUSDPerTH()
	fees, known := f.FeesUSDPerTHDay()
	if !ok || !priced || !known || e.PriceUSD <= 0 || *c.Payback <= 0 {
		return unknown("price, fees and hashrate in dollars, and chain facts of the claim's day")
	}
	bestNet := max(e.BestHashprice, e.Hashprice()) - fees
	claimed := float64(*c.Payback)
	if bestNet <= 0 {
		return Answer{State: Present, Severity: Critical, Sources: []cite.Source{e.Source},
			Says: fmt.Sprintf("payback claimed in %s; fees of %s USD per TH/s and day exceed the "+
				"revenue of %s even on the best of 30 days: it never pays back", c.Payback,
				units.Format(fees, 4), units.Format(e.BestHashprice, 4)),
			Figures: []Figure{{"claimed", claimed, "days"}, {"fees", fees, "USD/TH/day"},
				{"revenue", e.Hashprice(), "USD/TH/day"}}}
	}
	static, fastest := e.Payback(price, e.Hashprice(), fees), e.Payback(price, bestNet+fees, fees)
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", claimed, "days"}, {"static", static, "days"}, {"static_best_of_30_days", fastest, "days"},
	}}
	a.Says = fmt.Sprintf("payback claimed in %s; %s USD/TH / (%s - %s) USD/TH/day = %s if "+
		"nothing ever changed",
		c.Payback, units.Format(price, 4), units.Format(e.Hashprice(), 4), units.Format(fees, 4),
		grounds.InDays(static))
	if e.HalvesIn > 0 && static > e.HalvesIn {
		a.Says += fmt.Sprintf(" but the subsidy, which halves after %.0f days", e.HalvesIn)
	}
	switch {
	case near(claimed, static) || near(claimed, fastest) || claimed > fastest && claimed < static:
		a.State = Present
		a.Says += ": the claim is that static figure; with growing difficulty it takes longer or never comes"
	case math.IsInf(fastest, 0):
		a.State, a.Severity = Present, Critical
		a.Says += ", nor by what the best of 30 days earned: it never pays back"
	case claimed < fastest:
		a.State, a.Severity = Present, graded(fastest/claimed)
		a.Says += ": the claim is " + grounds.Times(fastest/claimed) + " times too short"
	default:
		keeps(f, &a, e, price/claimed, claimed)
	}
	return a
}
