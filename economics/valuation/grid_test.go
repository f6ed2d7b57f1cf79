package valuation

import (
	"math"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// The grid's middle is the scenario "constant", a month's growth that of plus_3_percent_monthly, and
// without costs in dollars the price does not move BTC efficiency at all.
func TestGridAgreesWithScenarios(t *testing.T) {
	c := Conditions{AsOf: 20000, SubsidyBTC: 3.125, FeesBTC: 0.02, Difficulty: 1.2e14,
		PriceUSD: 76000, Height: 880000}
	terms := &contract.Terms{TH: 10, Uptime: 1, Length: 365, Every: 1, UpfrontUSD: units.RoundMicro(100)}
	g := GridOf(t.Context(), terms, c, 365, []float64{0, 0.03}, []float64{0.5, 1, 2})
	s := Scenarios(t.Context(), terms, c, 365, Claim{})
	for row, name := range []string{"constant", "plus_3_percent_monthly"} {
		for _, scenario := range s {
			if scenario.Name != name {
				continue
			}
			want, _ := scenario.Totals.BTCEfficiency()
			for col, got := range g.Efficiency[row] {
				if math.Abs(got-want) > 1e-12 {
					t.Errorf("%s at price multiple %g: %.9f, want %.9f", name, g.Price[col], got, want)
				}
			}
		}
	}
	// A fee in dollars takes less bitcoin where the price rises.
	terms.Fees = []contract.FeeTerm{{Name: "electricity", USDPerDay: 0.2}}
	e := GridOf(t.Context(), terms, c, 365, []float64{0}, []float64{0.5, 1, 2}).Efficiency[0]
	if !(e[0] < e[1] && e[1] < e[2]) {
		t.Errorf("with a fee in dollars efficiency does not rise with the price: %v", e)
	}
}
