package play

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// drawPlain is a contract with fees of which each day is the same or grows, some paid beside and some taken out,
// and perhaps a right of the seller to end it; paid out every day.
func drawPlain(t *rapid.T) contract.Terms {
	terms := contract.Terms{TH: rapid.Float64Range(1, 500).Draw(t, "TH"), Uptime: 1, Every: 1,
		Delay: rapid.IntRange(0, 10).Draw(t, "delay"), Length: rapid.IntRange(1, 140).Draw(t, "term"),
		UpfrontUSD: units.Micro(rapid.Int64Range(1, 5_000_000_000).Draw(t, "upfront"))}
	for range rapid.IntRange(1, 3).Draw(t, "fees") {
		f := contract.FeeTerm{USDPerDay: rapid.Float64Range(0, 0.05).Draw(t, "usd") * terms.TH, Separate: rapid.Bool().Draw(t, "beside")}
		if rapid.Bool().Draw(t, "grows") {
			f.Escalation, f.EscalationDays = rapid.Float64Range(0.01, 0.2).Draw(t, "escalation"), 30
		}
		terms.Fees = append(terms.Fees, f)
	}
	terms.Fees = append(terms.Fees, contract.FeeTerm{Share: rapid.Float64Range(0, 0.3).Draw(t, "share")})
	if rapid.Bool().Draw(t, "ends") {
		terms.Stops = append(terms.Stops, contract.StopTerm{Days: rapid.IntRange(1, 20).Draw(t, "days"), By: "provider"})
	}
	return terms
}

// One budget for all, on every path and for any contract: for each dollar that is set aside, the right to
// switch off on losing days never leaves less, a fee that is forgiven never less than one that is owed, and what
// costs less, at once or by the day, and however it is paid, never less than what costs more.
func TestOneBudgetForAll(t *testing.T) {
	e := walks(30, 150, 0.06, 12)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawPlain(t)
		horizon, hashprice := terms.Last(), rapid.Float64Range(0.005, 0.1).Draw(t, "hashprice")
		held := func(t *contract.Terms) []float64 {
			money := Budget(t, horizon, e.Price0(), hashprice)
			all := e.Held(e.Play(t, horizon, nil), money)
			for i := range all {
				all[i] /= money
			}
			return all
		}
		atLeast := func(what string, better, base []float64) {
			for i := range base {
				least := 1e-8 * float64(horizon) / Budget(&terms, horizon, e.Price0(), hashprice)
				if better[i] < base[i]*(1-1e-5)-least {
					t.Fatalf("%s, path %d: %.9f BTC for a dollar, without %.9f", what, i, better[i], base[i])
				}
			}
		}
		without := func(f func(*contract.FeeTerm)) []float64 {
			other := terms
			other.Fees = append([]contract.FeeTerm(nil), terms.Fees...)
			for i := range other.Fees {
				f(&other.Fees[i])
			}
			return held(&other)
		}
		base, switched := held(&terms), held(OwnersSwitch(&terms))
		atLeast("with a switch", switched, base)
		forgiven := without(func(f *contract.FeeTerm) { f.Separate = false })
		atLeast("with fees forgiven", forgiven, base)
		// A seller's stop on losing days may spare the buyer fees that he owes beside: lesser fees put it off.
		less := without(func(f *contract.FeeTerm) { f.USDPerDay /= 2 })
		if len(terms.Stops) == 0 {
			atLeast("with half the fees", less, base)
		}
		forgivenLess := without(func(f *contract.FeeTerm) { f.USDPerDay, f.Separate = f.USDPerDay/2, false })
		atLeast("with half the fees, forgiven", forgivenLess, forgiven)
		cheaper := terms
		cheaper.UpfrontUSD /= 2
		atLeast("at half the price", held(&cheaper), base)
		atLeast("at half the price, with a switch", held(OwnersSwitch(&cheaper)), switched)
	})
}

// What is set aside, by hand: a price of 100, 20 as deposit, 10 once, and a bid of 0.5 per TH/s and day for 30
// days; no daily fee. Where 4 TH/s would mine more in those days than is asked for, as much as that; where
// nothing is asked for at once and nothing is mined, the fees.
func TestBudget(t *testing.T) {
	usd := func(v float64) units.Micro { return units.RoundMicro(v) }
	terms := &contract.Terms{
		TH: 4, Uptime: 1, Delay: 5, Length: 30, UpfrontUSD: usd(100), DepositUSD: usd(20), BidUSD: 0.5,
		Fees: []contract.FeeTerm{
			{OnceUSD: usd(10)}, {USDPerDay: 2, Escalation: 0.1, EscalationDays: 20},
			{Spend: 0.1}, {Share: 0.5}, {PayoutUSD: usd(9)},
		},
	}
	const asked = 100 + 20 + 10 + 4*0.5*30
	for hashprice, want := range map[float64]float64{0: asked, 1: asked, 2: 4 * 2 * 30} {
		if got := Budget(terms, terms.Last(), 70_000, hashprice); math.Abs(got-want) > 1e-9 {
			t.Errorf("%v dollars at %v, by hand %v", got, hashprice, want)
		}
	}
	inBitcoin := &contract.Terms{TH: 1, Uptime: 1, Length: 10, UpfrontBTC: units.MSatPerBTC}
	if got := Budget(inBitcoin, 10, 70_000, 0); math.Abs(got-70_000) > 1e-6 {
		t.Errorf("%v dollars for 1 BTC", got)
	}
	leased := &contract.Terms{Uptime: 1, Length: 10, Fees: []contract.FeeTerm{{USDPerDay: 3}}}
	if got := Budget(leased, 10, 70_000, 0.05); math.Abs(got-30) > 1e-9 {
		t.Errorf("%v dollars for fees alone", got)
	}
}
