package valuation

import (
	"context"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Scenario is one future, played out. Amounts are those of contract.Totals.
type Scenario struct {
	Name   string // the key of docs/terms.md
	Says   string // what is supposed, in one line
	Totals contract.Totals
	Blocks float64 // expected to be found by those whose luck it has; 0: it has none, or not by the chain
}

// play plays a contract over a future.
func play(
	ctx context.Context,
	t *contract.Terms,
	c Conditions,
	horizon int,
	name, says string,
	f future,
) Scenario {
	days := c.days(horizon, f)
	s := Scenario{Name: name, Says: says, Totals: t.RunWithin(ctx, days, nil)}
	if t.LuckTH > 0 {
		for i := t.Delay; i < len(days); i++ {
			reward := c.SubsidyBTC + c.FeesBTC
			if f.halvings {
				reward = c.SubsidyBTC*c.halved(i) + c.FeesBTC
			}
			s.Blocks += t.LuckTH * float64(days[i].Subsidy+days[i].Fees) / reward
		}
	}
	return s
}

// ProbNothing is the chance that no block is found; nil where payouts have no luck.
func (s Scenario) ProbNothing() *float64 {
	if s.Blocks == 0 {
		return nil
	}
	return known(math.Exp(-s.Blocks))
}

// The names of the scenarios, by which verdicts and programs know them.
const (
	Constant            = "constant"
	DifficultyPlus20    = "difficulty_plus_20"
	Plus3PercentMonthly = "plus_3_percent_monthly"
	Trailing12Months    = "trailing_12_months"
	HalvingIncluded     = "halving_included"
	SellerClaim         = "seller_claim"
)

// DaysPerMonth is a twelfth of a Julian year of 365.25 days (docs/terms.md).
const DaysPerMonth = 30.4375

// Claim is what the seller says a TH/s earns a day, in dollars; 0: nothing said.
type Claim struct{ DailyUSDPerTH float64 }

// Scenarios plays the contract over the futures of docs/terms.md, in their order. Price stays at
// its level in all of them; halvings happen in halving_included alone, so that each scenario changes
// one thing. trailing_12_months is left out where the past year is unknown. It ends soon after the context
// does; what it gives must then not be used.
func Scenarios(ctx context.Context, t *contract.Terms, c Conditions, horizon int,
	claim Claim) []Scenario {
	list := []struct {
		name, says string
		future
	}{
		{Constant, "difficulty, fees and price stay as they are", future{}},
		{DifficultyPlus20, "difficulty is 20 % higher for the whole term", future{difficulty: plus20}},
		{Plus3PercentMonthly, "difficulty grows 3 % a month", future{difficulty: monthly(0.03)}},
		{Trailing12Months, "difficulty keeps the growth of the past 12 months",
			future{difficulty: c.trailing}},
		{HalvingIncluded, "difficulty stays, the subsidy halves on schedule", future{halvings: true}},
	}
	var out []Scenario
	for _, s := range list {
		if s.name == Trailing12Months && c.GrowthYear == 0 {
			continue
		}
		out = append(out, play(ctx, t, c, horizon, s.name, s.says, s.future))
	}
	if claim.DailyUSDPerTH > 0 {
		claimed := c.days(horizon, future{})
		for i := range claimed {
			claimed[i].Subsidy, claimed[i].Fees = consensus.Hashvalue(claim.DailyUSDPerTH/c.PriceUSD), 0
		}
		out = append(out, Scenario{Name: SellerClaim, Says: "every day pays what the seller says",
			Totals: t.RunWithin(ctx, claimed, nil)})
	}
	return out
}

// OnSchedule are the scenarios that stand for the offer itself where a halving lies in the horizon: those of
// Scenarios that suppose something of difficulty, in their order, with the subsidy halving as it will.
func OnSchedule(ctx context.Context, t *contract.Terms, c Conditions, horizon int) []Scenario {
	var out []Scenario
	for _, s := range []struct {
		name       string
		difficulty func(int) float64
	}{{HalvingIncluded, nil}, {DifficultyPlus20, plus20}, {Plus3PercentMonthly, monthly(0.03)},
		{Trailing12Months, c.trailing}} {
		if s.name == Trailing12Months && c.GrowthYear == 0 {
			continue
		}
		out = append(
			out,
			play(ctx, t, c, horizon, s.name, "", future{difficulty: s.difficulty, halvings: true}),
		)
	}
	return out
}

// FirstDays plays the first days alone, difficulty staying as it is: with halvings where basis is
// HalvingIncluded.
func FirstDays(ctx context.Context, t *contract.Terms, c Conditions, days int, basis string) contract.Totals {
	return t.RunWithin(ctx, c.days(days, future{halvings: basis == HalvingIncluded}), nil)
}

// trailing is difficulty that keeps the growth of the past year.
func (c Conditions) trailing(day int) float64 { return math.Pow(c.GrowthYear, float64(day)/365) }

func plus20(int) float64 { return 1.2 }

// monthly is difficulty growing by a fraction per month, compounded daily.
func monthly(rate float64) func(day int) float64 {
	perDay := math.Log1p(rate) / DaysPerMonth
	return func(day int) float64 { return math.Exp(perDay * float64(day)) }
}

// Result is what a scenario came to, in the units people read. What rests on a price or a fee that is not
// stated is left out.
type Result struct {
	Name     string  `json:"name"`
	Says     string  `json:"says"`
	GrossUSD float64 `json:"gross_usd"`
	// deducted, kept at payout or paid separately; null: not every fee is stated
	FeesUSD *float64 `json:"fees_usd"`
	// received less paid, upfront price included; null, as net_btc: no price
	NetUSD        *float64 `json:"net_usd"`
	NetBTC        *float64 `json:"net_btc"`
	BTCEfficiency *float64 `json:"btc_efficiency"`
	// from 0, the day of purchase; null: never, or nothing is paid upfront
	PaybackDay *int    `json:"payback_day"`
	EndedDay   *int    `json:"ended_day"`
	EndedBy    string  `json:"ended_by"`
	StuckBTC   float64 `json:"stuck_btc"`
	// of a contract that is paid by blocks found: the chance that none is, the other figures being means
	ProbNothing *float64 `json:"prob_nothing"`
}

// Result is the scenario as it is published for an offer.
func (s Scenario) Result(o offer.Offer) Result {
	r := s.Totals
	out := Result{Name: s.Name, Says: s.Says, GrossUSD: r.GrossUSD.Float(), EndedBy: r.EndedBy,
		StuckBTC: r.Stuck.BTC(), ProbNothing: s.ProbNothing()}
	if p := out.ProbNothing; p != nil {
		out.Says += "; the mean over many such contracts, of which " + ShowChance(*p) + " find no block"
	}
	if o.FeesKnown() {
		var fees units.Micro
		for i := range r.Fees {
			fees += r.Fees[i].TakenUSD + r.Fees[i].PaidUSD
		}
		out.FeesUSD = known(fees.Float())
	}
	if o.Price.Stated() {
		out.NetUSD, out.NetBTC = known((r.ReceivedUSD - r.PaidUSD).Float()),
			known((r.Received - r.Paid).BTC())
		if efficiency, ok := r.BTCEfficiency(); ok {
			out.BTCEfficiency = &efficiency
		}
		if r.PaybackDay >= 0 && o.Price.Bid == nil { // what is paid day by day has no price to earn back
			out.PaybackDay = &r.PaybackDay
		}
	}
	if r.Ended {
		out.EndedDay = &r.EndedDay
	}
	return out
}

func known(v float64) *float64 { return &v }
