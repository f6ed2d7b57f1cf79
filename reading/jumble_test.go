package reading

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var jumbles = flag.Int("jumbles", 3000, "how many texts TestJumbles makes up")

// TestJumbles: words of the language files, figures and marks in any order, in rows, lists and lines, are
// read without end of the program, and each statement has words that stand in the text.
func TestJumbles(t *testing.T) {
	files, err := filepath.Glob("language/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no language files", err)
	}
	var languages [][]string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		languages = append(languages, vocabulary(string(text)))
	}
	marks := strings.Split("\n_\n_ _ _, _. _: _; _ - _\n- _\n1. _? _! _\n\n_\t_(_)_/_\n---\n__|_ | _\n| ", "_")
	figures := strings.Fields("7 2% 0.5 % 1,000 $12 €3.5 100TH/s 0.07/kWh 24 365 3x 2026-03-01 12:00 10% ٣ ５")
	r := rand.New(rand.NewPCG(14, 26))
	for range *jumbles {
		words := languages[r.IntN(len(languages))]
		var b strings.Builder
		mark := func(int) string { return marks[r.IntN(len(marks))] }
		if columns := 1 + r.IntN(3); r.IntN(2) == 0 {
			mark = func(i int) string {
				if i/2%(columns+1) == columns {
					return "\n"
				}
				return " | "
			}
		}
		for i := range 1 + r.IntN(24) {
			switch n := r.IntN(10); {
			case i%2 == 1:
				b.WriteString(mark(i))
			case n < 7:
				b.WriteString(words[r.IntN(len(words))])
			default:
				b.WriteString(figures[r.IntN(len(figures))])
			}
		}
		text := b.String()
		for _, s := range read(t, text).Statements {
			within := s.From >= 0 && s.From < s.To && s.To <= len(text)
			if !within || text[s.From:s.To] != s.Quote || !utf8.ValidString(s.Quote) {
				t.Fatalf("%q: %+v", text, s)
			}
		}
	}
}

// read is Read; a panic names its text.
func read(t *testing.T, text string) Reading {
	t.Helper()
	defer func() {
		if e := recover(); e != nil {
			t.Fatalf("%q: %v", text, e)
		}
	}()
	return Read(text)
}

// vocabulary is the words and phrases of a language file, without their values and marks.
func vocabulary(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		_, line, ok := strings.Cut(line, ": ")
		if line, _, _ = strings.Cut(line, " | "); !ok {
			continue
		}
		for _, w := range strings.Split(line, ", ") {
			w, _, _ = strings.Cut(w, "=")
			if w = strings.Trim(w, "*_+? \n"); w != "" {
				out = append(out, w)
			}
		}
	}
	return out
}
