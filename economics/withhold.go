package economics

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// withhold tells what is asked, and nothing of what would be paid: that is the seller's word, and in a
// picture
// it would be ours. "Losing" is said even so, where what its hashrate mines is less than buying gives.
func (s *Section) withhold(ctx context.Context, in Input, t *contract.Terms, hazard survival.Model,
	err error) {
	word, why := NotKnown, "what it would pay is the seller's word alone, so no figure of it is given"
	if err == nil {
		horizon := valuation.Horizon(t, in.Choices.OpenTerm())
		constant := valuation.Scenarios(ctx, t, in.Conditions, horizon, valuation.Claim{})[0]
		if promisesRate(in.Offer) && hazard.Known() {
			s.warn(fmt.Sprintf("of such plans %s had stopped paying within %d days (%s)",
				units.ShowShare(1-hazard.Survival(float64(horizon))), horizon, hazard.Basis))
		}
		f := figuresOf(ctx, in, t, horizon, constant)
		s.Figures.AskedUSD, s.Figures.AskedUSDPerTH = f.AskedUSD, f.AskedUSDPerTH
		s.Figures.PaidBTC = f.PaidBTC
		s.Figures.Payments, s.Figures.Horizon = f.Payments, f.Horizon
		e, known := constant.Totals.BTCEfficiency()
		if known && e < 1 && in.Offer.Payout.FixedReturn == nil && in.Offer.Price.Stated() {
			word, why = Losing, "even what its hashrate would mine, paid in full, is less than buying "+
				"bitcoin gives"
		}
	}
	s.Figures.Withheld = &in.Withheld
	s.say(word, []string{why})
	s.Sentence = in.Withheld
}
