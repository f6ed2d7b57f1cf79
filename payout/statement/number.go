package statement

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

// unit is what one of an amount is.
type unit struct {
	name     string
	decimals int // of a thousandth of a satoshi: 1 unit = 10^decimals msat
}

// unitOf knows the words for units of bitcoin.
func unitOf(s string) (unit, bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "btc", "xbt", "₿", "bitcoin":
		return unit{"BTC", 11}, true
	case "mbtc", "millibitcoin":
		return unit{"mBTC", 8}, true
	case "µbtc", "μbtc", "ubtc", "bits", "bit", "microbitcoin":
		return unit{"µBTC", 5}, true
	case "sat", "sats", "satoshi", "satoshis":
		return unit{"sat", 3}, true
	}
	return unit{}, false
}

// decimal is a number as written: digits without sign, point and exponent, the value being
// digits * 10^-places.
type decimal struct {
	negative bool
	digits   string
	places   int
	pointed  bool // it has a decimal sign
}

// parseDecimal reads a number with a decimal point or comma, thousands grouped by three, and an
// exponent. A lone comma or point before three digits may be either and is refused, unless what stands before
// is zero or whole says that there are no decimals.
func parseDecimal(s string, whole bool) (decimal, error) {
	d := decimal{}
	t := strings.TrimSpace(s)
	t = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(t, "₿"), "₿"))
	if rest, ok := strings.CutPrefix(t, "-"); ok {
		d.negative = true
		t = rest
	} else if rest, ok := strings.CutPrefix(t, "−"); ok { // U+2212, as spreadsheets write it
		d.negative = true
		t = rest
	} else {
		t = strings.TrimPrefix(t, "+")
	}
	exponent := 0
	if i := strings.IndexAny(t, "eE"); i > 0 {
		n, err := strconv.Atoi(t[i+1:])
		if err != nil || n < -30 || n > 30 {
			return d, fmt.Errorf("%q is not an amount", clip(s))
		}
		exponent = n
		t = t[:i]
	}
	// With an exponent a number has no thousands: its point or comma is a decimal one.
	exponential := exponent != 0 || strings.ContainsAny(s, "eE")
	point, err := decimalSign(t, whole && !exponential, exponential)
	if err != nil {
		return d, err
	}
	before, after := t, ""
	if point >= 0 {
		before, after = t[:point], t[point+1:]
		d.pointed = true
	}
	before, ok := ungroup(before)
	if !ok || len(before)+len(after) == 0 || !allDigits(before) || !allDigits(after) ||
		len(before)+len(after) > 40 {
		return d, fmt.Errorf("%q is not an amount", clip(s))
	}
	d.digits = before + after
	d.places = len(after) - exponent
	return d, nil
}

// decimalSign is where the decimal point or comma of s stands, -1 where there is none. certain says that a
// lone one cannot part thousands.
func decimalSign(s string, whole, certain bool) (int, error) {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma < 0 && point < 0:
		return -1, nil
	case comma >= 0 && point >= 0:
		return max(comma, point), nil // the last one
	}
	at := max(comma, point)
	sign := s[at : at+1]
	if strings.Count(s, sign) > 1 {
		return -1, nil // groups of thousands
	}
	before, after := s[:at], s[at+1:]
	grouped := len(after) == 3 && len(before) >= 1 && len(before) <= 3 && strings.Trim(before, "0") != ""
	switch {
	case whole && grouped:
		return -1, nil
	case grouped && comma >= 0 && !certain:
		return 0, fmt.Errorf("%q may be a decimal comma or thousands; write it with a point", clip(s))
	}
	return at, nil
}

// groupMarks part groups of three digits.
const groupMarks = ",. '’\u00a0\u202f_"

