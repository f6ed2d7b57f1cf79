// Package number gives the values of statements as numbers: rates, multiples, shares, days.
//
// Main types: Rate. Each function is zero for a statement of another name. The form of the values is told in
// docs/reading.md.
//
// Nothing in it is promised to other modules.
package number

import (
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading"
)

// Rate is a promised return as numbers: Share of the price, or Amount of Money, each Days days.
type Rate struct {
	Share  float64
	Amount float64
	Money  string // the currency of Amount, empty where a share is stated
	PerTH  bool   // for 1 TH/s
	Days   float64
}

// Return is the value of a promised return, of a range the lower end; false for other statements.
func Return(s reading.Statement) (Rate, bool) {
	parts := strings.Split(s.Value, "/")
	if s.What != "promised_return" || len(parts) < 2 {
		return Rate{}, false
	}
	number, money, _ := strings.Cut(strings.TrimPrefix(parts[0], "<="), " ")
	number, _, _ = strings.Cut(number, "..")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || n <= 0 {
		return Rate{}, false
	}
	r := Rate{Money: money, PerTH: len(parts) == 3, Days: spanOf(parts[len(parts)-1])}
	if money == "" {
		r.Share = n
	} else {
		r.Amount = n
	}
	return r, r.Days > 0
}

// spanOf is the days of "day", "month" or "30 d".
func spanOf(every string) float64 {
	count, unit, ok := strings.Cut(every, " ")
	n := 1.0
	if ok {
		n, _ = strconv.ParseFloat(count, 64)
	} else {
		unit = every
	}
	return n * days[unit]
}

// days is the mean days of the units of time in the calendar, by their names and short ones.
var days = map[string]float64{
	"hour": 1.0 / 24, "day": 1, "week": 7, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25,
	"h": 1.0 / 24, "d": 1, "weeks": 7, "mo": 365.25 / 12, "quarters": 365.25 / 4, "y": 365.25,
}

// Multiple is the value of a multiple, 0 for other statements.
func Multiple(s reading.Statement) float64 {
	if s.What != "multiple" {
		return 0
	}
	n, _ := strconv.ParseFloat(strings.TrimSuffix(s.Value, "x"), 64)
	return n
}

// Days is the days that a value begins with, such as those of a notice ("30 d"); 0 where there are none.
func Days(s reading.Statement) int {
	n, unit, _ := strings.Cut(s.Value, " ")
	days, err := strconv.ParseFloat(n, 64)
	if err != nil || !strings.HasPrefix(unit, "d") {
		return 0
	}
	return int(days)
}

// Shares is the shares of a referral, one for each level.
func Shares(s reading.Statement) []float64 {
	var all []float64
	value, _, _ := strings.Cut(s.Value, ",") // "0.02, 1 level"
	for _, part := range strings.Split(value, ";") {
		if n, err := strconv.ParseFloat(part, 64); err == nil && s.What == "referral" {
			all = append(all, n)
		}
	}
	return all
}

// Levels is the number of levels of a referral of which only that is said ("levels 3"), 0 elsewhere.
func Levels(s reading.Statement) int {
	for _, part := range strings.Split(s.Value, ";") {
		if n, ok := strings.CutPrefix(part, "levels "); ok && s.What == "referral" {
			levels, _ := strconv.Atoi(n)
			return levels
		}
	}
	return 0
}

// Yearly is the share a year of a cap ("0.1/year"), 0 where it is none.
func Yearly(s reading.Statement) float64 {
	n, every, _ := strings.Cut(s.Value, "/")
	share, err := strconv.ParseFloat(strings.TrimPrefix(n, "<="), 64)
	if err != nil || s.What != "cap" || spanOf(every) == 0 {
		return 0
	}
	return share * 365.25 / spanOf(every)
}
