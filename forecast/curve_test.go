package forecast

import (
	"math"
	"testing"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/units"
)

// A curve that falls by 0.1 % a day, halving apart, makes difficulty's median grow by as much.
func TestWithCurve(t *testing.T) {
	m := fitted(t, "2022-02-15")
	var curve []CurvePoint
	for _, d := range []units.Days{30, 180, 365} {
		curve = append(curve, CurvePoint{d, m.Hashvalue() * consensus.Hashvalue(math.Exp(-0.001*float64(d)))})
	}
	c, err := m.WithCurve(curve, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Members[len(c.Members)-1].Drift; math.Abs(got-0.001) > 1e-9 {
		t.Errorf("drift %g, want 0.001", got)
	}
	q, err := c.Quantiles(paths.Config{Days: 365, Paths: 2048, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got := math.Log(q.Difficulty.At(50) / m.Difficulty); math.Abs(got-0.365) > 0.06 { // it lags by an epoch
		t.Errorf("ln difficulty grew by %g, want about 0.365", got)
	}
	if _, err := m.WithCurve([]CurvePoint{{Day: 0, Hashvalue: 1}}, 0.25); err == nil {
		t.Error("a point today is no forecast, and was taken")
	}
}
