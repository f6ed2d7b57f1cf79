package assay

import (
	"encoding/json"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
)

// VerdictSchema identifies the document that Verdict marshals to.
const VerdictSchema = "assay/verdict/v1"

// Verdict is the answer, with the keys of schema assay/verdict/v1. Pointers that are nil print as
// null: not known, or not applicable.
type Verdict struct {
	Schema       string            `json:"schema"`
	Offer        json.RawMessage   `json:"offer"`
	AsOf         string            `json:"as_of"`
	Seed         uint64            `json:"seed"`
	Paths        int               `json:"paths"`
	Version      string            `json:"version"`
	Data         Data              `json:"data"`
	Verdict      Summary           `json:"verdict"`
	Economics    Economics         `json:"economics"`
	Scenarios    []Scenario        `json:"scenarios"`
	Clauses      []Clause          `json:"clauses"`
	Default      *Default          `json:"default"`
	Alternatives []Alternative     `json:"alternatives"`
	Anchors      []redflag.Anchor  `json:"anchors"`
	Findings     []redflag.Finding `json:"findings"`
	RunOff       *redflag.RunOff   `json:"run_off"`
	Sizing       *Sizing           `json:"sizing"`
	Tax          *Taxes            `json:"tax"` // null: no rates were given
	Assumptions  []string          `json:"assumptions"`
	Warnings     []string          `json:"warnings"`
}

// Data says what the market facts are and how far they reach.
type Data struct {
	History      string  `json:"history"` // hash of the bytes of the history
	From         string  `json:"from"`
	To           string  `json:"to"`
	ConditionsOf string  `json:"conditions_of"` // the day whose conditions are used
	Difficulty   float64 `json:"difficulty"`
	PriceUSD     float64 `json:"price_usd"`
	FeesBTC      float64 `json:"fees_btc_per_block"`
	SubsidyBTC   float64 `json:"subsidy_btc_per_block"`
	HashpriceUSD float64 `json:"hashprice_usd_per_th_day"`
	Cutoffs      Cutoffs `json:"cutoffs"`
}

// Cutoffs are the last days on which each fact is known.
type Cutoffs struct {
	Difficulty string `json:"difficulty"`
	Price      string `json:"price"`
	Fees       string `json:"fees"`
	Blocks     string `json:"blocks"`
}

// Summary is the verdict on the three axes, and one plain sentence.
type Summary struct {
	Economics    string   `json:"economics"`     // favourable, fair, overpriced, losing or unknown
	ContractRisk string   `json:"contract_risk"` // low, medium, high or unknown
	Trust        string   `json:"trust"`         // verifiable, unproven, doubtful, fraud_signs or unknown
	Sentence     string   `json:"sentence"`
	Reasons      []string `json:"reasons"` // of the economic verdict
	Because      Because  `json:"because"`
	Questions    []string `json:"questions"`    // what to ask the seller next
	WouldChange  []string `json:"would_change"` // what evidence would move the verdict on trust
}

// Because is why each axis got its word, in one clause.
type Because struct {
	Economics    string `json:"economics"`
	ContractRisk string `json:"contract_risk"`
	Trust        string `json:"trust"`
}

// Alternative is what the same money would have come to elsewhere, on the same paths. A nil BTCOut:
// it cannot be computed until Needs is known.
type Alternative struct {
	Name        string   `json:"name"`
	Says        string   `json:"says"`
	BTCOut      *Dist    `json:"btc_out"`
	USDOut      *Dist    `json:"usd_out"`
	ProbBeaten  *float64 `json:"prob_offer_beats"` // share of paths on which the offer gives more bitcoin
	Needs       string   `json:"needs"`
	ResidualUSD *float64 `json:"residual_usd"` // median resale value at the end, in btc_out already
}

// Sizing is how much of one's money the offer deserves, in bitcoin, sellers that vanish included.
type Sizing struct {
	KellyFraction float64 `json:"kelly_fraction"`
	HalfKelly     float64 `json:"half_kelly"`
	MaxLossUSD    float64 `json:"max_loss_usd"` // price, fees paid in advance and balance not yet paid out
	StagedPlan    []Step  `json:"staged_plan"`
	Says          string  `json:"says"`
}

// Step is one step of a staged purchase.
type Step struct {
	Do        string  `json:"do"`
	AmountUSD float64 `json:"amount_usd"`
	AfterDays int     `json:"after_days"`
	Why       string  `json:"why"`
}

// Economics are the figures behind the economic verdict.
type Economics struct {
	AskedUSD        *float64        `json:"asked_usd"`
	AskedUSDPerTH   *float64        `json:"asked_usd_per_th"`
	PaidBTC         *float64        `json:"paid_btc"`     // constant conditions: all payments; null: the price is not stated
	ReceivedBTC     *float64        `json:"received_btc"` // constant conditions
	BTCEfficiency   *Dist           `json:"btc_efficiency"`
	ProbBeatsBuying *float64        `json:"prob_beats_buying"`
	ProbStdErr      *float64        `json:"prob_beats_buying_std_err"`
	FairUpfront     *FairUpfront    `json:"fair_upfront_usd_per_th"`
	FairBid         *FairBid        `json:"fair_bid_per_th_day"` // of a market order
	NetUSD          *Dist           `json:"net_usd"`
	NetBTC          *Dist           `json:"net_btc"`
	PaybackDays     *Payback        `json:"payback_days"`
	ProbStopped     *float64        `json:"prob_stopped"`
	FeeShareOfGross *float64        `json:"fee_share_of_gross"`
	Fan             []FanPoint      `json:"fan"`
	Resale          *Resale         `json:"resale"` // counted in the figures above; null: none
	BreakEven       BreakEven       `json:"break_even"`
	Waterfall       []WaterfallItem `json:"waterfall"`
	Payments        []Payment       `json:"payments"` // constant conditions; they sum to paid_btc
	Horizon         int             `json:"horizon_days"`
}

