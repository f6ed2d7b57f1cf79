package assay

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/units"
)

// By the seller's own figure an offer loses in whatever form and currency it is named, where less than the
// price comes back by it; a figure after its fees has them in it, and they are not taken twice.
func TestOwnFigureInAnyForm(t *testing.T) {
	const cloud = "kind: cloud\nseen: 2021-10-01\nhashrate: 50 TH/s\nterm: 365d\nprice: {upfront: 1500 USD}\n"
	for _, m := range []struct{ name, fees, claims, cause string }{
		{"in euro", "", "{daily_revenue: 0.06 EUR/TH/day}", "comes back"},
		{"the lower of two", "", "{hashprice: 0.31 USD/TH/day}, {hashprice: 60 USD/PH/day}",
			"for each bitcoin paid 0.730 comes back"},
		{"the later of two", "",
			"{hashprice: 60 USD/PH/day, date: 2021-08-01}, {hashprice: 0.31 USD/TH/day}", ""},
		{"less than the price", "", "{total_return: 90%}", "90% of the price comes back in all"},
		{"later than its end", "", "{payback: 400d}", "in 400 days, and it ends after 365"},
		{"after a share of the profit", "{profit_share: 60%}", "{daily_revenue: 0.13 USD/TH/day}", ""},
		{"before a small fee", "{profit_share: 20%}", "{daily_revenue: 0.10 USD/TH/day}",
			"for each bitcoin paid 0.973 comes back"},
	} {
		yaml := cloud + "fees: [" + m.fees + "]\nclaims: [" + m.claims + "]\n"
		v := evaluateYAML(t, yaml, func(e *Evidence) { e.Choices.Paths = 256 })
		loses := strings.Contains(v.Verdict.Cause, "by the seller's own figure it loses")
		if got := v.Verdict.Cause; loses != (m.cause != "") || !strings.Contains(got, m.cause) {
			t.Errorf("%s: %s", m.name, got)
		}
	}
}

// What the fees take is told of every form, with what comes on top and what is shared of the profit, and of
// the first day alone. On that day a TH/s earned $0.03739.
func TestCauseCountsAllFees(t *testing.T) {
	const plan = "seen: 2026-05-15\nhashrate: 100 TH/s\nterm: 365d\nprice: {upfront: 3000 USD, taxes: "
	for _, c := range []struct{ taxes, fees, says string }{
		{"0%", "{per_hashrate_day: 0.01 USD/TH/day}, {profit_share: 50%}", // .01 + .0137
			"fees take $0.0237 of"},
		{"0%", "{per_month: 60.8333 USD}", "fees take $0.02 of"}, // 60.83 x 12/365 / 100
		{"19%", "{per_hashrate_day: 0.03 USD/TH/day}", "fees take $0.0357 of"},
		{"0%", "{profit_share: 100%}", "the fees take all of the $0.0374"},
		{"0%", "{per_hashrate_day: 0.04 USD/TH/day, after: break_even}", "a TH/s is sold for $30"},
		{"0%", "{revenue_share: 20%}, {profit_share: 20%, after: break_even}, {revenue_share: 30%}",
			"fees take $0.0187 of"},
	} {
		yaml := plan + c.taxes + "}\nfees: [" + c.fees + "]\n"
		v := evaluateYAML(t, yaml, func(e *Evidence) { e.Choices.Paths = 256 })
		if !strings.Contains(v.Verdict.Cause, c.says) {
			t.Errorf("%s: %s", c.fees, v.Verdict.Cause)
		}
	}
}

// What has no fair price says why.
func TestNoFairPriceSaysWhy(t *testing.T) {
	const year = "seen: 2026-05-15\nhashrate: 100 TH/s\nterm: 720d\nprice: {upfront: "
	for _, c := range []struct{ yaml, why string }{
		{"1500 USD}\nfees: [{profit_share: 50%, after: break_even}]\n", "a fee waits"},
		{"2300 USD}\nfees: []\nstops: [{when: return_reaches, at: 120%}]\n", "ends at a multiple"},
		{"10 USD}\nfees: [{per_hashrate_day: 0.06 USD/TH/day}]\n", "nothing comes back too often"},
		{"2300 USD}\nfees: []\npayout: {basis: solo}\n", "nothing comes back too often"},
		{"2300 USD}\nfees: []\n", ""},
		{"2300 USD}\nfees: [{per_hashrate_day: 0.06 USD/TH/day, paid: separately}]\n", ""},
	} {
		v := evaluateYAML(t, year+c.yaml, func(e *Evidence) { e.Choices.Paths = 256 })
		got := v.Economics.NoFairPrice
		if (got == nil) != (c.why == "") || got != nil && !strings.Contains(*got, c.why) {
			t.Errorf("%s%v", c.yaml, got)
		}
	}
}

