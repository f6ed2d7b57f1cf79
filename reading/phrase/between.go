package phrase

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
)

// What stands between two places of a clause.

// Holds reports a word of a set between two places.
func (c *Clause) Holds(s language.Set, from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k Token) bool {
		return s.Has(k.Concept) && k.From >= from && k.To <= to
	})
}

// VerbLast reports a language that says at the end of a sentence who did what.
func (c *Clause) VerbLast() bool { return slices.Contains(verbLast, c.Language) }

var verbLast = []string{"tr", "ja", "ko", "hi"}
