package reading

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// paraphrase is a sentence of testdata/paraphrases.txt: one language after another, "+" before what a
// careful buyer would doubt and "-" before its honest twin; a line without a sign goes on with the one
// before.
type paraphrase struct {
	language, text string
	grave          bool
}

func paraphrases(t testing.TB) []paraphrase {
	t.Helper()
	data, err := os.ReadFile("testdata/paraphrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []paraphrase
	language := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "## "):
			language = line[3:]
		case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "- "):
			all = append(all, paraphrase{language, line[2:], line[0] == '+'})
		case line != "":
			all[len(all)-1].text += "\n" + line
		}
	}
	return all
}

// One statement in many words: what is grave is found in each language, and its honest twin is not.
func TestParaphrases(t *testing.T) {
	grave, found := map[string]int{}, map[string]int{}
	for _, p := range paraphrases(t) {
		said := Read(p.text).Grave()
		if p.grave {
			grave[p.language]++
			if found[p.language] += min(1, len(said)); len(said) == 0 {
				t.Logf("%s: %q is not found", p.language, p.text)
			}
		} else if len(said) > 0 {
			t.Errorf("%s: %q is called %s %s for %q", p.language, p.text, said[0].What, said[0].Value, said[0].Quote)
		}
	}
	for language, n := range grave {
		if found[language]*10 < n*9 {
			t.Errorf("%s: found %d of %d", language, found[language], n)
		}
	}
}

// Documents made of honest lines of one language are never called grave, whatever is left out of them; and a
// grave line among them stays found, wherever it stands.
func TestDocumentsOfLines(t *testing.T) {
	honest, grave := map[string][]string{}, map[string][]string{}
	for _, p := range paraphrases(t) {
		switch {
		case !p.grave:
			honest[p.language] = append(honest[p.language], p.text)
		case len(Read(p.text).Grave()) > 0 && !strings.Contains(p.text, "\n"):
			grave[p.language] = append(grave[p.language], p.text)
		}
	}
	var languages []string
	for l := range grave {
		languages = append(languages, l)
	}
	slices.Sort(languages)
	rapid.Check(t, func(t *rapid.T) {
		l := rapid.SampledFrom(languages).Draw(t, "language")
		lines := rapid.SliceOfNDistinct(rapid.SampledFrom(honest[l]), 0, 8, rapid.ID[string]).Draw(t, "honest")
		if said := Read(strings.Join(lines, "\n\n")).Grave(); len(said) > 0 {
			t.Fatalf("%q is called %s for %q", lines, said[0].What, said[0].Quote)
		}
		fraud := rapid.SampledFrom(grave[l]).Draw(t, "grave")
		lines = slices.Insert(lines, rapid.IntRange(0, len(lines)).Draw(t, "at"), fraud)
		if text := strings.Join(lines, "\n\n"); len(Read(text).Grave()) == 0 {
			t.Fatalf("%q is cleared in %q", fraud, text)
		}
	})
}

// The language of a line is told by its words and its script.
func TestLanguageIsDetected(t *testing.T) {
	right, all := map[string]int{}, map[string]int{}
	for _, p := range paraphrases(t) {
		all[p.language]++
		right[p.language] += boolInt(Read(p.text).Language == p.language)
	}
	for l, n := range all {
		if right[l]*10 < n*8 {
			t.Errorf("%s: told %d of %d lines", l, right[l], n)
		}
	}
}
