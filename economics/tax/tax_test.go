package tax

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

// A contract of 1,000 dollars: 0.01 BTC received in 2024 at 40,000, 0.005 in 2025 at 100,000, sold at 90,000.
//
// Business, 30 % income, all deductible, 20 % gains: 2024 income 400 - 1,000 < 0, nothing owed, nothing
// carried over; 2025 income 500, tax 150. Value 0.015 * 90,000 = 1,350, basis 900, gain 450, tax 90.
// Left 1,110. Buying: 1,000 / 50,000 = 0.02 BTC, value 1,800, gain 800, tax 160, left 1,640.
//
// Hobby, nothing deductible: income tax 0.3 * 900 = 270; left 990.
func TestTaxByHand(t *testing.T) {
	const usd = units.Micro(1e6)
	flows := []cashFlow{
		{Date: date(t, "2024-01-02"), Paid: 1000 * usd, PriceUSD: 50_000},
		{Date: date(t, "2024-06-01"), Received: units.RoundMilliSat(0.01), PriceUSD: 40_000},
		{Date: date(t, "2025-01-01"), Received: units.RoundMilliSat(0.005), PriceUSD: 100_000},
	}
	for _, c := range []struct {
		name              string
		rates             Rates
		income, gains     units.Micro
		left, leftBuying  units.Micro
		warns             bool
		endPrice          float64
		efficiencyAtLeast float64
	}{
		{"none", Rates{}, 0, 0, 1350 * usd, 1800 * usd, false, 90_000, 0.75},
		{"business", Rates{0.3, 1, 0.2}, 150 * usd, 90 * usd, 1110 * usd, 1640 * usd, false, 90_000, 1110.0 / 1640},
		{"hobby", Rates{0.3, 0, 0.2}, 270 * usd, 90 * usd, 990 * usd, 1640 * usd, false, 90_000, 990.0 / 1640},
		// At 20,000: value 300, a loss of 700, and yet 270 of income tax; buying loses too and owes nothing.
		{"hobby after a fall", Rates{0.3, 0, 0.2}, 270 * usd, 0, 30 * usd, 400 * usd, true, 20_000, 0.075},
	} {
		got, err := compare(flows, c.rates, c.endPrice)
		if err != nil {
			t.Fatal(err)
		}
		if got.Contract.IncomeTax != c.income || got.Contract.GainsTax != c.gains ||
			got.Contract.After() != c.left || got.Buying.After() != c.leftBuying {
			t.Errorf("%s: contract %+v left %d, buying %+v left %d", c.name, got.Contract,
				got.Contract.After(), got.Buying, got.Buying.After())
		}
		if got.Buying.IncomeTax != 0 || math.Abs(got.Efficiency-c.efficiencyAtLeast) > 1e-9 {
			t.Errorf("%s: efficiency %v, want %v", c.name, got.Efficiency, c.efficiencyAtLeast)
		}
		if (len(got.Warnings) > 0) != c.warns {
			t.Errorf("%s: warnings %q", c.name, got.Warnings)
		}
		if c.warns && got.Warnings[0] != "the contract loses 700.00 USD before tax and still owes 270.00 USD of tax" {
			t.Errorf("%s: %q", c.name, got.Warnings[0])
		}
	}
}

func TestTaxRefuses(t *testing.T) {
	good := []cashFlow{{Date: 19000, Paid: 1e6, PriceUSD: 100}}
	for name, c := range map[string]struct {
		flows []cashFlow
		rates Rates
		end   float64
		says  string
	}{
		"rate above 1":  {good, Rates{Income: 1.5}, 100, "income tax of 150%"},
		"negative rate": {good, Rates{Gains: -0.1}, 100, "capital gains"},
		"not a number":  {good, Rates{Deductible: units.Fraction(math.NaN())}, 100, "deductible"},
		"no end price":  {good, Rates{}, 0, "no bitcoin price"},
		"no price":      {[]cashFlow{{Date: 19000, Paid: 1e6}}, Rates{}, 100, "no price"},
		"out of order":  {append(append([]cashFlow{}, good...), cashFlow{Date: 18000, PriceUSD: 1}), Rates{}, 100, "out of order"},
	} {
		if _, err := compare(c.flows, c.rates, c.end); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// Without taxes it is BTC efficiency; a higher rate never leaves more; buying is never taxed on income.
func TestTaxProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var flows []cashFlow
		d := units.Date(19000)
		var received, bought float64
		for range rapid.IntRange(1, 30).Draw(t, "flows") {
			d += units.Date(rapid.IntRange(0, 200).Draw(t, "gap"))
			f := cashFlow{Date: d, Received: units.MilliSat(rapid.Int64Range(0, 1e11).Draw(t, "received")),
				Paid: units.Micro(rapid.Int64Range(0, 1e10).Draw(t,
					"paid")), PriceUSD: rapid.Float64Range(1000, 200_000).Draw(t, "price")}
			flows = append(flows, f)
			received += f.Received.BTC()
			bought += f.Paid.Float() / f.PriceUSD
		}
		end := rapid.Float64Range(1000, 200_000).Draw(t, "end")
		free, err := compare(flows, Rates{}, end)
		if err != nil {
			t.Fatal(err)
		}
		if bought > 0.001 && math.Abs(free.Efficiency-received/bought) > 1e-5*(1+received/bought) {
			t.Fatalf("efficiency %v, want %v", free.Efficiency, received/bought)
		}
		rate := rapid.Float64Range(0, 1)
		r := Rates{units.Fraction(rate.Draw(t, "income")), units.Fraction(rate.Draw(t, "deductible")),
			units.Fraction(rate.Draw(t, "gains"))}
		taxed, err := compare(flows, r, end)
		if err != nil {
			t.Fatal(err)
		}
		if taxed.Contract.After() > free.Contract.After() || taxed.Buying.After() > free.Buying.After() ||
			taxed.Buying.IncomeTax != 0 {
			t.Fatalf("taxed %+v, free %+v", taxed, free)
		}
		r.Deductible = 0
		if hobby, _ := compare(flows, r, end); hobby.Contract.IncomeTax < taxed.Contract.IncomeTax {
			t.Fatalf("a hobby owes %d, a business %d", hobby.Contract.IncomeTax, taxed.Contract.IncomeTax)
		}
	})
}

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
