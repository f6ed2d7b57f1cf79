package assay

import (
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// compare adds what the same money would have come to elsewhere, on the same paths. The money is the
// mean of all that the contract costs in dollars.
func compare(v *Verdict, e Evidence, c valuation.Conditions, m *Market, o *play.Outcomes, horizon int) {
	money := play.DistOf(o.PaidUSD).Mean
	if !(money > 0) || v.Economics.AskedUSD == nil && e.Offer.Price.Bid == nil {
		return
	}
	in := alternatives.Elsewhere{MoneyUSD: money, Horizon: horizon, Conditions: c, PowerUSD: e.Choices.PowerUSD, Machine: e.Choices.Machine,
		IsToken: e.Offer.Kind == contract.Token, FeesBeside: feesBeside(e.Offer)}
	if e.Spot != nil {
		in.SpotBTC, in.SpotSays = e.Spot.BTCPerTHDay, e.Spot.Source.What+", "+e.Spot.AsOf.String()
	}
	for _, a := range alternatives.On(m.ensemble, m.kept, in) {
		out := Alternative{Name: a.Name, Says: a.Says, Needs: a.Needs, ResidualUSD: a.ResidualUSD}
		if a.BTC != nil {
			out.BTCOut = dist(play.DistOf(a.BTC))
			out.USDOut = dist(play.DistOf(m.ensemble.AtEnd(a.BTC, horizon)))
			beaten := beats(o, a.BTC, money)
			out.ProbBeaten = &beaten
		}
		v.Alternatives = append(v.Alternatives, out)
	}
}

// feesBeside reports whether a running fee is paid beside the payouts. A dollar that pays a fee later has not
// lost what a dollar lost that bought hashrate at once, so machines are set beside an offer on its own plan.
func feesBeside(o contract.Offer) bool {
	return slices.ContainsFunc(o.Fees, func(f contract.Fee) bool {
		return f.Paid == contract.Separately && (f.PerHashrateDay != nil || f.Efficiency != nil)
	})
}

// beats is the share of paths on which the offer gives more bitcoin per dollar than the alternative.
func beats(o *play.Outcomes, btc []float64, money float64) float64 {
	n := 0.0
	for i := range btc {
		if o.Received[i]*money >= btc[i]*o.PaidUSD[i] {
			n++
		}
	}
	return n / float64(len(btc))
}

// resell counts the resale of a transferable tokenised contract, where the offer states that it can be
// sold; the verdict says what it is and what the figures are without.
func resell(v *Verdict, e Evidence, c valuation.Conditions, on *play.Ensemble, o *play.Outcomes, t *contract.Terms, horizon int) {
	if !resells(v, e.Offer) {
		return
	}
	without := play.DistOf(efficiencies(o))
	fee := units.Fraction(resale.TokenSaleFee)
	if f := e.Offer.Resale.MarketFee; f != nil {
		fee = *f
	} else {
		v.Assumptions = append(v.Assumptions, "the market's fee on resale is not stated: "+fee.String()+" is used")
	}
	residual, ok := resale.Transferable{Terms: t, Efficiency: tokenEfficiency(e.Offer), MarketFee: fee, Bought: c, Horizon: horizon}.Resell(on, o)
	if !ok {
		v.Warnings = append(v.Warnings, "resale is not counted: its price cannot be modelled without the efficiency of the machine (J/TH)")
		return
	}
	v.Economics.Resale = &Resale{USD: residual, BTCEfficiencyWithout: dist(without)}
	v.Assumptions = append(v.Assumptions, "resale at the end of the days computed is counted at the price that hashprice then implies, less the market's fee and 10 % to find a buyer; machines this efficient may be worth nothing by then")
}

// resells reports whether a resale counts: of tokenised hashrate that may be sold on and has a price.
func resells(v *Verdict, o contract.Offer) bool {
	return o.Kind == contract.Token && o.Resale.Transferable == contract.True && v.Economics.AskedUSD != nil
}

func efficiencies(o *play.Outcomes) []float64 {
	out := make([]float64, len(o.Received))
	for i := range out {
		out[i] = o.Received[i] / o.Paid[i]
	}
	return out
}

// tokenEfficiency is the J/TH that the offer's fees or hardware state, 0 unknown.
func tokenEfficiency(o contract.Offer) units.Efficiency {
	if o.Hardware.Efficiency != nil {
		return *o.Hardware.Efficiency
	}
	for _, f := range o.Fees {
		if f.Efficiency != nil {
			return *f.Efficiency
		}
	}
	return 0
}
