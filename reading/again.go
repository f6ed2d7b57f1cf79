package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What says that the price comes back without a word for it: an amount that stands twice, or is the buyer's.

// again says that the price comes back: the same amount stands a second time, beside a word of return; or it
// is the buyer's by the word before it ("your 800 back and 400 on top").
func (d *doc) again(i int) {
	c := &d.clauses[i]
	if c.onTop() {
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
		two := k+1 < len(c.Values) && c.whole(v) && c.whole(c.Values[k+1])
		if two && y.Concept == isYou && y.To <= v.From && near < 4 && back < 24 && !c.Has.Any(anyDefect) {
			d.say(i, "principal_back", "1.0", y.From, v.To).Grave = true
			return true
		}
	}
	return false
}

var anyDefect, notAgain = setOf("defect appraised terminate"), setOf("defect lossmay uncertain unprofit")

// whole reports an amount of money, or a bare number that can be one.
func (c *clause) whole(v phrase.Value) bool {
	return v.Every == "" && (v.Kind == phrase.Money || v.Kind == phrase.PlainNumber && v.Num >= 50)
}

// onTop reports an amount that is paid in, is given after a time, and another with it: "leave 5,000, after
// three months we give you 5,000 plus 2,250".
func (c *clause) onTop() bool {
	if c.Has.Any(notOnTop) || c.Question || c.Reported || !c.Has.Any(sGive) {
		return false
	}
	if !slices.ContainsFunc(c.Values, func(v phrase.Value) bool { return v.Kind == phrase.Span }) {
		return false
	}
	for k := 0; k+2 < len(c.Values); k++ {
		a, rest := c.Values[k], c.Values[k+1:]
		for j := 0; j+1 < len(rest) && j < 8; j++ {
			b, more := rest[j], rest[j+1]
			if c.whole(a) && c.whole(b) && c.whole(more) && a.Num == b.Num && more.From-b.To <= 16 {
				return true
			}
		}
	}
	return false
}

var notOnTop = setOf("bond host excuse neg fee power refer lossmay hedge")
