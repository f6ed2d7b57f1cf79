package mixture

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Scales are the variances of the priors over effect = mean/sd, and Weights how much each counts: most
// lies on effects of a third to three standard deviations a day, a skim of 0.1 to 1 % at the 0.3 % that
// payouts scatter by. Any Weights that sum to 1 keep the level; these were set by that argument.
var (
	Scales  = [...]float64{0.01, 0.1, 1, 10, 100}
	Weights = [...]float64{0.02, 0.2, 0.5, 0.26, 0.02}
)

// Student tests "the mean is not below zero" when the noise is not known. Its e-value is the Bayes
// factor of effects mean/sd ~ N(0, g), negative ones alone, against none, averaged over g of Scales,
// with the right-Haar prior on the sd. Under normal noise of any sd it is an e-process: the chance that it
// ever reaches 1/alpha is at most alpha.
//
// Sources: Lai 1976; Pérez-Ortiz et al. 2022; Wang & Ramdas, anytime-valid t-tests.
type Student struct {
	N     float64 // values
	Mean  float64
	M2    float64 // sum of squares about the mean
	Floor float64 // the least sd: rounding
}

// Add takes one more value (Welford's recurrence).
func (t *Student) Add(x float64) {
	t.N++
	d := x - t.Mean
	t.Mean += d / t.N
	t.M2 += d * (x - t.Mean)
}

// SD is the standard deviation about the mean, at least the floor; 0 below two values.
func (t *Student) SD() float64 {
	if t.N < 2 {
		return 0
	}
	return max(math.Sqrt(t.M2/(t.N-1)), t.Floor)
}

// TwoSided is the log of the weighted mean over g of B_g for a mean m:
// B_g = k^(-1/2) [(1 + t^2/nu) / (1 + t^2/(nu k))]^(n/2), k = 1 + n g, nu = n - 1.
func (t *Student) TwoSided(m float64) float64 {
	if t.N < 2 || t.SD() == 0 {
		return 0
	}
	var logs [len(Scales)]float64
	for i, g := range Scales {
		logs[i] = t.logB(m, g) + math.Log(Weights[i])
	}
	return LogSum(logs[:])
}

func (t *Student) logB(m, g float64) float64 {
	nu, k, s := t.N-1, 1+t.N*g, t.SD()
	t2 := m * m * t.N / (s * s)
	return -math.Log(k)/2 + t.N/2*(math.Log1p(t2/nu)-math.Log1p(t2/(nu*k)))
}

// Below is the log e-value of "the mean is below zero": B_g times twice the posterior probability of a
// negative mean. That is Student's t with n degrees of freedom, since given the sd the mean is normal
// and the variance is inverse gamma: T_n(-n m sqrt(g/k) sqrt(n/A)), A = nu s^2 + n m^2/k.
func (t *Student) Below() float64 {
	if t.N < 2 || t.SD() == 0 {
		return 0
	}
	var logs [len(Scales)]float64
	student := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: t.N}
	s := t.SD()
	for i, g := range Scales {
		k := 1 + t.N*g
		a := (t.N-1)*s*s + t.N*t.Mean*t.Mean/k
		negative := student.CDF(-t.N * t.Mean * math.Sqrt(g/k*t.N/a))
		logs[i] = t.logB(t.Mean, g) + math.Log(2*negative*Weights[i])
	}
	return LogSum(logs[:])
}

// HalfWidth is the distance from the mean up to which no value is rejected at 1/alpha by the two-sided
// mixture: one day's part of a confidence sequence. Infinite below two values.
func (t *Student) HalfWidth(logThreshold float64) float64 {
	if t.N < 2 || t.SD() == 0 {
		return math.Inf(1)
	}
	step := t.SD() / math.Sqrt(t.N)
	low, high := 0.0, step
	for t.TwoSided(high) < logThreshold {
		low = high
		high *= 2
		if high > 1e12*step {
			return math.Inf(1) // too few values: no mean, however far, is rejected
		}
	}
	for range 20 {
		middle := (low + high) / 2
		if t.TwoSided(middle) < logThreshold {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
