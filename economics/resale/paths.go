package resale

import (
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// daysOfPrice is how many days before a sale the hashprice is taken over, as in the model's fit.
const daysOfPrice = 7

// AddProceeds adds the proceeds of a sale on the last day to the bitcoin of each path, at the mean
// hashprice of the last week, and returns the median proceeds in dollars.
func AddProceeds(e *play.Ensemble, btc []float64, horizon int, proceeds func(hashprice,
	frontier float64) float64, trend hardware.Trend) float64 {
	frontier := float64(trend.JPerTH(e.AsOf + units.Date(horizon)))
	usd := make([]float32, e.N)
	for i := range usd {
		var sum float64
		n := min(daysOfPrice, horizon)
		for d := horizon - n; d < horizon; d++ {
			at := e.At(i, d)
			sum += float64(e.Hash[at]) * float64(e.Price[at])
		}
		p := proceeds(sum/float64(n), frontier)
		btc[i] += p / float64(e.Price[e.At(i, horizon-1)])
		usd[i] = float32(p)
	}
	var median [1]float64
	(&quantile.Finder{}).Of(usd, []float64{0.5}, median[:])
	return median[0]
}

// Transferable is tokenised hashrate that is sold on at the horizon.
type Transferable struct {
	Terms      *contract.Terms
	Efficiency units.Efficiency     // of its grade
	MarketFee  units.Fraction       // the marketplace's cut
	Bought     valuation.Conditions // of the day of purchase
	Horizon    int                  // days from the purchase to the sale
}

// Resell adds to outcomes what the sale brings at the horizon: the asking price per TH/s moves as
// TokenPricePerTH, a premium over the model is not carried over, and the sale costs the market's fee and
// a haircut. It returns the median proceeds in dollars; ok is false where the day is too early for the
// model, or the efficiency is not known.
func (h Transferable) Resell(e *play.Ensemble, o *play.Outcomes) (medianUSD float64, ok bool) {
	t, c := h.Terms, h.Bought
	trend, dated := hardware.FrontierTrend(c.AsOf)
	if !dated || t.TH <= 0 || h.Efficiency <= 0 {
		return 0, false
	}
	efficiency := float64(h.Efficiency)
	asked := (t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD) / t.TH
	then := TokenPricePerTH(c.HashpriceUSD(), efficiency, float64(trend.JPerTH(c.AsOf)), t.TH)
	if then <= 0 {
		return 0, false
	}
	sale := TokenSale{MarketFee: h.MarketFee, Haircut: TokenHaircut}
	return h.sell(e, o, asked, then, func(hashprice, frontier float64) float64 {
		return t.TH * sale.ProceedsPerTH(TokenPricePerTH(hashprice, efficiency, frontier, t.TH))
	}, trend), true
}

// sell adds a sale to outcomes and returns its median in dollars: asked is what was paid for a TH/s, then the
// model's price of it on that day, proceeds what the sale brings where no less than that was paid.
func (h Transferable) sell(e *play.Ensemble, o *play.Outcomes, asked, then float64,
	proceeds func(hashprice, frontier float64) float64, trend hardware.Trend) (medianUSD float64) {
	whole := make([]float64, e.N)
	medianUSD = AddProceeds(e, whole, h.Horizon, proceeds, trend)
	e.Sell(o, h.Horizon, play.Sale{BTC: whole, Model: then * h.Terms.TH, Paid: asked * h.Terms.TH})
	return medianUSD * min(1, asked/then)
}

// ResellMachine is Resell for the buyer's own machine that somebody hosts, by the model for machines: what
// failed is gone, and a private seller does not get a dealer's price, as of a machine bought elsewhere.
func (h Transferable) ResellMachine(e *play.Ensemble, o *play.Outcomes) (medianUSD float64, ok bool) {
	t, c := h.Terms, h.Bought
	trend, dated := hardware.FrontierTrend(c.AsOf)
	if !dated || t.TH <= 0 || h.Efficiency <= 0 {
		return 0, false
	}
	asked := (t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD) / t.TH
	bought := ASICMarket{Hashprice: c.HashpriceUSD(), Frontier: float64(trend.JPerTH(c.AsOf))}
	then := ASICPricePerTH(bought.Hashprice, float64(h.Efficiency), bought.Frontier)
	if then <= 0 {
		return 0, false
	}
	years := float64(h.Horizon) / 365.25
	kept := t.TH * math.Exp(-ASICFailuresPerYear*years) * (1 - ASICResaleCost)
	return h.sell(e, o, asked, then, func(hashprice, frontier float64) float64 {
		return kept * ASICResalePerTH(then, float64(h.Efficiency), bought,
			ASICMarket{Hashprice: hashprice, Frontier: frontier})
	}, trend), true
}

// Sale is what a lot brings at the prices of the models, whatever it was bought for.
type Sale struct {
	TodayUSD  float64   // on the day judged
	BTC       []float64 // on the last day of each path, in bitcoin
	MedianUSD float64   // of the same, in dollars of that day
}

// Sale is what the lot brings at the prices of the models, less what Resell and ResellMachine take off;
// false where the day is too early for them, or the efficiency is not known.
func (h Transferable) Sale(e *play.Ensemble, machine bool) (Sale, bool) {
	t, c := h.Terms, h.Bought
	trend, dated := hardware.FrontierTrend(c.AsOf)
	if !dated || t.TH <= 0 || h.Efficiency <= 0 || !machine && c.AsOf < TokenQuotes()[0].Seen {
		return Sale{}, false
	}
	efficiency := float64(h.Efficiency)
	token := TokenSale{MarketFee: h.MarketFee, Haircut: TokenHaircut}
	brings := func(hashprice, frontier float64) float64 {
		if machine {
			return t.TH * (1 - ASICResaleCost) * ASICPricePerTH(hashprice, efficiency, frontier)
		}
		return t.TH * token.ProceedsPerTH(TokenPricePerTH(hashprice, efficiency, frontier, t.TH))
	}
	kept := 1.0
	if machine {
		kept = math.Exp(-ASICFailuresPerYear * float64(h.Horizon) / 365.25)
	}
	s := Sale{TodayUSD: brings(c.HashpriceUSD(), float64(trend.JPerTH(c.AsOf))), BTC: make([]float64, e.N)}
	s.MedianUSD = AddProceeds(e, s.BTC, h.Horizon, func(hashprice, frontier float64) float64 {
		return kept * brings(hashprice, frontier)
	}, trend)
	return s, s.TodayUSD > 0
}

// EfficiencyOf is the J/TH that an offer's fees or hardware state, or that its machine is known to have; 0
// unknown.
func EfficiencyOf(o offer.Offer) units.Efficiency {
	if o.Hardware.Efficiency != nil {
		return *o.Hardware.Efficiency
	}
	for _, f := range o.Fees {
		if f.Efficiency != nil {
			return *f.Efficiency
		}
	}
	if m, err := hardware.Find(o.Hardware.Model); err == nil {
		return m.Efficiency
	}
	return 0
}