// ungroup takes thousands separators out: points, commas, spaces or apostrophes before groups of three.
func ungroup(s string) (string, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(groupMarks, r) })
	if len(parts) <= 1 {
		return strings.Join(parts, ""), len(parts) == 0 && s == "" || len(parts) == 1 && parts[0] == s
	}
	for i, p := range parts {
		if i > 0 && len(p) != 3 || len(p) > 3 {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// in is the number as whole thousandths of a satoshi, to the nearest, half away from zero.
func (d decimal) in(u unit) (units.MilliSat, error) {
	shift := u.decimals - d.places
	digits := strings.TrimLeft(d.digits, "0")
	half := false
	if shift < 0 {
		cut := len(digits) + shift
		switch {
		case cut < 0:
			digits = ""
		default:
			half = digits[cut] >= '5'
			digits = digits[:cut]
		}
	} else if digits != "" {
		digits += strings.Repeat("0", min(shift, 60))
	}
	if len(digits) > 18 {
		return 0, fmt.Errorf("more bitcoin than there is; check the unit")
	}
	v := int64(0)
	if digits != "" {
		n, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%q is not an amount", clip(digits))
		}
		v = n
	}
	if half {
		v++
	}
	if v > maxAmount {
		return 0, fmt.Errorf("more bitcoin than there is; check the unit")
	}
	if d.negative {
		v = -v
	}
	return units.MilliSat(v), nil
}

// step is what one of the last digit is worth, at least a thousandth of a satoshi.
func (d decimal) step(u unit) units.MilliSat {
	step := units.MilliSat(1)
	for range min(u.decimals-d.places, 17) {
		step *= 10
	}
	return step
}

// maxAmount is 100,000 BTC: no payout to one holder is larger, and the sum of 92 such rows still fits.
const maxAmount = 100_000 * units.MSatPerBTC

// shown is a number as spreadsheets show it in their scientific format: three digits are left of it.
var shown = regexp.MustCompile(`^[-+−]?\d[.,]\d\dE[-+]\d\d$`)

// amount reads an amount in a unit, and notes how finely the row writes its amounts. Satoshi are whole: a
// point in them is refused.
func (b *builder) amount(s string, u unit) (units.MilliSat, error) {
	if b.inTable && shown.MatchString(strings.TrimSpace(s)) {
		return 0, fmt.Errorf("%q is a number as a spreadsheet shows it, rounded to three digits; give the "+
			"column a format with eight decimals and export it again", clip(s))
	}
	d, err := parseDecimal(s, u.name == "sat")
	if err != nil {
		return 0, err
	}
	if step := d.step(u); b.step == 0 || step < b.step {
		b.step = step
	}
	if u.name == "sat" && d.places > 0 && strings.Trim(d.digits[len(d.digits)-min(d.places, len(d.digits)):],
		"0") != "" {
		return 0, fmt.Errorf("%q is not a whole number of satoshi; is it in BTC?", clip(s))
	}
	v, err := d.in(u)
	if err == nil && v == 0 && strings.Trim(d.digits, "0") != "" {
		return 0, fmt.Errorf("%q is less than any payment; is it in another unit?", clip(s))
	}
	return v, err
}

// number reads a plain number, as a hashrate.
func number(s string) (float64, error) {
	d, err := parseDecimal(s, false)
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseFloat(d.digits+"e"+strconv.Itoa(-d.places), 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a number", clip(s))
	}
	if d.negative {
		v = -v
	}
	return v, nil
}

// terahash reads a hashrate unit: how many TH/s one of it is.
func terahash(s string) (float64, bool) {
	name := strings.ToLower(strings.TrimSpace(s))
	name = strings.TrimSuffix(strings.TrimSuffix(name, "/s"), "ps")
	switch name {
	case "h":
		return 1e-12, true
	case "kh":
		return 1e-9, true
	case "mh":
		return 1e-6, true
	case "gh":
		return 1e-3, true
	case "th":
		return 1, true
	case "ph":
		return 1e3, true
	case "eh":
		return 1e6, true
	}
	return 0, false
}

func clip(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "..."
	}
	return s
}
