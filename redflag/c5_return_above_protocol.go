package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var returnAboveProtocol = Rule{
	ID:       "C5_return_above_protocol",
	Title:    "The claimed return is the day's earnings held still, more than any of the 30 days gave, or far less",
	Axis:     Economics,
	Severity: High,
	Needs:    "claims.return or claims.total_return, price, the chain facts of its date",
	Why:      "A yearly return times the price is a revenue per TH/s and day, and that has a ceiling.",
	Caution:  "Gross revenue of the best of 30 days is taken as the ceiling: fees and power are left out in the seller's favour.",
	Look:     "Show the return as USD per TH/s and day, and the difficulty behind it.",
	AskIf:    true,
	Sources:  []cite.Source{grounds.ProtocolSource},
}

// judgeReturnAboveProtocol sets a claimed return against what the hashrate earns, gross.
func judgeReturnAboveProtocol(f grounds.Facts, c *offer.Claim) Answer {
	r := f.Said().RateOf(c)
	if r.PerDay == 0 {
		return unknown("the term over which the return is received (term)")
	}
	over, ok := f.OverEarning(r)
	e, _ := f.On(f.Day(c))
	if !ok {
		return unknown("price and hashrate in dollars, and chain facts of the claim's day")
	}
	price, _ := f.PriceUSDPerTH()
	promised := r.PerDay * price
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", promised, "USD/TH/day"}, {"protocol", e.Hashprice(), "USD/TH/day"},
		{"best_of_30_days", e.BestHashprice, "USD/TH/day"}, {"ratio_to_best", over, "1"},
	}}
	a.Says = fmt.Sprintf("%s of %s USD/TH is %s USD per TH/s and day; the protocol gave %s on %s, at "+
		"most %s within the 30 days before: %s times",
		r.Text, units.Format(price, 4), units.Format(promised, 4), units.Format(e.Hashprice(), 4), e.Date,
		units.Format(e.BestHashprice, 4), grounds.Times(over))
	fees, _ := f.FeesUSDPerTHDay()
	switch {
	case over > impossibleRatio:
		a.State, a.Severity = Present, graded(over)
	case near(promised, e.Hashprice()) || near(promised, e.Hashprice()-fees):
		a.State, a.Severity = Present, Medium
		a.Says += "; it is that day's revenue held still: nothing may ever change"
	default:
		days := float64(f.Offer.Term.Days)
		if c.Return != nil && days > 0 {
			promised += price / days // in the seller's favour: the price comes back beside the return
		}
		if days > 0 {
			keeps(f, &a, e, promised, days)
		}
	}
	return a
}
