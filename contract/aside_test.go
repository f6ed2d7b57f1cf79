package contract_test

import (
	"fmt"
	"testing"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// written is the terms of a document, and days on which 100 TH/s earn 4 dollars, or those given instead.
func written(t *testing.T, document string) *contract.Terms {
	t.Helper()
	o, _, err := offer.Parse("case", []byte("schema: assay/offer/v1\nhashrate: 100 TH/s\n"+document))
	if err != nil {
		t.Fatal(err)
	}
	terms, _, err := compile.Offer(o, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

func earning(dollars ...float64) []contract.Facts {
	days := make([]contract.Facts, len(dollars))
	for i, usd := range dollars {
		days[i] = contract.Facts{Price: 100_000, Subsidy: consensus.Hashvalue(usd / 100 / 100_000)}
	}
	return days
}

func always(usd float64, days int) []contract.Facts {
	all := make([]float64, days)
	for i := range all {
		all[i] = usd
	}
	return earning(all...)
}

// What stands beside mining, reckoned by hand: price 100, setup 2 x 30, rent 2 x 15 a month for 73 days, and
// 10 % on all of it; a deposit of 50 comes back.
func TestAmountsBesideMining(t *testing.T) {
	terms := written(t, `term: 73d
price: {upfront: 100 USD, deposit: 50 USD, taxes: 10%}
hardware: {count: 2}
fees:
  - {name: setup, once: 30 USD, each: machine}
  - {name: rent, per_month: 15 USD, each: machine, paid: separately}
`)
	r := terms.Run(always(4, 73), nil)
	const rent = 2 * 15 * 12 / 365. * 73 // 72
	for what, c := range map[string][2]float64{
		"paid":             {r.PaidUSD.Float(), 50 + 1.1*(100+60+rent)},
		"setup":            {r.Fees[0].PaidUSD.Float(), 66},
		"rent":             {r.Fees[1].PaidUSD.Float(), 1.1 * rent},
		"received":         {r.ReceivedUSD.Float(), 4*73 + 50},
		"deposit returned": {r.Returned.BTC() * 100_000, 50},
	} {
		if diff := c[0] - c[1]; diff > 1e-3 || diff < -1e-3 {
			t.Errorf("%s: %.4f dollars, by hand %.4f", what, c[0], c[1])
		}
	}
	// 4 a day against 1.08 a day and 176 at once: after 61 days 244 against 241.9, after 60 240 against 240.8
	if r.PaybackDay != 60 {
		t.Errorf("paid back on day %d, by hand on that of the 61st payout, 60 from the purchase",
			r.PaybackDay)
	}
}

// The same dollars come back, whatever bitcoin has done: at ten times the price they are a tenth of the
// bitcoin.
func TestDepositIsInItsCurrency(t *testing.T) {
	days := always(4, 10)
	days[9].Price *= 10
	r := written(t, "term: 10d\nprice: {upfront: 1 USD, deposit: 50 USD}\nfees: []\n").Run(days, nil)
	if r.Deposit != 10*r.Returned || r.Returned.BTC() != 50/1e6 {
		t.Errorf("%v paid, %v returned", r.Deposit, r.Returned)
	}
	open := written(t, "term: open\nprice: {upfront: 1 USD, deposit: 50 USD}\nfees: []\n").Run(days, nil)
	if open.Returned != 0 || open.Deposit != r.Deposit {
		t.Errorf("without an end: %v paid, %v returned", open.Deposit, open.Returned)
	}
}

// Three days above the fees, two below, ten above. A pause of the two days moves the end by two; a stop after
// two such days ends it, and costs what it says.
func TestPausesAndLeaving(t *testing.T) {
	usd := append([]float64{4, 4, 4, 1, 1}, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
	const fee = "price: {upfront: 1 USD}\nfees: [{per_hashrate_day: 0.02 USD/TH/day, paid: separately}]\n"
	for _, c := range []struct {
		stop         string
		mining, days int
		paid         float64
	}{
		{"{when: fees_exceed_revenue, then: pause}", 6, 8, 1 + 6*2},
		{"{when: fees_exceed_revenue, then: pause, extends_term: true}", 8, 10, 1 + 8*2},
		{"{when: fees_exceed_revenue, then: terminate, for: 2d}", 5, 5, 1 + 5*2},
		{"{when: fees_exceed_revenue, then: terminate, for: 2d, by: buyer, fee: 7 USD}", 5, 5, 1 + 5*2 + 7},
	} {
		r := written(t, fmt.Sprintf("term: 8d\n%sstops: [%s]\n", fee, c.stop)).Run(earning(usd...), nil)
		if r.MiningDays != c.mining || r.Days != c.days || r.PaidUSD != units.RoundMicro(c.paid) {
			t.Errorf("%s: mined %d of %d days, paid %v; by hand %d of %d, %v", c.stop, r.MiningDays, r.Days,
				r.PaidUSD.Float(), c.mining, c.days, c.paid)
		}
	}
}
