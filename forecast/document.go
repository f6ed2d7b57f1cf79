package forecast

import (
	"fmt"

	"github.com/assaymining/assay/internal/quantile"
)

// Document is a forecast as it is published. Of each figure it has the quantiles "q01" to "q99"; what each
// figure is, and its unit, says Quantiles.
type Document struct {
	AsOf         string             `json:"as_of"`
	HorizonDays  int                `json:"horizon_days"`
	Seed         uint64             `json:"seed"`
	Paths        int                `json:"paths"`
	Start        Start              `json:"start"`
	Dilution     map[string]float64 `json:"dilution"`
	Difficulty   map[string]float64 `json:"difficulty"`
	HashpriceUSD map[string]float64 `json:"hashprice_usd"`
	NextRetarget map[string]float64 `json:"next_retarget"`
	Warnings     []string           `json:"warnings"`
}

// Start is where the paths start: the end of the as-of day.
type Start struct {
	Difficulty   float64 `json:"difficulty"` // in force
	PriceUSD     float64 `json:"price_usd"`
	HashpriceUSD float64 `json:"hashprice_usd"` // per TH/s and day, fees included
	Height       int     `json:"height"`        // of the next block
}

// Document publishes the forecast. The warnings say which facts are older than its day.
func (q *Quantiles) Document(m *Model, seed uint64, warnings []string) Document {
	percentiles := func(p Percentiles) map[string]float64 {
		out := make(map[string]float64, len(p))
		for i, x := range p {
			out[fmt.Sprintf("q%02d", i+1)] = quantile.Significant(x)
		}
		return out
	}
	return Document{
		AsOf: q.AsOf.String(), HorizonDays: int(q.Days), Seed: seed, Paths: q.Paths,
		Start: Start{Difficulty: m.Difficulty, PriceUSD: m.PriceUSD,
			HashpriceUSD: quantile.Significant(m.HashpriceUSD()), Height: m.Height},
		Dilution: percentiles(q.Dilution), Difficulty: percentiles(q.Difficulty),
		HashpriceUSD: percentiles(q.HashpriceUSD), NextRetarget: percentiles(q.NextRetarget),
		Warnings: warnings,
	}
}
