package forecast

import (
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// The baselines, in the order they are shown.
const (
	BaseConstant = "constant difficulty"
	BasePlus3    = "+3 % a month"
	BasePlus6    = "+6 % a month"
	BaseTrail1   = "trailing month"
	BaseTrail12  = "trailing 12 months"
	BaseTrail24  = "trailing 24 months"
	BaseGBM      = "hobby GBM, last year's drift"
	BaseExp      = "exponential fit since 2014"
)

// Baselines are the names of the baselines.
var Baselines = []string{BaseConstant, BasePlus3, BasePlus6, BaseTrail1, BaseTrail12, BaseTrail24, BaseGBM, BaseExp}

// baselines forecasts ln dilution as calculators do: by one growth rate of difficulty, with the
// halving where 144 blocks a day put it. The two last have a spread.
func (p *past) baselines(m Model) map[string][horizons]Ensemble {
	month := 365.25 / 12
	out := map[string][horizons]Ensemble{}
	for name, rate := range map[string]float64{
		BaseConstant: 0, BasePlus3: math.Log(1.03) / month, BasePlus6: math.Log(1.06) / month,
		BaseTrail1: p.drift(30), BaseTrail12: p.drift(365), BaseTrail24: p.drift(730),
	} {
		var e [horizons]Ensemble
		for j, days := range BacktestHorizons {
			e[j] = Ensemble{X: []float64{m.growthDilution(rate, int(days))}}
		}
		out[name] = e
	}
	out[BaseGBM] = m.spread(p.drift(365), p.changeSD(26))
	out[BaseExp] = m.spread(p.exponential(), p.changeSD(26))
	return out
}

// growthDilution is ln dilution over n days if difficulty grows at a steady rate per day.
func (m Model) growthDilution(rate float64, n int) float64 {
	var sum float64
	for t := 1; t <= n; t++ {
		subsidy := float64(consensus.Subsidy(m.Height+(t-1)*consensus.BlocksPerDay)) / units.SatPerBTC
		sum += math.Exp(-rate*float64(t)) * subsidy / m.DaySubsidyBTC
	}
	return math.Log(sum/float64(n)) + math.Log(m.DayDifficulty/m.Difficulty)
}

// spread is growthDilution with a random walk of sd per square root of a day about it: the walk's
// effect on ln dilution is normal with the standard deviation of the mean of a Brownian path,
// sd * sqrt(n/3), as 99 quantiles.
func (m Model) spread(rate, sd float64) (e [horizons]Ensemble) {
	for j, days := range BacktestHorizons {
		mid, s := m.growthDilution(rate, int(days)), sd*math.Sqrt(float64(days)/3)
		for i := range 199 {
			e[j].X = append(e[j].X, mid+s*math.Sqrt2*math.Erfinv(2*float64(i+1)/200-1))
		}
	}
	return e
}

// changeSD is the standard deviation per square root of a day of the last n epochs' changes.
func (p *past) changeSD(n int) float64 {
	k := len(p.epochs) - 1
	n = min(n, k-1)
	mean := math.Log(p.epochs[k].Difficulty/p.epochs[k-n].Difficulty) / float64(n)
	var sum float64
	for i := k - n + 1; i <= k; i++ {
		d := math.Log(p.epochs[i].Difficulty/p.epochs[i-1].Difficulty) - mean
		sum += d * d
	}
	return math.Sqrt(sum / float64(max(n-1, 1)) / epochDays)
}

// exponential is the least-squares growth per day of ln difficulty over the epochs since 2014, or
// all of them before 2016.
func (p *past) exponential() float64 {
	since := int64(1388534400) // 2014-01-01
	if p.asOf < 16801 {        // 2016-01-01
		since = 0
	}
	var n, sx, sy, sxx, sxy float64
	for _, e := range p.epochs {
		if e.Time < since || e.Difficulty <= 1 {
			continue
		}
		x, y := float64(e.Time-p.epochs[0].Time)/consensus.SecondsPerDay, math.Log(e.Difficulty)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}
