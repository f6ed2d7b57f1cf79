package sizing

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

func TestKellyByHand(t *testing.T) {
	for _, c := range []struct {
		name            string
		values, weights []float64
		want            float64
	}{
		// Two outcomes, net odds b with probability p: f = p - (1-p)/b.
		{"even money at 60 %", []float64{2, 0}, []float64{0.6, 0.4}, 0.2},
		{"two to one at 40 %", []float64{3, 0}, []float64{0.4, 0.6}, 0.1},
		// Half lost or doubled, evenly: 0.5/(1+f) = 0.25/(1-f/2), f = 0.5.
		{"half or double", []float64{2, 0.5}, nil, 0.5},
		{"never loses", []float64{1.1, 1.5}, nil, 1},
		{"fair", []float64{2, 0}, nil, 0},
		{"the usual contract", []float64{0.9, 0.7, 1.05, 0.4}, nil, 0},
		{"so good that all is not too much", []float64{0.9, 3}, nil, 1},
		{"a weight of nothing", []float64{2, 0, 0}, []float64{0.6, 0.4, 0}, 0.2},
	} {
		got, err := Kelly(c.values, c.weights)
		if err != nil || math.Abs(got.Fraction-c.want) > 1e-8 {
			t.Errorf("%s: %+v, %v, want %g", c.name, got, err, c.want)
		}
		if got.worthless() != (c.want == 0) {
			t.Errorf("%s: mean %g, worthless %v", c.name, got.Mean, got.worthless())
		}
	}
	// 0.6 ln 1.2 + 0.4 ln 0.8 = 0.020136.
	if got, _ := Kelly([]float64{2, 0}, []float64{0.6, 0.4}); math.Abs(got.Growth-0.0201355) > 1e-6 {
		t.Errorf("growth %g", got.Growth)
	}
	// Standard error of the mean of {2, 0}: sqrt(1/2) with two equal draws.
	if got, _ := Kelly([]float64{2, 0}, nil); math.Abs(got.MeanSE-math.Sqrt(0.5)) > 1e-12 {
		t.Errorf("standard error %g", got.MeanSE)
	}
}

func TestKellyRefuses(t *testing.T) {
	for name, c := range map[string]struct{ values, weights []float64 }{
		"nothing":         {nil, nil},
		"negative":        {[]float64{1, -0.1}, nil},
		"not a number":    {[]float64{math.NaN()}, nil},
		"infinite":        {[]float64{math.Inf(1)}, nil},
		"too few weights": {[]float64{1, 2}, []float64{1}},
		"negative weight": {[]float64{1, 2}, []float64{1, -1}},
		"no weight":       {[]float64{1, 2}, []float64{0, 0}},
	} {
		if _, err := Kelly(c.values, c.weights); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// No fraction on a grid gains more than the one found, and 0 is the answer exactly where the mean is at most
// 1.
func TestKellyIsTheMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 3), 1, 30).Draw(t, "values")
		got, err := Kelly(values, nil)
		if err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for _, x := range values {
			mean += x / float64(len(values))
		}
		if math.Abs(mean-1) > 1e-9 && (mean <= 1) != (got.Fraction == 0) {
			t.Fatalf("mean %v, fraction %v", mean, got.Fraction)
		}
		growth := func(f float64) float64 {
			sum := 0.0
			for _, x := range values {
				sum += math.Log(1+f*(x-1)) / float64(len(values))
			}
			return sum
		}
		if got.Fraction > 0 && math.Abs(growth(got.Fraction)-got.Growth) > 1e-9 {
			t.Fatalf("growth %v, want %v", got.Growth, growth(got.Fraction))
		}
		for i := range 100 {
			if f := float64(i) / 100; growth(f) > growth(got.Fraction)+1e-9 {
				t.Fatalf("%v gains %v, %v gains %v", f, growth(f), got.Fraction, growth(got.Fraction))
			}
		}
		twice := append(append([]float64{}, values...), values...)
		if again, _ := Kelly(twice, nil); math.Abs(again.Fraction-got.Fraction) > 1e-7 {
			t.Fatalf("the same sample twice: %v, once %v", again.Fraction, got.Fraction)
		}
	})
}

func TestMaximumLoss(t *testing.T) {
	e := exposure{Price: 2_026_080_000, PrepaidFees: 14_970_000, Custodial: 61_000_000}
	if got := e.sum(); got != 2_102_050_000 {
		t.Errorf("maximum loss %d, want 2,102.05 USD", got)
	}
}

// No more can be lost than is paid in all, and no larger balance is held than is mined.
func TestLostIsPaid(t *testing.T) {
	const usd = 1e6
	for _, c := range []struct {
		price, ahead, minimum units.Micro
		in                    Within
		want                  float64
	}{
		{10 * usd, 0, 79 * usd, Within{10, 4}, 10},           // the minimum is never reached
		{10 * usd, 0, 79 * usd, Within{10, 200}, 10},         // nor is more lost than was paid where it is
		{10 * usd, 0, 79 * usd, Within{100, 4}, 14},          // fees are paid day by day
		{10 * usd, 0, 79 * usd, Within{100, 200}, 89},        // so much may be held
		{10 * usd, 0, 79 * usd, Within{50, math.Inf(1)}, 50}, // by luck
		{10 * usd, 30 * usd, 0, Within{25, 200}, 40},         // paid ahead is paid
	} {
		e := exposure{Price: c.price, PrepaidFees: c.ahead, Custodial: c.minimum}
		if got := e.most(c.in); got != c.want {
			t.Errorf("%+v within %+v: %v, want %v", e, c.in, got, c.want)
		}
	}
}

func TestStagedPlan(t *testing.T) {
	const usd = units.Micro(1e6)
	kinds := func(steps []planStep) string {
		var out []string
		for _, s := range steps {
			out = append(out, string(s.Do))
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		name                    string
		budget, stake, smallest units.Micro
		want                    string
		spent                   units.Micro
	}{
		{"room for two steps", 500 * usd, 400 * usd, 100 * usd, "buy_smallest check_payout withdraw buy_more", 400 * usd},
		{"budget binds", 300*usd + 1, 400 * usd, 100 * usd, "buy_smallest check_payout withdraw buy_more", 300*usd + 1},
		{"just one ticket", 500 * usd, 100 * usd, 100 * usd, "buy_smallest check_payout withdraw", 100 * usd},
		{"stake below the ticket", 500 * usd, 99 * usd, 100 * usd, "buy_nothing", 0},
		{"no edge", 500 * usd, 0, 100 * usd, "buy_nothing", 0},
	} {
		steps, err := stagedPlan(c.budget, c.stake, c.smallest)
		if err != nil || kinds(steps) != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, kinds(steps), err, c.want)
		}
		var spent units.Micro
		for _, s := range steps {
			spent += s.Amount
			if s.Why == "" {
				t.Errorf("%s: %s without a reason", c.name, s.Do)
			}
		}
		if spent != c.spent {
			t.Errorf("%s: spends %d, want %d", c.name, spent, c.spent)
		}
	}
	_, err := stagedPlan(50*usd, 50*usd, 119_990_000)
	if err == nil || !strings.Contains(err.Error(),
		"the budget of 50.00 USD is below the smallest contract, 119.99 USD") {
		t.Errorf("budget below the smallest contract: %v", err)
	}
	if _, err := stagedPlan(50*usd, 50*usd, 0); err == nil {
		t.Error("an unknown price was taken")
	}
}
