package economics

import (
	"math"
	"testing"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/units"
)

// Between two samples the median lies on the line between them; before the first, on the line from the start.
func TestFanAt(t *testing.T) {
	paid := func(v float64) *float64 { return &v }
	start := play.FanPoint{Day: 2, Bought: paid(1)}
	fan := []play.FanPoint{{Day: 22, P50: 0.2, Bought: paid(1.1)}, {Day: 62, P50: 0.4, Bought: paid(1.3)}}
	for _, c := range []struct {
		day            int
		received, paid float64
	}{
		{12, 0.1, 1.05}, // half-way from 0 and 1 on day 2 to 0.2 and 1.1 on day 22
		{22, 0.2, 1.1},
		{32, 0.25, 1.15}, // a quarter of the way to day 62
		{90, 0.4, 1.3},   // nothing is known beyond the last sample
	} {
		got, spent := fanAt(fan, start, min(c.day, 62))
		if math.Abs(got-c.received) > 1e-12 || math.Abs(spent-c.paid) > 1e-12 {
			t.Errorf("day %d: %v and %v, want %v and %v", c.day, got, spent, c.received, c.paid)
		}
	}
}

// A deposit that comes back is no fee that is paid beside what comes in; a fee paid separately is one.
func TestDepositIsNoFee(t *testing.T) {
	s := judge(t, `hashrate: 100 TH/s
term: 90d
price: {upfront: 100 USD, deposit: 30 USD}
fees: [{per_hashrate_day: 0.01 USD/TH/day, paid: separately}]
`, func(in *Input) { in.Choices.Paths = -1 })
	if len(s.Figures.ComesIn) != 2 {
		t.Fatalf("of what comes in is said %v", s.Figures.ComesIn)
	}
	for _, c := range s.Figures.ComesIn {
		if want := float64(c.Days); c.BesideUSD == nil || math.Abs(*c.BesideUSD-want) > 0.01 {
			t.Errorf("%d days: %v beside, want %v", c.Days, c.BesideUSD, want)
		}
	}
}

// Cents are left out where there are none, and figures of small amounts are not.
func TestExact(t *testing.T) {
	euro := units.Shown{Currency: "EUR", Per: 1}
	for _, c := range []struct {
		usd  float64
		in   units.Shown
		want string
	}{
		{1150, units.Shown{}, "$1,150"},
		{1150.5, units.Shown{}, "$1,150.50"},
		{0.00998, units.Shown{}, "$0.00998"},
		{1150, euro, euro.USD(1150)[:len(euro.USD(1150))-len(".00 EUR")] + " EUR"},
	} {
		if got := (teller{in: c.in}).exact(c.usd); got != c.want {
			t.Errorf("%v is %q, want %q", c.usd, got, c.want)
		}
	}
}
