package economics

import (
	"context"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Figures are the numbers behind the economic verdict.
type Figures struct {
	AskedUSD      *float64 `json:"asked_usd"`
	AskedUSDPerTH *float64 `json:"asked_usd_per_th"`
	// constant conditions: all payments; null: the price is not stated
	PaidBTC         *float64                  `json:"paid_btc"`
	ReceivedBTC     *float64                  `json:"received_btc"` // constant conditions
	BTCEfficiency   *play.Dist                `json:"btc_efficiency"`
	ProbBeatsBuying *float64                  `json:"prob_beats_buying"`
	ProbStdErr      *float64                  `json:"prob_beats_buying_std_err"`
	FairUpfront     *FairUpfront              `json:"fair_upfront_usd_per_th"`
	FairBid         *FairBid                  `json:"fair_bid_per_th_day"` // of a market order
	NetUSD          *play.Dist                `json:"net_usd"`
	NetBTC          *play.Dist                `json:"net_btc"`
	PaybackDays     *Payback                  `json:"payback_days"`
	ProbStopped     *float64                  `json:"prob_stopped"`
	FeeShareOfGross *float64                  `json:"fee_share_of_gross"`
	Fan             []play.FanPoint           `json:"fan"`
	Resale          *Resale                   `json:"resale"` // counted in the figures above; null: none
	BreakEven       valuation.BreakEven       `json:"break_even"`
	Waterfall       []valuation.WaterfallItem `json:"waterfall"`
	Payments        []valuation.Payment       `json:"payments"` // constant conditions; they sum to paid_btc
	Horizon         int                       `json:"horizon_days"`
}

// FairUpfront is the highest upfront price per TH/s, in dollars, at which the chance to beat buying
// bitcoin is at least 50, 80 and 95 %, with the Monte Carlo standard errors in that order.
type FairUpfront struct {
	P50    float64    `json:"p50"`
	P80    float64    `json:"p80"`
	P95    float64    `json:"p95"`
	StdErr [3]float64 `json:"std_err"`
}

// FairBid is the highest bid of a market order, per TH/s and day in its currency, at which the chance to beat
// buying bitcoin is at least 50, 80 and 95 %.
type FairBid struct {
	Currency string  `json:"currency"`
	P50      float64 `json:"p50"`
	P80      float64 `json:"p80"`
	P95      float64 `json:"p95"`
}

// Resale is the median dollars that the sale of a transferable contract brings at the end, and the BTC
// efficiency without it.
type Resale struct {
	USD                  float64    `json:"usd"`
	BTCEfficiencyWithout *play.Dist `json:"btc_efficiency_without"`
}

// Payback is when dollars received reach dollars paid: the median over the paths on which they do.
type Payback struct {
	P50       *float64 `json:"p50"`
	ProbNever float64  `json:"prob_never"`
}

// figuresOf are the figures of constant conditions.
func figuresOf(ctx context.Context, in Input, t *contract.Terms, horizon int,
	constant valuation.Scenario) Figures {
	r, o := constant.Totals, in.Offer
	c := in.Conditions
	out := Figures{Horizon: horizon, Waterfall: valuation.Waterfall(t, r), Payments: valuation.Payments(t, r),
		Fan: []play.FanPoint{}}
	if o.Price.Upfront != nil || o.Price.PerHashrate != nil {
		asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD
		out.AskedUSD = &asked
		if t.TH > 0 {
			perTH := asked / t.TH
			out.AskedUSDPerTH = &perTH
		}
	}
	paid, received := r.Paid.BTC(), r.Received.BTC()
	out.ReceivedBTC = &received
	if !t.Unpriced {
		out.PaidBTC = &paid
	}
	if r.Gross > 0 && o.FeesKnown() {
		var fees units.MilliSat
		for i := range r.Fees {
			fees += r.Fees[i].Taken + r.Fees[i].Paid
		}
		share := float64(fees) / float64(r.Gross)
		out.FeeShareOfGross = &share
	}
	if !in.Choices.Brief || out.AskedUSD == nil {
		out.BreakEven = breakEven(ctx, t, o, c, horizon)
	}
	return out
}

// breakEven leaves out what has no meaning: an upfront price of a market order, and conditions under which
// a price that is not stated would be earned back.
func breakEven(ctx context.Context, t *contract.Terms, o offer.Offer, c valuation.Conditions,
	horizon int) valuation.BreakEven {
	b := valuation.BreakEvens(ctx, t, c, horizon)
	if o.Price.Bid != nil {
		b.UpfrontUSD, b.UpfrontUSDHarder = nil, nil
	}
	if t.Unpriced {
		b.MonthlyGrowth, b.PriceUSD, b.HashpriceUSD = nil, nil, nil
	}
	return b
}

// NoBreakEven says why there is no point at which the offer gives as much bitcoin as buying; empty where
// there is one.
func NoBreakEven(o offer.Offer, f Figures, scenarios []valuation.Result) string {
	b, constant := f.BreakEven, find(scenarios, valuation.Constant)
	switch {
	case b.UpfrontUSD != nil || b.UpfrontUSDHarder != nil || b.MonthlyGrowth != nil ||
		b.HashpriceUSD != nil ||
		b.PriceUSD != nil && o.HasDollarCosts():
		return ""
	case o.Payout.FixedReturn != nil:
		return "its payout is promised, not mined: it moves with no price, growth or hashprice"
	case constant == nil || constant.BTCEfficiency == nil:
		return "not known"
	case *constant.BTCEfficiency >= 1:
		return "it gives more at every price, growth and hashprice looked at"
	}
	return "at no price, growth or hashprice looked at"
}

// fill copies a simulation into the document, without what rests on a price or a fee that is not stated.
func (f *Figures) fill(s *play.Simulation, t *contract.Terms, o offer.Offer) {
	if !t.Unpriced {
		if f.BTCEfficiency = s.BTCEfficiency.Known(); f.BTCEfficiency != nil {
			f.ProbBeatsBuying, f.ProbStdErr = &s.ProbBeats, &s.ProbStdErr
			if o.Price.Bid == nil {
				f.PaybackDays = &Payback{P50: s.PaybackP50, ProbNever: s.ProbNever}
			}
		}
		f.NetUSD, f.NetBTC = s.NetUSD.Known(), s.NetBTC.Known()
	}
	f.ProbStopped = &s.ProbStopped
	if o.FeesKnown() {
		f.FeeShareOfGross = &s.FeeShare
	}
	if len(s.Fair) == 3 && t.TH > 0 && o.Price.Bid == nil {
		per := func(k int) float64 { return s.Fair[k].USD / t.TH }
		f.FairUpfront = &FairUpfront{P50: per(0), P80: per(1), P95: per(2),
			StdErr: [3]float64{s.Fair[0].StdErr / t.TH, s.Fair[1].StdErr / t.TH, s.Fair[2].StdErr / t.TH}}
	}
	f.Fan = append(f.Fan, s.Fan...)
}
