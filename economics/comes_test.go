package economics

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/units"
)

// Between two samples the median lies on the line between them; before the first, on the line from the start.
func TestBetweenSamples(t *testing.T) {
	fan := []play.FanPoint{{Day: 22, P50: 0.2}, {Day: 62, P50: 0.4}}
	for day, want := range map[int]float64{
		12: 0.1, // half-way from 0 on day 2 to 0.2 on day 22
		22: 0.2,
		32: 0.25, // a quarter of the way to day 62
		90: 0.4,  // nothing is known beyond the last sample
	} {
		before, to := around(fan, play.FanPoint{Day: 2}, day)
		if got := at(before, to, day, before.P50, to.P50); math.Abs(got-want) > 1e-12 {
			t.Errorf("day %d: %v, want %v", day, got, want)
		}
	}
}

// Whenever a fee falls due, of what is paid beside the payout no less is said of the first month than of the
// first day, and of each just what had fallen due: a charge at once is never spread over the days to a
// sample.
func TestPaidBesideInSteps(t *testing.T) {
	for fee, want := range map[string][]float64{
		"{once: 120 USD}": {120, 120, 120},
		"{once: 120 USD}, {per_hashrate_day: 0.01 USD/TH/day, paid: separately}":               {121, 150, 485},
		"{per_hashrate_day: 0.01 USD/TH/day, paid: separately, prepaid: 30d}":                  {-1, 30, 390},
		"{once: 120 USD}, {per_hashrate_day: 0.01 USD/TH/day, paid: separately, prepaid: 30d}": {-1, 150, 510},
		"{per_hashrate_day: 0.01 USD/TH/day, paid: separately}":                                {1, 30, 365},
	} {
		s := judge(t, "hashrate: 100 TH/s\nterm: 730d\nprice: {upfront: 2000 USD}\nfees: ["+fee+"]\n",
			func(in *Input) { in.Choices.Paths = 256 })
		if len(s.Figures.Fan) == 0 || len(s.Figures.ComesIn) != len(want) {
			t.Fatalf("%s: %d samples, of what comes in is said %v", fee, len(s.Figures.Fan),
				s.Figures.ComesIn)
		}
		for i, c := range s.Figures.ComesIn {
			switch {
			case want[i] < 0 && c.BesideUSD == nil:
			case want[i] < 0 || c.BesideUSD == nil:
				t.Errorf("%s, %d days: %v beside, want %v", fee, c.Days, c.BesideUSD, want[i])
			case !strings.Contains(fee, "per_") && math.Abs(*c.BesideUSD-want[i]) > 0.01,
				math.Abs(*c.BesideUSD/want[i]-1) > 0.2: // dollars of a year are bitcoin at other prices
				t.Errorf("%s, %d days: %v beside, want %v", fee, c.Days, *c.BesideUSD, want[i])
			}
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
