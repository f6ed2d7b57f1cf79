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

// lasting are the lag-1 correlations of lasting noise that the past must speak against, whatever its scale:
// the first alone before lastingAfter days, when it cannot tell them apart (docs/audit.md).
var lasting = [...]float64{0.5, 0.7}

const lastingAfter = 40

// What an e-value against lasting noise of any scale must reach before lastingAfter days, ln 5, and from
// then on, ln 10. Neither is an alarm by itself.
const (
	lastingEarly = math.Ln10 - math.Ln2
	lastingOdds  = math.Ln10
)

// usualSD is the sd that payments have, sharesSD that of the subsidy's part by the shares that the payer
// counts (docs/audit.md), and usualOdds the log of how much likelier than lasting noise of such an sd a level
// must make the payments: 9.
const (
	usualSD   = 0.003
	sharesSD  = 0.00003
	usualOdds = 2.1972245773362196 // ln 9
)

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
