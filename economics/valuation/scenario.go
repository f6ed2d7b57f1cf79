package valuation

import (
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// Scenario is one future, played out. Amounts are those of contract.Totals.
type Scenario struct {
	Name   string // the key of docs/terms.md
	Says   string // what is supposed, in one line
	Totals contract.Totals
}

// DaysPerMonth is a twelfth of a Julian year of 365.25 days (docs/terms.md).
const DaysPerMonth = 30.4375

// Claim is what the seller says a TH/s earns a day, in dollars; 0: nothing said.
type Claim struct{ DailyUSDPerTH float64 }

// Scenarios plays the contract over the futures of docs/terms.md, in their order. Price stays at
// its level in all of them; halvings happen in halving_included alone, so that each scenario changes
// one thing. trailing_12_months is left out where the past year is unknown.
func Scenarios(t *contract.Terms, c Conditions, horizon int, claim Claim) []Scenario {
	list := []struct {
		name, says string
		future
	}{
		{"constant", "difficulty, fees and price stay as they are", future{}},
		{"difficulty_plus_20", "difficulty is 20 % higher for the whole term", future{difficulty: plus20}},
		{"plus_3_percent_monthly", "difficulty grows 3 % a month", future{difficulty: monthly(0.03)}},
		{"trailing_12_months", "difficulty keeps the growth of the past 12 months",
			future{difficulty: func(day int) float64 { return math.Pow(c.GrowthYear, float64(day)/365) }}},
		{"halving_included", "difficulty stays, the subsidy halves on schedule", future{halvings: true}},
	}
	var out []Scenario
	for _, s := range list {
		if s.name == "trailing_12_months" && c.GrowthYear == 0 {
			continue
		}
		out = append(out, Scenario{s.name, s.says, t.Run(c.days(horizon, s.future), nil)})
	}
	if claim.DailyUSDPerTH > 0 {
		claimed := c.days(horizon, future{})
		for i := range claimed {
			claimed[i].Subsidy, claimed[i].Fees = consensus.Hashvalue(claim.DailyUSDPerTH/c.PriceUSD), 0
		}
		out = append(out, Scenario{"seller_claim", "every day pays what the seller says", t.Run(claimed, nil)})
	}
	return out
}

func plus20(int) float64 { return 1.2 }

// monthly is difficulty growing by a fraction per month, compounded daily.
func monthly(rate float64) func(day int) float64 {
	perDay := math.Log1p(rate) / DaysPerMonth
	return func(day int) float64 { return math.Exp(perDay * float64(day)) }
}

// Amounts are the figures of a scenario in the units people read.
type Amounts struct {
	GrossUSD, FeesUSD, NetUSD float64
	NetBTC                    float64
	BTCEfficiency             float64 // valid where HasEfficiency
	HasEfficiency             bool
	PaybackDay                int // -1 never
}

// Amounts: FeesUSD is every fee deducted, kept at payout or paid separately; NetUSD is dollars
// received less dollars paid, the upfront price included; NetBTC is the same in bitcoin.
func (s Scenario) Amounts() Amounts {
	r := s.Totals
	a := Amounts{GrossUSD: r.GrossUSD.Float(), PaybackDay: r.PaybackDay}
	var fees units.Micro
	for i := range r.Fees {
		fees += r.Fees[i].TakenUSD + r.Fees[i].PaidUSD
	}
	a.FeesUSD = fees.Float()
	a.NetUSD = (r.ReceivedUSD - r.PaidUSD).Float()
	a.NetBTC = (r.Received - r.Paid).BTC()
	a.BTCEfficiency, a.HasEfficiency = r.BTCEfficiency()
	return a
}
