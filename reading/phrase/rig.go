package phrase

import (
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// leastWatts is the least power that is read of a machine: a lesser number beside a W is something else.
const leastWatts = 300

// besideRigs is what a clause speaks of where "270T" is hashrate.
var besideRigs = setOf("machine hash kwh kw jth host")

// ofRig reads the hashrate of a machine as miners write it: "S21 XP 270T", "1.2P".
func (d *Doc) ofRig(c *Clause, v *Value) bool {
	if v.To >= c.To || v.Num <= 0 || v.Num >= 1e5 || !c.Has.Any(besideRigs) {
		return false
	}
	by := 1.0
	switch d.Text[v.To] {
	case 't':
	case 'p':
		by = 1000
	default:
		return false
	}
	end := v.To + 1
	if end < c.To && (d.Text[end] == '/' || language.Digit(rune(d.Text[end])) ||
		figure.Letter(d.Text[end:])) {
		return false
	}
	v.Kind, v.Num, v.Hi, v.Unit = Hashrate, v.Num*by, v.Hi*by, string(d.Text[v.To:end])
	v.Core, v.To = end, end
	return true
}
