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
	daysPerYear     = 365
	monthsPerYear   = 12
	quartersPerYear = 4
	halvesPerYear   = 2
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
	case "quarter", "quarters", "quartal", "quartale", "trimestre", "trimestres":
		return daysPerYear, quartersPerYear, true
	case "half-year", "half-years", "half year", "half years", "halfyear", "semester", "semesters",
		"halbjahr",
		"semestre", "semestres":
		return daysPerYear, halvesPerYear, true
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
	text := plainly(s)
	d, ok := span(text)
	if m := twoSpans().FindStringSubmatch(text); m != nil && !ok {
		first, known := span(m[1])
		second, alsoKnown := span(plainly(m[2]))
		d, ok = first+second, known && alsoKnown && first+second <= 36525
	}
	if !ok {
		return 0, &Error{s, "a number of days (0 to 36525)", hintDays(s)}
	}
	return d, nil
}

// twoSpans is a time in two units: "18 months and 2 weeks", "1 year 6 months".
var twoSpans = compiled(`^([0-9.,]+\s*\pL+)\.?\s*(?:\+|,|&|and|und|et|y|e)?\s*([0-9].*|an?\s.*)$`)

// span is a number of days with its unit.
func span(s string) (Days, bool) {
	n, u, ok := split(s)
	days, of, known := timeUnit(u)
	d := n.times(days, of)
	if days == daysPerYear {
		d = math.Round(d)
	}
	return Days(d), ok && known && d >= 0 && d <= 36525 && d == math.Trunc(d)
}

// spanIn finds the one span of time that stands somewhere in a text: "90 days from activation".
var spanIn = compiled(`^[^0-9]*?\b([0-9]+(?:\.[0-9]+)?)\s*-?\s*(\pL+)(?:[^0-9\pL][^0-9]*|)$`)

// every is what may stand before a rhythm: "every week", "once a month".
var every = compiled(`^(?:every|each|per|once (?:an?|per|every)|an?|one|1)\s+`)

// rhythms are the spans of time that a word or two stand for where no number says it, by the word in small
// letters without hyphens, spaces and "ly"; of two readings both.
var rhythms = map[string][]string{
	"day": {"1 day"}, "dai": {"1 day"}, "otherday": {"2 days"}, "week": {"1 week"}, "fortnight": {"2 weeks"},
	"otherweek": {"2 weeks"}, "biweek": {"2 weeks"}, "month": {"1 month"}, "halfmonth": {"15 days"},
	"semimonth": {"15 days"}, "twiceamonth": {"15 days"}, "twicemonth": {"15 days"},
	"bimonth": {"2 months", "15 days"}, "othermonth": {"2 months"}, "quarter": {"3 months"},
	"trimester": {"3 months"}, "halfyear": {"6 months"}, "semester": {"6 months"}, "semiannual": {"6 months"},
	"semiyear": {"6 months"}, "twiceayear": {"6 months"}, "twiceyear": {"6 months"},
	"biannual": {"6 months", "2 years"}, "biennial": {"2 years"}, "otheryear": {"2 years"},
	"year": {"1 year"}, "annual": {"1 year"}, "decade": {"10 years"},
}

// rhythmOf is what a rhythm stands for: "1 day" of "daily" and "every day"; empty where it is none.
func rhythmOf(s string) []string {
	word := every().ReplaceAllString(strings.ToLower(strings.Trim(s, " /.")), "")
	word = strings.NewReplacer("-", "", " ", "").Replace(word)
	return rhythms[strings.TrimSuffix(word, "ly")]
}

// hintDays says how to write a span of time in days.
func hintDays(s string) string {
	hint := `write days, as in "360d"`
	text := strings.ToLower(plainly(s))
	var ways []string
	for _, of := range rhythmOf(text) {
		if d, ok := span(of); ok {
			ways = append(ways, strconv.Quote(d.String()))
		}
	}
	if len(ways) > 0 {
		return oneOf(ways)
	}
	m := spanIn().FindStringSubmatch(text)
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

// oneOf is the repair of what has one reading or several.
func oneOf(ways []string) string {
	if len(ways) == 1 {
		return "write " + ways[0] + " if that is meant"
	}
	return "write " + strings.Join(ways, " or ") + ", whichever is meant"
}

// Rounded reports whether a span of time was written in months or years, which are no whole number of
// days: what was read of it should be shown to the reader.
func Rounded(s string) bool {
	_, u, ok := split(plainly(s))
	days, _, known := timeUnit(u)
	return ok && known && days == daysPerYear
}

// String is "360d".
func (d Days) String() string { return strconv.Itoa(int(d)) + "d" }

// Fraction is a dimensionless share: 0.02 is two per cent.
type Fraction float64

// ParseFraction reads "2%" or "2 percent". A bare number is refused: 0.02 and 2 are both written.
func ParseFraction(s string) (Fraction, error) {
	n, u, ok := split(plainly(s))
	whole, known := partsOf(u)
	if !ok || !known || n.float < 0 {
		return 0, &Error{s, "a percentage", `write per cent, as in "2%"`}
	}
	return Fraction(n.times(1, whole)), nil
}

// partsOf is how many of a unit make the whole: 100 of per cent, 10,000 basis points.
func partsOf(u string) (whole float64, ok bool) {
	switch compact(u) {
	case "%", "PERCENT", "PERCENTS", "PCT", "PROZENT":
		return 100, true
	case "‰", "PERMILLE", "PROMILLE":
		return 1000, true
	case "BP", "BPS", "BASISPOINT", "BASISPOINTS":
		return 10000, true
	}
	return 0, false
}

// String is "2%".
func (f Fraction) String() string { return shifted(float64(f), 2) + "%" }

// ParseMultiple reads how often something comes back: "2x", "x2", "2.5 times", "double" or "200%".
func ParseMultiple(s string) (Fraction, error) {
	if gain := onTop().FindStringSubmatch(plainly(s)); gain != nil {
		if more, err := ParseFraction(gain[1]); err == nil {
			return 0, &Error{s, "a percentage or a multiple",
				fmt.Sprintf(`write %q where it comes on top of the price, else %q`, 1+more, more)}
		}
	}
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

// onTop is a share with a sign: a gain beside what was paid, or the share itself.
var onTop = compiled(`^\+\s*([0-9].*)$`)
