package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What tells an account of what was, or of how things move, from a promise.

// moved reports a share by which something rose or fell: "revenue rose 18 %", "down 9 % on the quarter".
func (c *Clause) moved(v phrase.Value) bool {
	if c.Has.Any(ofStakeOrGive) {
		return false
	}
	return slices.ContainsFunc(c.Nearby(besideMove, v.From, v.To), func(k phrase.Token) bool {
		told := k.Concept == isGrow && k.Code() == "told" || k.Concept == isVary && !c.NoBeside(k)
		return told && c.Apart(v.From, v.To, k.From, k.To) <= besideMove && c.Between(v, k) == 0
	})
}

// besideMove is how near a word of rising or falling stands to the share that it rose by.
const besideMove = 16

// Moves reports an amount that changed, or one of two that differ with the time or the place: "revenue per
// machine fell from $9 to $5 a day", "at the night rate it earns 3 euros, at the day rate it loses one".
func (c *Clause) Moves(v phrase.Value) bool {
	if c.Has.Any(anyPromised) {
		return false
	}
	other := slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.From != v.From && (o.Kind == v.Kind && o.Unit == v.Unit && o.Num != v.Num || o.Kind == phrase.PlainNumber)
	})
	return other && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		told := k.Concept == isGrow && k.Code() == "told" || k.Concept == isVary
		return (told || isLossmay == k.Concept) && !c.NoBeside(k)
	})
}

// anyPromised is what makes an amount a promise though something moves.
var anyPromised = setOf("stake guar constant whatever protect norisk refer")

var isGrow, isVary = language.Must("grow"), language.Must("vary")
