package units

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// maxNumber is the longest number that is read, in bytes: the smallest float64 written out has 326
// digits, and nobody writes more.
const maxNumber = 400

// number is a number as it was written, with its exact value, so that a change of unit rounds once and
// "0.00028 USD/GH" is 0.28 USD/TH to the digit.
type number struct {
	digits string  // without marks between thousands
	float  float64 // the nearest, finite
}

// times is the number times up, divided by each of down, rounded once to the nearest float64. Factors are
// whole numbers that a float64 holds.
func (n number) times(up float64, down ...float64) float64 {
	product := 1.0
	for _, d := range down {
		product *= d
	}
	switch {
	case up == product:
		return n.float
	case math.Abs(n.float) < 1e-300: // the exact value would need hundreds of digits, and is about nothing
		return n.float * (up / product)
	}
	exact, ok := new(big.Rat).SetString(n.digits)
	if !ok {
		panic("units: a number that was read cannot be read again: " + n.digits)
	}
	exact.Mul(exact, new(big.Rat).SetFloat64(up))
	for _, d := range down {
		exact.Quo(exact, new(big.Rat).SetFloat64(d))
	}
	v, _ := exact.Float64()
	return v
}

// split cuts "30 TH/s" into number and unit. Thousands may be grouped by "_" or by "," in groups of
// three; NaN, infinities and hexadecimal are refused.
func split(s string) (n number, unit string, ok bool) {
	s = strings.TrimSpace(s)
	i := numberEnd(s)
	if i > maxNumber {
		return number{}, "", false
	}
	digits, ok := ungroup(s[:i])
	if !ok {
		return number{}, "", false
	}
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return number{}, "", false
	}
	if v == 0 {
		v = 0 // of either sign
	}
	return number{digits, v}, strings.TrimSpace(s[i:]), true
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

// ungroup removes thousands separators, refusing commas that do not group by three ("1,5" may be a
// decimal comma: it is refused rather than guessed) and groups behind a leading zero ("0,050" can only
// be fifty thousandths).
func ungroup(s string) (string, bool) {
	if s == "" {
		return "", false
	}
	whole, frac, _ := strings.Cut(s, ".")
	if strings.Contains(frac, ",") {
		return "", false
	}
	parts := strings.Split(whole, ",")
	first := strings.TrimLeft(parts[0], "+-")
	size, last := 3, len(parts)-1 // of the groups but the last, which has three always
	if last > 1 && len(parts[1]) == 2 && len(first) <= 2 {
		size = 2 // "1,08,000", as India groups
	}
	for i, p := range parts[1:] {
		if i+1 == last {
			size = 3
		}
		if len(p) != size || strings.ContainsAny(p, "eE+-_") {
			return "", false
		}
	}
	if last > 0 && (len(first) > 3 || strings.HasPrefix(first, "0") || first == "") {
		return "", false
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, ",", ""), "_", ""), true
}

// Spoken forms of "/": "1.5 % per day", "$5 a day", "20 USD per TH".
var (
	perWord = compiled(`(?i)\s+(?:per|an?|each|every|pro|par|por|al|je|im)\s+`)
	adverb  = compiled(
		`(?i)[\s/]*(?:\b|\s)(?:(daily|p\.?\s?d\.?|per diem|täglich)|(weekly|wöchentlich)|` +
			`(monthly|p\.?\s?m\.?|monatlich)|` +
			`(half[\s-]?yearly|semi-?annual(?:ly)?|every half year)|` +
			`(quarterly|vierteljährlich)|(fortnightly)|` +
			`(yearly|annual(?:ly)?|p\.?\s?a\.?|per annum|jährlich|ap[ry])|(hourly))\s*$`,
	)
	perCents = compiled(`(?i)\bper\s+cents?\b`)
)

var adverbs = [...]string{"/day", "/week", "/month", "/6 months", "/3 months", "/2 weeks", "/year", "/hour"}

// slashed is the text with the words for "per" as slashes: "1.5 % a day" and "1.5% daily" are "1.5 %/day".
func slashed(s string) string {
	s = perCents().ReplaceAllString(strings.TrimSpace(s), "percent")
	if m := adverb().FindStringSubmatchIndex(s); m != nil && m[0] > 0 {
		for i, slash := range adverbs {
			if m[2+2*i] >= 0 {
				s = s[:m[0]] + slash
			}
		}
	}
	return perWord().ReplaceAllString(s, "/")
}

