package reading

import (
	"os"
	"strings"
	"testing"
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
