package grounds

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Gather fills the Facts of an offer from a history: for each of dates(o) what the protocol gave and
// the best within the 30 days before, at the subsidy of the day. Days that the history does not have, or
// that lie after asOf, stay
// unknown. The machine is the cheapest that was on sale that day. Spot and Forward are left to the caller.
func Gather(o offer.Offer, asOf units.Date, h *market.History) Facts {
	f := Facts{Offer: o, AsOf: asOf}
	for _, d := range dates(o) {
		day, err := h.At(d)
		if err != nil || d > asOf || day.Difficulty <= 0 {
			continue
		}
		f.Earned = append(f.Earned, earnedOn(&day, h))
	}
	last := min(asOf, h.Last())
	for _, day := range h.Days(max(h.First(), last-lowestOf+1), last+1) {
		if v := day.HashpriceUSD(); v > 0 && (f.Lowest.Hashprice == 0 || v < f.Lowest.Hashprice) {
			f.Lowest = lowest{v, day.Date}
		}
	}
	if day, err := h.At(last); err == nil {
		f.PriceUSD = day.PriceUSD
	}
	if o.Seen == nil {
		f.Cheapest = machineOn(last)
	}
	if o.Seen != nil && *o.Seen <= asOf {
		f.Machine, f.Best = machineOn(*o.Seen), bestBy(*o.Seen+announced)
	}
	return f
}

// earnedOn is what the protocol gave on a day of the history.
func earnedOn(day *market.Day, h *market.History) Earned {
	e := Earned{
		Date: day.Date, Hashvalue: float64(day.Hashvalue()), PriceUSD: day.PriceUSD,
		Network: units.Hashrate(consensus.HashrateOf(day.Difficulty)),
		Source: cite.Source{
			What: "protocol expectation (subsidy, fees and difficulty) of " + day.Date.String(),
			Hash: h.Hash(),
		},
	}
	if day.FirstHeight > 0 && day.SubsidyBTC > 0 {
		e.HalvesIn = float64(consensus.HalvingBlocks-day.FirstHeight%consensus.HalvingBlocks) /
			consensus.BlocksPerDay
		e.Halved = 1 - day.SubsidyBTC/2/(day.SubsidyBTC+day.FeesBTC)
	}
	for _, past := range h.Days(day.Date-bestOf+1, day.Date+1) {
		if past.Difficulty > 0 {
			past.SubsidyBTC = min(
				past.SubsidyBTC,
				day.SubsidyBTC,
			) // what was halved since is not earned again
			e.BestHashvalue = max(e.BestHashvalue, float64(past.Hashvalue()))
			e.BestHashprice = max(e.BestHashprice, past.HashpriceUSD())
			if v := past.HashpriceUSD(); v > 0 && (e.LeastHashprice == 0 || v < e.LeastHashprice) {
				e.LeastHashprice = v
			}
		}
	}
	if g, ok := h.DifficultyGrowth(day.Date, 365); ok {
		e.Growth = max(0, float64(g))
	}
	return e
}

// lowestOf is the days before the judgement of which the lowest hashprice bounds what mining earns: years on
// which it fell.
const lowestOf = 730

// announced is how many days ahead of its release a machine is offered, at most.
const announced = 365

// bestBy is the most efficient machine that was out by a day, nil where none is known.
func bestBy(day units.Date) *Machine {
	best, ok := hardware.MostEfficient(day)
	if !ok {
		return nil
	}
	return &Machine{Model: best.Name(), Efficiency: best.Efficiency, Source: cite.Source{
		What: best.Name() + ", " + best.Released.String() + ", catalogue of machines",
	}}
}

// machineOn is the cheapest machine on sale on a day, nil where no price is known or it is not in
// dollars. Used and new ones are not told apart by the lists, which favours the seller.
func machineOn(day units.Date) *Machine {
	p, ok := hardware.Cheapest(day)
	if !ok || p.Asked.Currency != units.USD {
		return nil
	}
	return &Machine{Model: p.Machine.Name(), USDPerTH: p.PerTH().Value, Efficiency: p.Machine.Efficiency,
		Source: cite.Source{
			What: "asking price of " + p.Machine.Name() + ", " + p.When() + " (" + p.Source + ")",
		}}
}
