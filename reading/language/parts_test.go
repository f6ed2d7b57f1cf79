package language

import (
	"bytes"
	"strings"
	"testing"
)

// TestParts: every word of every file is in the part that its first byte tells, and found there; what folding is
// spared changes nothing.
func TestParts(t *testing.T) {
	list, err := files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	n, distant := 0, 0
	for _, f := range list {
		data, err := files.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		language := strings.TrimSuffix(f.Name(), ".txt")
		for text := range strings.Lines(string(data)) {
			head, _, _ := strings.Cut(strings.TrimRight(text, "\n"), " | ")
			_, all, _ := strings.Cut(head, ": ")
			if head != "" && head[0] == '#' {
				continue
			}
			for word := range strings.SplitSeq(all, ",") {
				word, _, _ = strings.Cut(strings.TrimSpace(word), "=")
				word = strings.TrimSuffix(strings.TrimPrefix(word, "*"), "*")
				if word == "" || strings.Contains(word, " _ ") {
					continue
				}
				n++
				key := foldAs(word, language == "vi").Text
				if got := keyOf(word, language == "vi"); !bytes.Equal(got, key) {
					t.Errorf("%q folds to %q as a key, to %q as text", word, got, key)
				}
				if plainWord(word) && string(key) != word {
					t.Errorf("%q is taken as it is, and folds to %q", word, key)
				}
				if far(key[0]) {
					distant++
				}
				if !part(key[0]).holds(key) {
					t.Errorf("%q of %s is not in its part", word, language)
				}
			}
		}
	}
	if n < 20_000 || distant < 3_000 {
		t.Errorf("%d words, %d of far scripts", n, distant)
	}
}

// holds reports whether a key leads to words.
func (t *table) holds(key []byte) bool {
	for root := range t.roots {
		at, k := t.roots[root][key[0]], 1
		for at != 0 {
			rest := t.rest[at]
			if len(key)-k < len(rest) || string(key[k:k+len(rest)]) != rest {
				break
			}
			if k += len(rest); k == len(key) {
				if t.word[at] < t.last[at] {
					return true
				}
				break
			}
			at, k = t.step(at, key[k]), k+1
		}
	}
	return false
}
