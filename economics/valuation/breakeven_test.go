package valuation

import (
	"context"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// halvings is bisect in its plainest form: each of 32 halvings asks.
func halvings(lo, hi float64, gain func(float64) float64) *float64 {
	if gain(lo) < 0 || gain(hi) >= 0 {
		return nil
	}
	for range 32 {
		if mid := (lo + hi) / 2; gain(mid) >= 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return &lo
}

// A search gives to the bit what halving alone gives, whatever falls once from gain to loss: lines, curves,
// steps, cliffs and runs that cannot be.
func TestBisectIsHalving(t *testing.T) {
	shapes := map[string]func(d float64) float64{
		"line":   func(d float64) float64 { return d },
		"steep":  func(d float64) float64 { return 1e6 * d },
		"curve":  func(d float64) float64 { return math.Copysign(d*d, d) },
		"root":   func(d float64) float64 { return math.Cbrt(d) },
		"grows":  math.Expm1,
		"steps":  func(d float64) float64 { return math.Floor(d * 1000) },
		"cliff":  func(d float64) float64 { return math.Copysign(1, d) },
		"flat":   func(d float64) float64 { return max(d, -1e-9) },
		"cannot": func(d float64) float64 { return map[bool]float64{true: d, false: math.Inf(-1)}[d >= 0] },
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"line", "steep", "curve", "root", "grows", "steps", "cliff", "flat",
			"cannot"}).Draw(t, "shape")
		lo, hi := rapid.Float64Range(-20, 20).Draw(t, "lo"), rapid.Float64Range(-20, 20).Draw(t, "hi")
		root := rapid.Float64Range(-21, 21).Draw(t, "root")
		toward := math.Copysign(1, hi-lo) // gain falls from lo to hi
		gain := func(x float64) float64 { return shapes[name]((root - x) * toward) }
		asked := 0
		got := bisect(context.Background(), lo, hi, func(x float64) float64 { asked++; return gain(x) })
		want := halvings(lo, hi, gain)
		if (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Fatalf("%s from %g to %g with its root at %g: %v, halving alone gives %v", name, lo, hi, root, got,
				want)
		}
		if asked > 2+linesAtMost+32 {
			t.Fatalf("%s: %d runs", name, asked)
		}
		if name == "line" && math.Abs(hi-lo) > 1 && asked > 20 {
			t.Fatalf("a straight line took %d runs", asked)
		}
	})
}
