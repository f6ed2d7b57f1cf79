package assay

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/units"
)

// size says how much of one's money the offer deserves: the Kelly fraction of the simulated BTC
// efficiency, vanished sellers included, and how to spend it in stages.
func size(v *Verdict, e Evidence, t *contract.Terms, fates []float64) {
	asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*v.Data.PriceUSD
	if v.Economics.AskedUSD == nil || asked <= 0 {
		return
	}
	stake, err := sizing.Kelly(fates, nil)
	if err != nil {
		v.Warnings = append(v.Warnings, "no size can be given: "+err.Error())
		return
	}
	s := &Sizing{KellyFraction: stake.Fraction, HalfKelly: stake.Fraction / 2, MaxLossUSD: maxLoss(t, v.Data.PriceUSD).Float(),
		StagedPlan: []Step{}}
	if stake.Worthless() {
		s.Says = fmt.Sprintf("nothing: on average %s of the bitcoin comes back that the money would buy, so no stake gains", units.ShowShare(stake.Mean))
	} else {
		s.Says = fmt.Sprintf("at most %s of your money (half of what the Kelly rule gives), and never more than you can lose whole", units.ShowShare(s.HalfKelly))
	}
	if e.Choices.BudgetUSD > 0 {
		budget := units.RoundMicro(e.Choices.BudgetUSD)
		steps, err := sizing.StagedPlan(budget, units.RoundMicro(e.Choices.BudgetUSD*s.HalfKelly), units.RoundMicro(asked))
		if err != nil {
			v.Warnings = append(v.Warnings, err.Error())
		}
		for _, st := range steps {
			s.StagedPlan = append(s.StagedPlan, Step{string(st.Do), st.Amount.Float(), int(st.After), st.Why})
		}
	}
	v.Sizing = s
}

// maxLoss is the price, the longest window of prepaid fees and the balance that may be held below the
// minimum payout, in dollars of the as-of day.
func maxLoss(t *contract.Terms, price float64) units.Micro {
	exposure := sizing.Exposure{
		Price:     t.UpfrontUSD + units.RoundMicro(t.UpfrontBTC.BTC()*price),
		Custodial: t.MinimumUSD + units.RoundMicro(t.MinimumBTC.BTC()*price),
	}
	for _, f := range t.Fees {
		if f.Separate {
			exposure.PrepaidFees += units.RoundMicro((f.USDPerDay + f.BTCPerDay*price) * float64(max(1, f.PrepaidFor)))
		}
	}
	return exposure.Max()
}
