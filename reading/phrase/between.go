package phrase

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
)

// What stands between two places of a clause, and whether a no stands before a word.

// Holds reports a word of a set between two places.
func (c *Clause) Holds(s language.Set, from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k Token) bool {
		return s.Has(k.Concept) && k.From >= from && k.To <= to
	})
}

// NegatedBefore reports a negation at most reach before a word.
func (c *Clause) NegatedBefore(k Token, reach float64) bool {
	return slices.ContainsFunc(c.Tokens, func(n Token) bool {
		return n.Concept == isNeg && n.To <= k.From && c.Apart(n.From, n.To, k.From, k.To) <= reach &&
			!c.spent(n, k)
	})
}

// spent reports a no that is of the market, in a part of the clause that ends before a word: "the luck, not
// the market: your income will change".
func (c *Clause) spent(n, k Token) bool {
	m, far := c.Near(anyMarket, n.To, n.To)
	return m.From >= n.To && far < 6 &&
		slices.ContainsFunc(c.Breaks, func(p Pause) bool { return p.At >= m.To && p.At < k.From })
}

// VerbLast reports a language that says at the end of a sentence who did what.
func (c *Clause) VerbLast() bool { return slices.Contains(verbLast, c.Language) }

var verbLast = []string{"tr", "ja", "ko", "hi"}

var (
	isNeg     = language.Must("neg")
	anyMarket = setOf("market")
)
