package mixture

import "math"

// shortfalls are the parts that the Poisson test supposes missing.
var shortfalls = [...]float64{0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 0.95}

// Poisson is the test "fewer were counted than were to be expected" for shares and blocks:
// mean over w of (1-w)^K e^(w M), K counted of M expected; and e^M while none was counted.
type Poisson struct {
	Counted  float64
	Expected float64
}

// Add takes one more day's counts.
func (p *Poisson) Add(counted, expected float64) {
	p.Counted += counted
	p.Expected += expected
}

// Log is the log e-value as it stands.
func (p *Poisson) Log() float64 {
	logs := make([]float64, 0, len(shortfalls)+1)
	for _, w := range shortfalls {
		logs = append(logs, p.Counted*math.Log1p(-w)+w*p.Expected)
	}
	if p.Counted == 0 {
		logs = append(logs, p.Expected)
	} else {
		logs = append(logs, math.Inf(-1))
	}
	return logMean(logs)
}
