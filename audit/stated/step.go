package stated

import (
	"strings"

	"github.com/assaymining/assay/units"
)

// Step is what one of the last digit of an amount of bitcoin is worth, as it was written: 10,000 sat of
// "0.0004 BTC". Who writes less than eight decimals reads them off a page that rounds. 0 where it cannot be
// told.
func Step(text string) units.MilliSat {
	number := strings.TrimRightFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if number == "" {
		return 0
	}
	last := len(number) - 1
	one := strings.Map(func(r rune) rune {
		if r >= '1' && r <= '9' {
			return '0'
		}
		return r
	}, number[:last]) + "1" + text[last+1:]
	m, err := units.ParseMoney(one)
	if err != nil || m.Currency != units.BTC || strings.ContainsAny(number, "eE") {
		return 0
	}
	return max(units.RoundMilliSat(m.Float()), 0)
}
