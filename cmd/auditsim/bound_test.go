package main

import (
	"math"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// TestFixedPayoutsBound works out how many holders of fixed payouts anybody can find in 18 days who
// takes a pool
// that pays the mean fee of seven days for honest, as the audit does where the formula is not stated:
// even with
// the noise known, and with the likelihood ratio of the two, fewer than 95 % at the e-value where the audit
// alarms. Days whose owed amount hardly moves look the same under both. By the fees of the day the same ratio
// finds 98 %.
//
// The log of the ratio is normal with mean l and variance 2 l, l the squares of ln(owed) about their
// mean over
// 2 sigma^2.
func TestFixedPayoutsBound(t *testing.T) {
	const days, sigma, share = 18, 0.003, 0.15
	alarm := math.Log(1 / (0.01 * share))
	h := market.Embedded()
	from, _ := units.ParseDate("2017-01-01")
	to, _ := units.ParseDate("2026-01-15")
	found := func(average int) float64 {
		sum, n := 0.0, 0.0
		for start := from; start <= to; start++ {
			var o [days]float64
			mean, squares := 0.0, 0.0
			for i := range o {
				d, err := h.At(start + units.Date(i))
				if err != nil {
					t.Fatal(err)
				}
				fees := 0.0
				for k := range average {
					before, _ := h.At(start + units.Date(i-k))
					fees += before.FeesBTC / float64(average)
				}
				o[i] = math.Log((d.SubsidyBTC + fees) / d.Difficulty)
				mean += o[i] / days
			}
			for _, v := range o {
				squares += (v - mean) * (v - mean)
			}
			l := squares / (2 * sigma * sigma)
			sum += math.Erfc((alarm-l)/math.Sqrt(4*l)) / 2
			n++
		}
		return sum / n
	}
	week, day := found(7), found(1)
	t.Logf("at most %.1f %% by the mean of seven days, %.1f %% by the fees of the day", 100*week, 100*day)
	if week > 0.95 || week < 0.93 || day < 0.97 {
		t.Errorf("at most %.1f %% by the mean of seven days, %.1f %% by the fees of the day", 100*week,
			100*day)
	}
}
