package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// An amount that is paid in and given again with another.

// Whole reports an amount of money, or a bare number that can be one.
func (c *Clause) Whole(v phrase.Value) bool {
	return v.Every == "" && (v.Kind == phrase.Money || v.Kind == phrase.PlainNumber && v.Num >= 50)
}

// OnTop reports an amount that is paid in, is given after a time, and another with it: "leave 5,000, after
// three months we give you 5,000 plus 2,250".
func (c *Clause) OnTop() bool {
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
			if c.Whole(a) && c.Whole(b) && c.Whole(more) && a.Num == b.Num && more.From-b.To <= 16 {
				return true
			}
		}
	}
	return false
}

var notOnTop = setOf("bond host excuse neg fee power refer lossmay hedge")
