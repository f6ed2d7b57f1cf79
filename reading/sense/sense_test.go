package sense

import (
	"context"
	"testing"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// first is the first clause of a text.
func first(text string) *Clause { return &Clause{phrase.Parse(context.Background(), text).Clauses[0]} }

func TestStanceIsWhatTheClauseSaysOfAWord(t *testing.T) {
	for text, want := range map[string]Stance{
		"Your return is guaranteed.":          {},
		"Your return is not guaranteed.":      {Negated: true, Hedged: true},
		"Is your return guaranteed?":          {Asked: true},
		"Other companies guarantee a return.": {Other: true},
	} {
		c := first(text)
		k, _ := c.Near(language.SetOf("guar"), c.From, c.To)
		if got := c.StanceOf(k.From, k.To); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}

func TestRoleIsThatOfTheNearestWord(t *testing.T) {
	for text, want := range map[string]string{
		"The hosting fee is $12.":      "fee",
		"Set-up: $12.":                 "setup",
		"The price is 500 dollars.":    "price",
		"A deposit of $700 is needed.": "bond",
	} {
		c := first(text)
		if got := c.RoleOf(c.Values[0], MoneyRoles); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
