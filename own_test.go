package assay

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// possessions are what people own: a contract with fees on top, a token and a machine that can be sold on.
var possessions = map[string]string{
	"cloud": `{"hashrate":"50 TH/s","term":"730d",
"fees":[{"per_hashrate_day":"0.02 USD/TH/day","paid":"separately"}],
"owned":{"since":"2024-12-01"%s}}`,
	"token": `{"kind":"token","hashrate":"50 TH/s","term":"open","resale":{"transferable":true},
"fees":[{"efficiency":"15 J/TH","energy_price":"0.05 USD/kWh","paid":"deducted"}],
"owned":{"since":"2024-12-01"%s}}`,
	"machine": `{"kind":"hosted","hashrate":"200 TH/s","term":"1095d","resale":{"transferable":true},
"hardware":{"model":"Antminer S21","efficiency":"17.5 J/TH"},"price":{"deposit":"200 USD"},
"fees":[{"efficiency":"17.5 J/TH","energy_price":"0.075 USD/kWh","paid":"separately"}],
"owned":{"since":"2024-12-01"%s}}`,
}

type judging func(t *testing.T, document string) *Verdict

// judging2025 judges documents of 2025-05-01 on the same markets.
func judging2025(t *testing.T) judging {
	kept := simulated.Keep(t.Context(), market.Embedded())
	return func(t *testing.T, document string) *Verdict {
		t.Helper()
		document = `{"schema":"assay/offer/v1","seen":"2025-05-01",` + strings.TrimPrefix(document, "{")
		o, _, err := offer.Parse("owned.json", []byte(document))
		if err != nil {
			t.Fatal(err)
		}
		e := Evidence{Offer: o, History: market.Embedded()}
		e.Choices.Paths = 1024
		v, err := EvaluateWith(t.Context(), e, kept)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (judge judging) answer(t *testing.T, name, more string) *owned.Answer {
	t.Helper()
	a := judge(t, fmt.Sprintf(possessions[name], more)).Economics.Owned
	if a == nil {
		t.Fatalf("%s%s: an owner is not answered", name, more)
	}
	return a
}

func way(t *testing.T, a *owned.Answer, name string) owned.Way {
	t.Helper()
	for _, w := range a.Ways {
		if w.Name == name && w.USD != nil {
			return w
		}
	}
	t.Fatalf("%s is not reckoned: %+v", name, a.Ways)
	return owned.Way{}
}

// At the price above which selling is better, holding and selling are even; and that price is the same
// whatever somebody offers.
func TestHoldAndSellTieAtTheFairPrice(t *testing.T) {
	judge := judging2025(t)
	for name := range possessions {
		fair := judge.answer(t, name, "").SellAbove
		if fair == nil {
			t.Fatalf("%s: no price is fair", name)
		}
		a := judge.answer(t, name, fmt.Sprintf(`,"offered":"%.2f USD"`, *fair))
		if p := *a.ProbHoldWins; math.Abs(p-0.5) > 0.01 { // of 1,024 paths, and a cent
			t.Errorf("%s at its fair price of %.2f: holding wins on %.3f", name, *fair, p)
		}
		hold, sell := way(t, a, owned.Hold).USD.P50, way(t, a, owned.Sell).USD.P50
		if math.Abs(hold-sell) > 0.01*sell {
			t.Errorf("%s at its fair price: hold %.2f, sell %.2f", name, hold, sell)
		}
		if !near(*a.SellAbove, *fair) {
			t.Errorf("%s: what is offered moves the fair price from %.4f to %.4f", name, *fair,
				*a.SellAbove)
		}
		low := judge.answer(t, name, fmt.Sprintf(`,"offered":"%.2f USD"`, *fair*0.8))
		high := judge.answer(t, name, fmt.Sprintf(`,"offered":"%.2f USD"`, *fair*1.25))
		if *low.ProbHoldWins <= 0.5 || *high.ProbHoldWins >= 0.5 {
			t.Errorf("%s: below its fair price holding wins on %.3f, above on %.3f", name, *low.ProbHoldWins,
				*high.ProbHoldWins)
		}
	}
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-3*math.Abs(b) }

// What was paid, as a price, per hashrate, as a charge made once or in words of its own, changes no figure.
func TestSunkCostNeverChangesTheAnswer(t *testing.T) {
	judge := judging2025(t)
	for name, document := range possessions {
		more := `,"offered":"300 USD","upgrade":{"cost":"50 USD","hashrate":"400 TH/s"},` +
			`"reinvest":{"price":"15 USD/TH"}`
		figures := func(document string) string {
			v := judge(t, document)
			all, err := json.Marshal([]any{v.Economics, v.Scenarios, v.Alternatives, v.IfSellerVanishes,
				v.Verdict})
			if err != nil {
				t.Fatal(err)
			}
			return string(all)
		}
		want := figures(fmt.Sprintf(document, more))
		sunk := map[string]string{
			"paid":      fmt.Sprintf(document, more+`,"paid":"1 USD"`),
			"paid much": fmt.Sprintf(document, more+`,"paid":"900000 USD"`),
			"a setup": strings.Replace(fmt.Sprintf(document, more), `"fees":[`,
				`"fees":[{"once":"500 USD"},`, 1),
		}
		if !strings.Contains(document, `"price"`) {
			sunk["a price"] = strings.Replace(fmt.Sprintf(document, more), `"fees"`,
				`"price":{"upfront":"5000 USD"},"fees"`, 1)
		}
		for what, document := range sunk {
			if got := figures(document); got != want {
				t.Errorf("%s: %s changes the answer", name, what)
			}
		}
	}
}

// An upgrade that changes nothing and costs nothing is holding; a dearer one never leaves more.
func TestAnUpgradeOfNothingTiesWithHolding(t *testing.T) {
	judge := judging2025(t)
	for name, th := range map[string]string{"cloud": "50 TH/s", "token": "50 TH/s", "machine": "200 TH/s"} {
		upgrade := func(cost int) owned.Way {
			a := judge.answer(t, name, fmt.Sprintf(
				`,"offered":"300 USD","upgrade":{"cost":"%d USD","hashrate":%q}`, cost, th))
			w, hold := way(t, a, owned.Upgrade), way(t, a, owned.Hold)
			if cost == 0 && (*w.USD != *hold.USD || *w.ProbMore != 0) {
				t.Errorf("%s: an upgrade of nothing comes to %+v, holding to %+v", name, *w.USD, *hold.USD)
			}
			return w
		}
		free, dear := upgrade(0), upgrade(100)
		if d := free.USD.P50 - dear.USD.P50; math.Abs(d-100) > 0.5 {
			t.Errorf("%s: $100 for nothing costs %.2f", name, d)
		}
	}
}

// Whoever reinvests for a time in which nothing is bought yet holds; without fees a lower price never leaves
// less.
func TestReinvestingNothingTiesWithHolding(t *testing.T) {
	judge := judging2025(t)
	for name := range possessions {
		a := judge.answer(t, name, `,"reinvest":{"price":"15 USD/TH","for":"1d"}`)
		if got, want := *way(t, a, owned.Reinvest).USD, *way(t, a, owned.Hold).USD; got != want {
			t.Errorf("%s: reinvesting nothing comes to %+v, holding to %+v", name, got, want)
		}
	}
	free := `{"hashrate":"50 TH/s","term":"730d","fees":[],` +
		`"owned":{"since":"2025-05-01","reinvest":{"price":"%d USD/TH"}}}`
	before := math.Inf(1)
	for _, price := range []int{1, 5, 20, 100} {
		got := way(t, judge(t, fmt.Sprintf(free, price)).Economics.Owned, owned.Reinvest).USD.P50
		if got > before {
			t.Errorf("at %d USD/TH reinvesting leaves %.2f, at the price before %.2f", price, got, before)
		}
		before = got
	}
}

// Holding is buying the rest for what a sale would bring: the offer of that rest at that price gives the
// same.
func TestHoldingIsBuyingTheRest(t *testing.T) {
	judge := judging2025(t)
	fees := `"fees":[{"per_hashrate_day":"0.02 USD/TH/day","paid":"separately"}]`
	bought := judge(t, `{"hashrate":"50 TH/s","term":"579d","price":{"upfront":"300 USD"},`+fees+`}`)
	// 151 of 730 days are over from 2024-12-01 to 2025-05-01
	held := judge(t, `{"hashrate":"50 TH/s","term":"730d",`+
		`"owned":{"since":"2024-12-01","offered":"300 USD"},`+fees+`}`)
	if a, b := bought.Economics.BTCEfficiency, held.Economics.BTCEfficiency; *a != *b {
		t.Errorf("bought for 300: %+v; held instead of sold for 300: %+v", *a, *b)
	}
	if a, b := *bought.Economics.ProbBeatsBuying, *held.Economics.Owned.ProbHoldWins; math.Abs(a-b) > 0.002 {
		t.Errorf("buying is right on %.4f, holding on %.4f", a, b)
	}
	over := judge(t, `{"hashrate":"50 TH/s","term":"100d","owned":{"since":"2024-12-01"},`+fees+`}`)
	if s := over.Verdict.Sentence; !strings.Contains(s, "it ended on 2025-03-10") {
		t.Errorf("a contract that is over: %s", s)
	}
}
