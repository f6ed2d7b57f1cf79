// Package tax compares a contract with buying bitcoin after taxes on payouts and gains.
//
// The rates are the reader's own; nothing here is advice, and no country's law is known to it.
//
// Nothing in it is promised to other modules.
package tax

import (
	"fmt"

	"github.com/assaymining/assay/units"
)

// Rates are three plain parameters; all zero is no tax. They are no advice: what a country counts as
// income, cost and gain differs, and a contract may be none of what is assumed here.
type Rates struct {
	Income     units.Fraction // on the dollar value of each payout on its day, less deductible costs
	Deductible units.Fraction // share of the contract's payments that may be deducted; 0 for a hobby
	Gains      units.Fraction // on the gain from the day bitcoin was received or bought to its sale
}

// check is an error where a rate is outside 0 to 100 %.
func (r Rates) check() error {
	for _, p := range []struct {
		name string
		rate units.Fraction
	}{{"income tax", r.Income}, {"deductible share", r.Deductible}, {"capital gains tax", r.Gains}} {
		if !(p.rate >= 0 && p.rate <= 1) {
			return fmt.Errorf("%s of %s; write a rate between 0%% and 100%%", p.name, p.rate)
		}
	}
	return nil
}

// cashFlow is one dated movement: bitcoin received, dollars paid, or both.
type cashFlow struct {
	Date     units.Date
	Received units.MilliSat
	Paid     units.Micro // dollars
	PriceUSD float64     // of a bitcoin on the day; must be known
}

// taxedSide is one side of the comparison at the end, in dollars.
type taxedSide struct {
	Value     units.Micro // of the bitcoin at the end
	IncomeTax units.Micro
	GainsTax  units.Micro
	Paid      units.Micro // in all
}

// After is what is left after taxes, before what was paid.
func (t taxedSide) After() units.Micro { return t.Value - t.IncomeTax - t.GainsTax }

// outcome compares a contract with buying bitcoin by the same payments on the same days, both sold at the
// end.
type outcome struct {
	Contract, Buying taxedSide
	// Efficiency is Contract.After() per Buying.After(): BTC efficiency after tax. Without taxes it is BTC
	// efficiency. Zero where buying leaves nothing.
	Efficiency float64
	Warnings   []string
}

// compare applies r to a contract's flows and to buying alike; all bitcoin is sold at endPrice dollars, each
// payout and purchase being a lot of its own. flows are in order of date. Income is taxed by calendar year:
// a year of more deductible costs than payouts owes nothing and carries nothing over; gains are
// summed over all lots, and a loss in all gives nothing back. Taxes are due at the end, without interest.
// Structure: US Notice 2014-21 (payout is income at its market value, which becomes its basis).
func compare(flows []cashFlow, r Rates, endPrice float64) (outcome, error) {
	if err := r.check(); err != nil {
		return outcome{}, err
	}
	if !(endPrice > 0) {
		return outcome{}, fmt.Errorf("no bitcoin price is known for the end of the term")
	}
	var out outcome
	var base, basis units.Micro // taxable income of the year; basis of the payouts
	var bought units.MilliSat
	year := ""
	closeYear := func() {
		if base > 0 {
			out.Contract.IncomeTax += taxOn(r.Income, base)
		}
		base = 0
	}
	var mined units.MilliSat
	for i, f := range flows {
		if !(f.PriceUSD > 0) || i > 0 && f.Date < flows[i-1].Date || f.Received < 0 || f.Paid < 0 {
			return outcome{}, fmt.Errorf("flow of %s has no price, a negative amount, or is out of order",
				f.Date)
		}
		if y := f.Date.String()[:4]; y != year {
			closeYear()
			year = y
		}
		worth := units.RoundMicro(f.Received.BTC() * f.PriceUSD)
		base += worth - taxOn(r.Deductible, f.Paid)
		basis += worth
		mined += f.Received
		bought += units.RoundMilliSat(f.Paid.Float() / f.PriceUSD)
		out.Contract.Paid += f.Paid
	}
	closeYear()
	out.Buying.Paid = out.Contract.Paid
	sellLots(&out.Contract, mined, basis, r.Gains, endPrice)
	sellLots(&out.Buying, bought, out.Buying.Paid, r.Gains, endPrice)
	if left := out.Buying.After(); left > 0 {
		out.Efficiency = float64(out.Contract.After()) / float64(left)
	}
	out.warn()
	return out, nil
}

// sellLots values the bitcoin at the end and taxes what it gained over its basis.
func sellLots(t *taxedSide, btc units.MilliSat, basis units.Micro, rate units.Fraction, price float64) {
	t.Value = units.RoundMicro(btc.BTC() * price)
	if gain := t.Value - basis; gain > 0 {
		t.GainsTax = taxOn(rate, gain)
	}
}

func taxOn(f units.Fraction, amount units.Micro) units.Micro {
	return units.RoundMicro(float64(f) * amount.Float())
}

func (o *outcome) warn() {
	owed := o.Contract.IncomeTax + o.Contract.GainsTax
	if loss := o.Contract.Paid - o.Contract.Value; loss > 0 && owed > 0 {
		o.Warnings = append(o.Warnings,
			fmt.Sprintf("the contract loses %s USD before tax and still owes %s USD of tax",
				loss.RoundCents(), owed.RoundCents()))
	}
}
