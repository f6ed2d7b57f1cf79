package audit

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// shortfalls are the parts that the Poisson test supposes missing.
var shortfalls = [...]float64{0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.95}

// poisson is the test "fewer were counted than were to be expected" for shares and blocks:
// mean over w of (1-w)^K e^(w M), K counted of M expected; and e^M while none was counted.
type poisson struct {
	threshold float64
	counted   float64
	expected  float64
	days      int
	best      peak
}

// add takes one more day's counts.
func (p *poisson) add(counted, expected float64) {
	p.counted += counted
	p.expected += expected
	p.days++
	p.best.see(p.log(), p.days, p.threshold)
}

func (p *poisson) log() float64 {
	logs := make([]float64, 0, len(shortfalls)+1)
	for _, w := range shortfalls {
		logs = append(logs, p.counted*math.Log1p(-w)+w*p.expected)
	}
	if p.counted == 0 {
		logs = append(logs, p.expected)
	} else {
		logs = append(logs, math.Inf(-1))
	}
	return logMean(logs)
}

// PoissonTail is the exact chance of at most k when mu are expected; 0 below k = 0.
func PoissonTail(k int, mu float64) float64 {
	switch {
	case k < 0:
		return 0
	case mu <= 0:
		return 1
	}
	return distuv.Poisson{Lambda: mu}.CDF(float64(k))
}

// PoissonInterval is the exact central interval for a mean of which k were counted, each side missed by
// at most half of 1 - level (Garwood 1936): quantiles of Gamma(k) and Gamma(k+1), half of chi-squared
// with 2k and 2k+2 degrees of freedom. It panics on a negative count and outside 0 < level < 1.
func PoissonInterval(k int, level float64) (low, high float64) {
	if k < 0 || !(level > 0 && level < 1) {
		panic("audit: an interval needs a count and a level between 0 and 1")
	}
	side := (1 - level) / 2
	if k > 0 {
		low = distuv.Gamma{Alpha: float64(k), Beta: 1}.Quantile(side)
	}
	return low, distuv.Gamma{Alpha: float64(k) + 1, Beta: 1}.Quantile(1 - side)
}
