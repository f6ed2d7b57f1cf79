package backtest

import (
	"context"
	"math"
	"testing"

	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// twice the mean pinball loss over quantiles 0.01 to 0.99 is CRPS up to the ends: another formula
// for the same score, from exported quantiles alone.
func pinball(f quantile.Sample, y float64) float64 {
	var sum float64
	for k := 1; k < 100; k++ {
		q := float64(k) / 100
		x := f.Quantile(q)
		if y >= x {
			sum += q * (y - x)
		} else {
			sum += (1 - q) * (x - y)
		}
	}
	return 2 * sum / 99
}

// TestScoresStayInTheirBand fails if forecasts stop being as right as docs/backtest.md says: a
// coarse backtest, scored here again by another formula from the quantiles alone.
func TestScoresStayInTheirBand(t *testing.T) {
	if testing.Short() {
		t.Skip("a backtest takes seconds")
	}
	from, err := units.ParseDate("2016-01-01")
	if err != nil {
		t.Fatal(err)
	}
	c := Config{Paths: 64, Every: 4, Seed: 1, From: from}
	r, err := Run(context.Background(), market.Embedded(), c)
	if err != nil {
		t.Fatal(err)
	}
	limits := [...]struct{ crps2016, crps2020 float64 }{{0.112, 0.092}, {0.153, 0.135}, {0.187, 0.172}}
	era := Eras[1]
	for j, days := range Horizons {
		var again, again2020 tally
		covered := 0
		for _, o := range r.Origins {
			y := o.Dilution[j]
			if math.IsNaN(y) {
				continue
			}
			f := o.Pool(j, false)
			again.N++
			again.crps += pinball(f, y)
			if y >= f.Quantile(0.1) && y <= f.Quantile(0.9) {
				covered++
			}
			if o.Date >= Eras[2].From {
				again2020.N++
				again2020.crps += pinball(f, y)
			}
		}
		s := r.score(ModelPool, era, j, false)
		_, in80, _ := s.Coverage()
		share := float64(covered) / float64(again.N)
		if math.Abs(share-in80) > 0.021 || math.Abs(again.CRPS()/s.CRPS()-1) > 0.05 {
			t.Errorf("%d days: CRPS %.4f and coverage %.3f, scored again %.4f and %.3f",
				days, s.CRPS(), in80, again.CRPS(), share)
		}
		if share < 0.70 || share > 0.90 { // 0.74 to 0.86 in the full run; a quarter of the origins
			t.Errorf("%d days: the 80 %% interval covers %.3f", days, share)
		}
		if again.CRPS() > limits[j].crps2016 || again2020.CRPS() > limits[j].crps2020 {
			t.Errorf("%d days: CRPS %.4f and since 2020 %.4f, want at most %.3f and %.3f",
				days, again.CRPS(), again2020.CRPS(), limits[j].crps2016, limits[j].crps2020)
		}
	}
}
