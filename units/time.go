package units

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Days is a whole number of 86,400-second days.
type Days int32

// timeUnit is the length of a unit of time in days. Months are refused: sellers mean 28 to 31 days.
func timeUnit(u string) (float64, bool) {
	switch strings.ToLower(strings.TrimSpace(u)) {
	case "d", "day", "days":
		return 1, true
	case "h", "hour", "hours":
		return 1.0 / 24, true
	case "w", "week", "weeks":
		return 7, true
	case "y", "year", "years":
		return 365, true
	}
	return 0, false
}

// ParseDays reads "360d", "2 days" or "26 weeks". Months and years are refused, since sellers mean
// 28 to 31 and 365 or 366 days by them; so are negative and fractional days and more than 36,525.
func ParseDays(s string) (Days, error) {
	v, u, ok := split(s)
	size, known := timeUnit(u)
	d := v * size
	hint := `write days, as in "360d"`
	if low := strings.ToLower(u); strings.HasPrefix(low, "mo") || strings.HasPrefix(low, "y") {
		hint = fmt.Sprintf("months and years vary in length: %s (%s are about %.0fd)", hint, clip(s),
			v*map[bool]float64{true: 30.4375, false: 365.25}[strings.HasPrefix(low, "mo")])
		ok = false
	}
	if !ok || !known || size < 1 || d < 0 || d > 36525 || d != math.Trunc(d) {
		return 0, &Error{s, "a number of days (0 to 36525)", hint}
	}
	return Days(d), nil
}

// String is "360d".
func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

// Date is a UTC calendar day, counted from 1970-01-01.
type Date int32

// ParseDate reads "2021-09-12".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(s))
	if err != nil {
		return 0, &Error{s, "a date", `write year-month-day, as in "2021-09-12"`}
	}
	return DateOf(t.Unix()), nil
}

// DateOf is the UTC day in which the Unix time lies.
func DateOf(unix int64) Date {
	if unix < 0 {
		return Date((unix - 86399) / 86400)
	}
	return Date(unix / 86400)
}

// Unix is the first second of the day.
func (d Date) Unix() int64 { return int64(d) * 86400 }

// String is "2021-09-12".
func (d Date) String() string { return time.Unix(d.Unix(), 0).UTC().Format(time.DateOnly) }

// Fraction is a dimensionless share: 0.02 is two per cent.
type Fraction float64

// ParseFraction reads "2%" or "2 percent". A bare number is refused: 0.02 and 2 are both written.
func ParseFraction(s string) (Fraction, error) {
	v, u, ok := split(s)
	if !ok || (u != "%" && u != "percent") || v < 0 {
		return 0, &Error{s, "a percentage", `write per cent, as in "2%"`}
	}
	return Fraction(v / 100), nil
}

// String is "2%".
func (f Fraction) String() string { return percent(float64(f)) + "%" }

// percent is a hundred times f, such that a hundredth of it is f again.
func percent(f float64) string {
	s, _ := shortest(f*100, func(v float64) bool { return v/100 == f })
	return s
}

// FractionPer is a share per unit of time: 1.2 %/day, 3 %/year.
type FractionPer struct {
	Value float64 // fraction per Unit, not converted
	Unit  string  // "day", "week", "month" or "year"
}

// ParseFractionPer reads "1.2 %/day" or "120 %/year".
func ParseFractionPer(s string) (FractionPer, error) {
	v, u, ok := split(s)
	u = strings.ToLower(strings.ReplaceAll(u, " ", ""))
	per, cut := strings.CutPrefix(u, "%/")
	unit := map[string]string{"d": "day", "day": "day", "week": "week", "w": "week", "month": "month", "year": "year", "y": "year"}[per]
	if !ok || !cut || unit == "" || v < 0 {
		return FractionPer{}, &Error{
			s,
			"a percentage per time",
			`write per cent per day, week, month or year, as in "1.2 %/day"`,
		}
	}
	return FractionPer{v / 100, unit}, nil
}

// PerDay is the simple daily rate. A month is 30.4375 days and a year 365.25 (Julian year / 12).
func (f FractionPer) PerDay() float64 {
	return f.Value / map[string]float64{"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[f.Unit]
}

// String is "1.2 %/day".
func (f FractionPer) String() string { return percent(f.Value) + " %/" + f.Unit }
