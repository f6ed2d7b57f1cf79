package assay

import (
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
)

// BreakEvenMap is BTC efficiency over growth of difficulty and the final price of bitcoin, as
// valuation.GridOf plays it under the evidence's conditions. Nil where the offer cannot be computed;
// the error says which piece of evidence makes no sense. Deterministic.
func BreakEvenMap(e Evidence) (*valuation.Grid, error) {
	c, _, err := conditions(e)
	if err != nil {
		return nil, err
	}
	terms, _, err := contract.Compile(e.Offer, contract.Options{Discounts: e.Choices.Discounts, USDPer: e.Choices.USDPer})
	if err != nil || terms.Unpriced || terms.Fits(contract.Facts{Date: c.AsOf, Price: c.PriceUSD, Subsidy: hashvalue(c)}) != nil {
		return nil, nil
	}
	open := e.Choices.OpenDays
	if open == 0 {
		open = DefaultOpenDays
	}
	g := valuation.GridOf(terms, c, valuation.Horizon(terms, open),
		[]float64{-0.02, 0, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08}, []float64{0.25, 0.5, 0.75, 1, 1.5, 2, 4})
	return &g, nil
}
