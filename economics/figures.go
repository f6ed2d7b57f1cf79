package economics

import (
	"context"
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Figures are the numbers behind the economic verdict.
type Figures struct {
	// why nothing of what it would pay is told: it is a promise, or cannot be true; null: it is told
	Withheld      *string  `json:"withheld"`
	AskedUSD      *float64 `json:"asked_usd"`
	AskedUSDPerTH *float64 `json:"asked_usd_per_th"`
	// the scenario that figures without simulated markets rest on: constant, or halving_included where a
	// halving lies in the days computed, with the first day of the smaller subsidy
	Basis   string  `json:"basis"`
	Halving *string `json:"halving"`
	// the scenarios that the word and sentence rest on where a halving lies in the days computed and no
	// markets are simulated: those that suppose something of difficulty, with the subsidy halving on
	// schedule
	OnSchedule []valuation.Result `json:"on_schedule"`
	// of that scenario: all payments; null: the price is not stated
	PaidBTC         *float64     `json:"paid_btc"`
	ReceivedBTC     *float64     `json:"received_btc"` // of that scenario
	BTCEfficiency   *play.Dist   `json:"btc_efficiency"`
	ProbBeatsBuying *float64     `json:"prob_beats_buying"`
	ProbStdErr      *float64     `json:"prob_beats_buying_std_err"`
	FairUpfront     *FairUpfront `json:"fair_upfront_usd_per_th"`
	FairBid         *FairBid     `json:"fair_bid_per_th_day"` // of a market order
	// why no fair price or bid is named, or why the null of one is no price that a gift would be above;
	// null: the two say it
	NoFairPrice     *string                   `json:"no_fair_price"`
	NetUSD          *play.Dist                `json:"net_usd"`
	NetBTC          *play.Dist                `json:"net_btc"`
	PaybackDays     *Payback                  `json:"payback_days"`
	ProbStopped     *float64                  `json:"prob_stopped"`
	FeeShareOfGross *float64                  `json:"fee_share_of_gross"`
	Fan             []play.FanPoint           `json:"fan"`
	ComesIn         []ComesIn                 `json:"comes_in"` // of a market order, or by luck: none
	Resale          *Resale                   `json:"resale"`   // counted in the figures above; null: none
	Budget          *Budget                   `json:"budget"`   // the same money as with all beside
	Luck            *Luck                     `json:"luck"`     // null: payouts are expectations
	BreakEven       valuation.BreakEven       `json:"break_even"`
	Waterfall       []valuation.WaterfallItem `json:"waterfall"`
	Payments        []valuation.Payment       `json:"payments"` // of that scenario; they sum to paid_btc
	// what a market order pays on its first day, fees beside the bid included, over what its hashrate earns;
	// null: no such order
	BidOverHashprice *float64 `json:"bid_over_hashprice"`
	Horizon          int      `json:"horizon_days"`
	// what the stated fees come to on the first day, in dollars per TH/s; null: no amount is stated
	StatedFeesUSD *float64      `json:"stated_fees_usd_per_th_day"`
	Owned         *owned.Answer `json:"owned"` // null: it is nobody's yet
}

// Budget is what comes of the money that is set aside for an offer (play.Budget): bitcoin that is bought with
// it on the first day, less what is paid when it falls due, and what is received. What is not asked for stays
// bitcoin.
type Budget struct {
	USD float64 `json:"usd"` // set aside
	// bitcoin at the end for each bitcoin that the money buys on the first day
	BTCPerBTC play.Dist `json:"btc_per_btc"`
	ProbBeats float64   `json:"prob_beats_buying"`
}

// budget notes what is held at the end of each path of the money that was set aside.
func (f *Figures) budget(e *play.Ensemble, held []float64, money float64) {
	bought := money / e.Price0()
	per := make([]float64, len(held))
	for i, v := range held {
		per[i] = v / bought
	}
	f.Budget = &Budget{USD: money, BTCPerBTC: play.DistOf(per),
		ProbBeats: play.Share(per, func(_ int, v float64) bool { return v >= 1 })}
}

// FairUpfront is the highest upfront price per TH/s, in dollars, at which the chance to beat buying
// bitcoin is at least 50, 80 and 95 %, with the Monte Carlo standard errors in that order. Null: no price
// does, not even as a gift.
type FairUpfront struct {
	P50    *float64    `json:"p50"`
	P80    *float64    `json:"p80"`
	P95    *float64    `json:"p95"`
	StdErr [3]*float64 `json:"std_err"`
}

// FairBid is the highest bid of a market order, per TH/s and day in its currency, at which the chance to beat
// buying bitcoin is at least 50, 80 and 95 %; null: no bid does.
type FairBid struct {
	Currency string   `json:"currency"`
	P50      *float64 `json:"p50"`
	P80      *float64 `json:"p80"`
	P95      *float64 `json:"p95"`
}

// worthless is dollars: less is rounding, of sums of float32 and of thousandths of a satoshi.
const worthless = 1e-4

// price is a price that exists: one above zero.
func price(v float64) *float64 {
	if !(v > 0) {
		return nil
	}
	return &v
}

// noFair says why there is no fair price or bid, or none at some odds, where that is not because even a gift
// loses; nil where it need not be said.
func (s *Section) noFair(o offer.Offer, t *contract.Terms) {
	f := &s.Figures
	const dependsOnPrice = "no fair price is named: what comes back depends on the price itself, since "
	says := ""
	switch paysBeside := paysBeside(t); {
	case f.Owned != nil || o.Owned != nil:
	case o.Price.Bid != nil && (f.FairBid == nil || f.FairBid.P95 != nil || paysBeside):
	case o.Price.Bid != nil:
		says = "where no bid is named, nothing comes back too often: nothing is lost at none, and " +
			"nothing gained"
	case t.ReturnCap > 0 && f.FairUpfront == nil:
		says = dependsOnPrice + "the contract ends at a multiple of it"
	case t.PriceSetsPayout() && t.Fixed == 0 && f.FairUpfront == nil:
		says = dependsOnPrice + "a fee waits for it to be earned back"
	case f.FairUpfront != nil && f.FairUpfront.P95 == nil && !paysBeside:
		says = "where no price is named, nothing comes back too often: nothing is lost by a gift, and " +
			"nothing gained"
	}
	if says != "" {
		f.NoFairPrice = &says
	}
}

// paysBeside reports whether anything is paid beside price and bid.
func paysBeside(t *contract.Terms) bool {
	return slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool {
		return f.Separate && f.Spend == 0 || f.OnceUSD != 0 || f.OnceBTC != 0
	})
}

