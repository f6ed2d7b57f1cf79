package backtest

import (
	"math"

	"github.com/assaymining/assay/internal/quantile"
)

// tally is the scores of one model at one horizon over some origins. The zero value is that of no origin;
// its means are 0.
type tally struct {
	N                      int
	crps, abs, bias, width float64 // sums
	in50, in80, in90       int     // outcomes inside the central interval of so many per cent
	PITs                   [10]int // how many outcomes fell into each tenth of their forecast
}

// add scores one forecast by its outcome y.
func (t *tally) add(f quantile.Sample, y float64) {
	t.N++
	t.crps += f.CRPS(y)
	mid := f.Quantile(0.5)
	t.abs += math.Abs(mid - y)
	t.bias += mid - y
	t.width += f.Quantile(0.9) - f.Quantile(0.1)
	u := f.PIT(y) // inside the central interval of a share where it is within half of that from the middle
	t.PITs[min(int(u*10), 9)]++
	inside := func(share float64) int {
		if math.Abs(u-0.5) <= share/2 {
			return 1
		}
		return 0
	}
	t.in50 += inside(0.5)
	t.in80 += inside(0.8)
	t.in90 += inside(0.9)
}

// per is the mean of a sum over the origins.
func (t tally) per(sum float64) float64 { return sum / float64(max(t.N, 1)) }

// CRPS is the mean score, in units of the logarithm; less is better.
func (t tally) CRPS() float64 { return t.per(t.crps) }

// MAE is the mean absolute error of the median, in units of the logarithm.
func (t tally) MAE() float64 { return t.per(t.abs) }

// Bias is the mean of median less outcome: positive where the forecast was too high.
func (t tally) Bias() float64 { return t.per(t.bias) }

// Width is the mean width of the 80 % interval, in units of the logarithm.
func (t tally) Width() float64 { return t.per(t.width) }

// Coverage is the shares of outcomes inside the central 50, 80 and 90 % intervals.
func (t tally) Coverage() (in50, in80, in90 float64) {
	return t.per(float64(t.in50)), t.per(float64(t.in80)), t.per(float64(t.in90))
}
