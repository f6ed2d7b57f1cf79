package units

import "strings"

// Hashrate is a rate of double-SHA256 attempts in H/s. Negative values are never parsed.
type Hashrate float64

// Decimal multiples of one hash per second.
const (
	HPerS  Hashrate = 1
	KHPerS          = 1e3 * HPerS
	MHPerS          = 1e6 * HPerS
	GHPerS          = 1e9 * HPerS
	THPerS          = 1e12 * HPerS
	PHPerS          = 1e15 * HPerS
	EHPerS          = 1e18 * HPerS
	ZHPerS          = 1e21 * HPerS
)

var hashPrefixes = []struct {
	name string
	size float64
}{{"ZH", 1e21}, {"EH", 1e18}, {"PH", 1e15}, {"TH", 1e12}, {"GH", 1e9}, {"MH", 1e6}, {"KH", 1e3}, {"H", 1}}

// hashUnit is the size of a unit such as "TH", "TH/s", "Th/s" or "THs" in H/s.
func hashUnit(u string) (float64, bool) {
	u = strings.ToUpper(strings.ReplaceAll(u, " ", ""))
	for _, per := range []string{"/SECOND", "/SEC", "/S", "PS", "S"} {
		if rate, cut := strings.CutSuffix(u, per); cut {
			u = rate
			break
		}
	}
	for _, p := range hashPrefixes {
		if u == p.name {
			return p.size, true
		}
	}
	return 0, false
}

// ParseHashrate reads "30 TH/s". The "/s" may be left out ("30 TH"), as sellers do.
func ParseHashrate(s string) (Hashrate, error) {
	v, u, ok := split(s)
	size, known := hashUnit(u)
	if !ok || !known || v < 0 {
		return 0, &Error{s, "a hashrate", `write a number and TH/s, PH/s or EH/s, as in "30 TH/s"`}
	}
	return Hashrate(v * size), nil
}

// TH is the hashrate in TH/s.
func (h Hashrate) TH() float64 { return float64(h) / 1e12 }

// String is the hashrate in the largest unit that keeps the number at 1 or above and reads back to
// the same hashrate.
func (h Hashrate) String() string {
	for _, p := range hashPrefixes {
		if float64(h) < p.size {
			continue
		}
		if s, ok := shortest(float64(h)/p.size, func(v float64) bool { return v*p.size == float64(h) }); ok {
			return s + " " + p.name + "/s"
		}
	}
	return exact(float64(h)) + " H/s"
}

// Efficiency is energy per work in J/TH, the same number as W per TH/s.
type Efficiency float64

// ParseEfficiency reads "15 J/TH"; the seller's "15 W/TH" means the same and is taken as such.
func ParseEfficiency(s string) (Efficiency, error) {
	v, u, ok := split(s)
	scale, known := map[string]float64{
		"J/TH": 1, "W/TH": 1, "W/TH/S": 1, "W/(TH/S)": 1, "J/GH": 1e3, "W/GH": 1e3, "KW/PH": 1, "KJ/PH": 1,
	}[strings.ToUpper(strings.ReplaceAll(u, " ", ""))]
	if !ok || !known || v < 0 {
		return 0, &Error{s, "an efficiency", `write joules per terahash, as in "15 J/TH"`}
	}
	return Efficiency(v * scale), nil
}

// String is the efficiency as "15 J/TH".
func (e Efficiency) String() string { return exact(float64(e)) + " J/TH" }

// KWhPerTHDay is the energy that 1 TH/s uses in a day: J/TH * 86,400 s / 3.6e6 J/kWh.
func (e Efficiency) KWhPerTHDay() float64 { return float64(e) * 0.024 }

// Power is in W.
type Power float64
