// Package units holds the measures of mining and money as types: what is one of them,
// how it is written, and how it is read back. A bare number where a unit is needed is an error.
//
// Main types: Hashrate, Efficiency, Difficulty-free prices (PerHashrate, PerHashrateDay,
// EnergyPrice), Money with its integer minor units, Sat and MilliSat, Fraction, Days and Date.
// It refuses to convert between currencies: that needs a dated price, which lives higher up.
//
// Unit conventions: SI prefixes are decimal (1 TH = 1e12 hashes; BIPM SI brochure, 9th ed.);
// a day is 86,400 s; money amounts are integers, rates and prices are float64.
package units

import (
	"fmt"
	"strings"
)

// Error says what is wrong with a written quantity and how to repair it.
type Error struct {
	Text string // the text as read
	Want string // what was expected, e.g. "a hashrate"
	Hint string // repair, e.g. `write "30 TH/s"`
}

// Error is one line: the text, what it is not, and the repair.
func (e *Error) Error() string {
	return fmt.Sprintf("%q is not %s; %s", clip(e.Text), e.Want, e.Hint)
}

func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "..."
	}
	return s
}
