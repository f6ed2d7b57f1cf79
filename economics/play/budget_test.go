package play

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// drawPlain is a contract with fees of which each day is the same or grows, some paid beside and some taken
// out, and perhaps a right of the seller to end it; paid out every day.
func drawPlain(t *rapid.T) contract.Terms {
	terms := contract.Terms{TH: rapid.Float64Range(1, 500).Draw(t, "TH"), Uptime: 1, Every: 1,
		Delay: rapid.IntRange(0, 10).Draw(t, "delay"), Length: rapid.IntRange(1, 140).Draw(t, "term"),
		UpfrontUSD: units.Micro(rapid.Int64Range(1, 5_000_000_000).Draw(t, "upfront"))}
	for range rapid.IntRange(1, 3).Draw(t, "fees") {
		f := contract.FeeTerm{USDPerDay: rapid.Float64Range(0, 0.05).Draw(t, "usd") * terms.TH,
			Separate: rapid.Bool().Draw(t, "beside")}
		if rapid.Bool().Draw(t, "grows") {
			f.Escalation, f.EscalationDays = rapid.Float64Range(0.01, 0.2).Draw(t, "escalation"), 30
		}
		terms.Fees = append(terms.Fees, f)
	}
	terms.Fees = append(terms.Fees, contract.FeeTerm{Share: rapid.Float64Range(0, 0.3).Draw(t, "share")})
	if rapid.Bool().Draw(t, "ends") {
		terms.Stops = append(terms.Stops,
			contract.StopTerm{Days: rapid.IntRange(1, 20).Draw(t, "days"), By: "provider"})
	}
	return terms
}

// One budget for all, on every path and for any contract: the right to switch off on losing days never lowers
// what is held at the end, a fee that is forgiven never leaves less than one that is owed, what costs less
// leaves more, and a contract that pays nothing and asks for nothing but its price leaves the fees that
// nobody asked for.
func TestOneBudgetForAll(t *testing.T) {
	e := walks(30, 150, 0.06, 12)
	rapid.Check(t, func(t *rapid.T) {
		terms := drawPlain(t)
		horizon := terms.Last()
		money := Commitment(&terms, horizon, e.Price0())
		held := func(t *contract.Terms) []float64 { return e.Held(e.Play(t, horizon, nil), money) }
		base := held(&terms)
		atLeast := func(what string, better []float64) {
			for i := range base {
				if better[i] < base[i]*(1-1e-5)-1e-8*float64(horizon) {
					t.Fatalf("%s, path %d: %.9f BTC, without %.9f", what, i, better[i], base[i])
				}
			}
		}
		atLeast("with a switch", held(OwnersSwitch(&terms)))
		forgiven := terms
		forgiven.Fees = append([]contract.FeeTerm(nil), terms.Fees...)
		for i := range forgiven.Fees {
			forgiven.Fees[i].Separate = false
		}
		if other := Commitment(&forgiven, horizon, e.Price0()); other != money {
			t.Fatalf("%v dollars where fees are forgiven, %v where they are owed", other, money)
		}
		atLeast("with fees forgiven", held(&forgiven))
		cheaper := forgiven
		cheaper.UpfrontUSD /= 2
		base = held(&forgiven)
		atLeast("at half the price", held(&cheaper))
	})
}

// What a contract may ask for, by hand: a price of 100, 10 once, 20 as deposit, 2 a day for 30 days of which
// the last 10 are a tenth more, and a bid of 0.5 per TH/s and day with a tenth on it.
func TestCommitment(t *testing.T) {
	usd := func(v float64) units.Micro { return units.RoundMicro(v) }
	terms := &contract.Terms{TH: 4, Uptime: 1, Delay: 5, Length: 30, UpfrontUSD: usd(100),
		DepositUSD: usd(20), BidUSD: 0.5,
		Fees: []contract.FeeTerm{{OnceUSD: usd(10)}, {USDPerDay: 2, Escalation: 0.1, EscalationDays: 20},
			{Spend: 0.1}, {Share: 0.5}, {PayoutUSD: usd(9)}}}
	const want = 100 + 10 + 20 + 2*20 + 2.2*10 + 4*0.5*30*1.1
	if got := Commitment(terms, terms.Last(), 70_000); math.Abs(got-want) > 1e-9 {
		t.Errorf("%v dollars, by hand %v", got, want)
	}
	inBitcoin := &contract.Terms{TH: 1, Uptime: 1, Length: 10, UpfrontBTC: units.MSatPerBTC,
		Fees: []contract.FeeTerm{{BTCPerDay: 0.01}}}
	if got := Commitment(inBitcoin, 10, 70_000); math.Abs(got-1.1*70_000) > 1e-6 {
		t.Errorf("%v dollars for 1.1 BTC", got)
	}
}
