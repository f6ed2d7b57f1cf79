package assay

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/redflag"
)

// member is an offer of a kind that had been judged wrongly, and what is right of it.
type member struct {
	name, yaml string
	trust      string // "": not looked at
	economics  string
	begins     string // the sentence, parts of it
	rule, says string // a finding that is present, and a part of its words
	agrees     bool   // that finding is absent instead
}

func (m member) holds(t *testing.T) {
	t.Helper()
	v := evaluateYAML(t, m.yaml, func(e *Evidence) { e.Choices.Paths = 512 })
	if m.trust != "" && v.Verdict.Trust != m.trust ||
		m.economics != "" && v.Verdict.Economics != m.economics ||
		!strings.Contains(v.Verdict.Sentence, m.begins) {
		t.Errorf("%s: %s, %s: %s", m.name, v.Verdict.Economics, v.Verdict.Trust, v.Verdict.Sentence)
	}
	want := redflag.Present
	if m.agrees {
		want = redflag.Absent
	}
	for _, f := range v.Findings {
		if m.rule != "" && strings.HasPrefix(f.Rule, m.rule) && f.State == want &&
			strings.Contains(f.Says, m.says) {
			return
		}
	}
	if m.rule == "" {
		return
	}
	for _, f := range v.Findings {
		if strings.HasPrefix(f.Rule, m.rule) {
			t.Errorf("%s: %s %s: %s", m.name, f.Rule, f.State, f.Says)
		}
	}
}

// On 2021-10-01 a TH/s earned 32 cents, and at $30 it had its price back in 92 days: who names a third of
// that keeps the rest, in whatever form it is named; fees that explain it do.
func TestFarBelowInAnyForm(t *testing.T) {
	const cloud = "kind: cloud\nseen: 2021-10-01\nhashrate: 50 TH/s\nterm: 365d\nprice: {upfront: 1500 USD}\n"
	const kept = "not paid out, and no fee is named that explains it"
	for _, m := range []member{
		{name: "hashprice", yaml: "fees: []\nclaims: [{hashprice: 0.15 USD/TH/day}]\n", rule: "C1",
			says: kept},
		{name: "bitcoin", yaml: "fees: []\nclaims: [{daily_revenue: 300 sat/TH/day}]\n", rule: "C1",
			says: kept},
		{name: "a day", yaml: "fees: []\nclaims: [{return: 0.2 %/day}]\n", rule: "C5", says: kept},
		{name: "a year", yaml: "fees: []\nclaims: [{return: 40 %/year}]\n", rule: "C5", says: kept},
		{name: "in all", yaml: "fees: []\nclaims: [{total_return: 110%}]\n", rule: "C5", says: kept},
		{name: "payback", yaml: "fees: []\nclaims: [{payback: 300d}]\n", rule: "C4", says: kept},
		{name: "explained",
			yaml: "fees: [{revenue_share: 60%}]\nclaims: [{daily_revenue: 0.15 USD/TH/day}]\n",
			rule: "C1", agrees: true},
		{name: "explained by the month", yaml: "fees: [{per_month: 300 USD}]\n" +
			"claims: [{daily_revenue: 0.15 USD/TH/day}]\n", rule: "C1", agrees: true},
		{name: "prudent", yaml: "fees: []\nclaims: [{total_return: 290%}]\n", rule: "C5", agrees: true},
		{name: "prudent payback", yaml: "fees: []\nclaims: [{payback: 140d}]\n", rule: "C4", agrees: true},
		{name: "in euro", yaml: "fees: []\nclaims: [{daily_revenue: 0.13 EUR/TH/day}]\n", rule: "C1",
			says: kept},
		{name: "in francs a petahash", yaml: "fees: []\nclaims: [{hashprice: 130 CHF/PH/day}]\n", rule: "C1",
			says: kept},
		{name: "a set-up explains nothing",
			yaml: "fees: [{once: 60 USD}]\nclaims: [{daily_revenue: 0.15 USD/TH/day}]\n", rule: "C1",
			says: "and the fees named explain 1 %"},
		{name: "no basis", yaml: "claims: [{total_return: 110%}]\n", rule: "C5",
			says: "the fees that are stated do not say why"},
	} {
		m.yaml = cloud + m.yaml
		m.holds(t)
	}
}

