package audit

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/assaymining/assay/audit/mixture"
)

// tMarginal is, up to a factor that every effect shares, the chance of values with mean m, variance s2
// and count n when mean/sd = e, by brute integration over the sd with the prior 1/sd.
func tMarginal(n int, m, s2, e float64) float64 {
	const steps = 800
	sum := 0.0
	for i := range steps {
		u := -6 + 12*(float64(i)+0.5)/steps // log sd
		sd := math.Exp(u)
		d := m - e*sd
		sum += math.Exp(-float64(n)*u - (float64(n-1)*s2+float64(n)*d*d)/(2*sd*sd))
	}
	return sum * 12 / steps
}

// TestTMixtureByIntegration recomputes the e-value from its definition: two integrals by sums.
func TestTMixtureByIntegration(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
	}{
		{"below", []float64{-0.5, -1.2, 0.3, -0.9, -0.4, -1.1, -0.2}},
		{"near", []float64{0.5, -0.8, 0.3, -0.4}},
		{"above", []float64{0.5, 1.2, 0.3, 0.9, 0.7}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var mix mixture.Student
			for _, v := range c.values {
				mix.Add(v)
			}
			n, s2 := len(c.values), mix.SD()*mix.SD()
			null := tMarginal(n, mix.Mean, s2, 0)
			both, below := 0.0, 0.0
			for i, g := range mixture.Scales {
				const steps = 400
				for j := range steps {
					z := 7 * (float64(j) + 0.5) / steps // |effect| / sqrt(g)
					prior := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) * 7 / steps
					less := prior * tMarginal(n, mix.Mean, s2, -z*math.Sqrt(g)) / null
					more := prior * tMarginal(n, mix.Mean, s2, z*math.Sqrt(g)) / null
					both += mixture.Weights[i] * (less + more)
					below += mixture.Weights[i] * 2 * less
				}
			}
			near(t, "two-sided", mix.TwoSided(mix.Mean), math.Log(both), 2e-3)
			near(t, "below", mix.Below(), math.Log(below), 2e-3)
		})
	}
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, within)
	}
}

func TestWeightsSumToOne(t *testing.T) {
	sum := 0.0
	for _, w := range mixture.Weights {
		sum += w
	}
	near(t, "sum", sum, 1, 1e-12)
	sum = 0
	for _, w := range noiseWeights {
		sum += w
	}
	near(t, "sum over noises", sum, 1, 1e-12)
}

// TestHalfWidth: the two-sided e-value at the end of the interval is the threshold.
func TestHalfWidth(t *testing.T) {
	var mix mixture.Student
	for _, v := range []float64{1, 2, 3, 2, 1, 2, 2.5, 1.5, 2, 1.8} {
		mix.Add(v)
	}
	half := mix.HalfWidth(math.Log(100))
	near(t, "log e-value at the end", mix.TwoSided(half), math.Log(100), 1e-4)
	var few mixture.Student
	few.Add(1)
	if !math.IsInf(few.HalfWidth(math.Log(100)), 1) {
		t.Error("one value bounds a mean")
	}
}

// TestNoiseMixtureIsFair: under noise at the ceiling the e-value is 1 in expectation after one value:
// the normal density times the ratio, integrated.
func TestNoiseMixtureIsFair(t *testing.T) {
	test := &noisier{threshold: math.Log(100)}
	sum := 0.0
	const steps = 400_000
	for i := range steps {
		z := -120 + 240*(float64(i)+0.5)/steps
		// The density and the ratio together, in the log domain: the ratio alone overflows.
		sum += math.Exp(test.logOf(z*z, 1)-z*z/2) / math.Sqrt(2*math.Pi) * 240 / steps
	}
	near(t, "expectation", sum, 1, 1e-3)
}

// alike is a residual that is the same by every boundary.
func alike(r float64) (list [len(zones)]float64) {
	for z := range list {
		list[z] = r
	}
	return list
}

