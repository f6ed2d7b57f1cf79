package audit

import (
	"math"
	"slices"
)

// noiseFactors are how many times the ceiling the noise may be that the test looks for, and
// noiseWeights how much each counts: what sellers have made up was some percent, ten ceilings or so
// (BitClub, U.S. v. Goettsche 2019: "bump up the daily mining earnings").
var (
	noiseFactors = [...]float64{2, 4, 10, 20}
	noiseWeights = [...]float64{0.2, 0.2, 0.4, 0.2}
)

// noisier is the test "payments scatter more than this scheme can": e-value of a normal of k times the
// ceiling against one of the ceiling itself, averaged over k: k^-n exp(sum r^2/c^2 (1 - 1/k^2)/2).
//
// It counts only where the scatter, and not the level, is what is too large: two days at least lie
// beyond the ceiling, and without the farthest of them the rest does not speak against it.
type noisier struct {
	threshold float64
	values    []float64 // in units of each day's ceiling
	squares   float64
	best      peak
}

// add takes one more residual and the day's ceiling, which is wider near a retarget.
func (t *noisier) add(r, ceiling float64) {
	r /= ceiling
	t.values = append(t.values, r)
	t.squares += r * r
	log := t.logOf(t.squares, len(t.values))
	if log <= t.best.log {
		return
	}
	if log >= t.threshold && !t.scatters() {
		return
	}
	t.best.see(log, len(t.values), t.threshold)
}

func (t *noisier) logOf(squares float64, n int) float64 {
	var logs [len(noiseFactors)]float64
	for i, k := range noiseFactors {
		logs[i] = math.Log(noiseWeights[i]) - float64(n)*math.Log(k) + squares*(1-1/(k*k))/2
	}
	return logSum(logs[:])
}

// scatters reports whether the level alone does not explain the values.
func (t *noisier) scatters() bool {
	n := len(t.values)
	sorted := slices.Clone(t.values)
	slices.Sort(sorted)
	if sorted[n-1]-sorted[0] < 2 {
		return false // all alike, if far from zero
	}
	var beyond int
	var largest float64
	for _, v := range t.values {
		if math.Abs(v) > 1 {
			beyond++
		}
		largest = max(largest, v*v)
	}
	if n >= 20 {
		middle := medianOf(sorted)
		away := make([]float64, n)
		for i, v := range sorted {
			away[i] = math.Abs(v - middle)
		}
		slices.Sort(away)
		if madToSD*medianOf(away) < 1 {
			return false // a change of level or a few bad days
		}
	}
	return beyond >= 2 && t.logOf(t.squares-largest, n-1) > -1
}
