// Package language knows the words of each language: a text is folded into one spelling (Fold), and the
// words in it that a language file knows are found in one pass (Tokens), each with the concept it stands for.
//
// The files beside it can be edited by whoever speaks the language; README.md says how. It knows no
// sentences: what the words of a clause say is the business of package reading.
//
// Nothing in it is promised to other modules.
package language

import (
	"fmt"
	"slices"
	"strings"
)

// concepts is every concept, as language files call it; language/README.md says what each one means.
var concepts = strings.Fields(
	`stop pct permille pctpre num frac hour day week month quarter year hourly daily weekly monthly
	quarterly yearly weekday per months cur cents hash kwh kw jth basis poolname times mult to upto atleast
	return stake give constant whatever market guar protect norisk fail lossmay release due need first excuse
	back whole atend fee keep power host uptime refer level neg notneg other unlike past hedge may change
	nochange terminate pause unprofit row notice cap virtual pressure bond setup minpay pool choice price
	term open life unpaid breach law site majeure either output revenue proof secret free us you solo
	own_token service discount question loan once wantreturn appraised machine vary
	lure defect part grow speed report surplus lie uncertain piece apiece scam signs calc hearsay payback
	narrate vat extra spend yes aside`,
)

// Concept is what a word stands for, of the list above.
type Concept uint8

// String is the name of a concept.
func (c Concept) String() string { return concepts[c] }

// Named is the concept of a name; an unknown name is a mistake of a language file.
func Named(name string) (Concept, error) {
	i := slices.Index(concepts, name)
	if i < 0 {
		return 0, fmt.Errorf("no concept %q: README.md lists them", name)
	}
	return Concept(i), nil
}

// Must is a concept that the source names.
func Must(name string) Concept {
	c, err := Named(name)
	if err != nil {
		panic(err)
	}
	return c
}

// Set is concepts as bits.
type Set [3]uint64

// Add puts a concept into a set.
func (s *Set) Add(c Concept) { s[c>>6] |= 1 << (c & 63) }

// Has reports whether a concept is in a set.
func (s Set) Has(c Concept) bool { return s[c>>6]>>(c&63)&1 == 1 }

// Any reports whether two sets share a concept.
func (s Set) Any(o Set) bool { return s[0]&o[0]|s[1]&o[1]|s[2]&o[2] != 0 }

// Plus is the concepts of two sets.
func (s Set) Plus(o Set) Set { return Set{s[0] | o[0], s[1] | o[1], s[2] | o[2]} }

// SetOf is the concepts named in a text.
func SetOf(text string) (s Set) {
	for _, name := range strings.Fields(text) {
		s.Add(Must(name))
	}
	return s
}
