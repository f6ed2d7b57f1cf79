package market

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/units"
)

func TestMonthlyRates(t *testing.T) {
	for _, c := range []struct {
		currency string
		day      string
		month    string
		usd      float64
	}{
		// Of the Federal Reserve's H.10; a month counts when it is over, so that no rate comes from the
		// future.
		{"AUD", "2011-02-10", "2011-01", 0.996214},
		{"EUR", "2026-11-29", "2026-06", 0},
		{"JPY", "2021-09-12", "2021-08", 0},
	} {
		r, ok := MonthlyRateOf(units.Currency(c.currency), date(t, c.day))
		if !ok || r.Month != c.month || c.usd != 0 && r.USDPer != c.usd {
			t.Errorf("%s on %s: %+v, %v", c.currency, c.day, r, ok)
		}
	}
	if r, ok := MonthlyRateOf("EUR", date(t, "2021-09-12")); !ok || r.USDPer < 1.16 || r.USDPer > 1.19 {
		t.Errorf("EUR in August 2021: %+v, 1.177 dollars by the European Central Bank's mean", r)
	}
	for _, c := range []string{"USD", "BTC", "XYZ", ""} {
		if r, ok := MonthlyRateOf(units.Currency(c), date(t, "2021-09-12")); ok {
			t.Errorf("%q: %+v", c, r)
		}
	}
	if _, ok := MonthlyRateOf("EUR", date(t, "2011-01-15")); ok {
		t.Error("a rate before the first month is over")
	}
	if n := len(monthlyRates().columns); n != 22 {
		t.Errorf("%d currencies", n)
	}
	for _, bad := range []string{"month,EUR\n2011-01,1,2\n", "month,EUR\n2011-01,x\n",
		"month,EUR\n2011-01,-1\n"} {
		if _, err := parseRates(bad); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
