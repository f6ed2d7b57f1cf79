package assay

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Euros without a rate are worth the mean of the month before the day, and it is said; a rate of the reader
// or of an update comes first, and a currency that nobody knows is still asked for.
func TestMonthlyRatesAreTheLastResort(t *testing.T) {
	euros := strings.Replace(teaching, "20 USD", "20 EUR", 1) + "seen: 2024-06-10\n"
	day, err := units.ParseDate("2024-06-10")
	if err != nil {
		t.Fatal(err)
	}
	rate, ok := market.MonthlyRateOf("EUR", day)
	if !ok || rate.Month != "2024-05" {
		t.Fatalf("%+v, %v", rate, ok)
	}
	brief := func(e *Evidence) { e.Choices.Paths = -1 }
	v := evaluateYAML(t, euros, brief)
	if math.Abs(*v.Economics.AskedUSD/(20*rate.USDPer)-1) > 1e-6 ||
		!strings.Contains(strings.Join(v.Assumptions, "\n"), "the mean of 2024-05: a monthly rate") {
		t.Errorf("asked %v of %v, %q", *v.Economics.AskedUSD, rate, v.Assumptions)
	}
	own := evaluateYAML(t, euros, func(e *Evidence) {
		brief(e)
		e.Choices.USDPer = map[units.Currency]float64{"EUR": 2}
	})
	if *own.Economics.AskedUSD != 40 || strings.Contains(strings.Join(own.Assumptions, "\n"), "monthly") {
		t.Errorf("own rate: %v, %q", *own.Economics.AskedUSD, own.Assumptions)
	}
	before := evaluateYAML(t, strings.Replace(euros, "2024-06-10", "2010-09-01", 1), brief)
	unknown := strings.Contains(before.Verdict.Sentence, "how many dollars that is on the day is not known")
	if before.Economics.AskedUSD != nil || !unknown {
		t.Errorf("before the first month: %s", before.Verdict.Sentence)
	}
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+euros))
	if err != nil {
		t.Fatal(err)
	}
	e := Evidence{Offer: o, History: market.Embedded()}
	r, err := Replay(context.Background(), e, Purchases{From: &day})
	if err != nil || r.Terms.UpfrontUSD != units.RoundMicro(20*rate.USDPer) ||
		!strings.Contains(strings.Join(r.Assumed, "\n"), "monthly") {
		t.Errorf("replayed: %v, %+v", err, r)
	}
	earlier, err := units.ParseDate("2022-03-15")
	if err != nil {
		t.Fatal(err)
	}
	rate, _ = market.MonthlyRateOf("EUR", earlier)
	r, err = Replay(context.Background(), e, Purchases{From: &earlier})
	if err != nil || r.Terms.UpfrontUSD != units.RoundMicro(20*rate.USDPer) ||
		!strings.Contains(strings.Join(r.Assumed, "\n"), "1 EUR is taken as 1.135 USD, the mean of 2022-02") {
		t.Errorf("replayed from %s: %v, %+v", earlier, err, r)
	}
}
