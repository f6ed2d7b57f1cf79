package redflag

// F27: terms copied from another seller. Known from a search, or found by comparing the quoted
// terms with others that the caller brings.

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/cite"
)

var copied = Rule{
	ID:       "F27_copied_terms",
	Title:    "The terms are copied from another seller",
	Axis:     Trust,
	Severity: High,
	Needs:    "terms.copied_from, or terms.text and other sellers' terms",
	Why:      "Who copies its contract has not thought about what it owes. Several short-lived sites shared one text, some with the other seller's name left in it.",
	Caution:  "Sister companies share terms, and standard clauses repeat.",
	Look:     "Who else has these terms? (Search for three odd sentences of them in quotation marks.)",
	AskIf:    true,
	Judge:    judgeCopied,
	Sources:  []cite.Source{read("counts over 96 labelled offers; few known values", "")},
}

const (
	sameText   = 0.5 // Jaccard similarity of word shingles, from which texts are near-duplicates
	shingle    = 5   // words
	leastWords = 60  // below this texts agree by chance
)

func judgeCopied(f Facts) Answer {
	t := f.Offer.Terms
	switch {
	case address(t.CopiedFrom):
		return present("the text is that of " + shorten(t.CopiedFrom))
	case refused(t.CopiedFrom):
		return absent("searched for: no other seller has this text")
	}
	mine := shingles(t.Text)
	for _, o := range f.Others {
		if o.Seller == f.Offer.Provider.Name || len(mine) < leastWords {
			continue
		}
		if j := jaccard(mine, shingles(o.Text)); j > sameText {
			a := present(fmt.Sprintf("%.0f %% of the text is that of %s", j*100, o.Seller), Figure{"jaccard", j, "1"})
			a.Sources = []cite.Source{o.Source}
			return a
		}
	}
	return unknown("whether another seller has the same text (terms.copied_from)")
}

// shingles is the set of runs of five words of the first maxRead bytes.
func shingles(text string) map[string]bool {
	text = strings.ToLower(text[:min(len(text), maxRead)])
	words := strings.Fields(text)
	set := map[string]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		set[strings.Join(words[i:i+shingle], " ")] = true
	}
	return set
}

func jaccard(a, b map[string]bool) float64 {
	var both int
	for s := range a {
		if b[s] {
			both++
		}
	}
	if len(a)+len(b) == both {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
