package interview

import (
	"slices"
	"testing"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
)

// Each item of the checklist is a key that the table of the document has words for, and a rule that stands.
func TestChecklistItems(t *testing.T) {
	for _, item := range checkItems {
		if field := offer.FieldAt(item.path); field.Ask == "" || field.Write == "" {
			t.Errorf("%s: how to ask for it is not said: %+v", item.path, field)
		}
		if !slices.ContainsFunc(redflag.Rules(), func(r redflag.Rule) bool { return item.rule == "" || r.ID == item.rule }) {
			t.Errorf("%s: no rule %s", item.path, item.rule)
		}
	}
}
