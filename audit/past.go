package audit

import (
	"math"
	"slices"
)

// lag1 is the lag-1 autocorrelation of values about their mean; 0 below three values.
func lag1(x []float64) float64 {
	if len(x) < 3 {
		return 0
	}
	mean := meanOf(x)
	var with, own float64
	for i, v := range x {
		own += (v - mean) * (v - mean)
		if i > 0 {
			with += (v - mean) * (x[i-1] - mean)
		}
	}
	if own == 0 {
		return 0
	}
	return with / own
}

// blockLengths are the days that are averaged into one value, by how much days resemble the day before.
var blockLengths = [...]int{1, 3, 5, 14}

// blockFor is the index into blockLengths for a lag-1 autocorrelation r of n past values: 1 below 0.1,
// 3 below 0.35, 5 below 0.55, else 14 (found by simulation of AR(1) noise: the level holds to 0.7). r
// counts only as far as it is more than one standard error, 1/sqrt(n), above nothing: else one holder
// in three with independent days would wait three times as long.
func blockFor(r float64, n int) int {
	sure := r - 1/math.Sqrt(float64(n))
	switch {
	case sure < 0.1:
		return 0
	case sure < 0.35:
		return 1
	case sure < 0.55:
		return 2
	}
	return 3
}

// inflation is how much larger the variance of a mean is than independent days would make it, for days of
// which each resembles the day before by r: (1+r)/(1-r). r is shrunk toward a little correlation while there
// are few values. A payer whose formula is stated may have lasting noise as any other: of a formula that is
// right none is left, and of one that is not it is.
func inflation(r float64, n int) float64 {
	count := float64(n)
	likely := min(max((count*r+1)/(count+8), 0), 0.8)
	return (1 + likely) / (1 - likely)
}

// usualDays of a scatter of usualSD are added to what few days show: lasting noise is quiet for a week now
// and then, and looks like a level. It is what payouts scatter by (docs/audit.md). Both constants were set
// by simulation of AR(1) 0.5 on seeds that score nothing.
const (
	usualDays = 1.5
	usualSD   = 0.003
)

// lasting are the lag-1 correlations of lasting noise that a long past must speak against, and lastingAfter
// how long it must be: before, it cannot tell (docs/audit.md).
var lasting = [...]float64{0.5, 0.7}

const lastingAfter = 40

// lastingEase is what an e-value against lasting noise may lack: ln 20. It is no alarm by itself.
const lastingEase = math.Ln2 + math.Ln10

func meanOf(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// sdOf is the standard deviation about the mean, 0 below two values.
func sdOf(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean, sum := meanOf(x), 0.0
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(x)-1))
}

// medianInt is the middle of values, 0 of none; the upper of two.
func medianInt(values []int) int {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
