package slips

import "testing"

func TestNumberTakesForeignMarks(t *testing.T) {
	for text, want := range map[string]string{
		"1.900,00 USD": "1900.00 USD", "$1 900": "$1900", "$1’900": "$1900", "0,05 USD/kWh": "0.05 USD/kWh",
		"1900 USD": "", "unknown": "",
	} {
		if plain, _ := Number(text); plain != want {
			t.Errorf("Number(%q) = %q, want %q", text, plain, want)
		}
	}
}

func TestNearestIsWithinAThirdOfTheWord(t *testing.T) {
	known := []string{"hashrate", "term", "price"}
	for word, want := range map[string]string{
		"hasrhate": "hashrate", "Term": "term", "prise": "price", "fees": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestHiddenFindsControlsAndNoLetters(t *testing.T) {
	if c, found := Hidden("a\u202eb"); !found || c != 0x202e {
		t.Errorf("the override of direction is not found: %U", c)
	}
	if c, found := Hidden("two\nlines\twith tabs, äöü 漢字"); found {
		t.Errorf("%U is seen by every reader", c)
	}
}
