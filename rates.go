package assay

import (
	"fmt"
	"maps"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// withRates is the evidence with a dollar value for each currency of the offer: the monthly mean rate that
// is known on the as-of day, where neither the reader nor an update gave one of the day. What was taken so
// is said.
func (e Evidence) withRates() (_ Evidence, assumed []string) {
	var rates map[units.Currency]float64
	for _, c := range economics.Currencies(e.Offer) {
		if e.Choices.USDPer[c] > 0 {
			continue
		}
		rate, ok := market.MonthlyRateOf(c, e.Day())
		if !ok {
			continue // to be asked for by who compiles the offer
		}
		if rates == nil {
			rates = map[units.Currency]float64{}
			maps.Copy(rates, e.Choices.USDPer)
		}
		rates[c] = rate.USDPer
		says := units.Format(rate.USDPer, 4)
		assumed = append(
			assumed,
			fmt.Sprintf("1 %s is taken as %s USD, the mean of %s: a monthly rate; for that of "+
				"the day give %s", c, says, rate.Month, need.FX.As(string(c)+"="+says)),
		)
	}
	if rates != nil {
		e.Choices.USDPer = rates
	}
	return e, assumed
}
