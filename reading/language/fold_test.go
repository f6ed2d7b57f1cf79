package language

import "testing"

// A text is folded into one spelling, line by line.
func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Café  ＦＰＰＳ":    "cafe fpps",
		"5\n 반년":        "5\n반년",
		"5\n été":       "5\nete",
		"ab   c\td":     "ab | c|d",
		"e\u0301te 2º":  "ete 2°",
		"раyраl Profit": "paypal profit",
		"٣٪ يوميا":      "3% يوميا",
		"İstanbul":      "istanbul",
	} {
		if got := string(Fold(text).Text); got != want {
			t.Errorf("%q is folded into %q, want %q", text, got, want)
		}
	}
}

// Each letter of a folded text comes from where it stands in the text, none before the one before it.
func FuzzFold(f *testing.F) {
	for _, text := range []string{"Café  2º", "5\n 반년", "раyраl\u200b", "e\u0301\xff\t½", "ﬁ ٣٪\r\n  é"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := Fold(text)
		last := 0
		for i := range folded.Text {
			from, to := folded.Original(i, len(folded.Text))
			if from < last || to != len(text) {
				t.Fatalf("%q: byte %d of %q comes from %d, the one before from %d", text, i, folded.Text, from, last)
			}
			last = from
		}
		for _, k := range Tokens(t.Context(), folded.Text) {
			if k.From >= k.To || k.To > len(folded.Text) {
				t.Fatalf("%q: a word from %d to %d of %d", text, k.From, k.To, len(folded.Text))
			}
		}
	})
}
