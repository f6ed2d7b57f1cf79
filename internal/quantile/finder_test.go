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

// What at least a share of a sample reaches is a value of it: so many are no smaller, and too few reach the
// next.
func TestReachedIsTheHighestThatEnoughReach(t *testing.T) {
	var f Finder
	shares := []float64{1, 0.95, 0.8, 0.5, 0.2, 0.001}
	got := make([]float64, len(shares))
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float32Range(-1e6, 1e6), 1, 400).Draw(t, "x")
		if rapid.Bool().Draw(t, "ties") {
			for i := range x {
				x[i] = float32(math.Round(float64(x[i]) / 4e5))
			}
		}
		f.Reached(x, shares, got)
		for i, share := range shares {
			enough, more, is := 0, 0, false
			for _, v := range x {
				is = is || float64(v) == got[i]
				if float64(v) >= got[i] {
					enough++
				}
				if float64(v) > got[i] {
					more++
				}
			}
			want := share*float64(len(x)) - 1e-9
			if !is || float64(enough) < want || float64(more) >= want {
				t.Fatalf("%g of %v: %v, which %d reach and %d pass", share, x, got[i], enough, more)
			}
		}
	})
}
