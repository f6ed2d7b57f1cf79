package tax

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// Taxes is the comparison with buying after the reader's tax rates, under constant conditions.
type Taxes struct {
	IncomeRate     float64  `json:"income_rate"`
	DeductibleRate float64  `json:"deductible_share"`
	GainsRate      float64  `json:"gains_rate"`
	ContractTaxUSD float64  `json:"contract_tax_usd"`
	BuyingTaxUSD   float64  `json:"buying_tax_usd"`
	Efficiency     *float64 `json:"btc_efficiency_after_tax"` // null: buying would leave nothing
	Warnings       []string `json:"warnings"`
}

// Says is the rates that it rests on, and what they are applied to.
func (t *Taxes) Says() string {
	return fmt.Sprintf("at %s on payouts, %s of the payments deducted, and %s on gains: your own rates, "+
		"and no advice",
		units.ShowShare(t.IncomeRate), units.ShowShare(t.DeductibleRate), units.ShowShare(t.GainsRate))
}

// Judge compares a contract with buying after taxes at the reader's rates, as long as the context
// lasts.
func Judge(ctx context.Context, t *contract.Terms, c valuation.Conditions, horizon int,
	r Rates) (*Taxes, error) {
	found, err := constant(ctx, t, c, horizon, r)
	if err != nil {
		return nil, err
	}
	out := &Taxes{IncomeRate: float64(r.Income), DeductibleRate: float64(r.Deductible),
		GainsRate:      float64(r.Gains),
		ContractTaxUSD: (found.Contract.IncomeTax + found.Contract.GainsTax).Float(),
		BuyingTaxUSD:   (found.Buying.IncomeTax + found.Buying.GainsTax).Float(),
		Warnings:       append([]string{}, found.Warnings...)}
	if found.Buying.After() > 0 {
		out.Efficiency = &found.Efficiency
	}
	return out, nil
}
