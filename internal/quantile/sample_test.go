package quantile

import (
	"math"
	"testing"
)

// energy is CRPS as E|X-y| - E|X-X'|/2 (Gneiting and Raftery 2007, equation 21).
func energy(s Sample, y float64) float64 {
	var a, b float64
	for i, x := range s.X {
		a += s.weight(i) * math.Abs(x-y)
		for j, z := range s.X {
			b += s.weight(i) * s.weight(j) * math.Abs(x-z)
		}
	}
	return a - b/2
}

func TestCRPSThreeWays(t *testing.T) {
	parts := []Sample{NewSample([]float64{-1, 0, 0.5, 2}), NewSample([]float64{0.1, 0.2, 3})}
	s := Mixture(parts, []float64{0.7, 0.3})
	for _, y := range []float64{-3, -1, 0, 0.15, 0.7, 2.5, 9} {
		if got, want := s.CRPS(y), energy(s, y); math.Abs(got-want) > 1e-12 {
			t.Errorf("CRPS at %g is %g by areas, %g by distances", y, got, want)
		}
	}
	point := Sample{X: []float64{0.3}}
	if got := point.CRPS(1); math.Abs(got-0.7) > 1e-12 {
		t.Errorf("CRPS of a point is %g, want its error 0.7", got)
	}
	var normal []float64
	for i := range 4000 {
		normal = append(normal, math.Sqrt2*math.Erfinv(2*(float64(i)+0.5)/4000-1))
	}
	// Gaussian at its centre: (sqrt(2)-1)/sqrt(pi) (Gneiting and Raftery 2007, equation 5)
	if got, want := NewSample(normal).CRPS(0), (math.Sqrt2-1)/math.Sqrt(math.Pi); math.Abs(got-want) > 1e-3 {
		t.Errorf("CRPS of a normal at its mean is %g, want %g", got, want)
	}
}

// By hand: {0, 10} with weights 0.9 and 0.1, whose middles are at 0.45 and 0.95.
func TestWeights(t *testing.T) {
	s := Mixture([]Sample{{X: []float64{0}}, {X: []float64{10}}}, []float64{9, 1})
	for _, c := range []struct{ q, want float64 }{{0.2, 0}, {0.45, 0}, {0.7, 5}, {0.95, 10}, {0.99, 10}} {
		if got := s.Quantile(c.q); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("quantile %g is %g, want %g", c.q, got, c.want)
		}
	}
	mean, sd := s.Moments()
	if math.Abs(mean-1) > 1e-12 || math.Abs(sd-3) > 1e-12 { // variance 0.9*1 + 0.1*81 = 9
		t.Errorf("mean %g and standard deviation %g, want 1 and 3", mean, sd)
	}
	if got := s.PIT(10); math.Abs(got-0.95) > 1e-12 {
		t.Errorf("PIT of a tie is %g, want 0.95", got)
	}
	if got := Of([]float64{4, 1, 2}, 0.75); got != 3 { // place 1.5 of 1, 2, 4
		t.Errorf("quantile 0.75 of 4, 1, 2 is %g, want 3", got)
	}
}
