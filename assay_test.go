package assay

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

func evaluateYAML(t testing.TB, yaml string, change func(*Evidence)) *Verdict {
	t.Helper()
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+yaml))
	if err != nil {
		t.Fatal(err)
	}
	e := Evidence{Version: "test", Offer: o, History: market.Embedded()}
	if change != nil {
		change(&e)
	}
	v, err := Evaluate(e)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const teaching = "hashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 20 USD}\nfees: []\n"

// The teaching example: 365 x $0.036 = $13.14 against $20; a fifth more difficulty divides by 1.2.
func TestTeachingExample(t *testing.T) {
	v := evaluateYAML(t, teaching, func(e *Evidence) { e.Overrides.HashpriceUSD = 0.036 })
	for _, want := range []struct {
		scenario   string
		gross, net float64
	}{{"constant", 13.14, -6.86}, {"difficulty_plus_20", 10.95, -9.05}} {
		s := scenarioOf(v, want.scenario)
		if s == nil || math.Abs(s.GrossUSD-want.gross) > 0.005 || math.Abs(*s.NetUSD-want.net) > 0.005 {
			t.Errorf("%s: %+v, want gross %.2f and net %.2f", want.scenario, s, want.gross, want.net)
		}
	}
	b := v.Economics.BreakEven
	if math.Abs(*b.UpfrontUSD-13.14) > 0.005 || math.Abs(*b.UpfrontUSDHarder-10.95) > 0.005 {
		t.Errorf("break-even prices %.4f and %.4f, want 13.14 and 10.95", *b.UpfrontUSD, *b.UpfrontUSDHarder)
	}
	if v.Verdict.Economics != economics.Losing {
		t.Errorf("economics %q, want losing", v.Verdict.Economics)
	}
}

// The waterfall's parts sum to its gross exactly, in the decimals that are printed.
func TestWaterfallSums(t *testing.T) {
	v := evaluateYAML(t, "hashrate: 7.3 TH/s\nterm: 100d\nprice: {upfront: 90 USD}\n"+
		"payout: {minimum: 0.0001 BTC, every: 9d}\n"+
		"fees: [{name: pool, revenue_share: 2.3%}, {name: e, efficiency: 17 J/TH, energy_price: 0.061 USD/kWh, paid: deducted}, {name: w, per_payout: 0.00001 BTC}]\n", nil)
	parse := func(s string) (sum int64) {
		if _, err := fmt.Sscanf(strings.Replace(s, ".", "", 1), "%d", &sum); err != nil {
			t.Fatal(err)
		}
		return sum
	}
	var sum int64
	for _, w := range v.Economics.Waterfall[1:] {
		sum += parse(w.BTC)
	}
	if gross := parse(v.Economics.Waterfall[0].BTC); sum != gross || len(v.Economics.Waterfall) < 5 {
		t.Errorf("parts sum to %d, gross is %d: %+v", sum, gross, v.Economics.Waterfall)
	}
}

// What cannot be computed is a verdict of unknown with the missing fact named, never an error.
func TestUnknown(t *testing.T) {
	for name, tt := range map[string]struct{ offer, want string }{
		"price": {"hashrate: 1 TH/s\nterm: 365d\nfees: []\n", "the price is not stated"},
		"term":  {"hashrate: 1 TH/s\nprice: {upfront: 1 USD}\nfees: []\n", "the term is not stated"},
		"fees":  {"hashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 3 USD}\n", "fees are not stated"},
		"promise": {"hashrate: 1 TH/s\nterm: 90d\nprice: {upfront: 100 USD}\nfees: []\npayout: {fixed_return: 2 %/day}\n",
			"the seller's word"},
	} {
		v := evaluateYAML(t, tt.offer, nil)
		if v.Verdict.Economics != economics.NotKnown ||
			!strings.Contains(strings.Join(v.Verdict.Reasons, ";"), tt.want) {
			t.Errorf("%s: %+v", name, v.Verdict)
		}
	}
}

