package promise

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Without machines, term, commission or bonus, constant deposits of 1 a day and a promise of r a
// day: after day t the seller has taken t+1 and paid r(1+2+...+t). It breaks on the first t with
// r t(t+1)/2 > t+1, that is t > 2/r: for r = 1 % on day 201.
func TestRunClosedForm(t *testing.T) {
	for _, c := range []struct {
		rate float64
		want int
	}{{0.01, 201}, {0.02, 101}, {0.005, 401}, {0.1, 21}} {
		p := plan{promised: c.rate, credited: 1}
		if got := p.run(0, 0, horizon+1, horizon, nil); got != c.want {
			t.Errorf("%v a day breaks on day %d, want %d", c.rate, got, c.want)
		}
	}
}

// Machines alone keep a promise that does not exceed what they earn, however long; deposits that
// grow for ever keep any promise whose rate is below their growth.
func TestRunCanPay(t *testing.T) {
	p := plan{promised: 0.004, mined: 0.004, credited: 1}
	if day := p.run(1, 0, horizon+1, horizon, nil); day != 0 {
		t.Errorf("fully mined promise breaks on day %d", day)
	}
	p.mined = 0.0039
	if day := p.run(1, 0, horizon+1, horizon, nil); day == 0 {
		t.Error("a promise above what is mined does not break")
	}
	p = plan{promised: 0.01, credited: 1}
	monthly := math.Pow(1.011, monthDays) - 1
	if day := p.run(0, monthly, horizon+1, horizon, nil); day != 0 {
		t.Errorf("deposits growing faster than the promise break on day %d", day)
	}
}

// A promise that returns less than was paid in can be kept from deposits alone: the buyer loses.
func TestRunShortTerm(t *testing.T) {
	p := plan{promised: 0.01, credited: 1, term: 90}
	if day := p.run(0, 0, horizon+1, horizon, nil); day != 0 {
		t.Errorf("90 %% of the price in 90 days breaks on day %d", day)
	}
	p.principal = true
	if day := p.run(0, 0, horizon+1, horizon, nil); day == 0 {
		t.Error("190 % of the price does not break")
	}
}

// More promised breaks no later; more mined, no commission, and a longer horizon make sense too.
func TestRunProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plan{
			promised: rapid.Float64Range(0.0001, 0.05).Draw(t, "promised"), mined: rapid.Float64Range(0, 0.01).Draw(t, "mined"),
			commission: rapid.Float64Range(0, 0.5).Draw(t, "commission"), credited: 1 + rapid.Float64Range(0, 0.3).Draw(t, "bonus"),
			term: rapid.IntRange(0, 400).Draw(t, "term"),
		}
		share := rapid.Float64Range(0, 1).Draw(t, "share")
		day := func(p plan) int {
			if d := p.run(share, 0, horizon+1, horizon, nil); d != 0 {
				return d
			}
			return math.MaxInt
		}
		more, less := p, p
		more.promised *= 1.5
		less.commission = 0
		if day(more) > day(p) {
			t.Fatalf("a higher promise lasts longer: %d > %d", day(more), day(p))
		}
		if day(less) < day(p) {
			t.Fatalf("without commission it breaks sooner: %d < %d", day(less), day(p))
		}
	})
}

// The growth found keeps the promise, and a little less does not.
func TestGrowth(t *testing.T) {
	p := plan{promised: 0.01, mined: 0.002, credited: 1, commission: 0.1, term: 364}
	for _, months := range []int{12, 24} {
		g := p.growth(months)
		days := int(float64(months) * monthDays)
		if _, d := p.best(g.PerMonth, days+1, days); !g.Possible || d != 0 {
			t.Errorf("%d months: growth %v breaks on day %d", months, g.PerMonth, d)
		}
		if _, d := p.best(g.PerMonth-0.001, days+1, days); d == 0 {
			t.Errorf("%d months: less than %v is enough", months, g.PerMonth)
		}
	}
}

// What a machine earns falls by the growth of difficulty: one deposit in machines, difficulty
// doubling in a year, earns mined (1 - 2^-1) / (1 - 2^(-1/365)) in the first 365 days.
func TestRunHarder(t *testing.T) {
	p := plan{mined: 0.01, credited: 1, growing: 1}
	var cash float64
	p.run(1, 0, 1, 365, func(_ int, c, _ float64) { cash = c })
	want := 0.01 * 0.5 / (1 - math.Pow(2, -1.0/365))
	if math.Abs(cash-want) > 1e-9 {
		t.Errorf("earned %v, want %v", cash, want)
	}
}

// What is mined, and the price back at the end: over the term the first gives 0.2 % a day, the second as
// much again, so that half of it cannot come from mining. With all money in machines the mined part pays
// for itself, and the first price falls due on the day the term ends, when nothing is there; what lasts
// longest keeps some.
func TestReturned(t *testing.T) {
	r := Promise{PerDay: 0.002, Mined: 0.002, MinedKnown: true, TermDays: 500, Returned: true, Mining: true}.RunOff()
	if math.Abs(r.ShareNotMined-0.5) > 1e-12 || r.BreaksOnDay < 500 || !r.Returned {
		t.Errorf("%+v", r)
	}
	all := plan{promised: 0.002, mined: 0.002, credited: 1, term: 500, principal: true}
	if day := all.run(1, 0, horizon+1, horizon, nil); day != 500 {
		t.Errorf("all in machines it breaks on day %d, want the 500th", day)
	}
	if says := r.Returning(); !strings.HasPrefix(says, "Do not pay: the price is to come back at the end") ||
		!strings.Contains(says, "at least 50 % of what is promised cannot come from mining") {
		t.Error(says)
	}
	if says := (*RunOff)(nil).Returning(); !strings.HasSuffix(says, "alone.") {
		t.Error(says)
	}
}
