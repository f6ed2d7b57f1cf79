package phrase

import (
	"slices"
	"strings"

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

// poolWords is the word for a pool in each script, also inside a longer one.
var poolWords = strings.Fields("pool пул 池 プール 풀 पूल havuz مجمع stratum")

// SpeaksOfPool reports a word for a pool between two places, also inside a longer one.
func (d *Doc) SpeaksOfPool(from, to int) bool {
	text := string(d.Text[from:to])
	for _, w := range poolWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
