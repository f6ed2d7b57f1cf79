package mixture

import (
	"math"
	"math/rand/v2"
	"testing"
)

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, within)
	}
}

func TestWeightsSumToOne(t *testing.T) {
	sum := 0.0
	for _, w := range dropWeights {
		sum += w
	}
	near(t, "sum over drops", sum, 1, 1e-12)
	sum = 0
	for _, w := range slopeWeights {
		sum += w
	}
	near(t, "sum over slopes", sum, 1, 1e-12)
	s := NewStart()
	all := 0.0
	for n := 1; n < 3_000_000; n++ {
		all += startWeight(n) / s.weightAll
	}
	near(t, "weights of the first three million days and the rest", all+1/math.Log(3_000_009.5)/s.weightAll,
		1, 1e-4)
}

// TestStartByDefinition recomputes the start mixture as the double sum over drops and first days.
func TestStartByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	s := NewStart()
	for i := range 40 {
		x := 0.003 * r.NormFloat64()
		if i >= 25 {
			x -= 0.01
		}
		s.Add(x, 0)
	}
	n := len(s.residuals)
	sum, used := 0.0, 0.0
	for k := range n {
		used += startWeight(k+1) / s.weightAll
	}
	for j, d := range drops {
		for k := range n {
			l := 0.0
			for i := k; i < n; i++ {
				sd := s.sds[i]
				l += -d*s.residuals[i]/(sd*sd) - d*d/(2*sd*sd)
			}
			sum += startWeight(k+1) / s.weightAll * math.Exp(l) * dropWeights[j]
		}
	}
	near(t, "log e-value", s.Log(), math.Log(sum+1-used), 1e-6)
	at, from, to := s.Since(s.n)
	if at < 23 || at > 27 || from > at || to < at {
		t.Errorf("the drop on value 25 is dated %d (%d to %d)", at, from, to)
	}
}

// TestRecursiveResiduals: of steady pay at any level they are independent with mean zero and the
// noise's own variance, so the test of a change needs no level.
func TestRecursiveResiduals(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	var sum, squares, n float64
	for range 400 {
		s := NewStart()
		for range 12 {
			s.Add(5+0.001*r.NormFloat64(), 0) // far within the clip
		}
		for _, v := range s.residuals {
			sum += v
			squares += v * v
			n++
		}
	}
	near(t, "mean", sum/n, 0, 4*0.001/math.Sqrt(n))
	near(t, "variance", squares/n/1e-6, 1, 0.1)
}

// TestPoissonMixtureIsFair: the expectation of the e-value under the null is 1, summed exactly.
func TestPoissonMixtureIsFair(t *testing.T) {
	for _, mu := range []float64{0.3, 2, 9} {
		sum, p := 0.0, math.Exp(-mu)
		for k := range 200 {
			var test Poisson
			test.Add(float64(k), mu)
			sum += p * math.Exp(test.Log())
			p *= mu / float64(k+1)
		}
		near(t, "expectation", sum, 1, 1e-9)
	}
}

// TestSlopeByDefinition recomputes the slope mixture as ratios of sums of squares, and what is left of it
// without each one of the values.
func TestSlopeByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	var x, o []float64
	all := &Slope{}
	for i := range 20 {
		step := 0.0
		if i >= 9 {
			step = 0.03
		}
		o = append(o, step+0.002*r.NormFloat64())
		x = append(x, 0.003*r.NormFloat64()-0.7*o[i])
		all.Add(x[i], o[i])
	}
	squares := func(b float64, but int) float64 {
		sum, n := 0.0, 0.0
		for i := range x {
			if i != but {
				sum += x[i] + b*o[i]
				n++
			}
		}
		total := 0.0
		for i := range x {
			if d := x[i] + b*o[i] - sum/n; i != but {
				total += d * d
			}
		}
		return total
	}
	log := func(but int) float64 {
		n, sum := 20.0, 0.0
		if but >= 0 {
			n--
		}
		least := slopePriorDays * slopePriorSD * slopePriorSD
		for i, b := range slopes {
			ratio := (least + squares(0, but)) / (least + squares(b, but))
			sum += slopeWeights[i] * math.Pow(ratio, (n-1+slopePriorDays)/2)
		}
		return math.Log(sum)
	}
	near(t, "log e-value", all.Log(), log(-1), 1e-9)
	least := math.Inf(1)
	for i := range x {
		least = min(least, log(i))
	}
	near(t, "log e-value without one", all.LogWithoutOne(), least, 1e-9)
	if all.Best() != 0.5 && all.Best() != 1 {
		t.Errorf("a slope of 0.7 is called %v", all.Best())
	}
}

// TestOneDayIsNoSlope: a single day on which fees rose and were not paid on looks like payments that do not
// follow, and nothing is left of it without that day.
func TestOneDayIsNoSlope(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	s := &Slope{}
	for i := range 30 {
		o := 0.001 * r.NormFloat64()
		x := 0.001 * r.NormFloat64()
		if i == 20 {
			o, x = 0.5, -0.4
		}
		s.Add(x, o)
	}
	if s.Log() < 6 {
		t.Errorf("the day makes a log e-value of %.1f: the case tests nothing", s.Log())
	}
	if rest := s.LogWithoutOne(); rest > 0 {
		t.Errorf("without it %.1f are left", rest)
	}
}
