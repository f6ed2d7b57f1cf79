package figure

import (
	"slices"
	"testing"
)

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

// Signs that belong to no number do not join two, and letters that a scanner put into one do not cut it.
func TestLiterals(t *testing.T) {
	for text, want := range map[string][]float64{
		"132,90天后": {132, 90}, "$3l.50": {31.5}, "$9oo contract": {900}, "12,5 months": {12.5},
		"s21": nil, "5 lots": {5}, "30 old": {30}, "6tr500": {6}, "3.o": {3},
	} {
		var got []float64
		for _, n := range literals([]byte(text), 0, len(text), true) {
			got = append(got, n.Num)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