// economics.Losing is said even where fees are unknown, since they could only make it worse.
func TestLosingNeedsNoFees(t *testing.T) {
	v := evaluateYAML(t, "hashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 100 USD}\n", nil)
	if v.Verdict.Economics != economics.Losing ||
		!strings.Contains(strings.Join(v.Verdict.NotKnown, ";"), "any fee makes it worse") {
		t.Errorf("%+v", v.Verdict)
	}
}

// A day beyond the history is judged by its last day, and the verdict says how old that is.
func TestStaleFactsAreSaid(t *testing.T) {
	v := evaluateYAML(t, teaching+"seen: 2026-11-22\n", nil)
	all := strings.Join(v.Warnings, "\n")
	if v.Data.ConditionsOf != "2026-10-03" || !strings.Contains(all, "50 days older than 2026-11-22") ||
		!strings.Contains(all, "carried forward from 2026-06-01") {
		t.Errorf("conditions of %s, warnings %s", v.Data.ConditionsOf, all)
	}
}

func TestMisuse(t *testing.T) {
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+teaching))
	if err != nil {
		t.Fatal(err)
	}
	early := units.Date(10_000)
	for want, e := range map[string]Evidence{
		"before the history begins":     {AsOf: &early},
		"both say what a hash earns":    {Overrides: Overrides{HashpriceUSD: 1, Difficulty: 1}},
		"no bitcoin price is known for": {AsOf: ptr(units.Date(14_300))},
	} {
		e.Offer, e.History = o, market.Embedded()
		if _, err := Evaluate(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// scenarioOf is the scenario of a name; nil where it was not played.
func scenarioOf(v *Verdict, name string) *valuation.Result {
	for i := range v.Scenarios {
		if v.Scenarios[i].Name == name {
			return &v.Scenarios[i]
		}
	}
	return nil
}

func ptr[T any](v T) *T { return &v }

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Each word that a verdict on trust has is one that a hazard is known for.
func TestTrustWordsHaveAHazard(t *testing.T) {
	for _, word := range []string{redflag.Verifiable, redflag.Unproven, redflag.Doubtful, redflag.FraudSigns,
		redflag.TrustUnknown} {
		if _, err := survival.Hazard(survival.Trust(word), market.Embedded().Last()); err != nil {
			t.Error(err)
		}
	}
}

// A replay on one day is that of the same day among all, and a day that cannot be is the day's fault.
func TestReplay(t *testing.T) {
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+teaching))
	if err != nil {
		t.Fatal(err)
	}
	e := Evidence{Offer: o, History: market.Embedded()}
	all, err := Replay(t.Context(), e, Purchases{Every: 30})
	if err != nil || len(all.Purchases) < 100 {
		t.Fatal(all, err)
	}
	want := all.Purchases[len(all.Purchases)/2]
	one, err := Replay(t.Context(), e, Purchases{From: &want.Start})
	if err != nil || len(one.Purchases) != 1 || one.Purchases[0] != want {
		t.Errorf("on %s alone %+v, among all %+v (%v)", want.Start, one, want, err)
	}
	some, err := Replay(t.Context(), e, Purchases{Every: 30, First: want.Start, Last: want.Start + 60})
	if err != nil || !slices.Equal(some.Purchases, all.Purchases[len(all.Purchases)/2:][:3]) {
		t.Errorf("between %s and 60 days on: %v (%v)", want.Start, some, err)
	}
	none, err := Replay(t.Context(), e, Purchases{Every: 30, First: 1, Last: 2})
	if err != nil || !slices.Equal(none.Purchases, all.Purchases) {
		t.Errorf("where none can be played all are: %d of %d (%v)", len(none.Purchases),
			len(all.Purchases), err)
	}
	var day *DayError
	if _, err := Replay(t.Context(), e, Purchases{From: ptr(units.Date(0))}); !errors.As(err, &day) {
		t.Errorf("bought in 1970: %v", err)
	}
}