// Returns named in money or per time where nothing is named that earns them.
func TestReturnsInAnyForm(t *testing.T) {
	const paid = "seen: 2025-06-19\nprice: {upfront: 500 USD}\n"
	for _, m := range []member{
		{name: "each 24 hours",
			yaml:   "terms: {text: \"Deposit 500 USD and we pay 25 USD every 24 hours.\"}\n",
			begins: "5 % a day"},
		{name: "a table",
			yaml:   "terms: {text: \"price $500 | 30 days | payout per day $17.50 | total $525\"}\n",
			begins: "Do not pay"},
		{name: "lands", yaml: "terms: {text: \"Each day $12 lands in your account, for 60 days.\"}\n",
			begins: "2.4 % a day"},
		{name: "becomes", yaml: "terms: {text: \"$500 today becomes $1,250 in 25 days.\"}\n",
			begins: "Do not pay"},
		{name: "weekly", yaml: "terms: {text: \"Weekly income: $140. Monthly income: $600.\"}\n",
			begins: "4 % a day"},
		{name: "says",
			yaml:   "claims: [{says: \"You receive 9 dollars every day, whatever the network does\"}]\n",
			begins: "1.8 % a day"},
		{name: "quoted",
			yaml:   "sources: [{url: \"https://example.com/x\", quote: \"daily income $17.50\"}]\n",
			begins: "3.5 % a day"},
		{name: "claimed by the week", yaml: "claims: [{return: 3 %/week}]\n", begins: "0.429 % a day",
			rule: "F05_", says: "nothing is named that would earn it"},
		{name: "claimed by the month", yaml: "claims: [{return: 25 %/month}]\n", begins: "0.821 % a day"},
		{name: "claimed by the year", yaml: "claims: [{return: 120 %/year}]\n", begins: "Do not pay"},
	} {
		m.yaml, m.trust = paid+m.yaml, "doubtful"
		if m.name == "says" {
			m.trust = "" // doubtful or worse
		}
		m.holds(t)
	}
	for _, m := range []member{
		{name: "modest", yaml: paid + "claims: [{return: 8 %/year}]\n", trust: "unproven"},
		{name: "of named hashrate", yaml: "seen: 2017-08-01\nhashrate: 10 TH/s\nterm: 365d\n" +
			"price: {upfront: 1500 USD}\nfees: []\nclaims: [{return: 120 %/year}]\n", trust: "unproven"},
		{name: "of revenue", yaml: paid + "payout: {basis: fpps}\nclaims: [{return: 120 %/year}]\n",
			trust: "unproven"},
	} {
		m.holds(t)
	}
}

// A bid far below what any pool pays for the same is filled by nobody; what costs its price once or by
// the month is not too cheap.
func TestTooGoodCountsAllThatIsPaid(t *testing.T) {
	const bid = "kind: market\nseen: 2026-10-03\nhashrate: 1 PH/s\nterm: 10d\n"
	const sold = "seen: 2026-10-03\nhashrate: 100 TH/s\nterm: 720d\n"
	for _, m := range []member{
		{name: "545 times", yaml: bid + "price: {bid: 0.0000000009 BTC/TH/day}\nfees: []\n",
			trust:     "doubtful",
			economics: "unknown", begins: "mines $0.0376 at any pool"},
		{name: "in dollars", yaml: bid + "price: {bid: 0.0001 USD/TH/day}\nfees: [{spend_share: 3%}]\n",
			trust: "doubtful", begins: "Too good to be true"},
		{name: "half", yaml: bid + "price: {bid: 0.018 USD/TH/day}\nfees: []\n", trust: "doubtful",
			begins: "Too good to be true"},
		{name: "undated",
			yaml:  "kind: market\nhashrate: 1 PH/s\nterm: 10d\nprice: {bid: 0.0000000009 BTC/TH/day}\n",
			trust: "doubtful", begins: "Too good to be true"},
		{name: "without a term", yaml: "kind: market\nseen: 2026-10-03\nhashrate: 1 PH/s\n" +
			"price: {bid: 0.0000000009 BTC/TH/day}\n", trust: "doubtful", begins: "Too good to be true"},
		{name: "four fifths", yaml: bid + "price: {bid: 0.028 USD/TH/day}\nfees: []\n",
			economics: "unknown", begins: "seldom filled: if it is filled, of the $280",
			rule: "F21", says: "0.75 times"},
		{name: "at nine tenths", yaml: bid + "price: {bid: 0.037 USD/TH/day}\nfees: []\n",
			economics: "favourable", begins: "f it is filled and all is as the offer says"},
		{name: "at market", yaml: bid + "price: {bid: 0.00000047 BTC/TH/day}\nfees: []\n",
			rule: "F21", agrees: true},
		{name: "in euro", yaml: sold + "price: {upfront: 500 EUR}\nfees: [{once: 20 EUR}]\n",
			trust: "doubtful", begins: "Too good to be true"},
		{name: "in yen", yaml: sold + "price: {upfront: 70000 JPY}\nfees: []\n", trust: "doubtful",
			begins: "Too good to be true"},
		{name: "a bid in euro", yaml: bid + "price: {bid: 0.001 EUR/TH/day}\nfees: []\n", trust: "doubtful",
			begins: "mines 0.0326 EUR at any pool"},
		{name: "fees beside a bid", yaml: bid + "price: {bid: 0.000005 USD/TH/day}\n" +
			"fees: [{per_hashrate_day: 0.036 USD/TH/day, paid: separately}]\n", economics: "favourable"},
		{name: "once", yaml: sold + "price: {per_hashrate: 5 USD/TH}\nfees: [{once: 9000 USD}]\n",
			trust: "unproven", economics: "losing"},
		{name: "by the month",
			yaml:  sold + "price: {upfront: 100 USD}\nfees: [{per_month: 300 USD, paid: separately}]\n",
			trust: "unproven", economics: "losing"},
		{name: "for each machine", yaml: sold + "price: {upfront: 500 USD}\nhardware: {count: 10}\n" +
			"fees: [{once: 120 USD, each: machine}]\n", trust: "unproven"},
		{name: "of the profit", yaml: sold + "price: {upfront: 500 USD}\nfees: [{profit_share: 60%}]\n",
			trust: "unproven"},
		{name: "truly cheap", yaml: sold + "price: {upfront: 500 USD}\nfees: [{once: 20 USD}]\n",
			trust:  "doubtful",
			begins: "Too good to be true"},
	} {
		m.holds(t)
	}
}

