package quantile

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestQuantilesAreThoseOfTheSortedSample(t *testing.T) {
	var f Finder
	qs := []float64{0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1}
	got := make([]float64, len(qs))
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float32Range(-1e6, 1e6), 1, 400).Draw(t, "x")
		if rapid.Bool().Draw(t, "ties") {
			for i := range x {
				x[i] = float32(math.Round(float64(x[i]) / 4e5))
			}
		}
		f.Of(x, qs, got)
		s := slices.Sorted(slices.Values(x))
		for i, q := range qs {
			at := q * float64(len(s)-1)
			k := int(at)
			want := float64(s[k]) + (at-float64(k))*(float64(s[min(k+1, len(s)-1)])-float64(s[k]))
			if got[i] != want {
				t.Fatalf("q%.2f of %v: %v, sorted %v", q, x, got[i], want)
			}
		}
	})
}
