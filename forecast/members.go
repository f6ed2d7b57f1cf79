package forecast

import (
	"math"

	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
)

// growth is a member whose hashrate grows at the efficiency trend, plus a share of what last year
// grew more than that, which fades. It is pulled to where the price has gone, weakly. momentum is last
// year's growth of ln difficulty per day; share is 1 for the member that follows it, 0 for the trend alone.
func (p *past) growth(by Parameters, momentum, share float64) paths.Member {
	trend := efficiencyTrend(p.asOf, by.TrendDays)
	name := "efficiency trend"
	if share > 0 {
		name = "last year's growth"
	}
	return paths.Member{
		Name:        name,
		Weight:      (1 - by.CorrectionWeight) / 2,
		Drift:       trend,
		DriftSD:     by.DriftSD / epochDays,
		Transient:   share * (momentum - trend),
		TransientSD: by.TransientSD / epochDays,
		Pull:        by.GrowthPull / epochDays,
		OwnLevel:    true,
	}
}

// errorCorrection is a member whose ln hashrate is pulled to ln(price * subsidy) less a level that hashprice
// has kept to over the anchor window and that falls with efficiency (free entry: Prat and Walter,
// JPE 129(8), 2021; adjustment in months to a year: Kristoufek 2020). A hashrate that grows trails what
// pulls it by growth over pull; the level is lower by as much, so that the past is met.
func (p *past) errorCorrection(by Parameters) paths.Member {
	n := min(by.AnchorDays, len(p.days))
	trend := by.CorrectionTrend / daysPerYear
	var sum float64
	last := len(p.days) - 1
	for back := range n {
		sum += logHashprice(&p.days[last-back]) - trend*float64(back)
	}
	pull := by.CorrectionPull / epochDays
	return paths.Member{
		Name:       "error correction",
		Weight:     by.CorrectionWeight,
		Pull:       pull,
		RewardPull: true,
		Level:      sum/float64(n) - Growth(p.epochs, n)/pull,
		LevelSD:    by.AnchorSD,
		Trend:      trend,
		TrendSD:    by.CorrectionTrendSD / daysPerYear,
	}
}

const (
	reversionDays = 730 // window of the hashprice that is returned to, and of growth
	// reversionPull is per epoch, so that half of a gap is left after 35 of them; Kristoufek (2020) finds
	// "several months up to a year".
	reversionPull = 0.02
)

// reversion is not in the pool, it forecasts hashprice in dollars: hashrate grows as the last two years and
// machines say, half each, and is pulled to where hashprice stood on average over two years. It is right
// about dollars and wrong about bitcoin (docs/backtest.md says why).
func (p *past) reversion(by Parameters) paths.Member {
	n := min(reversionDays, len(p.days))
	var sum float64
	for i := len(p.days) - n; i < len(p.days); i++ {
		sum += logHashprice(&p.days[i])
	}
	drift := (Growth(p.epochs, reversionDays) + efficiencyTrend(p.asOf, by.TrendDays)) / 2
	return paths.Member{
		Name:       "return to two years' hashprice",
		Weight:     1,
		Pull:       reversionPull / epochDays,
		RewardPull: true,
		Drift:      drift,
		Level:      sum / float64(n),
		Trend:      -drift,
	}
}

// logHashprice is paths.Process.LogHashprice of a day of the past.
func logHashprice(d *market.Day) float64 { return math.Log(d.PriceUSD * d.SubsidyBTC / d.Difficulty) }
