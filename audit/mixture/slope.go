package mixture

import "math"

// slopes are how much of what is owed the payments do not follow, and slopeWeights how much each counts:
// 1 is a constant payout, what sellers without machines have paid.
var (
	slopes       = [...]float64{0.25, 0.5, 1}
	slopeWeights = [...]float64{0.2, 0.2, 0.6}
)

// Slope is the test "payments do not follow what is owed": of x = ln(paid/owed) it asks whether it falls
// by b as o = ln(owed) rises by 1. Level and hashrate need not be known.
//
// The level has a flat prior and the variance an inverse gamma one, the same under steady pay and under b.
// Both integrate to closed forms, so that the e-value of b is a ratio of sums of squares about the mean,
// [(B + S_0)/(B + S_b)]^((n-1+A)/2), S_b that of x + b o. A single day that is far off is far off in both
// sums, and says little.
type Slope struct {
	n   float64
	x   float64 // means
	o   float64
	xx  float64 // sums about the means
	xo  float64
	oo  float64
	all []pair
}

type pair struct{ x, o float64 }

// The prior of the slope test's noise: three days' worth of an sd of 0.3 %, what payouts scatter by.
const (
	slopePriorDays = 3
	slopePriorSD   = 0.003
)

// Add takes one more value and the log of what was owed.
func (s *Slope) Add(x, o float64) {
	s.all = append(s.all, pair{x, o})
	s.n++
	dx, do := x-s.x, o-s.o
	s.x += dx / s.n
	s.o += do / s.n
	s.xx += dx * (x - s.x)
	s.xo += dx * (o - s.o)
	s.oo += do * (o - s.o)
}

// logs are the log e-values of the slopes.
func (s *Slope) logs() (list [len(slopes)]float64) {
	least := slopePriorDays * slopePriorSD * slopePriorSD
	for i, b := range slopes {
		other := max(s.xx+2*b*s.xo+b*b*s.oo, 0)
		list[i] = (s.n - 1 + slopePriorDays) / 2 * math.Log((least+s.xx)/(least+other))
	}
	return list
}

// Log is the log e-value as it stands.
func (s *Slope) Log() float64 {
	logs := s.logs()
	for i := range logs {
		logs[i] += math.Log(slopeWeights[i])
	}
	return LogSum(logs[:])
}

// LogWithoutOne is the least log e-value that is left when one of the values is taken away: what does not hang
// on one day.
func (s *Slope) LogWithoutOne() float64 {
	if s.n < 3 {
		return 0
	}
	least := math.Inf(1)
	for _, p := range s.all {
		rest := *s
		rest.n--
		// A value leaves a mean and its sums as it came (Welford's recurrence, backwards).
		dx, do := p.x-s.x, p.o-s.o
		k := s.n / rest.n
		rest.xx = max(s.xx-k*dx*dx, 0)
		rest.xo = s.xo - k*dx*do
		rest.oo = max(s.oo-k*do*do, 0)
		least = min(least, rest.Log())
	}
	return least
}

// Best is the slope that explains the values best so far.
func (s *Slope) Best() float64 {
	top, logs := 0, s.logs()
	for i, l := range logs {
		if l > logs[top] {
			top = i
		}
	}
	return slopes[top]
}