// A bid for luck alone has none either, and a gift would not lose.
func TestNoFairBidSaysWhy(t *testing.T) {
	const order = "kind: market\nseen: 2026-05-15\nhashrate: 1 PH/s\nterm: 10d\nprice: {bid: 47 sat/TH/day}\n"
	for payout, known := range map[string]bool{"payout: {basis: solo}\n": true, "": false} {
		v := evaluateYAML(t, order+"fees: []\n"+payout, func(e *Evidence) { e.Choices.Paths = 256 })
		why, none := v.Economics.NoFairPrice, v.Economics.FairBid.P50 == nil
		if (why != nil) != known || none != known {
			t.Errorf("%s%v", payout, why)
		}
	}
}

// A fee that waits for the price to be earned back never falls due at the price that only just is: what is
// mined. An offer whose price is not stated says so, and not that it would be dear as a gift.
func TestBreakEvenPriceOfAFeeThatWaits(t *testing.T) {
	v := evaluateYAML(t, "seen: 2024-05-15\nhashrate: 100 TH/s\nterm: 720d\n"+
		"fees: [{profit_share: 50%, after: break_even}]\n", func(e *Evidence) { e.Choices.Paths = -1 })
	b, mined := v.Economics.BreakEven.UpfrontUSD, v.Scenarios[0].GrossUSD
	if b == nil || math.Abs(*b/mined-1) > 1e-3 ||
		!strings.Contains(v.Verdict.Sentence, "The price is not stated: above $") {
		t.Errorf("%v of %v mined: %s", b, mined, v.Verdict.Sentence)
	}
}

// Fees beside a bid do not hide the fair one: at it the odds are even.
func TestFairBidBesideFees(t *testing.T) {
	at := func(bid float64) *Verdict {
		return evaluateYAML(t, "kind: market\nseen: 2026-05-15\nhashrate: 1 PH/s\nterm: 30d\nprice: {bid: "+
			units.Format(bid, 8)+" USD/TH/day}\nfees: [{spend_share: 3%}, {once: 20 USD}]\n",
			func(e *Evidence) { e.Choices.Paths = 2048 })
	}
	fair := *at(0.034).Economics.FairBid.P50
	if p := *at(fair).Economics.ProbBeatsBuying; math.Abs(p-0.5) > 0.002 {
		t.Errorf("at the fair bid of %v it beats buying in %v", fair, p)
	}
}

// Without simulated markets the sentence tells of the very scenario that the word rests on: with the halving.
func TestHalvingOfTheWordIsThatOfTheSentence(t *testing.T) {
	for _, c := range []struct{ yaml, says string }{
		{"seen: 2024-04-18\nstart_delay: 5d\nhashrate: 100 TH/s\nterm: 180d\nprice: {upfront: 700 USD}\n" +
			"fees: [{profit_share: 20%}]\npayout: {minimum: 0.002 BTC}\n",
			"Too dear: of $700 you would get back bitcoin worth $643 if difficulty grows 3 % a month and " +
				"the subsidy halves about 2024-04-20."},
		{"seen: 2024-02-01\nhashrate: 100 TH/s\nterm: 84d\nprice: {upfront: 600 USD}\nfees: []\n",
			"Too dear: of $600 you would get back bitcoin worth $562 if difficulty is 20 % higher and the " +
				"subsidy halves about 2024-04-22."},
		{"seen: 2012-10-20\nhashrate: 0.006 TH/s\nterm: 200d\nprice: {upfront: 1400 USD}\nfees: []\n",
			"worth $2,299 if difficulty is 20 % higher and the subsidy halves about 2012-11-30."},
		{"seen: 2024-02-01\nhashrate: 100 TH/s\nterm: 60d\nprice: {upfront: 400 USD}\nfees: []\n",
			"worth $408 if difficulty is 20 % higher."},
	} {
		v := evaluateYAML(t, c.yaml, func(e *Evidence) { e.Choices.Paths = -1 })
		known := (len(v.Economics.OnSchedule) > 0) == (v.Economics.Halving != nil)
		if !strings.Contains(v.Verdict.Sentence, c.says) || !known {
			t.Errorf("%s%s", c.yaml, v.Verdict.Sentence)
		}
	}
}

