package audit

import "math"

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
