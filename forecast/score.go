package forecast

import (
	"math"
	"slices"
)

// Ensemble is a forecast as a weighted sample, ascending.
type Ensemble struct {
	X []float64
	W []float64 // sum to 1; nil: equal
}

func newEnsemble(x []float64) Ensemble {
	s := slices.Clone(x)
	slices.Sort(s)
	return Ensemble{X: s}
}

func (e Ensemble) weight(i int) float64 {
	if e.W == nil {
		return 1 / float64(len(e.X))
	}
	return e.W[i]
}

// CRPS is the continuous ranked probability score of the outcome y: the integral of
// (F(x) - 1[x >= y])^2 over x, exact for the sample's step function (Matheson and Winkler 1976).
// In the outcome's unit; less is better; for a point forecast it is the absolute error.
func (e Ensemble) CRPS(y float64) float64 {
	var sum, below float64
	for i := range e.X {
		if i > 0 {
			sum += stepArea(e.X[i-1], e.X[i], below, y)
		}
		below += e.weight(i)
	}
	first, last := e.X[0], e.X[len(e.X)-1]
	return sum + max(first-y, 0) + max(y-last, 0)
}

// stepArea integrates (F - 1[x >= y])^2 over a to b, where F is constant.
func stepArea(a, b, f, y float64) float64 {
	left := min(max(y, a), b)
	return (left-a)*f*f + (b-left)*(1-f)*(1-f)
}

// PIT is the share of the forecast below y, ties by half: uniform over many outcomes if the
// forecasts are calibrated.
func (e Ensemble) PIT(y float64) float64 {
	var below float64
	for i, x := range e.X {
		switch {
		case x < y:
			below += e.weight(i)
		case x == y:
			below += e.weight(i) / 2
		}
	}
	return below
}

// Quantile is the q-quantile, interpolated between the middles of the sample's weights.
func (e Ensemble) Quantile(q float64) float64 {
	if e.W == nil {
		return sortedQuantile(e.X, q)
	}
	var upTo float64
	for i := range e.X {
		mid := upTo + e.W[i]/2
		if mid >= q {
			if i == 0 {
				return e.X[0]
			}
			before := upTo - e.W[i-1]/2
			f := (q - before) / (mid - before)
			return e.X[i-1]*(1-f) + e.X[i]*f
		}
		upTo += e.W[i]
	}
	return e.X[len(e.X)-1]
}

// pool is the mixture of ensembles with the given weights.
func pool(parts []Ensemble, weights []float64) Ensemble {
	type point struct{ x, w float64 }
	var all []point
	var total float64
	for k, p := range parts {
		if weights[k] <= 0 {
			continue
		}
		total += weights[k]
		for i, x := range p.X {
			all = append(all, point{x, weights[k] * p.weight(i)})
		}
	}
	slices.SortFunc(all, func(a, b point) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return 0
	})
	e := Ensemble{X: make([]float64, len(all)), W: make([]float64, len(all))}
	for i, p := range all {
		e.X[i], e.W[i] = p.x, p.w/total
	}
	return e
}

// stretched is the ensemble with its distance from the median multiplied by c.
func (e Ensemble) stretched(c float64) Ensemble {
	mid := e.Quantile(0.5)
	x := make([]float64, len(e.X))
	for i := range x {
		x[i] = mid + c*(e.X[i]-mid)
	}
	return Ensemble{X: x, W: e.W}
}

// Tally is the scores of one model at one horizon over some origins.
type Tally struct {
	N                      int
	crps, abs, bias, width float64
	in50, in80, in90       int
	PITs                   [10]int
}

// add scores one forecast.
func (t *Tally) add(e Ensemble, y float64) {
	t.N++
	t.crps += e.CRPS(y)
	mid := e.Quantile(0.5)
	t.abs += math.Abs(mid - y)
	t.bias += mid - y
	t.width += e.Quantile(0.9) - e.Quantile(0.1)
	u := e.PIT(y)
	t.PITs[min(int(u*10), 9)]++
	inside := func(share float64) int {
		if math.Abs(u-0.5) <= share/2 {
			return 1
		}
		return 0
	}
	t.in50, t.in80, t.in90 = t.in50+inside(0.5), t.in80+inside(0.8), t.in90+inside(0.9)
}

func (t Tally) per(sum float64) float64 { return sum / float64(max(t.N, 1)) }

// CRPS is the mean score, in units of the logarithm; less is better.
func (t Tally) CRPS() float64 { return t.per(t.crps) }

// MAE is the mean absolute error of the median, in units of the logarithm.
func (t Tally) MAE() float64 { return t.per(t.abs) }

// Bias is the mean of median less outcome: positive where the forecast was too high.
func (t Tally) Bias() float64 { return t.per(t.bias) }

// Width is the mean width of the 80 % interval, in units of the logarithm.
func (t Tally) Width() float64 { return t.per(t.width) }

// Coverage is the shares of outcomes inside the central 50, 80 and 90 % intervals.
func (t Tally) Coverage() (in50, in80, in90 float64) {
	return t.per(float64(t.in50)), t.per(float64(t.in80)), t.per(float64(t.in90))
}
