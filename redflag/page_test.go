package redflag

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite docs/red-flags.md")

// The page is made from the rules.
func TestPage(t *testing.T) {
	name := filepath.Join("..", "docs", "red-flags.md")
	if *update {
		if err := os.WriteFile(name, []byte(Page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(data), Page()); diff != "" {
		t.Errorf("docs/red-flags.md is not made from the rules; run go test ./redflag -run TestPage -update\n%s", diff)
	}
}
