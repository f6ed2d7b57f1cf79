package figure

import "testing"

// A figure is read as it is written where it stands.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]float64{
		"0,050": 0.05, "1.200": 1200, "1.200,50": 1200.5, "1,5": 1.5, "2.390": 2390,
	} {
		if got, _ := valueOf([]byte(text), true); got != want {
			t.Errorf("%q with a decimal comma: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]float64{"0.050": 0.05, "1,200": 1200, "1,200.50": 1200.5, "1,50,000": 150000, "0.125": 0.125} {
		if got, _ := valueOf([]byte(text), false); got != want {
			t.Errorf("%q with a decimal point: %v, want %v", text, got, want)
		}
	}
}
