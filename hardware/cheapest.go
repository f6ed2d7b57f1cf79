package hardware

import (
	"github.com/assaymining/assay/units"
)

// PriceMaxAge is how old an observed price may be to count as known, in days. Machines lose about
// half their price in a year (docs/residuals.md), so an older price says nothing about today.
const PriceMaxAge units.Days = 365

// Cheapest is the lowest observed price per TH/s known at the end of asOf: seen on or before that
// day, at most PriceMaxAge earlier, of a machine whose figures are not in doubt. ok is false where
// no price is known; then nothing can be said. Used and new machines are not told apart by the
// dealers' lists, so it is a lower bound for a new one.
func Cheapest(asOf units.Date) (p Price, ok bool) {
	return cheapest(observed(), asOf, func(p Price) float64 { return p.PerTH().Value })
}

// CheapestForTerm is the observation with the lowest cost per TH/s of buying the machine and running
// it for term days at energy per kWh, and that cost in the currency of the machine's price. Nothing
// is taken off for what the machine is worth afterwards, so it is an upper bound of the owner's cost.
// The energy price must be in US dollars; ok is false otherwise and where no price is known.
func CheapestForTerm(
	asOf units.Date,
	term units.Days,
	energy units.EnergyPrice,
) (p Price, cost units.PerHashrate, ok bool) {
	if energy.Currency != units.USD {
		return Price{}, units.PerHashrate{}, false
	}
	total := func(p Price) float64 {
		return p.PerTH().Value + p.Machine.Efficiency.KWhPerTHDay()*energy.Value*float64(term)
	}
	p, ok = cheapest(observed(), asOf, total)
	if !ok {
		return Price{}, units.PerHashrate{}, false
	}
	return p, units.PerHashrate{Value: total(p), Currency: units.USD}, true
}

func cheapest(prices []Price, asOf units.Date, cost func(Price) float64) (best Price, ok bool) {
	for _, p := range prices {
		if p.Machine.Conflict != "" || p.Seen > asOf || asOf-p.Seen > units.Date(PriceMaxAge) {
			continue
		}
		if !ok || cost(p) < cost(best) {
			best, ok = p, true
		}
	}
	return best, ok
}
