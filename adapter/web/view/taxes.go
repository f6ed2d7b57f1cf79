package view

import (
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/units"
)

// Taxes is the offer beside buying bitcoin after the reader's tax rates.
type Taxes struct {
	Rows     []TaxRow
	Warnings []string
	Says     string // the rates
}

// TaxRow is one figure of both.
type TaxRow struct {
	Name, Offer, Buying string
	Loses               bool
}

func taxes(t *tax.Taxes, in units.Shown) *Taxes {
	if t == nil {
		return nil
	}
	after := TaxRow{Name: "Left for each dollar that buying leaves", Offer: "not known", Buying: "1"}
	if t.Efficiency != nil {
		after.Offer, after.Loses = units.ShowRatio(*t.Efficiency), *t.Efficiency < 1
	}
	out := &Taxes{Says: capital(t.Says()), Rows: []TaxRow{
		{Name: "Tax that you would owe", Offer: in.USD(t.ContractTaxUSD), Buying: in.USD(t.BuyingTaxUSD)}, after}}
	for _, w := range t.Warnings {
		out.Warnings = append(out.Warnings, capital(w))
	}
	return out
}
