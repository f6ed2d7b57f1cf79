package assay

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/tax"
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
	return fmt.Sprintf("at %s on payouts, %s of the payments deducted, and %s on gains: your own rates, and no advice",
		units.ShowShare(t.IncomeRate), units.ShowShare(t.DeductibleRate), units.ShowShare(t.GainsRate))
}

// taxes fills the comparison after taxes where the reader gave rates. Off by default.
func taxes(v *Verdict, e Evidence, c valuation.Conditions, t *contract.Terms, horizon int) error {
	r := e.Choices.Tax
	if r == nil {
		return nil
	}
	if paid := v.Economics.PaidBTC; paid == nil || *paid == 0 {
		v.Warnings = append(v.Warnings, "nothing is compared after taxes: what is paid is not known, or nothing")
		return nil
	}
	out, err := tax.Constant(t, c, horizon, *r)
	if err != nil {
		return err
	}
	v.Tax = &Taxes{IncomeRate: float64(r.Income), DeductibleRate: float64(r.Deductible), GainsRate: float64(r.Gains),
		ContractTaxUSD: (out.Contract.IncomeTax + out.Contract.GainsTax).Float(),
		BuyingTaxUSD:   (out.Buying.IncomeTax + out.Buying.GainsTax).Float(),
		Warnings:       append([]string{}, out.Warnings...)}
	if out.Buying.After() > 0 {
		v.Tax.Efficiency = &out.Efficiency
	}
	return nil
}
