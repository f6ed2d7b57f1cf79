package phrase

import (
	"context"
	"math"
	"testing"
)

// A price of energy in coins by their short names, or in tenths, is read as it is spoken.
func TestCoins(t *testing.T) {
	for _, c := range []struct {
		text, unit string
		num        float64
	}{
		{"Electricity 6p per kWh.", "GBP", 0.06}, {"Power: 5.5p/kWh", "GBP", 0.055},
		{"Der Strom kostet 7 Rp./kWh.", "CHF", 0.07}, {"Strom zu 21 Rp pro kWh", "CHF", 0.21},
		{"Listrik 1.200 Rp/kWh.", "IDR", 1200},
		{"电费四毛一度。", "CNY", 0.4}, {"电费四毛一一度。", "CNY", 0.41}, {"电费4毛2一度", "CNY", 0.42},
		{"每度电四毛五。", "CNY", 0.45}, {"电价三角八一度", "CNY", 0.38}, {"电费6分钱一度", "CNY", 0.06},
	} {
		values := Parse(context.Background(), c.text).Clauses[0].Values
		if len(values) == 0 || values[0].Kind != Money || values[0].Unit != c.unit ||
			math.Abs(values[0].Num-c.num) > 1e-9 {
			t.Errorf("%s: %+v", c.text, values)
		}
	}
}
