package lookalike

import (
	"strings"
	"testing"
)

// TestLookalikes: a name that is not what it looks like is doubted, with the letter; names of every tongue
// are not.
func TestLookalikes(t *testing.T) {
	pairs := []rune(lookalikes)
	if len(pairs)%2 != 0 {
		t.Fatalf("%d letters are no pairs", len(pairs))
	}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] < 0x80 || pairs[i+1] >= 0x80 || script(pairs[i]) == "" || script(pairs[i+1]) != "Latin" {
			t.Errorf("pair %d: %q for %q", i/2, pairs[i], pairs[i+1])
		}
	}
	for name, want := range map[string]string{
		"BitFuFu":              "",
		"Genesis Mining, 2018": "",
		"Майнинг Сервис":       "",
		"Εξόρυξη Α.Ε.":         "",
		"株式会社ビット":              "",
		"Nový Důl ⛏️ s.r.o.":   "",
		"H\u0456ve":            "U+0456",
		"Bitf\u03c5fu":         "U+03C5",
		"\u0412itFuFu":         "mixes Latin and Cyrillic letters",
		"\u0420\u0430\u0443":   "all look Latin, and reads \"Pay\"",
		"Bit\u200bFuFu":        "U+200B",
		"Bit\u00adFuFu":        "U+00AD",
		"\u202eufuFtiB":        "U+202E",
		"Bit\u2066Fu":          "U+2066",
		"Bit\U000e0041Fu":      "U+E0041",
	} {
		says := In(name)
		if want == "" && says != "" || !strings.Contains(says, want) {
			t.Errorf("%+q: %q, want %q", name, says, want)
		}
	}
}