// TestNoisierByOneBoundary: days that are quiet by one of the boundaries are not too noisy, whatever
// they are by
// the others; days that are quiet by none are.
func TestNoisierByOneBoundary(t *testing.T) {
	quiet := &noisier{threshold: math.Log(600)}
	loud := &noisier{threshold: math.Log(600)}
	for i := range 30 {
		sign := 1 - 2*float64(i%2)
		r := alike(0.03 * sign)
		loud.add(r, 0.005)
		r[1] = 0.002 * sign
		quiet.add(r, 0.005)
	}
	if quiet.best.alarm != 0 {
		t.Error("noise by three boundaries of four accuses")
	}
	if loud.best.alarm == 0 {
		t.Error("noise by every boundary does not accuse")
	}
}

func TestNoisierIsNotLevel(t *testing.T) {
	level := &noisier{threshold: math.Log(600)}
	for range 30 {
		level.add(alike(-0.05), 0.005)
	}
	if level.best.alarm != 0 {
		t.Error("a steady level is taken for noise")
	}
	one := &noisier{threshold: math.Log(600)}
	for i := range 30 {
		if i == 12 {
			one.add(alike(-1), 0.005)
		} else {
			one.add(alike(0.001), 0.005)
		}
	}
	if one.best.alarm != 0 {
		t.Error("one day without pay is taken for noise")
	}
}

func TestClipRestsOnThePast(t *testing.T) {
	var c mixture.Clipper
	for i := range 20 {
		c.Clip(float64(i%3) - 1)
	}
	// Of -1, 0, 1 the median is 0 and the median deviation 1: the limit is 3 x 1.4826.
	near(t, "clipped", c.Clip(-100), -3*mixture.MADToSD, 1e-9)
}

func TestLag1(t *testing.T) {
	// 1, -1, 1, -1: deviations as they are, products -1 three times over squares of 4.
	near(t, "alternating", lag1([]float64{1, -1, 1, -1}), -0.75, 1e-12)
	if blockFor(0.5, 4) != 0 || blockFor(0.5, 100) != 2 || blockFor(0.9, 1000) != 3 {
		t.Error("block lengths")
	}
}

// TestAgainstLastingByDefinition: the ratio of independent to lasting days is that of two normal densities
// whose common scale is integrated out, by the inverse and determinant of the correlations.
func TestAgainstLastingByDefinition(t *testing.T) {
	x := []float64{0.4, -1.2, 0.3, 0.9, -0.5}
	const rho = 0.6
	n := len(x)
	var l mixture.Lagged
	correlation := mat.NewDense(n, n, nil)
	for i, v := range x {
		l.Add(v)
		for j := range x {
			correlation.Set(i, j, math.Pow(rho, math.Abs(float64(i-j))))
		}
	}
	var inverse mat.Dense
	if err := inverse.Inverse(correlation); err != nil {
		t.Fatal(err)
	}
	values := mat.NewVecDense(n, x)
	lasting, own := mat.Inner(values, &inverse, values), mat.Dot(values, values)
	want := 0.5*math.Log(mat.Det(correlation)) + float64(n)/2*math.Log(lasting/own)
	near(t, "log ratio", l.AgainstLasting(rho), want, 1e-9)
	if (&mixture.Lagged{}).AgainstLasting(rho) != 0 {
		t.Error("no values say something")
	}
}

// TestOneDayOfTroubleIsNoNoise: of four days one far off does not make the others too noisy, and days that
// all lie far off are, though two of them happen to be near.
func TestOneDayOfTroubleIsNoNoise(t *testing.T) {
	for _, c := range []struct {
		days []float64
		want bool
	}{
		{[]float64{0.002, -0.5, 0.004, 0.001}, false},
		{[]float64{0.002, -0.2, 0.004, -0.003}, false},
		{[]float64{0.002, -0.06, 0.004, 0.045}, true},
		{[]float64{0.001, -0.06, 0.004}, true},
		{[]float64{0.001, -0.06, 0.002}, false},
	} {
		test := &noisier{threshold: math.Log(667)}
		for _, v := range c.days {
			test.add(alike(v), leastCeiling)
		}
		if got := test.best.alarm > 0; got != c.want {
			t.Errorf("%v: too noisy is %v", c.days, got)
		}
	}
}

