package sizing

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// Sizing is how much of one's money the offer deserves, in bitcoin, sellers that vanish included.
type Sizing struct {
	KellyFraction float64  `json:"kelly_fraction"`
	HalfKelly     float64  `json:"half_kelly"`
	MaxLossUSD    float64  `json:"max_loss_usd"` // price, fees ahead and balance; at most all that is paid
	StagedPlan    []staged `json:"staged_plan"`
	Says          string   `json:"says"`
}

// staged is one step of a staged purchase, as it is published.
type staged struct {
	Do        string  `json:"do"` // a stepKind
	AmountUSD float64 `json:"amount_usd"`
	AfterDays int     `json:"after_days"`
	Why       string  `json:"why"`
}

// Within bounds what can be lost, in dollars of the day judged.
type Within struct {
	PaidUSD  float64 // all that is paid from the first day to the last
	MinedUSD float64 // all that is mined: no larger balance can be held; +Inf where luck may make it larger
}

// Judge sizes a contract by its BTC efficiency on each path, vanished sellers included, and says how to spend
// a budget in stages where one is given. price is dollars per bitcoin. What cannot be said is a warning;
// the sizing is nil where nothing can.
func Judge(t *contract.Terms, fates []float64, in Within, price, budgetUSD float64) (s *Sizing,
	warnings []string) {
	stake, err := Kelly(fates, nil)
	if err != nil {
		return nil, []string{"no size can be given: " + err.Error()}
	}
	s = &Sizing{KellyFraction: stake.Fraction, HalfKelly: stake.Fraction / 2,
		MaxLossUSD: exposureOf(t, price).most(in), StagedPlan: []staged{}}
	if stake.worthless() {
		s.Says = fmt.Sprintf("nothing: on average %s of the bitcoin comes back that the money would buy, "+
			"so no stake gains",
			units.ShowShare(stake.Mean))
	} else {
		s.Says = fmt.Sprintf("at most %s of your money (half of what the Kelly rule gives), and never "+
			"more than you can lose whole",
			units.ShowShare(s.HalfKelly))
	}
	if budgetUSD <= 0 {
		return s, nil
	}
	asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*price
	steps, err := stagedPlan(units.RoundMicro(budgetUSD), units.RoundMicro(budgetUSD*s.HalfKelly),
		units.RoundMicro(asked))
	if err != nil {
		warnings = append(warnings, err.Error())
	}
	for _, step := range steps {
		s.StagedPlan = append(s.StagedPlan, staged{string(step.Do), step.Amount.Float(), int(step.After),
			step.Why})
	}
	return s, warnings
}

// exposureOf is the price with a deposit, charges that are made once, the longest window of prepaid fees
// and the balance that may be held below the
// minimum payout, at a price in dollars per bitcoin.
func exposureOf(t *contract.Terms, price float64) exposure {
	exposure := exposure{
		Price:     t.UpfrontUSD + t.DepositUSD + units.RoundMicro((t.UpfrontBTC+t.DepositBTC).BTC()*price),
		Custodial: t.MinimumUSD + units.RoundMicro(t.MinimumBTC.BTC()*price),
	}
	for _, f := range t.Fees {
		exposure.PrepaidFees += f.OnceUSD + units.RoundMicro(f.OnceBTC.BTC()*price)
		if f.Separate {
			exposure.PrepaidFees += units.RoundMicro((f.USDPerDay + f.BTCPerDay*price) * float64(max(1,
				f.PrepaidFor)))
		}
	}
	return exposure
}

// most is the maximum loss in dollars: the sum, the balance being no more than is mined, and all no more than
// is paid in all. What is paid at once and ahead is paid, also where the contract then ends early.
func (e exposure) most(in Within) float64 {
	if in.MinedUSD < e.Custodial.Float() {
		e.Custodial = units.RoundMicro(max(0, in.MinedUSD))
	}
	ahead := e.Price + e.PrepaidFees
	return min(e.sum().Float(), max(ahead.Float(), in.PaidUSD))
}
