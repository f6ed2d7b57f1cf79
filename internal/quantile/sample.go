package quantile

import (
	"math"
	"slices"
)

// Sample is a distribution as a weighted sample: a forecast, to be scored against what came.
type Sample struct {
	X []float64 // ascending; at least one
	W []float64 // of each X, summing to 1; nil: equal
}

// NewSample is x with equal weights; x is not changed.
func NewSample(x []float64) Sample {
	s := slices.Clone(x)
	slices.Sort(s)
	return Sample{X: s}
}

func (s Sample) weight(i int) float64 {
	if s.W == nil {
		return 1 / float64(len(s.X))
	}
	return s.W[i]
}

// CRPS is the continuous ranked probability score of the outcome y: the integral of
// (F(x) - 1[x >= y])^2 over x, exact for the sample's step function (Matheson and Winkler 1976).
// In the outcome's unit; less is better; for a point forecast it is the absolute error.
func (s Sample) CRPS(y float64) float64 {
	var sum, below float64
	for i := range s.X {
		if i > 0 {
			sum += stepArea(s.X[i-1], s.X[i], below, y)
		}
		below += s.weight(i)
	}
	first, last := s.X[0], s.X[len(s.X)-1]
	return sum + max(first-y, 0) + max(y-last, 0)
}

// stepArea integrates (F - 1[x >= y])^2 over a to b, where F is constant.
func stepArea(a, b, f, y float64) float64 {
	left := min(max(y, a), b)
	return (left-a)*f*f + (b-left)*(1-f)*(1-f)
}

// PIT is the share of the forecast below y, ties by half: uniform over many outcomes if the
// forecasts are calibrated.
func (s Sample) PIT(y float64) float64 {
	var below float64
	for i, x := range s.X {
		switch {
		case x < y:
			below += s.weight(i)
		case x == y:
			below += s.weight(i) / 2
		}
	}
	return below
}

// Quantile is the q-quantile: where weights are equal as Of's, else interpolated between the middles of the
// weights.
func (s Sample) Quantile(q float64) float64 {
	if s.W == nil {
		return OfSorted(s.X, q)
	}
	var upTo float64
	for i := range s.X {
		mid := upTo + s.W[i]/2
		if mid >= q {
			if i == 0 {
				return s.X[0]
			}
			before := upTo - s.W[i-1]/2
			f := (q - before) / (mid - before)
			return s.X[i-1]*(1-f) + s.X[i]*f
		}
		upTo += s.W[i]
	}
	return s.X[len(s.X)-1]
}

// Mixture is the mixture of samples with the given weights, of any sum: a value drawn from it comes from
// each part as often as its weight says. Parts without weight are left out; one at least must have some.
func Mixture(parts []Sample, weights []float64) Sample {
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
	s := Sample{X: make([]float64, len(all)), W: make([]float64, len(all))}
	for i, p := range all {
		s.X[i] = p.x
		s.W[i] = p.w / total
	}
	return s
}

// Stretched is the sample with each value's distance from the median multiplied by c.
func (s Sample) Stretched(c float64) Sample {
	mid := s.Quantile(0.5)
	x := make([]float64, len(s.X))
	for i := range x {
		x[i] = mid + c*(s.X[i]-mid)
	}
	return Sample{X: x, W: s.W}
}

// Moments is the mean and the standard deviation.
func (s Sample) Moments() (mean, sd float64) {
	for i, x := range s.X {
		mean += s.weight(i) * x
	}
	for i, x := range s.X {
		sd += s.weight(i) * (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(sd)
}