// Dist is a figure over simulated paths.
type Dist struct {
	Mean float64 `json:"mean"`
	P05  float64 `json:"p05"`
	P25  float64 `json:"p25"`
	P50  float64 `json:"p50"`
	P75  float64 `json:"p75"`
	P95  float64 `json:"p95"`
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
	USD                  float64 `json:"usd"`
	BTCEfficiencyWithout *Dist   `json:"btc_efficiency_without"`
}

// Payback is when dollars received reach dollars paid: the median over the paths on which they do.
type Payback struct {
	P50       *float64 `json:"p50"`
	ProbNever float64  `json:"prob_never"`
}

// FanPoint is the bitcoin received after a number of days, over paths, and the median of the bitcoin
// that the payments until then would have bought.
type FanPoint struct {
	Day    int      `json:"day"`
	P05    float64  `json:"p05"`
	P25    float64  `json:"p25"`
	P50    float64  `json:"p50"`
	P75    float64  `json:"p75"`
	P95    float64  `json:"p95"`
	Bought *float64 `json:"bought"` // null: the price is not stated
}

// Clause is what one right is worth to the buyer, in dollars per TH/s; negative is a cost.
type Clause struct {
	Name        string  `json:"name"`
	Says        string  `json:"says"`
	USDPerTH    float64 `json:"usd_per_th"`
	StdErr      float64 `json:"std_err"`
	ProbBinding float64 `json:"prob_binding"`
}

// Default is the economics if the seller may vanish, shown beside the figures without.
type Default struct {
	Basis           string  `json:"basis"`
	ProbVanished    float64 `json:"prob_vanished"` // before the contract's own end
	BTCEfficiency   *Dist   `json:"btc_efficiency"`
	ProbBeatsBuying float64 `json:"prob_beats_buying"`
}

// BreakEven is where BTC efficiency is 1 under otherwise constant conditions.
type BreakEven struct {
	UpfrontUSD       *float64 `json:"upfront_usd"`
	UpfrontUSDHarder *float64 `json:"upfront_usd_difficulty_plus_20"`
	MonthlyGrowth    *float64 `json:"difficulty_growth_per_month"`
	PriceUSD         *float64 `json:"price_usd"`
	HashpriceUSD     *float64 `json:"hashprice_usd_per_th_day"`
}

// WaterfallItem is where a part of the gross goes under constant conditions; the items but "gross"
// sum exactly to it in bitcoin.
type WaterfallItem struct {
	Name  string  `json:"name"`
	BTC   string  `json:"btc"` // eleven decimals, exact
	USD   float64 `json:"usd"`
	Share float64 `json:"share_of_gross"`
}

// Payment is what the buyer pays, apart from what is taken out of the revenue.
type Payment struct {
	Name string  `json:"name"`
	BTC  string  `json:"btc"` // eleven decimals, exact
	USD  float64 `json:"usd"`
}

// Scenario is one played-out future.
type Scenario struct {
	Name          string   `json:"name"`
	Says          string   `json:"says"`
	GrossUSD      float64  `json:"gross_usd"`
	FeesUSD       *float64 `json:"fees_usd"` // null: not every fee is stated
	NetUSD        *float64 `json:"net_usd"`  // null, as net_btc: the price is not stated
	NetBTC        *float64 `json:"net_btc"`
	BTCEfficiency *float64 `json:"btc_efficiency"`
	PaybackDay    *int     `json:"payback_day"` // from 0, the day of purchase; null: never, or nothing is paid upfront
	EndedDay      *int     `json:"ended_day"`
	EndedBy       string   `json:"ended_by"`
	StuckBTC      float64  `json:"stuck_btc"`
}

func dataOf(h *market.History, c valuation.Conditions) Data {
	cut := h.Cutoffs()
	return Data{
		History: h.Hash(), From: h.First().String(), To: h.Last().String(), ConditionsOf: c.AsOf.String(),
		Difficulty: c.Difficulty, PriceUSD: c.PriceUSD, FeesBTC: c.FeesBTC, SubsidyBTC: c.SubsidyBTC,
		HashpriceUSD: c.HashpriceUSD(),
		Cutoffs: Cutoffs{Difficulty: cut.Difficulty.String(), Price: cut.Price.String(),
			Fees: cut.Fees.String(), Blocks: cut.Blocks.String()},
	}
}

// scenarioOf leaves out what rests on a price or a fee that is not stated.
func scenarioOf(s valuation.Scenario, o contract.Offer) Scenario {
	a, r := s.Amounts(), s.Totals
	out := Scenario{Name: s.Name, Says: s.Says, GrossUSD: a.GrossUSD, EndedBy: r.EndedBy, StuckBTC: r.Stuck.BTC()}
	if o.FeesKnown() {
		out.FeesUSD = &a.FeesUSD
	}
	if o.Price.Stated() {
		out.NetUSD, out.NetBTC = &a.NetUSD, &a.NetBTC
		if a.HasEfficiency {
			out.BTCEfficiency = &a.BTCEfficiency
		}
		if a.PaybackDay >= 0 && o.Price.Bid == nil { // what is paid day by day has no price to earn back
			out.PaybackDay = &a.PaybackDay
		}
	}
	if r.Ended {
		out.EndedDay = &r.EndedDay
	}
	return out
}
