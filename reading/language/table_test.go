package language

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// The program looks words up in words.bin; what is edited is the language files.
func TestTableIsThatOfTheFiles(t *testing.T) {
	made, err := Compile(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if string(made) != table {
		t.Error("a language file was changed and words.bin was not made anew: run \"make words\"")
	}
}

// lines calls do with each line of the language files, taken apart.
func lines(t *testing.T, do func(language, concept, words, example string)) {
	t.Helper()
	for _, language := range Names() {
		text, err := os.ReadFile(language + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			head, example, _ := strings.Cut(strings.TrimSpace(line), " | ")
			if concept, words, ok := strings.Cut(head, ": "); ok && line[0] != '#' {
				do(language, concept, words, example)
			}
		}
	}
}

// Each line of a language file brings an example in which its concept is found: what a native speaker
// edits is checked the moment it is.
func TestExamplesHoldTheirConcept(t *testing.T) {
	lines(t, func(language, concept, _, example string) {
		folded := foldAs(example, language == "vi").Text
		found := slices.ContainsFunc(tokens(t.Context(), folded), func(k Token) bool {
			return k.Concept == Must(concept) && Names()[k.Language] == language
		})
		if !found {
			t.Errorf("%s.txt: the example %q of %s holds none of its words", language, example, concept)
		}
	})
}

// Every word of every file is found in a text that is the word alone, of phrases with others in their gap.
func TestEveryWordIsFound(t *testing.T) {
	n := 0
	lines(t, func(language, concept, words, _ string) {
		for word := range strings.SplitSeq(words, ",") {
			word, _, _ = strings.Cut(strings.TrimSpace(word), "=")
			word = strings.ReplaceAll(strings.Trim(word, "*"), " _ ", " 7 ")
			text := foldAs(word, language == "vi").Text
			if len(text) == 0 {
				continue
			}
			n++
			if !slices.ContainsFunc(tokens(t.Context(), text), func(k Token) bool {
				return k.From == 0 && k.To == len(text) && k.Concept == Must(concept) &&
					Names()[k.Language] == language
			}) {
				t.Errorf("%q of %s is not found as %s", word, language, concept)
			}
		}
	})
	if n < 20_000 {
		t.Errorf("%d words", n)
	}
}

// What a language file has wrong is told with its place and its repair.
func TestMistakesOfAFile(t *testing.T) {
	for text, want := range map[string]string{
		"# English\nday: day, days | a day\nmonkey: ape | an ape": `en.txt line 3: no concept "monkey": README.md lists them`,
		"day days | a day":                    `en.txt line 1: want "concept: word, word | example"`,
		"mult: double=2, multiplied | double": `en.txt line 1: "multiplied" has no value: write "multiplied=2"`,
	} {
		_, err := Compile(fstest.MapFS{"en.txt": {Data: []byte(text)}})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
	if _, err := Compile(fstest.MapFS{}); err == nil ||
		!strings.Contains(err.Error(), "top of the repository") {
		t.Errorf("without files: %v", err)
	}
}
