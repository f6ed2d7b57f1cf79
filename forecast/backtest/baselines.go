package backtest

import (
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// The baselines, in the order they are shown.
const (
	baseConstant = "constant difficulty"
	basePlus3    = "+3 % a month"
	basePlus6    = "+6 % a month"
	baseTrail1   = "trailing month"
	baseTrail12  = "trailing 12 months"
	baseTrail24  = "trailing 24 months"
	baseGBM      = "hobby GBM, last year's drift"
	baseExp      = "exponential fit since 2014"
)

// Baselines are the names of the baselines.
var Baselines = []string{
	baseConstant, basePlus3, basePlus6, baseTrail1, baseTrail12, baseTrail24, baseGBM, baseExp,
}

const (
	daysPerMonth = 365.25 / 12
	noiseEpochs  = 26 // a year of epochs, whose changes give the two baselines with a spread their noise
)

// baselines forecasts ln dilution as calculators do: by one growth rate of difficulty, with the
// halving where 144 blocks a day put it. The two last have a spread. epochs are those known at the origin.
func baselines(m forecast.Model, epochs []market.Epoch) map[string][horizons]quantile.Sample {
	out := map[string][horizons]quantile.Sample{}
	for name, rate := range map[string]float64{
		baseConstant: 0,
		basePlus3:    math.Log(1.03) / daysPerMonth,
		basePlus6:    math.Log(1.06) / daysPerMonth,
		baseTrail1:   forecast.Growth(epochs, 30),
		baseTrail12:  forecast.Growth(epochs, 365),
		baseTrail24:  forecast.Growth(epochs, 730),
	} {
		var points [horizons]quantile.Sample
		for j, days := range Horizons {
			points[j] = quantile.Sample{X: []float64{growthDilution(m, rate, int(days))}}
		}
		out[name] = points
	}
	sd := math.Sqrt(forecast.ChangeVariance(epochs, noiseEpochs) / epochDays)
	out[baseGBM] = spread(m, forecast.Growth(epochs, 365), sd)
	out[baseExp] = spread(m, exponential(m.AsOf, epochs), sd)
	return out
}

// growthDilution is ln dilution over n days if difficulty grows at a steady rate per day.
func growthDilution(m forecast.Model, rate float64, n int) float64 {
	var sum float64 // of daily bitcoin over that of the as-of day
	for t := 1; t <= n; t++ {
		height := m.Height + (t-1)*consensus.BlocksPerDay
		subsidy := float64(consensus.Subsidy(height)) / units.SatPerBTC
		sum += math.Exp(-rate*float64(t)) * subsidy / m.DaySubsidyBTC
	}
	return math.Log(sum/float64(n)) + math.Log(m.DayDifficulty/m.Difficulty)
}

// spread is growthDilution with a random walk of sd per square root of a day about it: the walk's
// effect on ln dilution is normal with the standard deviation of the mean of a Brownian path,
// sd * sqrt(n/3), as 199 quantiles.
func spread(m forecast.Model, rate, sd float64) (out [horizons]quantile.Sample) {
	for j, days := range Horizons {
		mid := growthDilution(m, rate, int(days))
		s := sd * math.Sqrt(float64(days)/3)
		for i := range 199 {
			out[j].X = append(out[j].X, mid+s*math.Sqrt2*math.Erfinv(2*float64(i+1)/200-1))
		}
	}
	return out
}

const (
	asicsSince      = 1388534400 // 2014-01-01, Unix seconds: machines made for mining are common
	twoYearsOfASICs = 16801      // 2016-01-01: two years of them, the least that a line is fitted to
)

// exponential is the least-squares growth per day of ln difficulty over the epochs since 2014, or
// all of them before 2016.
func exponential(asOf units.Date, epochs []market.Epoch) float64 {
	since := int64(asicsSince)
	if asOf < twoYearsOfASICs {
		since = 0
	}
	var n, sumX, sumY, sumXX, sumXY float64
	for _, e := range epochs {
		if e.Time < since || e.Difficulty <= 1 {
			continue
		}
		x := float64(e.Time-epochs[0].Time) / consensus.SecondsPerDay
		y := math.Log(e.Difficulty)
		n++
		sumX += x
		sumY += y
		sumXX += x * x
		sumXY += x * y
	}
	return (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
}
