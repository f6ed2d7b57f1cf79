package reading

import (
	"maps"
	"math/rand/v2"
	"os"
	"slices"
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

// lines is the honest lines of each language, and the grave ones that are found where they stand alone.
func lines(t *testing.T) (honest, grave map[string][]string) {
	honest, grave = map[string][]string{}, map[string][]string{}
	for _, p := range paraphrases(t) {
		switch {
		case !p.grave:
			honest[p.language] = append(honest[p.language], p.text)
		case len(Read(p.text).Grave()) > 0:
			grave[p.language] = append(grave[p.language], p.text)
		}
	}
	return honest, grave
}

// A grave line stays found before and behind each honest one of its language, and two honest ones stay
// honest.
func TestLinesBesideEachOther(t *testing.T) {
	honest, frauds := lines(t)
	for l, all := range honest {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			for i, h := range all {
				for k, f := range frauds[l] {
					if !testing.Short() || (i+k)%9 == 0 {
						grave(t, h+" before "+f, h+"\n\n"+f, true)
						grave(t, f+" before "+h, f+"\n\n"+h, true)
					}
				}
				for k, other := range all {
					if i != k && (!testing.Short() || (i+k)%9 == 0) {
						grave(t, h+" before "+other, h+"\n\n"+other, false)
					}
				}
			}
		})
	}
}

// Documents made of honest lines of one language are never called grave, and a grave line among them stays
// found, wherever it stands. They are drawn by lot, always the same ones.
func TestDocumentsOfLines(t *testing.T) {
	honest, frauds := lines(t)
	languages := slices.Sorted(maps.Keys(frauds))
	lot := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		l := languages[lot.IntN(len(languages))]
		var page []string
		for _, k := range lot.Perm(len(honest[l]))[:3+lot.IntN(6)] {
			page = append(page, honest[l][k])
		}
		grave(t, strings.Join(page, "; "), strings.Join(page, "\n\n"), false)
		fraud := frauds[l][lot.IntN(len(frauds[l]))]
		text := strings.Join(slices.Insert(page, lot.IntN(len(page)+1), fraud), "\n\n")
		if len(Read(text).Grave()) == 0 {
			t.Errorf("%s: %q is cleared in %q", l, fraud, text)
		}
	}
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
