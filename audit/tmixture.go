package audit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/assaymining/assay/audit/mixture"
)

// scales are the variances of the priors over effect = mean/sd, and weights how much each counts: most
// lies on effects of a third to three standard deviations a day, a skim of 0.1 to 1 % at the 0.3 % that
// payouts scatter by. Any weights that sum to 1 keep the level; these were set by that argument.
var (
	scales  = [...]float64{0.01, 0.1, 1, 10, 100}
	weights = [...]float64{0.02, 0.2, 0.5, 0.26, 0.02}
)

// tMixture tests "the mean is not below zero" when the noise is not known. Its e-value is the Bayes
// factor of effects mean/sd ~ N(0, g), negative ones alone, against none, averaged over g of scales,
// with the right-Haar prior on the sd. Under normal noise of any sd it is an e-process: the chance that it
// ever reaches 1/alpha is at most alpha.
//
// Sources: Lai 1976; Pérez-Ortiz et al. 2022; Wang & Ramdas, anytime-valid t-tests.
type tMixture struct {
	n        float64
	mean, m2 float64
	floor    float64 // the least sd: rounding
}

// add takes one more value (Welford's recurrence).
func (t *tMixture) add(x float64) {
	t.n++
	d := x - t.mean
	t.mean += d / t.n
	t.m2 += d * (x - t.mean)
}

// sd is the standard deviation about the mean, at least the floor; 0 below two values.
func (t *tMixture) sd() float64 {
	if t.n < 2 {
		return 0
	}
	return max(math.Sqrt(t.m2/(t.n-1)), t.floor)
}

// twoSided is the log of the weighted mean over g of B_g for a mean m:
// B_g = k^(-1/2) [(1 + t^2/nu) / (1 + t^2/(nu k))]^(n/2), k = 1 + n g, nu = n - 1.
func (t *tMixture) twoSided(m float64) float64 {
	if t.n < 2 || t.sd() == 0 {
		return 0
	}
	var logs [len(scales)]float64
	for i, g := range scales {
		logs[i] = t.logB(m, g) + math.Log(weights[i])
	}
	return mixture.LogSum(logs[:])
}

func (t *tMixture) logB(m, g float64) float64 {
	nu, k, s := t.n-1, 1+t.n*g, t.sd()
	t2 := m * m * t.n / (s * s)
	return -math.Log(k)/2 + t.n/2*(math.Log1p(t2/nu)-math.Log1p(t2/(nu*k)))
}

// below is the log e-value of "the mean is below zero": B_g times twice the posterior probability of a
// negative mean. That is Student's t with n degrees of freedom, since given the sd the mean is normal
// and the variance is inverse gamma: T_n(-n m sqrt(g/k) sqrt(n/A)), A = nu s^2 + n m^2/k.
func (t *tMixture) below() float64 {
	if t.n < 2 || t.sd() == 0 {
		return 0
	}
	var logs [len(scales)]float64
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: t.n}
	s := t.sd()
	for i, g := range scales {
		k := 1 + t.n*g
		a := (t.n-1)*s*s + t.n*t.mean*t.mean/k
		negative := student.CDF(-t.n * t.mean * math.Sqrt(g/k*t.n/a))
		logs[i] = t.logB(t.mean, g) + math.Log(2*negative*weights[i])
	}
	return mixture.LogSum(logs[:])
}

// halfWidth is the distance from the mean up to which no value is rejected at 1/alpha by the two-sided
// mixture: one day's part of a confidence sequence. Infinite below two values.
func (t *tMixture) halfWidth(logThreshold float64) float64 {
	if t.n < 2 || t.sd() == 0 {
		return math.Inf(1)
	}
	step := t.sd() / math.Sqrt(t.n)
	low, high := 0.0, step
	for t.twoSided(high) < logThreshold {
		low = high
		high *= 2
		if high > 1e12*step {
			return math.Inf(1) // too few values: no mean, however far, is rejected
		}
	}
	for range 20 {
		middle := (low + high) / 2
		if t.twoSided(middle) < logThreshold {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
