package redflag

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
)

// sameFigure is how near a claim must be to today's arithmetic to be that arithmetic: one tenth.
const sameFigure = 0.10

func near(a, b float64) bool { return b > 0 && math.Abs(a/b-1) <= sameFigure }

// judgePayback sets a payback against price over net revenue of the day, and of the best of the 30.
func judgePayback(f Facts, c *offer.Claim) Answer {
	e, ok := f.on(f.day(c))
	price, priced := f.priceUSDPerTH()
	fees, known := f.feesUSDPerTHDay()
	if !ok || !priced || !known || e.PriceUSD <= 0 || *c.Payback <= 0 {
		return unknown("price, fees and hashrate in dollars, and chain facts of the claim's day")
	}
	net, bestNet := e.Hashprice()-fees, max(e.BestHashprice, e.Hashprice())-fees
	claimed := float64(*c.Payback)
	if bestNet <= 0 {
		return Answer{State: Present, Severity: Critical, Sources: []cite.Source{e.Source},
			Says:    fmt.Sprintf("payback claimed in %s; fees of %.4g USD per TH/s and day exceed the revenue of %.4g even on the best of 30 days: it never pays back", c.Payback, fees, e.BestHashprice),
			Figures: []Figure{{"claimed", claimed, "days"}, {"fees", fees, "USD/TH/day"}, {"revenue", e.Hashprice(), "USD/TH/day"}}}
	}
	static, fastest := price/net, price/bestNet
	if net <= 0 {
		static = math.MaxInt32
	}
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", claimed, "days"}, {"static", static, "days"}, {"static_best_of_30_days", fastest, "days"},
	}}
	a.Says = fmt.Sprintf("payback claimed in %s; %.4g USD/TH / (%.4g - %.4g) USD/TH/day = %.0f days if nothing ever changed",
		c.Payback, price, e.Hashprice(), fees, static)
	switch {
	case near(claimed, static) || near(claimed, fastest) || claimed > fastest && claimed < static:
		a.State = Present
		a.Says += ": the claim is that static figure; with growing difficulty it takes longer or never comes"
	case claimed < fastest:
		a.State, a.Severity = Present, graded(fastest/claimed)
		a.Says += fmt.Sprintf(": the claim is %.2f times too short", fastest/claimed)
	}
	return a
}

// judgeReturn sets a claimed return against what the hashrate earns, gross.
func judgeReturn(f Facts, c *offer.Claim) Answer {
	r := claimedRate(f, c)
	if r.perDay == 0 {
		return unknown("the term over which the return is received (term)")
	}
	over, ok := overEarning(f, r)
	e, _ := f.on(f.day(c))
	if !ok {
		return unknown("price and hashrate in dollars, and chain facts of the claim's day")
	}
	price, _ := f.priceUSDPerTH()
	promised := r.perDay * price
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", promised, "USD/TH/day"}, {"protocol", e.Hashprice(), "USD/TH/day"},
		{"best_of_30_days", e.BestHashprice, "USD/TH/day"}, {"ratio_to_best", over, "1"},
	}}
	a.Says = fmt.Sprintf("%s of %.4g USD/TH is %.4g USD per TH/s and day; the protocol gave %.4g on %s, at most %.4g within the 30 days before: %s times",
		r.text, price, promised, e.Hashprice(), e.Date, e.BestHashprice, times(over))
	fees, _ := f.feesUSDPerTHDay()
	switch {
	case over > impossibleRatio:
		a.State, a.Severity = Present, graded(over)
	case near(promised, e.Hashprice()) || near(promised, e.Hashprice()-fees):
		a.State, a.Severity = Present, Medium
		a.Says += "; it is that day's revenue held still: nothing may ever change"
	}
	return a
}

// claimedRate is the rate of one claim.
func claimedRate(f Facts, c *offer.Claim) rate {
	for _, r := range f.said().returns {
		if r.claim != nil && r.claim == c {
			return r
		}
	}
	return rate{}
}
