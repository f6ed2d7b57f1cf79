package units

import "testing"

func TestShow(t *testing.T) {
	for got, want := range map[string]string{
		ShowUSD(0):                  "$0.00",
		ShowUSD(-6.86):              "-$6.86",
		ShowUSD(0.0324721):          "$0.0325",
		ShowUSD(2026.08):            "$2,026.08",
		ShowUSD(123456.7):           "$123,457",
		ShowUSD(2.5e9):              "$2.5 billion",
		Shown{}.USD(10):             "$10.00",
		Shown{"EUR", 1.25}.USD(-10): "-8.00 EUR",
		ShowPerHashrateDay(PerHashrateDay{4.875e-7, BTC}): "48.8 sat",
		ShowPerHashrateDay(PerHashrateDay{0.0411, USD}):   "$0.0411",
		ShowBTC(0.05554280):    "0.05554",
		ShowBTC(0.00009426):    "0.00009426",
		ShowBTC(1234.5):        "1,234.50",
		ShowCount(1, "day"):    "1 day",
		ShowCount(0, "day"):    "0 days",
		ShowCount(1095, "day"): "1,095 days",
		ShowBTC(1e-9):          "0.00000000",
		ShowBTC(0):             "0",
		ShowRatio(1.34):        "1.340",
		ShowRatio(0.0089):      "0.0089",
		ShowRatio(31.46):       "31.5",
		ShowRatio(8700.2):      "8,700",
		ShowShare(0):           "0 %",
		ShowShare(0.0001):      "under 0.1 %",
		ShowShare(0.054):       "5.4 %",
		ShowShare(0.655):       "66 %",
		ShowShare(0.9971):      "99.7 %",
		ShowShare(0.99999):     "over 99.9 %",
		ShowShare(1):           "100 %",
		ShowShare(12.5):        "1,250 %",
		ShowShare(-0.12):       "-12 %",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestShares: a share prints as the percentage it is, nothing and less than nothing too.
func TestShares(t *testing.T) {
	for share, want := range map[Fraction]string{
		0: "0%", 0.02: "2%", 1: "100%", 0.0049: "0.49%", -0.5: "-50%", -0.005: "-0.5%", -1.25: "-125%",
	} {
		if got := share.String(); got != want {
			t.Errorf("%v prints as %q, want %q", float64(share), got, want)
		}
	}
	if got := (FractionPer{Unit: "year"}).String(); got != "0 %/year" {
		t.Errorf("no share a year prints as %q", got)
	}
}
