// Package mixture holds tests that may be looked at after each value: mixtures of likelihood ratios, whose
// chance of ever reaching N is at most 1 in N while nothing is wrong.
//
// Start finds values that fall from some day on, Slope values that do not follow what they should, Poisson
// counts that fall short, Student means below zero under noise of any size. Each takes values one by one and
// tells the log of its e-value. They know nothing of payments.
//
// Sources: Howard et al. 2021; Ramdas, Grünwald, Vovk & Shafer 2023; docs/audit.md.
//
// Nothing in it is promised to other modules.
package mixture

import "math"

// clipAt is the number of standard deviations beyond which a day counts no more than a day there: a
// retarget on another day boundary, a correction, a day without pay must not decide alone.
const clipAt = 3

// LogSum is the log of the sum of exp(logs), without overflow.
func LogSum(logs []float64) float64 {
	top := math.Inf(-1)
	for _, l := range logs {
		top = max(top, l)
	}
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum)
}

// logMean is the log of the mean of exp(logs).
func logMean(logs []float64) float64 { return LogSum(logs) - math.Log(float64(len(logs))) }
