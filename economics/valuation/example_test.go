package valuation_test

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// One TH/s for a year at 20 dollars, on a day of 2026: what comes back, if mining never gets
// harder and with a fifth more difficulty: 13.14 dollars, or 10.95, of 20.
func ExampleScenarios() {
	terms, err := contract.New(contract.Terms{TH: 1, Uptime: 1, Length: 365, Every: 1,
		UpfrontUSD: units.RoundMicro(20)})
	if err != nil {
		fmt.Println(err)
		return
	}
	day, err := units.ParseDate("2026-05-01")
	if err != nil {
		fmt.Println(err)
		return
	}
	now, err := valuation.ConditionsAt(market.Embedded(), day,
		valuation.Overrides{PriceUSD: 80_000, HashpriceUSD: 0.036})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range valuation.Scenarios(context.Background(), terms, now, 365, valuation.Claim{}) {
		if s.Name == valuation.Constant || s.Name == valuation.DifficultyPlus20 {
			fmt.Printf("%s: %s BTC for %s\n", s.Name, s.Totals.Received, s.Totals.Paid)
		}
	}
	// Output:
	// constant: 0.00016425000 BTC for 0.00025000000
	// difficulty_plus_20: 0.00013687000 BTC for 0.00025000000
}
