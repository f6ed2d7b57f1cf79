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
	Needs: "price, hashrate, term, fees, the price of the cheapest machine of the day; without them " +
		"the lowest hashprice of two years",
	Why: "Nobody can rent out for less than owning costs, and pay commissions on top.",
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
	belowOwning   = 1.0  // amber: below machine plus power
	farBelowCost  = 0.6  // red
	machineDays   = 1460 // life of a machine, four years: an assumption in the seller's favour
	cheapestPower = 0.04 // USD/kWh, in the seller's favour
)

// judgeBelowCost sets the price against owning, and where that cannot be done against the least that the
// hashrate would mine.
func judgeBelowCost(f grounds.Facts) Answer {
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
	price, ok := f.PriceUSDPerTH()
	if !ok || price <= 0 || f.Lowest.Hashprice <= 0 || !f.SHA256() {
		return unknown("price per TH/s in dollars")
	}
	term := f.Offer.Term
	days := float64(boundedDays)
	switch {
	case term.Days > 0:
		days = min(days, float64(term.Days))
	case !term.Open:
		days = shortestDays
	}
	fees, known := f.FeesUSDPerTHDay()
	gross, cost := f.Lowest.Hashprice*days, price+fees*days
	if cost >= farBelow*gross {
		return unknown("the day of the offer, its fees and the price of a machine of that day")
	}
	says := fmt.Sprintf("a TH/s costs %.4g USD and would mine %.4g in %.0f days even at %.4g USD a day, the "+
		"lowest hashprice of two years (%s): %s times its price", cost, gross, days, f.Lowest.Hashprice,
		f.Lowest.Date, units.Format(gross/cost, 2))
	a := present(says, Figure{"asked", cost, "USD/TH"}, Figure{"mined_at_least", gross, "USD/TH"},
		Figure{"ratio", cost / gross, "1"})
	if !known {
		a = a.weighing(High)
		a.Says += fmt.Sprintf("; only fees that are not stated and take more than %.0f %% of it would "+
			"explain that",
			math.Floor(100*(1-cost/gross)))
	}
	return a
}

// What a bound is counted over, in days: a year at most, since mining gets harder, and a month where the
// term is not known.
const (
	boundedDays  = 365
	shortestDays = 30
)

// judgeBelowOwning sets price and fees against a machine and its power. An undated offer is set against the
// cheapest machine of the day of the judgement: they have become cheaper with the years.
func judgeBelowOwning(f grounds.Facts) Answer {
	price, ok := f.PriceUSDPerTH()
	term := f.Offer.Term
	if f.Machine == nil && f.Offer.Seen == nil {
		f.Machine = f.Cheapest
	}
	if !ok || f.Machine == nil || f.Machine.USDPerTH <= 0 || !term.Open && term.Days == 0 {
		return unknown("price per TH/s in dollars, term and the price of the cheapest machine of that day")
	}
	days := float64(machineDays)
	if !term.Open {
		days = min(days, float64(term.Days))
	}
	fees, known := f.FeesUSDPerTHDay()
	if !known {
		return unknown("what the fees come to per TH/s and day in dollars (fees)")
	}
	if price+fees*days <= 0 {
		return unknown("what the seller lives on: nothing is paid")
	}
	machine := f.Machine.USDPerTH * days / machineDays
	power := f.Machine.Efficiency.KWhPerTHDay() * cheapestPower * days
	ratio := (price + fees*days) / (machine + power)
	figures := []Figure{
		{"asked_with_fees", price + fees*days, "USD/TH"}, {"machine_share", machine, "USD/TH"},
		{"power", power, "USD/TH"}, {"ratio", ratio, "1"},
	}
	says := fmt.Sprintf(
		"price and fees come to %.4g USD per TH/s over %.0f days; the share of a %s and its power cost "+
			"%.4g: %.2f times",
		price+fees*days,
		days,
		f.Machine.Model,
		machine+power,
		ratio,
	)
	a := Answer{State: Absent, Says: says, Figures: figures, Sources: []cite.Source{f.Machine.Source}}
	switch {
	case ratio < farBelowCost:
		a.State = Present
	case ratio < belowOwning:
		a.State, a.Severity = Present, Medium
	}
	return a
}
