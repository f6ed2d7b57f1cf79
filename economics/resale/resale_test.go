package resale

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// asicMarketOn is hashprice (mean of seven days) and frontier (today's trend) of a past day.
func asicMarketOn(t testing.TB, d units.Date) ASICMarket {
	t.Helper()
	trend, ok := hardware.FrontierTrend(date(t, "2026-10-03"))
	if !ok {
		t.Fatal("no trend")
	}
	sum := 0.0
	for _, day := range market.Embedded().Days(d-6, d+1) {
		sum += day.HashpriceUSD() / 7
	}
	return ASICMarket{sum, float64(trend.JPerTH(d))}
}

// The press reported 119.25 USD/TH on 2021-05-07 and 15.71 on 2022-12-25 for machines under 38 J/TH.
func TestFallOf2021(t *testing.T) {
	top, bottom := asicMarketOn(t, date(t, "2021-05-07")), asicMarketOn(t, date(t, "2022-12-25"))
	a := ASICPricePerTH(top.Hashprice, 31, top.Frontier)
	b := ASICPricePerTH(bottom.Hashprice, 31, bottom.Frontier)
	if math.Abs(math.Log(a/119.25)) > asicPriceLogSD || math.Abs(math.Log(b/15.71)) > asicPriceLogSD {
		t.Errorf("modelled %.2f and %.2f USD/TH, reported 119.25 and 15.71", a, b)
	}
	if fall := 1 - b/a; fall < 0.83 || fall > 0.91 {
		t.Errorf("modelled fall %.3f, reported 0.868", fall)
	}
	if got := ASICResalePerTH(119.25, 31, top, bottom); math.Abs(got/b-1) > 1e-12 {
		t.Errorf("bought at a premium of %.2f, resold at %.2f: the premium was carried over (model %.2f)",
			119.25/a, got, b)
	}
}

// Dealers' asking prices that the fit never saw, docs/residuals.md: typical error 0.37 in 2025-02 and below
// 0.25 later.
func TestLaterDealersPrices(t *testing.T) {
	var early, late []float64
	for _, p := range hardware.Observed() {
		if p.Machine.Conflict != "" {
			continue
		}
		m := asicMarketOn(t, p.Seen)
		e := math.Log(ASICPricePerTH(m.Hashprice, float64(p.Machine.Efficiency),
			m.Frontier) / p.PerTH().Value)
		if p.Seen < date(t, "2025-06-01") {
			early = append(early, e)
		} else {
			late = append(late, e)
		}
	}
	if got := rootMeanSquare(early); len(early) != 17 || got > 0.40 {
		t.Errorf("2025-02: typical error %.2f over %d", got, len(early))
	}
	if got := rootMeanSquare(late); len(late) != 7 || got > 0.20 {
		t.Errorf("since: typical error %.2f over %d", got, len(late))
	}
}

func rootMeanSquare(errs []float64) float64 {
	sum := 0.0
	for _, e := range errs {
		sum += e * e
	}
	return math.Sqrt(sum / float64(len(errs)))
}

// The constants are those of the generated page.
func TestParametersAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/residuals.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("| **mean, in use** | %.1f (ln 7.335) | %.3f | %.3f | %.3f | %.2f |", asicScale, asicElasticity, asicAgeing, asicThirst, asicPriceLogSD),
		fmt.Sprintf("| 2024-09 to 2025-12 | %.2f ", tokenMarkup),
		fmt.Sprintf("| %.4f | 0.0074 |", tokenSize),
		fmt.Sprintf("| **machine price · markup · size^c** | 2 | %.2f |", tokenPriceLogSD),
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/residuals.md lacks %q", want)
		}
	}
}

func TestASICPriceHasSense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hp := rapid.Float64Range(1e-4, 2).Draw(t, "hashprice")
		e := rapid.Float64Range(5, 200).Draw(t, "efficiency")
		f := rapid.Float64Range(3, 100).Draw(t, "frontier")
		k := rapid.Float64Range(1.001, 5).Draw(t, "factor")
		p := ASICPricePerTH(hp, e, f)
		if !(p > 0) || math.IsInf(p, 0) {
			t.Fatalf("price %v", p)
		}
		if ASICPricePerTH(hp*k, e, f) <= p {
			t.Fatal("a higher hashprice does not raise the price")
		}
		if ASICPricePerTH(hp, e*k, f) >= p {
			t.Fatal("a thirstier machine is not cheaper")
		}
		if ASICPricePerTH(hp, e, f/k) >= p {
			t.Fatal("newer machines do not lower the price")
		}
		paid := rapid.Float64Range(0.1, 500).Draw(t, "paid")
		now := ASICMarket{hp, f}
		if got, want := ASICResalePerTH(paid, e, now, now), math.Min(paid, p); math.Abs(got/want-1) > 1e-9 {
			t.Fatalf("resold at once for %v, want the lesser of paid %v and model %v", got, paid, p)
		}
		if later := ASICResalePerTH(paid, e, now,
			ASICMarket{hp / k, f / k}); later >= ASICResalePerTH(paid, e, now, now) {
			t.Fatal("a fall of hashprice does not lower the resale")
		}
	})
	for _, bad := range [][3]float64{{0, 20, 15}, {-1, 20, 15}, {0.05, 0, 15}, {0.05, 20, 0},
		{math.NaN(), 20, 15}} {
		if got := ASICPricePerTH(bad[0], bad[1], bad[2]); got != 0 {
			t.Errorf("ASICPricePerTH(%v) = %v, want 0", bad, got)
		}
	}
	if got := ASICResalePerTH(10, 20, ASICMarket{}, ASICMarket{0.05, 15}); got != 10 {
		t.Errorf("bought in an unknown market for 10: resale %v", got)
	}
}

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
