package units

import (
	"fmt"
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

// ParsePerHashrate reads "67.536 USD/TH" (also per GH, PH, EH).
func ParsePerHashrate(s string) (PerHashrate, error) {
	v, cur, rest, ok := splitPrice(s)
	size, known := hashUnit(strings.Join(rest, "/"))
	if !ok || !known || v < 0 {
		return PerHashrate{}, &Error{
			s,
			"a price per hashrate",
			hintPrice(s, `write currency per TH/s, as in "67.536 USD/TH"`),
		}
	}
	return PerHashrate{perTH(v, size), cur}, nil
}

// ParsePerHashrateDay reads "0.0499 USD/TH/day", "38.41 USD/PH/day" or "5070 sat/TH/day".
func ParsePerHashrateDay(s string) (PerHashrateDay, error) {
	v, cur, rest, ok := splitPrice(s)
	var size, days float64
	if ok = ok && len(rest) >= 2; ok {
		var a, b bool
		size, a = hashUnit(strings.Join(rest[:len(rest)-1], "/"))
		days, b = timeUnit(rest[len(rest)-1])
		ok = a && b && v >= 0
	}
	if !ok {
		return PerHashrateDay{}, &Error{
			s,
			"a price per hashrate and day",
			hintPrice(s, `write currency per TH/s and day, as in "0.0499 USD/TH/day"`),
		}
	}
	return PerHashrateDay{perTH(v, size) / days, cur}, nil
}

// ParseEnergyPrice reads "0.05 USD/kWh".
func ParseEnergyPrice(s string) (EnergyPrice, error) {
	v, cur, rest, ok := splitPrice(s)
	scale, known := map[string]float64{"KWH": 1, "MWH": 1e-3, "WH": 1e3}[strings.ToUpper(strings.Join(rest, "/"))]
	if !ok || !known || v < 0 {
		return EnergyPrice{}, &Error{
			s,
			"an energy price",
			hintPrice(s, `write currency per kWh, as in "0.05 USD/kWh"`),
		}
	}
	return EnergyPrice{v * scale, cur}, nil
}

// String is the price as "67.536 USD/TH".
func (p PerHashrate) String() string { return exact(p.Value) + " " + string(p.Currency) + "/TH" }

// String is the price as "0.0499 USD/TH/day".
func (p PerHashrateDay) String() string {
	return exact(p.Value) + " " + string(p.Currency) + "/TH/day"
}

// String is the price as "0.05 USD/kWh".
func (p EnergyPrice) String() string { return exact(p.Value) + " " + string(p.Currency) + "/kWh" }

// perTH is a price per unit of the given size (in H/s) as a price per TH/s. Both ratios are whole
// numbers, so that a price per TH/s is kept as it is and the others are rounded once.
func perTH(v, size float64) float64 {
	if size < 1e12 {
		return v * (1e12 / size)
	}
	return v / (size / 1e12)
}

// splitPrice cuts "0.0499 USD/TH/day" into value, currency and the units behind the currency.
func splitPrice(s string) (v float64, cur Currency, rest []string, ok bool) {
	v, u, ok := split(strings.TrimPrefix(strings.TrimSpace(s), "$"))
	if strings.HasPrefix(strings.TrimSpace(s), "$") {
		u = "USD" + u
	}
	parts := strings.Split(strings.ReplaceAll(u, " ", ""), "/")
	cur, per, known := currency(parts[0])
	return v / per, cur, parts[1:], ok && known
}

// hintPrice adds what the writer may have mistaken: a bare number, or one price for another.
func hintPrice(s, hint string) string {
	if _, u, ok := split(s); ok && u == "" {
		return "a bare number has no unit; " + hint
	}
	up := strings.ToUpper(s)
	switch {
	case strings.Contains(up, "KWH"):
		return fmt.Sprintf("%s (kWh belongs in energy_price)", hint)
	case strings.Contains(up, "DAY"):
		return fmt.Sprintf("%s (a price per day belongs in per_hashrate_day)", hint)
	}
	return hint
}
