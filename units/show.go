package units

import (
	"fmt"
	"math"
	"strings"
)

// ShowUSD is dollars for reading: cents up to 100,000, whole dollars above, billions in words, three
// significant digits below ten cents. "-$6.86" is a loss.
func ShowUSD(v float64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	switch {
	case v != 0 && v < 1e-5:
		return sign + "$0.00"
	case v != 0 && v < 0.1:
		return sign + "$" + Format(v, 3)
	case v < 100_000:
		return sign + "$" + Group(fmt.Sprintf("%.2f", v))
	case v < 1e9:
		return sign + "$" + Group(fmt.Sprintf("%.0f", v))
	}
	return sign + "$" + Group(Format(v/1e9, 4)) + " billion"
}

// Shown is the currency in which amounts are shown that are computed in dollars. The zero value is dollars.
type Shown struct {
	Currency Currency `json:"currency"`
	Per      float64  `json:"usd_per"` // dollars per unit
}

// dollars reports amounts that are shown as they are.
func (in Shown) dollars() bool { return in.Currency == "" || in.Currency == USD }

// USD is an amount of dollars for reading, in that currency.
func (in Shown) USD(v float64) string {
	if in.dollars() {
		return ShowUSD(v)
	}
	return strings.Replace(ShowUSD(v/in.Per), "$", "", 1) + " " + string(in.Currency)
}

// Name is the currency in words.
func (in Shown) Name() string {
	if in.dollars() {
		return "dollars"
	}
	return string(in.Currency)
}

// PerHashrateDay is ShowPerHashrateDay with dollars in that currency.
func (in Shown) PerHashrateDay(p PerHashrateDay) string {
	if p.Currency == USD {
		return in.USD(p.Value)
	}
	return ShowPerHashrateDay(p)
}

// ShowPerHashrateDay is a price per TH/s and day for reading, without "per TH/s and day": bitcoin in satoshi.
func ShowPerHashrateDay(p PerHashrateDay) string {
	switch p.Currency {
	case BTC:
		return Format(p.Value*SatPerBTC, 3) + " sat"
	case USD:
		return ShowUSD(p.Value)
	}
	return Format(p.Value, 3) + " " + string(p.Currency)
}

// ShowBTC is bitcoin for reading, without the unit: four significant digits, two to eight decimals.
func ShowBTC(v float64) string {
	if v == 0 {
		return "0"
	}
	digits := min(8, max(2, 3-int(math.Floor(math.Log10(math.Abs(v))))))
	whole, frac, _ := strings.Cut(fmt.Sprintf("%.*f", digits, v), ".")
	return Group(whole) + "." + frac
}

// ShowRatio is a quotient such as BTC efficiency: three decimals, fewer where it is large, more
// where it is tiny.
func ShowRatio(v float64) string {
	switch {
	case v >= 100:
		return Group(fmt.Sprintf("%.0f", v))
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	case v < 0.01:
		return Format(v, 2)
	}
	return fmt.Sprintf("%.3f", v)
}

// ShowShare is a share in per cent, with one decimal below ten per cent, and no "0 %" or "100 %"
// that is not quite.
func ShowShare(share float64) string {
	v := 100 * share
	switch {
	case v == 0:
		return "0 %"
	case v > 0 && v < 0.05:
		return "under 0.1 %"
	case v > 99.95 && v < 100:
		return "over 99.9 %"
	case v < 100 && v >= 99.5:
		return fmt.Sprintf("%.1f %%", v)
	case math.Abs(v) < 9.95:
		return fmt.Sprintf("%.1f %%", v)
	}
	return Group(fmt.Sprintf("%.0f", v)) + " %"
}
