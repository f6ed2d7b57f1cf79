// Package amount writes the figures of a text as the values of statements: numbers and ranges, hashrates
// and spans by one name each, amounts in another name of the same money.
//
// Main function: Shown. It decides nothing about what a figure is of.
//
// Nothing in it is promised to other modules.
package amount

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
)

// In is an amount in another name of the same money, 0 where it is another money.
func In(v phrase.Value, unit string) float64 {
	switch {
	case v.Unit == unit:
		return v.Num
	case v.Unit == "BTC" && unit == "sat":
		return v.Num * 1e8
	case Dollar(v.Unit) && Dollar(unit):
		return v.Num
	}
	return 0
}

// Dollar reports a dollar, or a coin that stands for one.
func Dollar(unit string) bool { return unit == "USD" || unit == "USDT" || unit == "USDC" }

// PerDay is a share per day of one per time.
func PerDay(share float64, every string) float64 {
	n, unit, ok := strings.Cut(every, " ")
	count, err := strconv.ParseFloat(n, 64)
	if !ok || err != nil {
		return share / Days(every)
	}
	for _, u := range phrase.TimeUnits {
		if u.Short == unit {
			return share / count / u.Days
		}
	}
	return share / count
}

// Shown is the number of a value, or its range, times a factor.
func Shown(v phrase.Value, by float64) string {
	s := figure.Trim(v.Num * by)
	if v.Hi > v.Num {
		s += ".." + figure.Trim(v.Hi*by)
	}
	if v.UpTo {
		s = "<=" + s
	}
	return s
}

// Scale is how many TH/s a unit is.
func Scale(unit string) float64 {
	by := map[byte]float64{'H': 1e-12, 'k': 1e-9, 'M': 1e-6, 'G': 1e-3, 'T': 1, 'P': 1e3, 'E': 1e6}
	return by[Hashrate(unit)[0]]
}

// Hashrate is TH/s for whatever word stands for it.
func Hashrate(unit string) string {
	for _, p := range []struct{ heads, name string }{
		{"p 페타 пх пет ペタ бет بيتا", "PH/s"},
		{"g гх гиг giga", "GH/s"},
		{"e эх exa", "EH/s"},
		{"m мх мег mega", "MH/s"},
		{"k кх", "kH/s"},
		{"h", "H/s"},
	} {
		for _, h := range strings.Fields(p.heads) {
			if strings.HasPrefix(unit, h) {
				return p.name
			}
		}
	}
	return "TH/s"
}

// Days is the days of a unit of time.
func Days(unit string) float64 {
	for _, u := range phrase.TimeUnits {
		if u.Name == unit {
			return u.Days
		}
	}
	return 1
}

// OfPower reports an amount so small that beside a word for power it is the price of a kilowatt-hour.
func OfPower(v phrase.Value) bool {
	hard := Dollar(v.Unit) || slices.Contains([]string{"EUR", "GBP", "CAD", "AUD", "CHF"}, v.Unit)
	return v.Num < 0.5 && hard
}

// Small reports an amount so small that beside a word for payouts it is the least that is paid out.
func Small(v phrase.Value) bool {
	return v.Unit == "BTC" && v.Num <= 0.05 || v.Unit == "sat" && v.Num <= 5e6 ||
		v.Num <= 100 && (Dollar(v.Unit) || v.Unit == "EUR")
}

// Bitcoin is an amount with satoshi as bitcoin.
func Bitcoin(v phrase.Value) string {
	if v.Unit == "sat" {
		return figure.Trim(v.Num/1e8) + " BTC"
	}
	return Shown(v, 1) + " " + v.Unit
}

// Larger reports that b can be what became of a.
func Larger(a, b *phrase.Value) bool {
	return (a.Unit == b.Unit || a.Kind == phrase.PlainNumber || b.Kind == phrase.PlainNumber) &&
		b.Num > 1.01*a.Num && b.Num <= 100*a.Num
}
