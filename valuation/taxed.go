package valuation

import "github.com/assaymining/assay/contract"

// TaxConstant is Tax on what the contract receives and pays day by day under constant conditions, all
// bitcoin sold on the last day.
func TaxConstant(t *contract.Terms, c Conditions, horizon int, r TaxRates) (TaxOutcome, error) {
	var flows []CashFlow
	t.Run(c.days(horizon, future{}), func(f contract.Facts, flow *contract.Flow) {
		if flow.Payout != 0 || flow.Paid != 0 {
			flows = append(flows, CashFlow{Date: f.Date, Received: flow.Payout, Paid: flow.PaidUSD, PriceUSD: f.Price})
		}
	})
	return Tax(flows, r, c.PriceUSD)
}
