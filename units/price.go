package units

import (
	"fmt"
	"strconv"
	"strings"
)

// PerHashrate is a price per TH/s of hashrate, e.g. 67.536 USD/TH.
type PerHashrate struct {
	Value    float64 // currency units per TH/s
	Currency Currency
}

// PerHashrateDay is a price per TH/s of hashrate and day, e.g. 0.0499 USD/TH/day. Hashprice is one.
type PerHashrateDay struct {
	Value    float64 // currency units per TH/s and day
	Currency Currency
}

// EnergyPrice is a price per kWh, e.g. 0.05 USD/kWh.
type EnergyPrice struct {
	Value    float64 // currency units per kWh
	Currency Currency
}

// ParsePerHashrate reads "67.536 USD/TH", "$5 per TH" (also per GH, PH, EH, or per 10 GH).
func ParsePerHashrate(s string) (PerHashrate, error) {
	w, ok := splitPrice(s)
	if ok {
		ok = w.per(strings.Join(w.rest, "/"))
	}
	if !ok {
		return PerHashrate{}, &Error{
			s,
			"a price per hashrate",
			hintPrice(s, "/TH", `write currency per TH/s, as in "67.536 USD/TH"`),
		}
	}
	return PerHashrate{w.value(1, 1), w.currency}, nil
}

// ParsePerHashrateDay reads "0.0499 USD/TH/day", "38.41 USD/PH/day", "$1.52 per TH per month" or "5070
// sat/TH/day".
func ParsePerHashrateDay(s string) (PerHashrateDay, error) {
	w, ok := splitPrice(s)
	var days, of float64
	if last := len(w.rest) - 1; ok && last >= 1 {
		if _, _, time := timeUnit(w.rest[0]); time { // "0.05 USD/day/TH"
			w.rest = append(w.rest[1:], w.rest[0])
		}
		days, of, ok = timeUnit(w.rest[last])
		ok = ok && w.per(strings.Join(w.rest[:last], "/"))
	} else {
		ok = false
	}
	if !ok {
		return PerHashrateDay{}, &Error{s, "a price per hashrate and day",
			hintPrice(s, "/TH/day", `write currency per TH/s and day, as in "0.0499 USD/TH/day"`)}
	}
	return PerHashrateDay{w.value(of, days), w.currency}, nil
}

// ParseEnergyPrice reads "0.05 USD/kWh", "6 cents/kWh" or "$0.05 per kWh".
func ParseEnergyPrice(s string) (EnergyPrice, error) {
	w, ok := splitPrice(s)
	energy := compact(strings.Join(w.rest, "/"))
	perMWh, known := perMegawattHour[strings.NewReplacer("-", "", "·", "", "*", "").Replace(energy)]
	if !ok || !known {
		return EnergyPrice{}, &Error{
			s,
			"an energy price",
			hintPrice(s, "/kWh", `write currency per kWh, as in "0.05 USD/kWh"`),
		}
	}
	return EnergyPrice{w.number.times(perMWh, 1e3, w.minor), w.currency}, nil
}

// perMegawattHour is how many of a unit of energy make a MWh.
var perMegawattHour = map[string]float64{"KWH": 1e3, "MWH": 1, "WH": 1e6}

// String is the price as "67.536 USD/TH".
func (p PerHashrate) String() string { return exact(p.Value) + " " + string(p.Currency) + "/TH" }

// String is the price as "0.0499 USD/TH/day", or per month or year where that has fewer digits and reads back
// to the same: a day's part of "1.41 USD/TH/month" has seventeen.
func (p PerHashrateDay) String() string {
	behind := " " + string(p.Currency) + "/TH/"
	day := exact(p.Value)
	if digitsOf(p.Value) <= sureDigits {
		return day + behind + "day"
	}
	for _, per := range []struct {
		unit  string
		times float64
	}{
		{"month", daysPerYear / float64(monthsPerYear)},
		{"year", daysPerYear},
		{"week", 7},
		{"hour", 1. / 24},
	} {
		text := Format(p.Value*per.times, fewDigits)
		if back, err := ParsePerHashrateDay(text + behind + per.unit); err == nil && back == p {
			return text + behind + per.unit
		}
	}
	return day + behind + "day"
}

// sureDigits are all that a float64 surely keeps: a price with more was written for another time, in
// fewDigits, as people write.
const (
	sureDigits = 15
	fewDigits  = 12
)

// digitsOf is the number of digits that tell a float from all others.
func digitsOf(v float64) int {
	mantissa, _, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	return len(strings.Replace(mantissa, ".", "", 1))
}

// String is the price as "0.05 USD/kWh".
func (p EnergyPrice) String() string { return exact(p.Value) + " " + string(p.Currency) + "/kWh" }

// written is a price as it was written: a number of units of a currency for an amount of hashrate.
type written struct {
	number   number
	currency Currency
	minor    float64  // units of the number that make one of the currency
	rest     []string // the units behind the currency
	count    number   // of the hash unit: the 10 of "per 10 GH/s"
	size     float64  // of the hash unit, in H/s
}

// per reads the hashrate that the price is for.
func (w *written) per(unit string) (ok bool) {
	var name string
	if w.count, name, ok = cutNumber(unit); !ok {
		return false
	}
	w.size, ok = hashUnit(name)
	return ok
}

// value is the price per TH/s, times up/down, rounded once.
func (w *written) value(up, down float64) float64 {
	return w.number.times(up*1e12, down, w.size, w.minor, w.count.float)
}

// splitPrice cuts "0.0499 USD/TH/day" into number, currency and the units behind the currency.
func splitPrice(s string) (w written, ok bool) {
	n, u, ok := split(currencyLast(slashed(plainly(s))))
	parts := strings.Split(u, "/")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	cur, per, known := currency(parts[0])
	return written{number: n, currency: cur, minor: per, rest: parts[1:]}, ok && known && n.float >= 0
}

// hintPrice adds what the writer may have mistaken: a bare number or an amount without what it is for, or
// one price for another. unit is what belongs behind the currency.
func hintPrice(s, unit, hint string) string {
	n, u, ok := split(currencyLast(slashed(plainly(s))))
	if ok && u == "" {
		return "a bare number has no unit; " + hint
	}
	if cur, per, known := currency(u); ok && known && n.float >= 0 {
		return fmt.Sprintf("say what the amount is for: write %q if that is meant",
			exact(n.times(1, per))+" "+string(cur)+unit)
	}
	up := strings.ToUpper(s)
	switch {
	case strings.Contains(up, "KWH") && unit != "/kWh":
		return hint + " (kWh belongs in energy_price)"
	case strings.Contains(up, "DAY") && unit != "/TH/day":
		return hint + " (a price per day belongs in per_hashrate_day)"
	}
	return hintAmount(s, unit, hint)
}
