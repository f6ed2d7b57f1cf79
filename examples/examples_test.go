package examples

import (
	"path/filepath"
	"testing"
)

// Every document of the folder is listed with what it shows.
func TestEveryExampleIsListed(t *testing.T) {
	on, err := filepath.Glob("*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, e := range all {
		if e.Says == "" || len(e.Data) == 0 {
			t.Errorf("%s says %q and has %d bytes", e.Name, e.Says, len(e.Data))
		}
		listed[e.Name] = true
	}
	for _, name := range on {
		if !listed[name] {
			t.Errorf("%s is not in the table of README.md", name)
		}
	}
}
