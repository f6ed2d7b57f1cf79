package valuation

import (
	"context"
	"math"

	"github.com/assaymining/assay/contract"
)

// Grid is a contract's BTC efficiency where two things change at once: difficulty grows by a constant
// fraction a month, and the price of bitcoin moves steadily from today's to a multiple of it at the
// end of the horizon. Everything else is as in the scenario "constant".
type Grid struct {
	Growth     []float64   // of difficulty, fraction a month, ascending
	Price      []float64   // at the end over today's, ascending
	Efficiency [][]float64 // by growth, then price; NaN where nothing is paid or it cannot be played
}

// GridOf plays the contract at every pair of growth and price. What is read from it is where the
// efficiency crosses 1. A pair is a supposition, not a forecast: since difficulty follows price,
// pairs of a high price and a low growth do not last (docs/terms.md, forecast). It ends soon after the
// context does; what it gives must then not be used.
func GridOf(ctx context.Context, t *contract.Terms, c Conditions, horizon int,
	growth, price []float64) Grid {
	g := Grid{Growth: growth, Price: price}
	for _, rate := range growth {
		days := c.days(horizon, future{difficulty: monthly(rate)})
		row := make([]float64, len(price))
		for i, multiple := range price {
			if ctx.Err() != nil {
				return g
			}
			step := math.Log(multiple) / float64(max(horizon-1, 1))
			for d := range days {
				days[d].Price = c.PriceUSD * math.Exp(step*float64(d))
			}
			row[i] = math.NaN()
			if t.Fits(days[0]) == nil {
				r := t.RunWithin(ctx, days, nil)
				if e, ok := r.BTCEfficiency(); ok {
					row[i] = e
				}
			}
		}
		g.Efficiency = append(g.Efficiency, row)
	}
	return g
}
