package redflag

// F21: the price is below what a machine and its power cost.
//
// Who sells hashrate for less than the cheapest machine plus power either subsidises it or does
// not run it. Only contracts that last as long as a machine can be set against a whole machine:
// for a shorter term its share of a machine's life is taken.

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var belowCost = Rule{
	ID:       "F21_below_cost",
	Title:    "Cheaper than the cheapest machine and its power",
	Axis:     Trust,
	Severity: Critical,
	Needs: "price or bid, hashrate, term, fees, the price of the cheapest machine of the day; without them " +
		"the lowest hashprice of two years",
	Why: "Nobody can rent out for less than owning costs and pay commissions, or for far less than pools pay.",
	Caution: "Used machines, free power and clearance sales exist; below six tenths nothing explains " +
		"it. A fraud can set any price: a fair one clears nobody.",
	Look:  "Which machine, bought when, at what power price, makes this price possible?",
	AskIf: true,
	Judge: judgeBelowCost,
	Sources: []cite.Source{
		read(
			"Cloudmining 101, Ponzi risk assessment (2014)",
			"https://bitcointalk.org/index.php?topic=878387",
		),
		read("cheapest power of large miners, about 0.04 USD/kWh: an assumption in the seller's favour", ""),
	},
}

const (
	belowOwning  = 1.0 // amber: below machine plus power, or below what anybody's pool pays
	farBelowCost = 0.6 // red
)

// judgeBelowCost sets a bid against what it mines, a price against owning, and where that cannot be done
// against the least that the hashrate would mine.
func judgeBelowCost(f grounds.Facts) Answer {
	if a := judgeBid(f); a.State == Present {
		return a
	}
	a := judgeBelowOwning(f)
	if a.State == Unknown {
		if bound := judgeBelowMining(f); bound.State == Present {
			return bound
		}
	}
	return a
}

// judgeBelowMining judges by a bound in the seller's favour where day, machine or fees are not known: the
// lowest hashprice of the two years to the day of the judgement. It never clears anybody.
func judgeBelowMining(f grounds.Facts) Answer {
	days := f.DaysBought(grounds.BoundedDays)
	c, ok := f.Charged(days)
	if !ok || c.Price <= 0 || f.Lowest.Hashprice <= 0 {
		return unknown("price per TH/s in dollars")
	}
	gross, cost := f.Lowest.Hashprice*days, c.Sum()
	if cost >= farBelow*gross {
		return unknown("the day of the offer, its fees and the price of a machine of that day")
	}
	a := present(fmt.Sprintf("a TH/s costs %s USD and would mine %s in %.0f days even at %s USD a day, "+
		"the lowest hashprice of two years (%s): %s times its price", units.Format(cost, 4),
		units.Format(gross, 4), days, units.Format(f.Lowest.Hashprice, 4), f.Lowest.Date,
		units.Format(gross/cost, 2)), Figure{"asked", cost, "USD/TH"},
		Figure{"mined_at_least", gross, "USD/TH"}, Figure{"ratio", cost / gross, "1"})
	if !c.FeesKnown {
		a = a.weighing(High)
		a.Says += fmt.Sprintf("; only fees that are not stated and take more than %.0f %% of it would "+
			"explain that", math.Floor(100*(1-cost/gross)))
	}
	return a
}

// judgeBid sets a bid against what its hashrate mines on the day: whoever has the machine gets that from any
// pool, and delivers to no bid far below it.
func judgeBid(f grounds.Facts) Answer {
	e, ok := f.On(f.Offer.Seen)
	c, priced := f.Charged(1)
	if f.Offer.Price.Bid == nil || !ok || !priced || e.PriceUSD <= 0 {
		return unknown("a bid, with the chain facts of its day")
	}
	mined := e.LeastHashprice
	ratio := c.Sum() / mined
	a := present(fmt.Sprintf("a TH/s costs %s USD a day with its fees and mines %s at any pool, the least of "+
		"the 30 days to %s: %s times; who has the machine keeps it", units.Format(c.Sum(), 4),
		units.Format(mined, 4), e.Date, grounds.Times(ratio)),
		Figure{"asked_a_day", c.Sum(), "USD/TH/day"}, Figure{"mined_a_day", mined, "USD/TH/day"},
		Figure{"ratio", ratio, "1"})
	switch {
	case ratio >= seldomSold:
		return unknown("whether such a bid is filled")
	case ratio >= farBelowCost:
		return a.weighing(Medium)
	}
	return a.weighing(High)
}

// seldomSold is the share of what hashrate mines below which nobody is known to deliver for long: markets of
// hashrate trade within a tenth or so of it. Set by judgement, with room for a day of high fees.
const seldomSold = 0.8

// judgeBelowOwning sets price and fees against a machine and its power. An undated offer is set against the
// cheapest machine of the day of the judgement: they have become cheaper with the years.
func judgeBelowOwning(f grounds.Facts) Answer {
	term := f.Offer.Term
	if f.Machine == nil && f.Offer.Seen == nil {
		f.Machine = f.Cheapest
	}
	days := f.DaysBought(grounds.LongestOwned)
	c, ok := f.Charged(days)
	if !ok || f.Machine == nil || f.Machine.USDPerTH <= 0 || !term.Open && term.Days == 0 {
		return unknown("price per TH/s in dollars, term and the price of the cheapest machine of that day")
	}
	if !c.FeesKnown {
		return unknown("what the fees come to per TH/s and day in dollars (fees)")
	}
	if c.Sum() <= 0 {
		return unknown("what the seller lives on: nothing is paid")
	}
	machine, power := f.Machine.Owning(days)
	ratio := c.Sum() / (machine + power)
	a := absent(fmt.Sprintf("price and fees come to %s USD per TH/s over %.0f days; the share of one %s and "+
		"its power cost %s: %s times", units.Format(c.Sum(), 4), days, f.Machine.Model,
		units.Format(machine+power, 4), grounds.Times(ratio)),
		Figure{"asked_with_fees", c.Sum(), "USD/TH"}, Figure{"machine_share", machine, "USD/TH"},
		Figure{"power", power, "USD/TH"}, Figure{"ratio", ratio, "1"})
	a.Sources = []cite.Source{f.Machine.Source}
	switch {
	case ratio < farBelowCost:
		a.State = Present
	case ratio < belowOwning:
		a.State, a.Severity = Present, Medium
	}
	return a
}
