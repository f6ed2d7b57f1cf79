package redflag

import (
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

func date(t *testing.T, s string) *units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return &d
}

// claimed judges one revenue claim on its date with the embedded history.
func claimed(t *testing.T, figure, day string) Finding {
	t.Helper()
	p, err := units.ParsePerHashrateDay(figure)
	if err != nil {
		t.Fatal(err)
	}
	h := market.Embedded()
	o := offer.Offer{Claims: []offer.Claim{{DailyRevenue: &p, Date: date(t, day)}}}
	return judgeClaims(grounds.Gather(o, h.Last(), h))[0]
}

// Published figures that are right must raise no alarm.
func TestRightClaims(t *testing.T) {
	for _, c := range []struct{ who, figure, day string }{
		{"Luxor, Hashprice Index", "0.315 USD/TH/day", "2021-07-24"},
		{"Luxor, Hashprice Index", "315 USD/PH/day", "2021-07-23"},
		{"Luxor, Hashprice Index", "37.70 USD/PH/day", "2024-08-05"},
		{"Luxor, average forward locked in by sellers", "50.13 USD/PH/day", "2024-05-01"},
		{"Blockstream, BMN2 at launch", "40 USD/PH/day", "2024-07-15"},
		{"Braiins", "0.039 USD/TH/day", "2025-12-13"},
		{"RHY, page header (dated by its price of 8628 USD and 106.22 EH/s)", "0.00001702 BTC/TH/day", "2020-01-20"},
		{"POW88, PH1609", "0.00001060 BTC/GH/day", "2015-03-01"},
		{"bitview.space, hash value", "50.321552 sat/TH/day", "2026-08-23"},
		{"bitview.space, hash price", "0.038810853 USD/TH/day", "2026-08-23"},
		{"hashrateindex.com", "40.58 USD/PH/day", "2026-10-03"},
		{"hashrateindex.com, without fees", "39.48 USD/PH/day", "2026-10-03"},
		{"GoMining, worked payout (18,446.9 sat on 50 TH/s)", "368.938 sat/TH/day", "2022-10-25"},
		{"Genesis Mining, a buyer's payout before the halving (5.47 USD on 3.5 TH/s)", "1.563 USD/TH/day", "2016-07-08"},
		{"the same after the halving (2.74 USD)", "0.783 USD/TH/day", "2016-07-12"},
	} {
		if f := claimed(t, c.figure, c.day); f.State != Absent {
			t.Errorf("%s, %s on %s: %s (%s): %s", c.who, c.figure, c.day, f.State, f.Severity, f.Says)
		} else {
			t.Logf("%s: %s", c.who, f.Says)
		}
	}
}

// GoMining's documents of March 2026 claim 0.065 to 0.07 USD/TH/day: about twice what the chain gave
// on any day of that month, and too high even for the best of the 30 days before it.
func TestTwiceTheChain(t *testing.T) {
	for day := *date(t, "2026-03-01"); day <= *date(t, "2026-03-31"); day++ {
		for _, figure := range []string{"0.065 USD/TH/day", "0.07 USD/TH/day"} {
			f := claimed(t, figure, day.String())
			ratio, best := figureOf(f, "ratio"), figureOf(f, "ratio_to_best")
			if f.State != Present || f.Severity != High || ratio < 1.8 || ratio > 2.6 || best < 1.7 {
				t.Errorf("%s on %s: %s %s ratio %.2f, to the best %.2f", figure, day, f.State, f.Severity, ratio, best)
			}
		}
	}
}

func figureOf(f Finding, name string) float64 {
	for _, g := range f.Figures {
		if g.Name == name {
			return g.Value
		}
	}
	return 0
}

// A true figure moved by a unit is taken for a claim that does not agree, on every tenth day of five years;
// and no honest figure, 10 % off, is.
func TestMovedByAUnit(t *testing.T) {
	h := market.Embedded()
	for d := h.Last() - 1825; d <= h.Last(); d += 10 {
		day, err := h.At(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			times float64
			want  State
		}{{1, Absent}, {0.9, Absent}, {1.0 / 24, Present}, {1000, Present}, {1e-3, Present}} {
			p := units.PerHashrateDay{Value: day.HashpriceUSD() * c.times, Currency: units.USD}
			o := offer.Offer{Claims: []offer.Claim{{Hashprice: &p, Date: &d}}}
			if f := judgeClaims(grounds.Gather(o, h.Last(), h))[0]; f.State != c.want {
				t.Errorf("%s, %v times the truth: %s: %s", d, c.times, f.State, f.Says)
			}
		}
	}
}

// The help page of 2022 reads (50 W/TH x 8 TH) / 1000 x $0.05 = $0.02 a day: that is an hour.
func TestPowerPerHour(t *testing.T) {
	eff, price := units.Efficiency(50), units.EnergyPrice{Value: 0.05, Currency: units.USD}
	cost := units.PerHashrateDay{Value: 0.02 / 8, Currency: units.USD}
	o := offer.Offer{Claims: []offer.Claim{{PowerCost: &cost, Efficiency: &eff, EnergyPrice: &price}}}
	f := judgeClaims(grounds.Facts{Offer: o})[0]
	if f.State != Present || figureOf(f, "ratio") < 0.0416 || figureOf(f, "ratio") > 0.0417 {
		t.Errorf("%+v", f)
	}
}

// Amounts stand as people write them, however small or large: never with an exponent.
func TestAmountsPrintPlainly(t *testing.T) {
	for _, c := range []struct{ figure, day, says string }{
		{"700 sat/TH/day", "2021-09-12", "the protocol gave 0.00000"},
		{"0.00000043 BTC/TH/day", "2026-03-12", "the protocol gave 0.00000043"},
		{"0.03 USD/TH/day", "2026-03-12", "BTC x"},
		{"0.05 BTC/TH/day", "2010-09-12", "the protocol gave 1"},
		{"500000 USD/TH/day", "2010-09-12", "claimed 500000 USD/TH/day"},
	} {
		got := claimed(t, c.figure, c.day).Says
		if !strings.Contains(got, c.says) || exponent.MatchString(got) {
			t.Errorf("%s on %s: %s; want %q and no exponent", c.figure, c.day, got, c.says)
		}
	}
}

var exponent = regexp.MustCompile(`[0-9]e[+-][0-9]`)
