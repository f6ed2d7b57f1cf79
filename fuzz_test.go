package assay

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
)

// FuzzEvaluate: whatever document parses can be judged and replayed without a panic, and the answer is
// a JSON document of finite numbers.
func FuzzEvaluate(f *testing.F) {
	examples, err := filepath.Glob("examples/*.yaml")
	if err != nil || len(examples) == 0 {
		f.Fatal("no examples", err)
	}
	for _, name := range examples {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	h := market.Embedded()
	f.Fuzz(func(t *testing.T, data []byte) {
		o, _, err := offer.Parse("fuzz.yaml", data)
		if err != nil {
			return
		}
		v, err := Evaluate(Evidence{Offer: o, History: h,
			Choices: Choices{Paths: 16, OpenDays: 60, PowerUSD: 0.1, BudgetUSD: 100,
				Tax: &tax.Rates{Income: 0.3}}})
		if err != nil {
			return // evidence that makes no sense is refused with words
		}
		if _, err := json.Marshal(v); err != nil { // NaN and infinities do not marshal
			t.Fatalf("%v\n%s", err, data)
		}
		if terms, _, err := compile.Offer(o, compile.Options{}); err == nil {
			for _, day := range []string{"2010-07-18", "2013-11-30", "2021-09-12"} {
				r, err := valuation.ReplayFrom(t.Context(), terms, h, date(t, day), 60)
				if err == nil && (r.Totals.Received < 0 || r.Totals.Paid < 0 || r.Totals.Gross < 0) {
					t.Fatalf("negative sums %+v\n%s", r.Totals, data)
				}
			}
		}
	})
}

// One core or many, a verdict is the same bytes.
func TestCoresDoNotMatter(t *testing.T) {
	judge := func() *Verdict {
		return evaluateYAML(t, "seen: 2024-06-01\nhashrate: 30 TH/s\nterm: 300d\nprice: {upfront: 700 USD}\n"+
			"payout: {minimum: 0.0005 BTC}\n"+
			"fees: [{name: e, per_hashrate_day: 0.03 USD/TH/day, paid: deducted}]\n"+
			"stops: [{when: fees_exceed_revenue, for: 10d, then: terminate}]\n",
			func(e *Evidence) { e.Choices.Paths, e.Choices.PowerUSD = 4096, 0.05 })
	}
	many := judge()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if diff := cmp.Diff(many, judge()); diff != "" {
		t.Errorf("one core differs from many:\n%s", diff)
	}
}

// A market kept from another offer gives the same verdict as one made for it.
func TestSharedMarketIsTheSame(t *testing.T) {
	h := market.Embedded()
	o, _, err := offer.Parse("a.yaml", []byte("schema: assay/offer/v1\nseen: 2024-06-01\nhashrate: 30 TH/s\n"+
		"term: 200d\nprice: {upfront: 700 USD}\nfees: []\n"))
	if err != nil {
		t.Fatal(err)
	}
	e := Evidence{Offer: o, History: h, Choices: Choices{Paths: 512}}
	alone, err := Evaluate(e)
	if err != nil {
		t.Fatal(err)
	}
	markets := simulated.Keep(t.Context(), e.History)
	other := e
	other.Offer.Term.Days = 365
	if _, err := EvaluateWith(t.Context(), other, markets); err != nil {
		t.Fatal(err)
	}
	shared, err := EvaluateWith(t.Context(), e, markets)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(alone, shared); diff != "" {
		t.Error(diff)
	}
}

// Knowing more of what came later changes nothing but what the verdict says of its own data.
func TestNoLookAhead(t *testing.T) {
	h := market.Embedded()
	for _, day := range []string{"2014-03-01", "2017-12-17", "2021-07-03", "2024-04-20", "2026-06-15"} {
		d := date(t, day)
		change := func(h *market.History) func(*Evidence) {
			return func(e *Evidence) { e.AsOf, e.History, e.Choices.Paths = &d, h, 256 }
		}
		full, cut := evaluateYAML(t, teaching, change(h)), evaluateYAML(t, teaching, change(h.CutAt(d)))
		full.Data, cut.Data = Data{}, Data{}
		if diff := cmp.Diff(full, cut); diff != "" {
			t.Errorf("%s:\n%s", day, diff)
		}
	}
}

// Every number of a verdict is finite, and every chance a chance.
func TestChancesAreChances(t *testing.T) {
	v := evaluateYAML(t, teaching, func(e *Evidence) { e.Choices.Paths = 512 })
	for _, p := range []float64{*v.Economics.ProbBeatsBuying, *v.Economics.ProbStopped, v.Economics.PaybackDays.ProbNever, v.IfSellerVanishes.ProbVanished, v.IfSellerVanishes.ProbBeatsBuying} {
		if !(p >= 0 && p <= 1) || math.IsNaN(p) {
			t.Errorf("%v is no chance", p)
		}
	}
	if f := v.Economics.FairUpfront; !(orGift(f.P50) >= orGift(f.P80) && orGift(f.P80) >= orGift(f.P95)) {
		t.Errorf("fair prices %+v do not fall with confidence", f)
	}
}

// A brief judgement, for screening, gives the figures of the whole one.
func TestBriefIsTheSame(t *testing.T) {
	offered := "seen: 2024-06-01\nhashrate: 30 TH/s\nterm: 300d\nprice: {upfront: 700 USD}\n" +
		"fees: [{name: e, per_hashrate_day: 0.03 USD/TH/day, paid: deducted}]\n" +
		"stops: [{when: fees_exceed_revenue, for: 10d, then: terminate}]\n"
	whole := evaluateYAML(t, offered, func(e *Evidence) { e.Choices.Paths = 1024 })
	brief := evaluateYAML(t, offered, func(e *Evidence) { e.Choices.Paths, e.Choices.Brief = 1024, true })
	near := func(what string, a, b float64) {
		if math.Abs(a-b) > 1e-5*math.Abs(b)+1e-9 {
			t.Errorf("%s: brief %v, whole %v", what, a, b)
		}
	}
	near("median", brief.Economics.BTCEfficiency.P50, whole.Economics.BTCEfficiency.P50)
	near("p05", brief.Economics.BTCEfficiency.P05, whole.Economics.BTCEfficiency.P05)
	near("chance", *brief.Economics.ProbBeatsBuying, *whole.Economics.ProbBeatsBuying)
	near("stopped", *brief.Economics.ProbStopped, *whole.Economics.ProbStopped)
	near("fair", orGift(brief.Economics.FairUpfront.P80), orGift(whole.Economics.FairUpfront.P80))
	if brief.Verdict.Economics != whole.Verdict.Economics {
		t.Errorf("brief says %s, whole %s", brief.Verdict.Economics, whole.Verdict.Economics)
	}
}

// orGift is a fair price, zero where there is none.
func orGift(price *float64) float64 {
	if price == nil {
		return 0
	}
	return *price
}