// Resale is the median dollars that the sale of a transferable contract brings at the end, and the BTC
// efficiency without it.
type Resale struct {
	USD                  float64    `json:"usd"`
	BTCEfficiencyWithout *play.Dist `json:"btc_efficiency_without"`
}

// Luck is what a contract depends on that is paid by the blocks which its hashrate, or its pool, finds: in
// the scenario that the figures rest on. Simulated markets have it in each of their figures.
type Luck struct {
	Blocks      float64 `json:"blocks"`       // expected
	ProbNothing float64 `json:"prob_nothing"` // no block is found: nothing is received
	ProbBlock   float64 `json:"prob_block"`   // at least one is
	BTCPerBlock float64 `json:"btc_per_block"`
}

// luckOf is the luck in a scenario; nil where it has none.
func luckOf(s valuation.Scenario) *Luck {
	nothing := s.ProbNothing()
	if nothing == nil {
		return nil
	}
	return &Luck{Blocks: s.Blocks, ProbNothing: *nothing, ProbBlock: -math.Expm1(-s.Blocks),
		BTCPerBlock: s.Totals.Received.BTC() / s.Blocks}
}

// Payback is when dollars received reach dollars paid: the median over the paths on which they do.
type Payback struct {
	P50       *float64 `json:"p50"`
	ProbNever float64  `json:"prob_never"`
}

// figuresOf are the figures of a scenario.
func figuresOf(
	ctx context.Context,
	in Input,
	t *contract.Terms,
	horizon int,
	basis valuation.Scenario,
) Figures {
	r, o := basis.Totals, in.Offer
	c := in.Conditions
	out := Figures{Basis: basis.Name, Horizon: horizon, Luck: luckOf(basis),
		Waterfall: valuation.Waterfall(t, r), Payments: valuation.Payments(t, r), Fan: []play.FanPoint{},
		ComesIn: []ComesIn{}, OnSchedule: []valuation.Result{}}
	if day, ok := c.Halving(horizon); ok {
		says := day.String()
		out.Halving = &says
	}
	if o.Price.Upfront != nil || o.Price.PerHashrate != nil {
		asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD
		out.AskedUSD = &asked
		if t.TH > 0 {
			perTH := asked / t.TH
			out.AskedUSDPerTH = &perTH
		}
	}
	if len(t.Fees) > 0 && t.TH > 0 {
		fees := t.DailyFees(c.Unchanged(1)[0]).BTC() * c.PriceUSD / t.TH
		out.StatedFeesUSD = &fees
	}
	if o.Price.Bid != nil && t.TH > 0 {
		day := t.OrderCosts(c.Unchanged(1)[0]).BTC() * c.PriceUSD / t.TH / c.HashpriceUSD()
		out.BidOverHashprice = &day
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
	b, constant := f.BreakEven, find(scenarios, f.Basis)
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
		var to FairUpfront
		for k, at := range []**float64{&to.P50, &to.P80, &to.P95} {
			if s.Fair[k].USD < worthless {
				continue
			}
			if *at = price(s.Fair[k].USD / t.TH); *at != nil {
				stdErr := s.Fair[k].StdErr / t.TH
				to.StdErr[k] = &stdErr
			}
		}
		f.FairUpfront = &to
	}
	f.Fan = append(f.Fan, s.Fan...)
}
