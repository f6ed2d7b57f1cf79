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

// The lengths of time that a month and a year stand for in a term or a price: sellers mean 28 to 31 and
// 365 or 366 days. Twelve months are a year of 365 days, so that "12 months" and "1 year" are the same.
const (
	daysPerYear   = 365
	monthsPerYear = 12
)

// timeUnit is the length of a unit of time in days, as a fraction of whole numbers.
func timeUnit(u string) (days, of float64, ok bool) {
	switch strings.ToLower(strings.TrimSpace(u)) {
	case "d", "day", "days":
		return 1, 1, true
	case "h", "hour", "hours", "hr", "hrs":
		return 1, 24, true
	case "w", "week", "weeks":
		return 7, 1, true
	case "mo", "mos", "month", "months":
		return daysPerYear, monthsPerYear, true
	case "y", "year", "years", "yr", "yrs", "annum":
		return daysPerYear, 1, true
	}
	return 0, 0, false
}

// ParseDays reads "360d", "2 days", "26 weeks", "48 hours", "24 months" or "1 year". A year is 365 days and a
// month a twelfth of it, to the nearest day; Rounded says so. Refused are negative numbers, other parts of
// a day and more than 36,525 days.
func ParseDays(s string) (Days, error) {
	n, u, ok := split(s)
	days, of, known := timeUnit(u)
	d := n.times(days, of)
	calendar := of == monthsPerYear || days == daysPerYear
	if calendar {
		d = math.Round(d)
	}
	if !ok || !known || d < 0 || d > 36525 || d != math.Trunc(d) {
		return 0, &Error{s, "a number of days (0 to 36525)", `write days, as in "360d"`}
	}
	return Days(d), nil
}

// Rounded reports whether a span of time was written in months or years, which are no whole number of
// days: what was read of it should be shown to the reader.
func Rounded(s string) bool {
	_, u, ok := split(s)
	days, of, known := timeUnit(u)
	return ok && known && (of == monthsPerYear || days == daysPerYear)
}

// String is "360d".
func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

// Date is a UTC calendar day, counted from 1970-01-01.
type Date int32

// Dates as people write them, where there is one reading: the year first, the month as a word, or day and
// month told apart by the dots of German or by a day above 12.
var (
	yearFirst = compiled(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})$`)
	yearLast  = compiled(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)
	dayWord   = compiled(`^(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})$`)
	wordDay   = compiled(`^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$`)
)

// ParseDate reads "2021-09-12", and of other orders what has one reading: "2021/9/12", "12 Sep 2021",
// "September 12, 2021", "12.09.2021", "25/09/2021". "09/12/2021" is refused with both days that it may be.
func ParseDate(s string) (Date, error) {
	t := strings.TrimSpace(s)
	if m := yearFirst().FindStringSubmatch(t); m != nil && m[2] == m[4] {
		return day(s, m[1], m[3], m[5])
	}
	if m := dayWord().FindStringSubmatch(t); m != nil && month(m[2]) != "" {
		return day(s, m[3], month(m[2]), m[1])
	}
	if m := wordDay().FindStringSubmatch(t); m != nil && month(m[1]) != "" {
		return day(s, m[3], month(m[1]), m[2])
	}
	if m := yearLast().FindStringSubmatch(t); m != nil && m[2] == m[4] {
		first, _ := strconv.Atoi(m[1])
		second, _ := strconv.Atoi(m[3])
		switch {
		case m[2] == "." || first > 12 || first == second:
			return day(s, m[5], m[3], m[1])
		case second > 12:
			return day(s, m[5], m[1], m[3])
		}
		return 0, &Error{s, "one date", fmt.Sprintf(
			"write %q or %q, whichever is meant",
			fmt.Sprintf(
				"%s-%02d-%02d",
				m[5],
				second,
				first,
			),
			fmt.Sprintf("%s-%02d-%02d", m[5], first, second),
		)}
	}
	return 0, &Error{s, "a date", `write year-month-day, as in "2021-09-12"`}
}

// ParseISODate reads "2021-09-12" and no other order, for files that programs write (ISO 8601, extended
// form).
func ParseISODate(s string) (Date, error) {
	d, err := ParseDate(s)
	if err == nil && d.String() != strings.TrimSpace(s) {
		return 0, &Error{s, "a date", fmt.Sprintf("write %q", d)}
	}
	return d, err
}

// month is the number of an English month by its name or the first three letters or more of it; "" if none.
func month(name string) string {
	for m := time.January; m <= time.December; m++ {
		if len(name) >= 3 && len(name) <= len(m.String()) && strings.EqualFold(m.String()[:len(name)], name) {
			return strconv.Itoa(int(m))
		}
	}
	if strings.EqualFold(name, "sept") {
		return "9"
	}
	return ""
}

// day is the day of year, month and day of the month in digits; text is what was written.
func day(text, year, month, dayOfMonth string) (Date, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(dayOfMonth)
	if m < 1 || m > 12 {
		return 0, &Error{
			text,
			"a date",
			fmt.Sprintf(`there is no month %d; write year-month-day, as in "2021-09-12"`, m),
		}
	}
	if last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day(); d < 1 || d > last {
		return 0, &Error{
			text,
			"a date",
			fmt.Sprintf(`%s %04d has %d days; write the day, as in "%04d-%02d-%02d"`,
				time.Month(m), y, last, y, m, last),
		}
	}
	return DateOf(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix()), nil
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
	n, u, ok := split(s)
	if !ok || !perCent(u) || n.float < 0 {
		return 0, &Error{s, "a percentage", `write per cent, as in "2%"`}
	}
	return Fraction(n.times(1, 100)), nil
}

// perCent reports whether a unit is per cent.
func perCent(u string) bool {
	switch compact(u) {
	case "%", "PERCENT", "PERCENTS", "PCT":
		return true
	}
	return false
}

// String is "2%".
func (f Fraction) String() string { return shifted(float64(f), 2) + "%" }

// FractionPer is a share per unit of time: 1.2 %/day, 3 %/year.
type FractionPer struct {
	Value float64 // fraction per Unit, not converted
	Unit  string  // "day", "week", "month" or "year"
}

// ParseFractionPer reads "1.2 %/day", "1.2% per day", "1.2% daily" or "120 %/year".
func ParseFractionPer(s string) (FractionPer, error) {
	n, u, ok := split(slashed(s))
	sign, per, cut := strings.Cut(u, "/")
	var unit string
	switch compact(per) {
	case "D", "DAY":
		unit = "day"
	case "W", "WEEK":
		unit = "week"
	case "MO", "MONTH":
		unit = "month"
	case "Y", "YEAR", "YR", "ANNUM":
		unit = "year"
	}
	if !ok || !cut || !perCent(sign) || unit == "" || n.float < 0 {
		return FractionPer{}, &Error{
			s,
			"a percentage per time",
			`write per cent per day, week, month or year, as in "1.2 %/day"`,
		}
	}
	return FractionPer{n.times(1, 100), unit}, nil
}

// PerDay is the simple daily rate. A month is 30.4375 days and a year 365.25 (Julian year / 12).
func (f FractionPer) PerDay() float64 {
	return f.Value / map[string]float64{"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[f.Unit]
}

// Step is the days after which a rise of this rate takes place, where only the rate is named: a month is then
// 30 days, as terms of months are written (360d for a year of twelve), and a year 365.
func (f FractionPer) Step() Days {
	switch f.Unit {
	case "day":
		return 1
	case "week":
		return 7
	case "month":
		return 30
	}
	return 365
}

// String is "1.2 %/day".
func (f FractionPer) String() string { return shifted(f.Value, 2) + " %/" + f.Unit }
