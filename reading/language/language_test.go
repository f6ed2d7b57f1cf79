package language

import "testing"

// Each line of a language file brings an example in which its concept is found: what a native speaker
// edits is checked the moment it is.
func TestExamplesHoldTheirConcept(t *testing.T) {
	for _, l := range nearWords().lines {
		if l.example == "" {
			t.Errorf("%s.txt: %s has no example", l.language, l.concept)
			continue
		}
		found := false
		for _, k := range tokens(foldAs(l.example, l.language == "vi").Text) {
			found = found || k.Concept == Must(l.concept) && Names()[k.Language] == l.language
		}
		if !found {
			t.Errorf("%s.txt: the example %q of %s holds none of its words", l.language, l.example, l.concept)
		}
	}
}
