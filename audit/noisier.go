package audit

import (
	"math"
	"slices"

	"github.com/assaymining/assay/audit/mixture"
)

// noiseFactors are how many times the ceiling the noise may be that the test looks for, and
// noiseWeights how much each counts: what sellers have made up was some percent, ten ceilings or so
// (BitClub, U.S. v. Goettsche 2019: "bump up the daily mining earnings").
var (
	noiseFactors = [...]float64{2, 4, 10, 20}
	noiseWeights = [...]float64{0.2, 0.4, 0.3, 0.1}
)

// noisier is the test "payments scatter more than this scheme can": e-value of a normal of k times the
// ceiling against one of the ceiling itself, averaged over k: k^-n exp(sum r^2/c^2 (1 - 1/k^2)/2).
//
// It counts only where the scatter, and not the level, is what is too large: two days at least lie
// beyond the ceiling, and without the farthest of them the rest does not speak against it. Of the first four
// days the second may lie at half of it, if it is a fortieth of the farthest: one day of trouble stands alone.
//
// Where the payer's day is not stated, all days lie by one of the boundaries that payers use: the least
// e-value of them counts, which is one against any of them.
type noisier struct {
	threshold float64
	values    [len(zones)][]float64
	ceilings  []float64
	squares   [len(zones)]float64
	look      looks
	best      peak
}

// add takes one more residual by each boundary, and the day's ceiling.
func (t *noisier) add(r [len(zones)]float64, ceiling float64) {
	t.ceilings = append(t.ceilings, ceiling)
	for z, v := range r {
		t.values[z] = append(t.values[z], v)
		t.squares[z] += v / ceiling * v / ceiling
	}
	if t.best.settled() {
		return
	}
	n := len(t.ceilings)
	log := t.logOf(slices.Min(t.squares[:]), n)
	if log <= t.best.log {
		return
	}
	if log >= t.threshold {
		if !t.look.due(n) {
			return
		}
		for _, values := range t.values {
			if !t.scatters(values) {
				return
			}
		}
	}
	t.best.see(log, n, t.threshold)
}

func (t *noisier) logOf(squares float64, n int) float64 {
	var logs [len(noiseFactors)]float64
	for i, k := range noiseFactors {
		logs[i] = math.Log(noiseWeights[i]) - float64(n)*math.Log(k) + squares*(1-1/(k*k))/2
	}
	return mixture.LogSum(logs[:])
}

// scatters reports whether the level alone does not explain the values: two at least lie far off, and without
// the one that is farthest from their middle, and with a change of level taken out, they still scatter more
// than the ceiling.
func (t *noisier) scatters(values []float64) bool {
	n := len(values)
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	middle := medianOf(sorted)
	beyond, farthest := 0, 0.0
	for i, v := range values {
		farthest = max(farthest, math.Abs(v)/t.ceilings[i])
	}
	away := make([]float64, n) // from the middle, in units of each day's ceiling
	for i, v := range values {
		far := math.Abs(v) / t.ceilings[i]
		if far > 1 || n < 5 && far > max(0.5, farthest/40) {
			beyond++
		}
		away[i] = math.Abs(v-middle) / t.ceilings[i]
	}
	slices.Sort(away)
	switch {
	case beyond < 2:
		return false
	case n < 5:
		// 2 ceilings apart is three times the scatter of the noisiest honest payer seen, 0.6 of a ceiling.
		return away[n-1]+away[n-2] > 2
	}
	if t.logOf(t.leastSquares(values, middle), n-3) <= 0 {
		return false
	}
	return n < 20 || madToSD*medianOf(away) >= 1 // else it is a change of level or a few bad days
}

// leastSquares is what scatter is left, in squares of each day's ceiling, when the day that is farthest from the
// middle is taken out and one change of level, on whichever day explains most.
func (t *noisier) leastSquares(values []float64, middle float64) float64 {
	farthest, at := 0.0, 0
	for i, v := range values {
		if away := math.Abs(v-middle) / t.ceilings[i]; away > farthest {
			farthest, at = away, i
		}
	}
	// Sums of weights, values and squares up to each day; those about the mean of each side follow.
	n := len(values)
	var w, x, xx []float64
	sum := [3]float64{}
	for i := range n {
		if i != at {
			weight := 1 / (t.ceilings[i] * t.ceilings[i])
			sum[0] += weight
			sum[1] += weight * (values[i] - middle)
			sum[2] += weight * (values[i] - middle) * (values[i] - middle)
		}
		w, x, xx = append(w, sum[0]), append(x, sum[1]), append(xx, sum[2])
	}
	about := func(w, x, xx float64) float64 {
		if w <= 0 {
			return 0
		}
		return max(xx-x*x/w, 0)
	}
	least := math.Inf(1)
	for i := range n {
		after := about(sum[0]-w[i], sum[1]-x[i], sum[2]-xx[i])
		least = min(least, about(w[i], x[i], xx[i])+after)
	}
	return least
}
