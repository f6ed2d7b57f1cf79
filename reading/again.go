package reading

import "github.com/assaymining/assay/reading/phrase"

// What says that the price comes back without a word for it: an amount that stands twice, or is the buyer's.

// again says that the price comes back: the same amount stands a second time, beside a word of return; or it
// is the buyer's by the word before it ("your 800 back and 400 on top").
func (d *doc) again(i int) {
	c := &d.clauses[i]
	if c.OnTop() {
		d.say(i, "principal_back", "1.0", c.From, c.To).Grave = true
		return
	}
	if !c.Has.Any(anyBackAtendRelease) || c.Has.Any(anyBondHostNegExcuse) || c.Question ||
		c.Has.Any(notAgain) || d.ownBack(i) {
		return
	}
	for k := max(0, i-4); k <= i; k++ {
		for _, a := range d.clauses[k].Values {
			for _, b := range c.Values {
				if _, far := c.Near(anyBackReleaseGive, b.From, b.To); far < 30 && sameAmount(a, b) {
					d.say(i, "principal_back", "1.0", b.From, b.To).Grave = true
					return
				}
			}
		}
	}
}

// sameAmount reports that b is the amount of money a, told once more.
func sameAmount(a, b phrase.Value) bool {
	return a.Kind == phrase.Money && b.Kind == phrase.Money && a.From < b.From && a.Num == b.Num &&
		a.Unit == b.Unit && b.Every == "" && a.Num >= 5
}

// ownBack says that the buyer's own sum comes back, with another on top.
func (d *doc) ownBack(i int) bool {
	c := &d.clauses[i]
	for k, v := range c.Values {
		y, near := c.Near(anyYou, v.From, v.From)
		_, back := c.Near(anyBack, v.From, v.To)
		two := k+1 < len(c.Values) && c.Whole(v) && c.Whole(c.Values[k+1])
		if two && y.Concept == isYou && y.To <= v.From && near < 4 && back < 24 && !c.Has.Any(anyDefect) {
			d.say(i, "principal_back", "1.0", y.From, v.To).Grave = true
			return true
		}
	}
	return false
}

var anyDefect, notAgain = setOf("defect appraised terminate"), setOf("defect lossmay uncertain unprofit")