// Where no price would do, the first sentence does not speak of this price; where one would, however small,
// it does, since the figure below names it.
func TestNoPriceWouldDo(t *testing.T) {
	const year = "seen: 2026-10-03\nhashrate: 100 TH/s\nterm: 360d\n"
	const power = "fees: [{efficiency: 40 J/TH, energy_price: 0.08 USD/kWh, paid: separately}]\n"
	const ever = "Do not buy it at any price"
	const dear = "fees: [{per_hashrate_day: 0.047 USD/TH/day, paid: deducted}]\n"
	for _, m := range []member{
		{name: "worth next to nothing", yaml: year + "price: {upfront: 2300 USD}\n" + dear,
			begins: "Do not buy at this price"},
		{name: "a bid and a fee", yaml: "kind: market\n" + year + "price: {bid: 0.04 USD/TH/day}\n" + power,
			begins: ever},
		{name: "for nothing", yaml: "kind: hosted\n" + year + "price: {upfront: 0 USD}\n" + power,
			begins: ever},
		{name: "all of the profit", yaml: year + "price: {upfront: 1000 USD}\nfees: [{profit_share: 100%}, " +
			power[len("fees: ["):], begins: ever},
		{name: "once", yaml: year + "price: {upfront: 1000 USD}\nfees: [{once: 9000 USD}]\n", begins: ever},
		{name: "never paid out",
			yaml:   year + "price: {upfront: 1000 USD}\nfees: []\npayout: {minimum: 0.5 BTC}\n",
			begins: ever},
		{name: "a bid too high", yaml: "kind: market\n" + year + "price: {bid: 0.08 USD/TH/day}\n" +
			"fees: [{per_hashrate_day: 0.001 USD/TH/day, paid: separately}]\n",
			begins: "Do not buy at this price"},
		{name: "too dear", yaml: year + "price: {upfront: 3000 USD}\nfees: []\n",
			begins: "Do not buy at this price"},
	} {
		m.economics = "losing"
		m.holds(t)
	}
}

