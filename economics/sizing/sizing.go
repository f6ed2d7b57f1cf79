// Package sizing says how much of one's money an offer deserves: the Kelly fraction of its outcomes, the
// most that can be lost with it, and how to spend a stake in steps that can be checked.
//
// It refuses to stake anything on what does not gain on average.
//
// Nothing in it is promised to other modules.
package sizing

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/units"
)

// kellyStake is how much of one's money an offer deserves by the Kelly criterion.
type kellyStake struct {
	Fraction float64 // of all the money at hand, 0..1; half and a quarter of it are the usual caution
	Mean     float64 // E[X]
	MeanSE   float64 // standard error of Mean from the sample alone
	Growth   float64 // E[ln(1 + Fraction*(X-1))], the expected gain of the logarithm; 0 where Fraction is 0
}

// worthless reports that nothing should be staked: E[X] is at most 1, so that no fraction gains.
func (s kellyStake) worthless() bool { return s.Mean <= 1 }

// Kelly is the fraction f in [0, 1] with the largest mean of ln(1 + f(X-1)), where X is what comes back per
// unit staked, in the numeraire of the samples (bitcoin: X is BTC efficiency), total losses included
// as 0. f is 0 exactly where the mean of X is at most 1; it is below 1 where any sample is 0, and 1
// (never more: no borrowing) where even the whole is not too much. weights may be nil; else one
// for each value, none negative. The slices are only read.
//
// The derivative E[(X-1)/(1+f(X-1))] falls in f, so one root is sought, by Newton's method kept inside a
// shrinking bracket, to 1e-9. Errors: no samples, a negative or infinite one, weights that do not fit.
// Source: Kelly, Bell System Technical Journal 35 (1956); for distributions Thorp, 2006.
func Kelly(values, weights []float64) (kellyStake, error) {
	total, err := checkOutcomes(values, weights)
	if err != nil {
		return kellyStake{}, err
	}
	s := sampleMoments(values, weights, total)
	if s.Mean <= 1 {
		return s, nil
	}
	s.Fraction = kellyRoot(values, weights, total)
	for i, x := range values {
		s.Growth += sampleWeight(weights, i) / total * math.Log1p(s.Fraction*(x-1))
	}
	return s, nil
}

func checkOutcomes(values, weights []float64) (total float64, err error) {
	if len(values) == 0 {
		return 0, fmt.Errorf("no outcomes to size a stake by")
	}
	if weights != nil && len(weights) != len(values) {
		return 0, fmt.Errorf("%d weights for %d outcomes", len(weights), len(values))
	}
	for i, x := range values {
		w := sampleWeight(weights, i)
		if !(x >= 0) || math.IsInf(x, 0) || !(w >= 0) || math.IsInf(w, 0) {
			return 0, fmt.Errorf("outcome %d is %v with weight %v; both must be finite and not negative", i,
				x, w)
		}
		total += w
	}
	if !(total > 0) || math.IsInf(total, 0) {
		return 0, fmt.Errorf("the weights sum to %v", total)
	}
	return total, nil
}

func sampleWeight(weights []float64, i int) float64 {
	if weights == nil {
		return 1
	}
	return weights[i]
}

// sampleMoments is the weighted mean and its standard error.
func sampleMoments(values, weights []float64, total float64) kellyStake {
	var s kellyStake
	for i, x := range values {
		s.Mean += sampleWeight(weights, i) / total * x
	}
	var square float64
	for i, x := range values {
		w := sampleWeight(weights, i) / total
		square += w * w * (x - s.Mean) * (x - s.Mean)
	}
	s.MeanSE = math.Sqrt(square)
	return s
}

// kellyTolerance is how near to the best fraction the root is sought.
const kellyTolerance = 1e-9

// kellyRoot is the zero of the derivative in (0, 1], or 1 where it is positive throughout. The mean is
// above 1. Near 1 the derivative may plunge, where Newton's steps are tiny and prove nothing: a tiny step
// is followed by one just beyond, which must change the sign, and every step that does not halve the
// bracket by bisection.
func kellyRoot(values, weights []float64, total float64) float64 {
	if g, _ := kellyDerivative(values, weights, total, 1); g >= 0 {
		return 1
	}
	lo, hi, f := 0.0, 1.0, 0.5
	for hi-lo > kellyTolerance {
		width := hi - lo
		g, slope := kellyDerivative(values, weights, total, f)
		beyond := f + kellyTolerance/2
		if g > 0 {
			lo = f
		} else {
			hi, beyond = f, f-kellyTolerance/2
		}
		next := f - g/slope
		if math.Abs(next-f) < kellyTolerance/2 {
			next = beyond
		}
		if !(next > lo && next < hi) || hi-lo > width/2 && next != beyond {
			next = (lo + hi) / 2
		}
		f = next
	}
	return (lo + hi) / 2
}

// kellyDerivative is E[(X-1)/(1+f(X-1))] and its own derivative; minus infinity where f is 1 and some X is 0.
func kellyDerivative(values, weights []float64, total, f float64) (g, slope float64) {
	for i, x := range values {
		w := sampleWeight(weights, i)
		if w == 0 {
			continue
		}
		r := (x - 1) / (1 + f*(x-1))
		g += w * r
		slope -= w * r * r
	}
	return g / total, slope / total
}

// exposure is all that a buyer can lose with one purchase.
type exposure struct {
	Price       units.Micro // upfront
	PrepaidFees units.Micro // the largest sum of fees paid ahead of the days they are for
	Custodial   units.Micro // the largest balance left with the seller, as below a minimum payout
}

// sum is the maximum loss: the sum of the three. The balance was earned and not paid, yet it is lost with
// the seller, so it counts.
func (e exposure) sum() units.Micro { return e.Price + e.PrepaidFees + e.Custodial }
