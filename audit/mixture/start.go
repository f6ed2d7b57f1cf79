package mixture

import "math"

// drops are the falls that the start mixture looks for, as shares of what is owed, and dropWeights how
// much each counts: falls of half to two percent are small enough to be tried and large enough to pay.
var (
	drops       = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5}
	dropWeights = [...]float64{0.05, 0.1, 0.15, 0.2, 0.2, 0.15, 0.08, 0.04, 0.03}
)

// The start mixture's noise: ten days' worth of a prior sd of 0.5 %, and never less than 0.02 %.
const (
	priorDays = 10
	priorSD   = 0.005
	leastSD   = 0.0002
)

// Start is the test "from some day on less is paid than before, by this payer's own past". For each
// drop d it keeps S = L_d (S + w), the sum over all first days of the likelihood ratio since then times
// the first day's prior weight; the e-value is the mean over d by weight, with the weight of days to come
// added.
//
// The level before is not known: what is tested is the recursive residual (x - mean of the past) /
// sqrt(1 + 1/n), which for steady pay with independent noise is independent with mean zero. The sd is
// of past days alone, and a day counts for at most clipAt of them: without that one retarget alarms.
type Start struct {
	n         int
	mean      float64 // of past values, clipped
	squares   float64 // of past residuals, clipped
	logs      [len(drops)]float64
	weightSum float64
	weightAll float64
	residuals []float64
	sds       []float64
}

// NewStart is a test that has seen nothing.
func NewStart() *Start {
	s := &Start{}
	for i := range s.logs {
		s.logs[i] = math.Inf(-1)
	}
	// The sum over n >= 1 of 1/((n+10) ln^2(n+10)), by the integral 1/ln(n+10) from the midpoint on.
	for n := 1; n < 1000; n++ {
		s.weightAll += startWeight(n)
	}
	s.weightAll += 1 / math.Log(1009.5)
	return s
}

// startWeight is proportional to the prior weight of a change on day n.
func startWeight(n int) float64 {
	l := math.Log(float64(n) + 10)
	return 1 / ((float64(n) + 10) * l * l)
}

// sd is the noise that past days show.
func (s *Start) sd() float64 {
	return max(math.Sqrt((s.squares+priorDays*priorSD*priorSD)/(float64(max(s.n-1, 0))+priorDays)), leastSD)
}

// Add takes one more value; the test has no regressor.
func (s *Start) Add(x, _ float64) {
	s.n++
	if s.n == 1 {
		s.mean = x
		return
	}
	sd := s.sd()
	past := float64(s.n - 1)
	residual := (x - s.mean) / math.Sqrt(1+1/past)
	clipped := min(max(residual, -clipAt*sd), clipAt*sd)
	w := startWeight(s.n-1) / s.weightAll
	s.weightSum += w
	for i, d := range drops {
		step := -d*clipped/(sd*sd) - d*d/(2*sd*sd)
		s.logs[i] = step + LogSum([]float64{s.logs[i], math.Log(w)})
	}
	s.squares += clipped * clipped
	s.mean += clipped * math.Sqrt(1+1/past) / float64(s.n)
	s.residuals = append(s.residuals, clipped)
	s.sds = append(s.sds, sd)
}

// Values is how many were added.
func (s *Start) Values() int { return s.n }

// Log is the log e-value as it stands.
func (s *Start) Log() float64 {
	logs := [len(drops) + 1]float64{}
	for i, l := range s.logs {
		logs[i] = l + math.Log(dropWeights[i])
	}
	logs[len(drops)] = math.Log(max(1-s.weightSum, 1e-12))
	return LogSum(logs[:])
}

// Since is the most likely first value of the drop (an index of the values added) as seen after n
// values, and the first and last whose log likelihood is within 3 of it.
func (s *Start) Since(n int) (at, from, to int) {
	n = min(n-1, len(s.residuals))
	if n <= 0 {
		return 0, 0, 0
	}
	// The drop that is likeliest over its best start, then the profile of its starts.
	logs := make([]float64, n)
	top := math.Inf(-1)
	profile := make([]float64, n)
	for _, d := range drops {
		sum := 0.0
		best := math.Inf(-1)
		for i := n - 1; i >= 0; i-- {
			sd := s.sds[i]
			sum += -d*s.residuals[i]/(sd*sd) - d*d/(2*sd*sd)
			logs[i] = sum
			best = max(best, sum)
		}
		if best > top {
			top = best
			copy(profile, logs)
		}
	}
	from, to = n, 0
	for i, l := range profile {
		if l == top {
			at = i
		}
		if l >= top-3 {
			from = min(from, i)
			to = max(to, i)
		}
	}
	return at + 1, from + 1, to + 1
}
