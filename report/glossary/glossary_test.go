package glossary

import "testing"

// Each entry of the page of terms is found by its words, and says something.
func TestEntries(t *testing.T) {
	all := Entries()
	if len(all) < 8 {
		t.Fatalf("%d entries", len(all))
	}
	for _, one := range all {
		if len(one.Words) == 0 || len(one.Says) < 20 {
			t.Errorf("%q: %q says %q", one.Title, one.Words, one.Says)
		}
	}
	if got := Explain("Efficiency of the ASIC"); got == nil || got.ID() != "asic" {
		t.Errorf("ASIC is explained by %+v", got)
	}
	if got := Explain("something else"); got != nil {
		t.Errorf("nothing is explained by %+v", got)
	}
}
