package units

import (
	"fmt"
	"math"
	"strconv"
	"strings"
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
	switch strings.ToLower(strings.TrimSuffix(strings.TrimSpace(u), ".")) {
	case "d", "day", "days", "tag", "tage", "tagen", "jour", "jours", "día", "días", "dia", "dias",
		"giorno", "giorni", "день", "дня", "дней", "天":
		return 1, 1, true
	case "h", "hour", "hours", "hr", "hrs":
		return 1, 24, true
	case "w", "wk", "wks", "week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas":
		return 7, 1, true
	case "fortnight", "fortnights":
		return 14, 1, true
	case "mo", "mos", "mth", "mths", "month", "months", "monat", "monate", "monaten", "mois", "mes",
		"meses", "mese", "mesi", "месяц", "месяца", "месяцев":
		return daysPerYear, monthsPerYear, true
	case "y", "yr", "yrs", "year", "years", "annum", "jahr", "jahre", "jahren", "an", "ans",
		"año", "años", "anno", "anni", "год", "года", "лет":
		return daysPerYear, 1, true
	}
	return 0, 0, false
}

// ParseDays reads "360d", "2 days", "26 weeks", "48 hours", "24 months", "half a year" or "1 year". A year
// is 365 days and a month a twelfth of it, to the nearest day; Rounded says so. Refused are negative
// numbers, other parts of a day and more than 36,525 days.
func ParseDays(s string) (Days, error) {
	d, ok := span(plainly(s))
	if !ok {
		return 0, &Error{s, "a number of days (0 to 36525)", hintDays(s)}
	}
	return d, nil
}

// span is a number of days with its unit.
func span(s string) (Days, bool) {
	n, u, ok := split(s)
	days, of, known := timeUnit(u)
	d := n.times(days, of)
	if of == monthsPerYear || days == daysPerYear {
		d = math.Round(d)
	}
	return Days(d), ok && known && d >= 0 && d <= 36525 && d == math.Trunc(d)
}

// spanIn finds the one span of time that stands somewhere in a text: "90 days from activation".
var spanIn = compiled(`^[^0-9]*?\b([0-9]+(?:\.[0-9]+)?)\s*-?\s*(\pL+)(?:[^0-9\pL][^0-9]*|)$`)

// hintDays says how to write a span of time in days.
func hintDays(s string) string {
	hint := `write days, as in "360d"`
	m := spanIn().FindStringSubmatch(strings.ToLower(plainly(s)))
	if m == nil || strings.Contains(m[0], "-"+m[1]) {
		return hint
	}
	unit := m[2]
	if unit == "m" {
		unit = "months"
	}
	if d, ok := span(m[1] + " " + unit); ok {
		return fmt.Sprintf("write %q if that is meant", d)
	}
	return hint
}

// Rounded reports whether a span of time was written in months or years, which are no whole number of
// days: what was read of it should be shown to the reader.
func Rounded(s string) bool {
	_, u, ok := split(plainly(s))
	days, of, known := timeUnit(u)
	return ok && known && (of == monthsPerYear || days == daysPerYear)
}

// String is "360d".
func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

// Fraction is a dimensionless share: 0.02 is two per cent.
type Fraction float64

// ParseFraction reads "2%" or "2 percent". A bare number is refused: 0.02 and 2 are both written.
func ParseFraction(s string) (Fraction, error) {
	n, u, ok := split(plainly(s))
	if !ok || !perCent(u) || n.float < 0 {
		return 0, &Error{s, "a percentage", `write per cent, as in "2%"`}
	}
	return Fraction(n.times(1, 100)), nil
}

// perCent reports whether a unit is per cent.
func perCent(u string) bool {
	switch compact(u) {
	case "%", "PERCENT", "PERCENTS", "PCT", "PROZENT":
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

// ParseMultiple reads how often something comes back: "2x", "x2", "2.5 times", "double" or "200%".
func ParseMultiple(s string) (Fraction, error) {
	if m := multiple().FindStringSubmatch(plainly(s)); m != nil {
		if n, _, ok := split(m[1] + m[2]); ok && n.float >= 0 {
			return Fraction(n.float), nil
		}
	}
	times, known := map[string]Fraction{"double": 2, "doubled": 2, "triple": 3, "tripled": 3,
		"twice": 2}[strings.ToLower(strings.TrimSpace(s))]
	if known {
		return times, nil
	}
	return ParseFraction(s)
}

var multiple = compiled(`^(?:[xX]\s?([0-9.,]+)|([0-9.,]+)\s?(?:[xX]|times|-?fold))$`)

// ParseFractionPer reads "1.2 %/day", "1.2% per day", "1.2% daily" or "120 %/year".
func ParseFractionPer(s string) (FractionPer, error) {
	n, u, ok := split(slashed(plainly(s)))
	sign, per, cut := strings.Cut(u, "/")
	days, of, known := timeUnit(per)
	unit := map[float64]string{1: "day", 7: "week", daysPerYear: "year"}[days]
	switch {
	case of == monthsPerYear:
		unit = "month"
	case of != 1 || !known:
		unit = ""
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

// Step is the days after which a rise of this rate takes place, where only the rate is named: a month is
// then 30 days, as terms of months are written (360d for a year of twelve), and a year 365.
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
