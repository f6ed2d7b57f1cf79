package economics

import (
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// remaining makes of what somebody owns what is left of it; false where nothing is, and the section then
// says so.
func (s *Section) remaining(in *Input) bool {
	if in.Offer.Owned == nil {
		return true
	}
	left, notes, err := owned.Remaining(in.Offer, in.Day)
	s.Assumptions = append(s.Assumptions, notes...)
	if err != nil {
		s.say(NotKnown, []string{err.Error()})
		s.Sentence = "There is nothing to decide: " + err.Error() + "."
		return false
	}
	in.Offer = left
	return true
}

// own answers an owner, and adds to outcomes of the holding the sale at its end.
func (s *Section) own(in Input, e *play.Ensemble, o *play.Outcomes, t *contract.Terms, horizon int) error {
	if in.Offer.Owned == nil {
		s.resell(in, e, o, t, horizon)
		return nil
	}
	answer, held, err := owned.Judge(owned.Input{Offer: in.Offer, Ensemble: e, Horizon: horizon,
		USDPer: in.Choices.USDPer, Terms: s.termsOf(in), Sale: s.saleOf(in, e, horizon),
		Dearer: dearer(in, e)})
	if err != nil {
		return err
	}
	s.Figures.Owned = answer
	usd, sold := held.SaleUSD()
	if !sold {
		return nil
	}
	if o.Paid[0] > 0 {
		s.Figures.Resale = &Resale{USD: usd, BTCEfficiencyWithout: play.DistOf(efficiencies(o)).Known()}
	}
	held.AddSale(e, o, horizon)
	s.assume("it is sold at the end of the days computed at the price that hashprice then implies, as far " +
		"below the model as what you are offered today, and never above it")
	return nil
}

// fairOf is the price of holding in place of that of buying: a dearer sale today speaks for a dearer one at
// the end.
func (s *Section) fairOf(t *contract.Terms) {
	a, f := s.Figures.Owned, s.Figures.FairUpfront
	if a == nil || f == nil || t.TH <= 0 {
		return
	}
	below := a.HoldBelow()
	f.P50, f.P80, f.P95 = price(below[0]/t.TH), price(below[1]/t.TH), price(below[2]/t.TH)
	for k, at := range []*float64{f.P50, f.P80, f.P95} {
		if at == nil {
			f.StdErr[k] = nil
		}
	}
}

// termsOf compiles what an owner could have, with the switch where it is the owner's.
func (s *Section) termsOf(in Input) func(offer.Offer) (*contract.Terms, error) {
	return func(o offer.Offer) (*contract.Terms, error) {
		t, _, err := compile.Offer(o, in.Choices.Compile())
		if err == nil && s.mayBeSwitchedOff(in.Offer) {
			t = play.OwnersSwitch(t)
		}
		return t, err
	}
}

// saleOf is what it brings at the end; nil where it is not sold on.
func (s *Section) saleOf(in Input, e *play.Ensemble, horizon int) func(offer.Offer,
	*contract.Terms) *resale.Sale {
	if !s.resells(in.Offer) {
		return nil
	}
	fee := resale.TokenSaleFee
	switch f := in.Offer.Resale.MarketFee; {
	case f != nil:
		fee = *f
	case in.Offer.Kind == offer.Token:
		s.assume("the market's fee on resale is not stated: " + resale.TokenSaleFee.String() + " is used")
	}
	return func(o offer.Offer, t *contract.Terms) *resale.Sale {
		lot := resale.Transferable{Terms: t, Efficiency: resale.EfficiencyOf(o), MarketFee: fee,
			Bought: in.Conditions, Horizon: horizon}
		if sale, ok := lot.Sale(e, o.Kind == offer.Hosted); ok {
			return &sale
		}
		return nil
	}
}

// dearer is how the price of hashrate moves on the paths.
func dearer(in Input, e *play.Ensemble) func(path, day int) float64 {
	c := in.Conditions
	trend, dated := hardware.FrontierTrend(c.AsOf)
	if !dated {
		return func(int, int) float64 { return 1 }
	}
	frontier := func(day int) float64 { return float64(trend.JPerTH(e.AsOf + units.Date(day))) }
	today := resale.ASICMarket{Hashprice: c.HashpriceUSD(), Frontier: frontier(0)}
	return func(path, day int) float64 {
		at := e.At(path, day)
		return owned.Dearer(today, resale.ASICMarket{Hashprice: float64(e.Hash[at]) * float64(e.Price[at]),
			Frontier: frontier(day)})
	}
}

// toReader is a warning not to pay as an owner needs it, who has paid.
func toReader(o offer.Offer, warning string) string {
	rest, ok := strings.CutPrefix(warning, "Do not pay: ")
	if o.Owned == nil || !ok {
		return warning
	}
	return "Put no more money in, and take out what you can: " + rest
}