// A halving inside of what is claimed or bought is known ahead.
func TestHalvingInAnyForm(t *testing.T) {
	const soon = "but for the halving of the subsidy about "
	for _, m := range []member{
		{name: "a claimed payback",
			yaml: "seen: 2024-04-01\nhashrate: 100 TH/s\nterm: 90d\nprice: {upfront: 700 USD}\n" +
				"fees: []\nclaims: [{payback: 70d}]\n", rule: "C4",
			says: "= 107 days if nothing ever changed but the " +
				"subsidy, which halves after 20 days"},
		{name: "power beside",
			yaml: "seen: 2020-03-01\nhashrate: 50 TH/s\nterm: 365d\nprice: {upfront: 200 USD}\n" +
				"fees: [{efficiency: 90 J/TH, energy_price: 0.05 USD/kWh, paid: deducted}]\n" +
				"claims: [{payback: 200d}]\n",
			rule: "C4", says: "never, even if nothing ever changed but the subsidy"},
		{name: "a payback before it",
			yaml: "seen: 2024-04-01\nhashrate: 100 TH/s\nterm: 90d\nprice: {upfront: 150 USD}\n" +
				"fees: []\nclaims: [{payback: 14d}]\n", rule: "C4",
			says: "= 14 days if nothing ever changed: the claim is"},
	} {
		m.holds(t)
	}
	for _, yaml := range []string{
		"seen: 2020-03-01\nhashrate: 50 TH/s\nterm: 365d\nprice: {upfront: 1700 USD}\nfees: []\n",
		"seen: 2024-04-15\nstart_delay: 10d\nhashrate: 50 TH/s\nterm: 365d\nprice: {upfront: 1500 USD}\n" +
			"fees: []\n",
		"kind: market\nseen: 2024-04-10\nhashrate: 1 PH/s\nterm: 30d\nprice: {bid: 0.0000012 BTC/TH/day}\n" +
			"fees: []\n",
		"seen: 2016-06-01\nhashrate: 5 TH/s\nterm: open\nprice: {upfront: 6000 USD}\nfees: []\n",
		"seen: 2012-11-01\nhashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 900000 USD}\nfees: []\n",
	} {
		v := evaluateYAML(t, yaml, func(e *Evidence) { e.Choices.Paths = -1 })
		if !strings.Contains(v.Verdict.Sentence, soon) || v.Economics.Halving == nil {
			t.Errorf("%s%s", yaml, v.Verdict.Sentence)
		}
	}
}

// What was on sale later than the day judged is not compared.
func TestNothingOfLaterInAnyKind(t *testing.T) {
	for _, yaml := range []string{
		"seen: 2014-03-01\nkind: cloud\nhashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 3000 USD}\nfees: []\n",
		"seen: 2019-05-01\nkind: token\nhashrate: 10 TH/s\nterm: 365d\nprice: {upfront: 300 USD}\nfees: []\n",
		"seen: 2016-01-15\nkind: hosted\nhashrate: 4.7 TH/s\nterm: 730d\nprice: {upfront: 900 USD}\n" +
			"fees: [{efficiency: 250 J/TH, energy_price: 0.06 USD/kWh, paid: separately}]\n",
		"seen: 2020-02-01\nkind: market\nhashrate: 100 TH/s\nterm: 10d\nprice: {bid: 0.000015 BTC/TH/day}\n" +
			"fees: []\n",
		"seen: 2022-07-01\nkind: forward\nhashrate: 100 TH/s\nterm: 90d\nprice: {upfront: 800 USD}\nfees: []\n" +
			"",
	} {
		v := evaluateYAML(t, yaml, func(e *Evidence) { e.Choices.Paths = 512 })
		for _, a := range v.Alternatives {
			known := a.Name == "buy_bitcoin" || a.Name == "dca_bitcoin"
			if !known && a.BTCOut != nil {
				t.Errorf("%s%s is compared: %+v", yaml, a.Name, a)
			}
		}
	}
}

// Figures are printed with the digits they were written with, whatever the units.
func TestFiguresOfAnyUnit(t *testing.T) {
	v := evaluateYAML(
		t,
		"seen: 2024-01-01\nhashrate: 0.07 PH/s\nprice: {per_hashrate: 0.029 USD/GH}\nterm: 100d\n"+
			"fees: [{efficiency: 21.5 J/TH, energy_price: 5.7 cents/kWh}, {per_hashrate_day: 1.1 USD/PH/day}]\n"+
			"",
		func(e *Evidence) { e.Choices.Paths = -1 },
	)
	if asked := *v.Economics.AskedUSDPerTH; asked != 29 {
		t.Errorf("asked %v for a TH/s", asked)
	}
	perDay := 70 * (21.5*.024*.057 + .0011)
	if fees := *v.Scenarios[0].FeesUSD; math.Abs(fees-100*perDay) > 1e-3 {
		t.Errorf("fees of %v, by hand %v", fees, 100*perDay)
	}
}
