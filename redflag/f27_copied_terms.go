package redflag

// F27: terms copied from another seller, known from a search for odd sentences of them.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var copiedTerms = Rule{
	ID:       "F27_copied_terms",
	Title:    "The terms are copied from another seller",
	Axis:     Trust,
	Severity: High,
	Needs:    "terms.copied_from",
	Why:      "Who copies its contract has not thought about what it owes. Several short-lived sites shared one text, some with the other seller's name left in it.",
	Caution:  "Sister companies share terms, and standard clauses repeat.",
	Look:     "Who else has these terms? (Search for three odd sentences of them in quotation marks.)",
	AskIf:    true,
	Judge:    judgeCopiedTerms,
	Sources:  []cite.Source{read("counts over 96 labelled offers; few known values", "")},
}

func judgeCopiedTerms(f grounds.Facts) Answer {
	t := f.Offer.Terms
	switch {
	case grounds.Given(t.CopiedFrom):
		return present("the text is that of " + grounds.Shorten(t.CopiedFrom))
	case grounds.Refused(t.CopiedFrom):
		return absent("searched for: no other seller has this text")
	}
	return unknown("whether another seller has the same text (terms.copied_from)")
}
