package forecast

import (
	"context"
	"math"
	"testing"

	"github.com/assaymining/assay/market"
)

// twice the mean pinball loss over quantiles 0.01 to 0.99 is CRPS up to the ends: another formula
// for the same score, from exported quantiles alone.
func pinball(e Ensemble, y float64) float64 {
	var sum float64
	for k := 1; k < 100; k++ {
		q := float64(k) / 100
		x := e.Quantile(q)
		if y >= x {
			sum += q * (y - x)
		} else {
			sum += (1 - q) * (x - y)
		}
	}
	return 2 * sum / 99
}

// energy is CRPS as E|X-y| - E|X-X'|/2 (Gneiting and Raftery 2007, equation 21).
func energy(e Ensemble, y float64) float64 {
	var a, b float64
	for i, x := range e.X {
		a += e.weight(i) * math.Abs(x-y)
		for j, z := range e.X {
			b += e.weight(i) * e.weight(j) * math.Abs(x-z)
		}
	}
	return a - b/2
}

func TestCRPSThreeWays(t *testing.T) {
	e := pool([]Ensemble{newEnsemble([]float64{-1, 0, 0.5, 2}), newEnsemble([]float64{0.1, 0.2, 3})}, []float64{0.7, 0.3})
	for _, y := range []float64{-3, -1, 0, 0.15, 0.7, 2.5, 9} {
		if got, want := e.CRPS(y), energy(e, y); math.Abs(got-want) > 1e-12 {
			t.Errorf("CRPS at %g is %g by areas, %g by distances", y, got, want)
		}
	}
	point := Ensemble{X: []float64{0.3}}
	if got := point.CRPS(1); math.Abs(got-0.7) > 1e-12 {
		t.Errorf("CRPS of a point is %g, want its error 0.7", got)
	}
	var normal []float64
	for i := range 4000 {
		normal = append(normal, math.Sqrt2*math.Erfinv(2*(float64(i)+0.5)/4000-1))
	}
	// Gaussian at its centre: (sqrt(2)-1)/sqrt(pi) (Gneiting and Raftery 2007, equation 5)
	if got, want := newEnsemble(normal).CRPS(0), (math.Sqrt2-1)/math.Sqrt(math.Pi); math.Abs(got-want) > 1e-3 {
		t.Errorf("CRPS of a normal at its mean is %g, want %g", got, want)
	}
}

// TestScoresStayInTheirBand fails if forecasts stop being as right as docs/backtest.md says: a
// coarse backtest, scored here again by another formula from the quantiles alone.
func TestScoresStayInTheirBand(t *testing.T) {
	if testing.Short() {
		t.Skip("a backtest takes seconds")
	}
	b, err := RunBacktest(context.Background(), market.Embedded(), BacktestConfig{Paths: 64, Every: 4, Seed: 1, From: date(t, "2016-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	limits := [...]struct{ crps2016, crps2020 float64 }{{0.112, 0.092}, {0.153, 0.135}, {0.187, 0.172}}
	era := Eras[1]
	for j, days := range BacktestHorizons {
		var again, again2020 Tally
		covered := 0
		for _, o := range b.Origins {
			y := o.Dilution[j]
			if math.IsNaN(y) {
				continue
			}
			e := o.Pool(j, false)
			again.N++
			again.crps += pinball(e, y)
			if y >= e.Quantile(0.1) && y <= e.Quantile(0.9) {
				covered++
			}
			if o.Date >= Eras[2].From {
				again2020.N++
				again2020.crps += pinball(e, y)
			}
		}
		s := b.score(ModelPool, era, j, days, false)
		_, in80, _ := s.Coverage()
		share := float64(covered) / float64(again.N)
		if math.Abs(share-in80) > 0.021 || math.Abs(again.CRPS()/s.CRPS()-1) > 0.05 {
			t.Errorf("%d days: CRPS %.4f and coverage %.3f, scored again %.4f and %.3f", days, s.CRPS(), in80, again.CRPS(), share)
		}
		if share < 0.70 || share > 0.90 { // 0.74 to 0.86 in the full run; a quarter of the origins
			t.Errorf("%d days: the 80 %% interval covers %.3f", days, share)
		}
		if again.CRPS() > limits[j].crps2016 || again2020.CRPS() > limits[j].crps2020 {
			t.Errorf("%d days: CRPS %.4f and since 2020 %.4f, want at most %.3f and %.3f", days, again.CRPS(), again2020.CRPS(), limits[j].crps2016, limits[j].crps2020)
		}
	}
}
