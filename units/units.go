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
	"math"
	"strconv"
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

// split cuts "30 TH/s" into number and unit. Thousands may be grouped by "_" or by ","
// in groups of three; NaN, infinities and hexadecimal are refused.
func split(s string) (value float64, unit string, ok bool) {
	s = strings.TrimSpace(s)
	i := numberEnd(s)
	num, ok := ungroup(s[:i])
	if !ok {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(num, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return 0, "", false
	}
	if value == 0 {
		value = 0 // of either sign
	}
	return value, strings.TrimSpace(s[i:]), true
}

// numberEnd is where the number at the start of s ends.
func numberEnd(s string) int {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || strings.IndexByte("+-._,", s[i]) >= 0 ||
		(s[i] == 'e' || s[i] == 'E') && exponent(s, i)) {
		i++
	}
	return i
}

// exponent reports whether the e at s[i] belongs to a number ("1e12") and not to a unit ("1 EH/s").
func exponent(s string, i int) bool {
	if i == 0 || s[i-1] < '0' || s[i-1] > '9' {
		return false
	}
	j := i + 1
	if j < len(s) && (s[j] == '+' || s[j] == '-') {
		j++
	}
	return j < len(s) && s[j] >= '0' && s[j] <= '9'
}

// ungroup removes thousands separators, refusing commas that do not group by three
// ("1,5" may be a decimal comma: it is refused rather than guessed).
func ungroup(s string) (string, bool) {
	if s == "" {
		return "", false
	}
	whole, frac, _ := strings.Cut(s, ".")
	if strings.Contains(frac, ",") {
		return "", false
	}
	parts := strings.Split(whole, ",")
	for _, p := range parts[1:] {
		if len(p) != 3 || strings.ContainsAny(p, "eE+-_") {
			return "", false
		}
	}
	if len(parts) > 1 && len(strings.TrimLeft(parts[0], "+-")) > 3 {
		return "", false
	}
	return strings.NewReplacer(",", "", "_", "").Replace(s), true
}

// Format prints a float with up to sig significant digits, no exponent below 1e15, no trailing zeros.
func Format(v float64, sig int) string {
	if v == 0 {
		return "0"
	}
	digits := sig - 1 - int(math.Floor(math.Log10(math.Abs(v))))
	digits = min(max(digits, 0), 18)
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// shortest is near v with the fewest digits for which same holds, as exact prints it; ok is false
// where none of up to 17 digits does, which is all that a float64 has.
func shortest(v float64, same func(float64) bool) (s string, ok bool) {
	for digits := 1; digits <= 17; digits++ {
		near, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
		if err == nil && same(near) {
			return exact(near), true
		}
	}
	return exact(v), false
}

// exact prints a float so that it reads back to the same value, without an exponent from 1e-15 up:
// the smallest floats would need more than three hundred zeros.
func exact(v float64) string {
	if v != 0 && math.Abs(v) < 1e-15 {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
