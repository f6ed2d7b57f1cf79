package units

import (
	"math"
	"strconv"
	"strings"
)

// FractionPer is a share per time: 1.2 %/day, 3 %/year, 5 %/3 months.
type FractionPer struct {
	Value float64 // fraction per Unit, not converted
	Unit  string  // "day", "week", "month" or "year", or so many of one: "3 months"
}

// ParseFractionPer reads "1.2 %/day", "1.2% per day", "1.2% daily", "120 %/year", "5% every 3 months" or
// "5% quarterly".
func ParseFractionPer(s string) (FractionPer, error) {
	f, ok := fractionPer(plainly(s))
	if !ok {
		return FractionPer{}, &Error{s, "a percentage per time", hintPer(s)}
	}
	return f, nil
}

// fractionPer reads a share per time in plain writing.
func fractionPer(s string) (f FractionPer, ok bool) {
	n, u, ok := split(slashed(s))
	sign, per, cut := strings.Cut(u, "/")
	whole, known := partsOf(sign)
	unit, timed := period(per)
	if !ok || !cut || !known || !timed || n.float < 0 {
		return FractionPer{}, false
	}
	return FractionPer{n.times(1, whole), unit}, true
}

// hintPer says how to write a share per time.
func hintPer(s string) string {
	share, rhythm, _ := strings.Cut(plainly(s), "%")
	var ways []string
	for _, of := range rhythmOf(rhythm) {
		if f, ok := fractionPer(share + "%/" + of); ok {
			ways = append(ways, strconv.Quote(f.String()))
		}
	}
	if len(ways) > 0 {
		return oneOf(ways)
	}
	return `write per cent per day, week, month or year, as in "1.2 %/day" or "5 %/3 months"`
}

// period is the time of a rate as Unit has it: "3 months" of a quarter, "day" of 24 hours.
func period(per string) (unit string, ok bool) {
	per = inDigits(strings.TrimSpace(everyOther.Replace(strings.ToLower(per))))
	n, name, ok := cutNumber(per)
	days, of, known := timeUnit(name)
	count, base := n.float, "day"
	switch {
	case of == 24: // hours
		count /= 24
	case of == quartersPerYear:
		count, base = 3*count, "month"
	case of == halvesPerYear:
		count, base = 6*count, "month"
	case of == monthsPerYear:
		base = "month"
	case days == daysPerYear && count != math.Trunc(count):
		count, base = monthsPerYear*count, "month" // half a year, a year and a half
	case days == daysPerYear:
		base = "year"
	case days > 1:
		count, base = count*days/7, "week"
	}
	switch {
	case base == "month" && math.Mod(count, monthsPerYear) == 0:
		count, base = count/monthsPerYear, "year"
	case base == "day" && count == 7:
		count, base = 1, "week"
	}
	if !ok || !known || count < 1 || count > 1000 || count != math.Trunc(count) {
		return "", false
	}
	if count == 1 {
		return base, true
	}
	return strconv.Itoa(int(count)) + " " + base + "s", true
}

// everyOther writes the ordinals of a period as numbers: "every other year" is every 2 years.
var everyOther = strings.NewReplacer("other ", "2 ", "second ", "2 ", "third ", "3 ", "sixth ", "6 ")

// times is how often and of what the period of the rate consists: 3 and "month" of "3 months".
func (f FractionPer) times() (count float64, base string) {
	n, name, _ := cutNumber(f.Unit)
	return n.float, strings.TrimSuffix(name, "s")
}

// PerDay is the simple daily rate. A month is 30.4375 days and a year 365.25 (Julian year / 12).
func (f FractionPer) PerDay() float64 {
	count, base := f.times()
	return f.Value / (count * map[string]float64{"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[base])
}

// Step is the days after which a rise of this rate takes place, where only the rate is named. As in a term a
// year is 365 days and months are twelfths of it to the nearest day: 30 for one, 91 for three.
func (f FractionPer) Step() Days {
	count, base := f.times()
	if base == "month" {
		return Days(math.Round(count * daysPerYear / monthsPerYear))
	}
	return Days(count * map[string]float64{"day": 1, "week": 7, "year": daysPerYear}[base])
}

// String is "1.2 %/day".
func (f FractionPer) String() string { return shifted(f.Value, 2) + " %/" + f.Unit }
