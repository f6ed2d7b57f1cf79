package paths

import (
	"math"
	"testing"
)

// The known answer of Random123's kat_vectors for philox4x32 with seven rounds, counter and key 0.
func TestPhiloxKnownAnswer(t *testing.T) {
	a, b, c, d := Philox(0, 0, 0, 0)
	want := [4]uint32{0x5f6fb709, 0x0d893f64, 0x4f121f81, 0x4f730a48}
	if got := [4]uint32{a, b, c, d}; got != want {
		t.Errorf("philox4x32-7 of zeros is %x, want %x", got, want)
	}
}

func TestPolynomials(t *testing.T) {
	for y := -1.0; y <= 1; y += 1.0 / 64 {
		if got, want := float64(exp5(float32(y))), math.Exp(y); math.Abs(got/want-1) > 0.0037 {
			t.Errorf("exp5(%g) = %g, want %g", y, got, want)
		}
	}
	for e := 1.0; e < 80; e += 0.5 {
		want := math.Log(min(max(14/e, 0.25), 4))
		if got := float64(logRatio(float32(e))); math.Abs(got-want) > 0.0011 {
			t.Errorf("logRatio(%g) = %g, want %g", e, got, want)
		}
	}
	for x := -9.0; x <= 2; x += 0.25 {
		if got, want := float64(feeShare(float32(x))), math.Exp(x); math.Abs(got/want-1) > 0.0001 {
			t.Errorf("feeShare(%g) = %g, want %g", x, got, want)
		}
	}
}
