package grounds

import "testing"

// A true figure moved by a unit is recognised for what it is, in both directions; and no honest figure, 12 % off, is.
func TestSlips(t *testing.T) {
	for _, s := range slips {
		if unit, ok := SlipOf(s.factor * 1.1); !ok || unit != s.unit {
			t.Errorf("%v times 1.1: %q %v, want %q", s.factor, unit, ok, s.unit)
		}
	}
	for _, r := range []float64{0.89, 1, 1.12, 2, 3, 5, 12, 100} {
		if unit, ok := SlipOf(r); ok {
			t.Errorf("%v is taken for %q", r, unit)
		}
	}
}
