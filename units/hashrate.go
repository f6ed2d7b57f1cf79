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

// hashPrefixes are the multiples with what each is in H/s, ten to the power.
var hashPrefixes = []struct {
	name  string
	size  float64
	power int
}{
	{"ZH", 1e21, 21}, {"EH", 1e18, 18}, {"PH", 1e15, 15}, {"TH", 1e12, 12},
	{"GH", 1e9, 9}, {"MH", 1e6, 6}, {"KH", 1e3, 3}, {"H", 1, 0},
}

// hashLetters are how prices and machines name them: "17.5 J/T", "$0.05/T/day".
var hashLetters = map[string]float64{"E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9}

var hashWords = []struct {
	name string
	size float64
}{{"EXA", 1e18}, {"PETA", 1e15}, {"TERA", 1e12}, {"GIGA", 1e9}, {"MEGA", 1e6}}

// hashUnit is the size of a unit such as "TH", "TH/s", "Th/s", "THs" or "terahash" in H/s.
func hashUnit(u string) (float64, bool) {
	u = compact(u)
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
	for _, p := range hashWords {
		if word, cut := strings.CutPrefix(u, p.name); cut &&
			(word == "HASH" || word == "HASHE" || word == "HASHES") {
			return p.size, true
		}
	}
	size, ok := hashLetters[u]
	return size, ok
}

// ParseHashrate reads "30 TH/s". The "/s" may be left out ("30 TH", "30t"), as sellers do.
func ParseHashrate(s string) (Hashrate, error) {
	n, u, ok := split(slashed(plainly(s)))
	size, known := hashUnit(u)
	if !ok || !known || n.float < 0 {
		return 0, &Error{s, "a hashrate", `write a number and TH/s, PH/s or EH/s, as in "30 TH/s"`}
	}
	return Hashrate(n.times(size, 1)), nil
}

// TH is the hashrate in TH/s.
func (h Hashrate) TH() float64 { return float64(h) / 1e12 }

// String is the hashrate in the largest unit that keeps the number at 1 or above.
func (h Hashrate) String() string {
	for _, p := range hashPrefixes {
		if float64(h) >= p.size {
			return shifted(float64(h), -p.power) + " " + p.name + "/s"
		}
	}
	return exact(float64(h)) + " H/s"
}

// Efficiency is energy per work in J/TH, the same number as W per TH/s.
type Efficiency float64

// ParseEfficiency reads "15 J/TH" or "3500W/200TH"; the seller's "15 W/TH" means the same and is taken as
// such.
func ParseEfficiency(s string) (Efficiency, error) {
	n, u, ok := split(slashed(plainly(s)))
	energy, per, cut := strings.Cut(strings.NewReplacer("(", "", ")", "").Replace(compact(u)), "/")
	count, unit, counted := cutNumber(per) // "3500 W/200 TH"
	work, known := hashUnit(unit)
	var joules float64 // or watts, which per TH/s are the same number
	switch energy {
	case "J", "W", "JOULE", "JOULES", "WATT", "WATTS":
		joules = 1
	case "KJ", "KW":
		joules = 1e3
	}
	if !ok || !cut || !counted || !known || joules == 0 || n.float < 0 {
		return 0, &Error{s, "an efficiency", `write joules per terahash, as in "15 J/TH"`}
	}
	return Efficiency(n.times(joules*1e12, work, count.float)), nil
}

// String is the efficiency as "15 J/TH".
func (e Efficiency) String() string { return exact(float64(e)) + " J/TH" }

// KWhPerTHDay is the energy that 1 TH/s uses in a day: J/TH * 86,400 s / 3.6e6 J/kWh.
func (e Efficiency) KWhPerTHDay() float64 { return float64(e) * 0.024 }

// Power is in W.
type Power float64