// TestAChangeIsNoNoise: payments that fall once by some ceilings have another level and do not scatter;
// about days that go up and down as far the test speaks.
func TestAChangeIsNoNoise(t *testing.T) {
	for name, far := range map[string]func(i int) float64{
		"fell once":   func(i int) float64 { return -0.03 * float64(i/10) },
		"up and down": func(i int) float64 { return -0.03 * float64(i%2) },
	} {
		test := &noisier{threshold: math.Log(667)}
		for i := range 19 {
			test.add(alike(far(i)+0.001*float64(i%3-1)), leastCeiling)
		}
		if got := test.best.alarm > 0; got != (name == "up and down") {
			t.Errorf("%s: too noisy is %v", name, got)
		}
	}
}

// TestAgainstUsualByDefinition: a level on independent days against lasting noise is the ratio of two
// densities, each integrated over the scatter by sums, with the inverse and determinant of the correlations.
func TestAgainstUsualByDefinition(t *testing.T) {
	x := []float64{-0.4, -1.2, 0.3, -0.9, -0.5}
	const rho, usual, effect = 0.5, 0.7, 1.0
	n := len(x)
	var l mixture.Lagged
	lasting, own := mat.NewDense(n, n, nil), mat.NewDense(n, n, nil)
	for i, v := range x {
		l.Add(v)
		for j := range x {
			lasting.Set(i, j, math.Pow(rho, math.Abs(float64(i-j))))
			own.Set(i, j, effect) // a level that all days share
		}
		own.Set(i, i, 1+effect)
	}
	density := func(correlation *mat.Dense) float64 {
		var inverse mat.Dense
		if err := inverse.Inverse(correlation); err != nil {
			t.Fatal(err)
		}
		values := mat.NewVecDense(n, x)
		q := mat.Inner(values, &inverse, values)
		sum := 0.0
		const steps = 4000
		for i, weight := range []float64{0.05, 0.05, 0.85, 0.05} {
			times := []float64{0.1, 1.0 / 3, 1, 10.0 / 3}[i]
			b := 10 * times * usual * times * usual / 2
			for k := range steps { // over the log of the variance v: an inverse gamma of 5 and b
				v := math.Exp(-9 + 14*(float64(k)+0.5)/steps)
				gamma, _ := math.Lgamma(5)
				prior := 5*math.Log(b) - gamma - 5*math.Log(v) - b/v
				sum += weight * math.Exp(prior-float64(n)/2*math.Log(v)-q/(2*v)) * 14 / steps
			}
		}
		return math.Log(sum) - math.Log(mat.Det(correlation))/2
	}
	want := density(own) - density(lasting)
	near(t, "log ratio", l.AgainstUsual(rho, usual, []float64{effect}, []float64{1}), want, 1e-6)
}

// TestQuietWeekIsNoShortfall: ten payments that all lie two thirds of the usual scatter too low are what a
// week of lasting noise makes, though they scatter little; ten that lie three times it too low are a
// shortfall.
func TestQuietWeekIsNoShortfall(t *testing.T) {
	for _, c := range []struct {
		low  float64
		want bool
	}{{0.002, false}, {0.01, true}} {
		l := newLevel(math.Log(200), 1e-6, usualSD)
		for i := range 10 {
			l.add(-c.low+0.0012*float64(i%3-1), 0)
		}
		if got := l.best.alarm > 0; got != c.want {
			t.Errorf("%v too low: alarm is %v", c.low, got)
		}
		if plain := l.blocks[0].Below(); plain < math.Log(200) {
			t.Errorf("%v too low: the e-value of independent days is %v only", c.low, math.Exp(plain))
		}
	}
}
