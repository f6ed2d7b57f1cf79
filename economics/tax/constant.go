package tax

import (
	"context"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
)

// constant is Compare of what the contract receives and pays day by day under constant conditions (the
// subsidy halves on its schedule), all bitcoin sold on the last day; a deposit that comes back is left out.
// The error is the context's where that
// ends.
func constant(ctx context.Context, t *contract.Terms, c valuation.Conditions, horizon int,
	r Rates) (outcome, error) {
	var flows []cashFlow
	t.RunWithin(ctx, c.Scheduled(horizon), func(f contract.Facts, flow *contract.Flow) {
		if flow.Payout != 0 || flow.Paid != 0 {
			flows = append(flows, cashFlow{Date: f.Date, Received: flow.Payout,
				Paid: flow.PaidUSD - flow.DepositUSD, PriceUSD: f.Price})
		}
	})
	if ctx.Err() != nil {
		return outcome{}, ctx.Err()
	}
	return compare(flows, r, c.PriceUSD)
}
