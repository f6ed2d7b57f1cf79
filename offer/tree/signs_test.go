package tree

import (
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/scanner"

	"github.com/assaymining/assay/internal/costly"
)

// cut is how many tokens the YAML scanner makes of a text.
func cut(text string) (n int) {
	var s scanner.Scanner
	s.Init(text)
	for {
		some, err := s.Scan()
		if n += len(some); errors.Is(err, io.EOF) {
			return n
		}
	}
}

// signs counts the marks of form in a text.
func signs(text string) (n int) {
	for i := range len(text) {
		if sign(text[i], []byte(text[i+1:])) {
			n++
		}
	}
	return n
}

// A text has no more tokens than three for each mark of form and two beside: what is counted bounds the
// scanner's work. Searched among texts of all marks in any order, and among repeated ones.
func TestSignsBoundTokens(t *testing.T) {
	parts := strings.Split(`a|b |1|-|- |--- |---|...|...~|:|: |,|[|]|{|}|"|'|#| # c|~|~~|~  |~- |   `+
		`|?|? |&a|*b|!t |!!s |%d|@|`+"`"+`|<<|<<: |\|0x1f|1.5|null|我`, "|")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "~", "\n")
	}
	parts = append(parts, "|", "|\n", ">-\n", "|2\n", "\t", "\\n")
	r := rand.New(rand.NewPCG(13, 1))
	for n := range 30_000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		text := b.String()
		if n%3 == 0 {
			text = strings.Repeat(text, 1+r.IntN(20))
		}
		if most := 3*signs(text) + 2; cut(text) > most {
			t.Fatalf("%q is %d tokens, at most %d were counted", text, cut(text), most)
		}
	}
}

// No document that is dense, deep or long is read for more than its beginning: the scanner makes no more
// tokens of it than thrice the marks that are allowed.
func TestDenseDocumentsAreCut(t *testing.T) {
	for name, doc := range costly.Shapes(MaxBytes) {
		first, whole := beginning([]byte(doc))
		if n := cut(string(first)); n > 3*maxSigns+2 {
			t.Errorf("%s: %d tokens are made", name, n)
		}
		began := costly.Spent()
		_, fault := Read([]byte(doc), "schema: assay/offer/v1")
		took := costly.Spent() - began
		t.Logf("%s: %s, %v", name, took, fault)
		if !whole && fault == nil {
			t.Errorf("%s: half of it was read as the whole", name)
		}
	}
}

// Prose of a MiB, in lines and with quotes, is read as before.
func TestProseIsNotDense(t *testing.T) {
	words := `The provider may change the fee with notice; see "Terms", 4.2: it's due - in advance.` + "\n"
	doc := "terms:\n  text: |\n" + strings.Repeat("    "+words, MaxBytes/(len(words)+4)-1)
	if _, fault := Read([]byte(doc), ""); fault != nil {
		t.Errorf("%v", fault)
	}
}
