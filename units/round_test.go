package units

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRoundIsMathRound(t *testing.T) {
	edges := []float64{
		0,
		0.5,
		-0.5,
		0.49999999999999994,
		-0.49999999999999994,
		1.5,
		2.5,
		-2.5,
		1<<52 - 0.5,
		1<<52 + 1,
		1 << 53,
		4.5e15,
		-4.5e15,
		9e18,
		-9e18,
		5e-324,
	}
	for _, v := range edges {
		if got, want := Round(v), int64(math.Round(v)); got != want {
			t.Errorf("Round(%v) = %d, want %d", v, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-9e18, 9e18).Draw(t, "v")
		half := float64(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "n")) / 2
		for _, v := range []float64{v, half, math.Nextafter(half, 1e18), math.Nextafter(half, -1e18)} {
			if got, want := Round(v), int64(math.Round(v)); got != want {
				t.Fatalf("Round(%v) = %d, want %d", v, got, want)
			}
		}
	})
}
