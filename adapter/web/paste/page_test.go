package paste

import (
	"strings"
	"testing"
)

// What stands around a quote is cut between words, and within one only where it has no blank.
func TestWordsAreNotCut(t *testing.T) {
	const quote = "10 %"
	for text, want := range map[string][2]string{
		"We may adjust it at most 10 % a year.": {"We may adjust it at most ", " a year."},
		strings.Repeat("electricity ", 9) + "at most 10 % " + strings.Repeat("electricity ", 9): {
			"... " + strings.Repeat("electricity ", 4) + "at most ",
			" " + strings.TrimSpace(strings.Repeat("electricity ", 4)) + " ..."},
		strings.Repeat("电", 90) + quote: {"... " + strings.Repeat("电", 20), ""},
	} {
		at := strings.Index(text, quote)
		w := wordsAt(text, at, at+len(quote))
		if w.Before != want[0] || w.Quote != quote || w.After != want[1] {
			t.Errorf("got %q, %q, %q\nwant %q", w.Before, w.Quote, w.After, want)
		}
	}
}