// compact is a unit without spaces, in upper case, with the words for "per" as slashes.
func compact(u string) string {
	return strings.ToUpper(strings.Join(strings.Fields(u), ""))
}

// cutNumber cuts a leading number such as the 10 of "10GH" from a unit; 1 where there is none.
func cutNumber(u string) (n number, rest string, ok bool) {
	u = strings.TrimSpace(u)
	if u == "" || u[0] < '0' || u[0] > '9' {
		return number{"1", 1}, u, true
	}
	n, rest, ok = split(u)
	return n, rest, ok && n.float > 0
}

// Ambiguous is the other reading of a number whose only mark stands before exactly three digits: "1,299"
// may be 1299 or 1.299, "1.900" may be 1.9 or 1900. It gives the text with the number written so that it
// can be read in one way only, first as it is read here, then the other; ok is false where there is one
// reading. A mark behind a leading zero ("0.050") and numbers with two marks have one.
func Ambiguous(text string) (read, other string, ok bool) {
	m := loneMark().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", "", false
	}
	whole := m[1] + m[2] + m[4] + m[5]
	decimal := m[1] + m[2] + "." + strings.TrimRight(m[4], "0")
	decimal = strings.TrimSuffix(decimal, ".") + m[5]
	if m[3] == "," {
		return whole, decimal, true
	}
	return decimal, whole, true
}

// Ends are the two quantities of a range, each with what stands before and behind it: "0.05 USD/kWh" and
// "0.06 USD/kWh" of "0.05-0.06 USD/kWh".
func Ends(text string) (low, high string, ok bool) {
	m := between().FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return "", "", false
	}
	behind, before := m[5], m[1]
	if unit := strings.TrimSpace(m[3]); unit != "" && unit != strings.TrimSpace(m[5]) {
		return "", "", false // "$5 per TH to 10 %" is no range
	}
	return before + m[2] + behind, before + m[4] + behind, true
}

var between = compiled(`^([^0-9.,+-]{0,5})([0-9][0-9.,]*)([^0-9–—-]{0,8}?)\s*(?:-|–|—|\bto\b|\bbis\b)\s*` +
	`[^0-9.,+-]{0,5}?([0-9][0-9.,]*)(\D.*|)$`)

var loneMark = compiled(`^([^0-9.,]{0,8})([1-9][0-9]{0,2})([.,])([0-9]{3})([^0-9.,].*|)$`)

// compiled is a regular expression that is compiled when it is first asked, so that no start pays for it.
func compiled(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
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
		s = trimZeros(s)
	}
	return s
}

// shifted prints v times ten to the power, with the fewest digits that read back to v: those of v itself,
// the point moved. So a share prints as the percentage that was written, and a hashrate in any of its
// units.
func shifted(v float64, power int) string {
	switch {
	case v == 0:
		return "0"
	case v < 0:
		return "-" + shifted(-v, power)
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	e, err := strconv.Atoi(exponent)
	if err != nil {
		panic("units: a float does not print as one: " + exponent)
	}
	if v == 0 {
		return "0"
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	digits, point := whole+frac, 1+e+power // the point stands behind so many digits
	switch {
	case point <= 0 && point > -15:
		return trimZeros("0." + strings.Repeat("0", -point) + digits)
	case point <= 0:
		return mantissa + "e" + strconv.Itoa(e+power)
	case point >= len(digits):
		return digits + strings.Repeat("0", point-len(digits))
	}
	return trimZeros(digits[:point] + "." + digits[point:])
}

// trimZeros cuts the zeros at the end of a decimal fraction, and the point with them.
func trimZeros(s string) string { return strings.TrimRight(strings.TrimRight(s, "0"), ".") }

// exact prints a float so that it reads back to the same value, without an exponent from 1e-15 up:
// the smallest floats would need more than three hundred zeros.
func exact(v float64) string {
	if v != 0 && math.Abs(v) < 1e-15 {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}