// A price that comes back is part of what is promised, once: of a total it is in it already, and where it
// comes back no share of it is said to be all that would.
func TestPriceThatComesBackIsPromisedOnce(t *testing.T) {
	const plan = "seen: 2024-06-01\nprice: {upfront: 1574 USD}\nterms: {principal_returned: true}\n"
	for _, c := range []struct{ yaml, says string }{
		// (30 x 1.2 % + 100 %) / 30 is 4.53 % a day, of which the highest yield on record is 0.82
		{"term: 30d\npayout: {fixed_return: 1.2 %/day}\n", "1.2 % a day and the price back at the end are " +
			"promised, and at least 81 % of what is promised"},
		{"term: 30d\nclaims: [{total_return: 136%}]\n", "1.2 % a day and the price back at the end are " +
			"named as the return, and at least 81 % of what is promised"},
		{"term: 30d\npayout: {fixed_return: 1.2 %/day}\nclaims: [{total_return: 136%}]\n",
			"at least 81 % of what is promised"},
		{"term: 90d\npayout: {fixed_return: 30 %/quarter}\n", "0.329 % a day and the price back at the end"},
		{"term: 180d\npayout: {fixed_return: 9 %/month}\n", "0.296 % a day and the price back at the end"},
		{"term: 1 year\npayout: {fixed_return: 60 %/year}\n", "0.164 % a day and the price back at the end"},
		{"term: 30d\nclaims: [{total_return: 100%}]\n", "the price is to come back at the end"},
	} {
		v := evaluateYAML(t, plan+c.yaml, func(e *Evidence) { e.Choices.Paths = -1 })
		says := v.Verdict.Sentence
		if !strings.Contains(says, c.says) || strings.Contains(says, "of the price would come back") {
			t.Errorf("%s%s", c.yaml, says)
		}
	}
}

// What comes in with the sale at its end says so, and what never does is nothing.
func TestWhatComesInSaysOfTheSale(t *testing.T) {
	const token = "kind: token\nseen: 2026-05-15\nhashrate: 20 TH/s\nterm: 365d\nprice: {upfront: 280 USD}\n"
	const sold = "resale: {transferable: true}\nhardware: {efficiency: 15 J/TH}\n"
	for _, c := range []struct{ yaml, says string }{
		{"fees: [{per_hashrate_day: 0.02 USD/TH/day}]\n" + sold,
			"in the first year with the sale at its end"},
		{"fees: [{per_hashrate_day: 0.02 USD/TH/day}]\n", "in the first year, with bitcoin at"},
		{"fees: [{per_hashrate_day: 0.07 USD/TH/day}]\n", "nothing, since the fees take all that it mines"},
	} {
		v := evaluateYAML(t, token+c.yaml, func(e *Evidence) { e.Choices.Paths = 256 })
		if !strings.Contains(v.Verdict.ComesIn, c.says) {
			t.Errorf("%s%s", c.yaml, v.Verdict.ComesIn)
		}
	}
}

// What is mined and held back, since it is less than the least that is paid out, is not told as coming in;
// and nothing is not "about".
func TestWhatIsHeldBackDoesNotComeIn(t *testing.T) {
	const offered = "seen: 2026-09-01\nhashrate: 1 TH/s\nterm: 90d\nprice: {upfront: 5 USD}\nfees: "
	held := evaluateYAML(t, offered+"[]\npayout: {minimum: 0.001 BTC}\n",
		func(e *Evidence) { e.Choices.Paths = 64 })
	if got := held.Verdict.ComesIn; !strings.HasPrefix(got, "about $0.039 mined on the first day") ||
		!strings.HasSuffix(got, "; less than 0.001 BTC is not paid out") {
		t.Errorf("held back: %q", got)
	}
	late := evaluateYAML(t, offered+"[{per_hashrate_day: 0.0391 USD/TH/day, paid: deducted}]\n",
		func(e *Evidence) { e.Choices.Paths = 512 })
	if got := late.Verdict.ComesIn; !strings.HasPrefix(got, "nothing on the first day and about $") {
		t.Errorf("nothing at first: %q", got)
	}
}
