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
// Each value is predicted from past ones, under steady pay by the mean of x, under b by that of x + b o
// less b o now, and the e-value is the product of the ratios of the densities of what came. The density
// is Student's t with few degrees of freedom about the prediction, its scale from past days alone: a
// single day that is far off under both says little.
type Slope struct {
	n       float64
	x       float64 // means of the past
	o       float64
	squares float64
	logs    [len(slopes)]float64
}

// slopeFreedom are the degrees of freedom of the densities: between a normal, which one bad day
// decides, and Cauchy, which forgets too fast. With 10 most of what a normal would find is found, and under
// Student's t with 3 degrees, a retarget on another day boundary or lasting noise no honest payer of 400 was
// accused by this test (seed 11, which scores nothing).
const slopeFreedom = 10

// scale is the noise that past values show about their own mean, with three days' worth of a prior.
func (s *Slope) scale() float64 {
	return max(math.Sqrt((s.squares+slopePriorDays*slopePriorSD*slopePriorSD)/(max(s.n-1,
		0)+slopePriorDays)), leastSD)
}

// The prior of the slope test's noise.
const (
	slopePriorDays = 3
	slopePriorSD   = 0.004
)

// Add takes one more value and the log of what was owed.
func (s *Slope) Add(x, o float64) {
	if s.n > 0 {
		scale := s.scale() * math.Sqrt(1+1/s.n)
		null := (x - s.x) / scale
		for i, b := range slopes {
			other := (x - s.x + b*(o-s.o)) / scale
			s.logs[i] += (slopeFreedom + 1) / 2.0 *
				(math.Log1p(null*null/slopeFreedom) - math.Log1p(other*other/slopeFreedom))
		}
		// The scale is of the better of the two explanations: steps of a payer who does not follow
		// are not noise. A smaller scale under steady pay only makes the test more careful of outliers.
		d := (x - s.x) / math.Sqrt(1+1/s.n)
		d = min(max(d, -ClipAt*s.scale()), ClipAt*s.scale())
		s.squares += d * d
	}
	s.n++
	s.x += (x - s.x) / s.n
	s.o += (o - s.o) / s.n
}

// Log is the log e-value as it stands.
func (s *Slope) Log() float64 {
	var logs [len(slopes)]float64
	for i, l := range s.logs {
		logs[i] = l + math.Log(slopeWeights[i])
	}
	return LogSum(logs[:])
}

// Best is the slope that explains the values best so far.
func (s *Slope) Best() float64 {
	top := 0
	for i, l := range s.logs {
		if l > s.logs[top] {
			top = i
		}
	}
	return slopes[top]
}
