// Package lookalike tells names that are not what they look like: with characters that nobody sees, or with
// letters drawn as those of another script are. Nothing in it is promised to other modules.
package lookalike

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/assaymining/assay/offer/tree"
)

// Invisible reports whether a character takes no room of its own and shows nothing, so that two names
// that look the same can differ by it: the joiners and spaces without width, the soft hyphen, fillers,
// the signs of direction, and tags (Unicode, Default_Ignorable_Code_Point). Selectors of a variant are
// not among them, since pictures are written with them.
func Invisible(r rune) bool {
	switch {
	case r == 0x00ad, r == 0x034f, r == 0x061c, r == 0x115f, r == 0x1160, r == 0x17b4, r == 0x17b5,
		r == 0x3164, r == 0xfeff, r == 0xffa0:
		return true
	}
	return r >= 0x180b && r <= 0x180f || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e ||
		r >= 0x2060 && r <= 0x206f || r >= 0xe0000 && r <= 0xe007f
}

// lookalikes are letters of other scripts that are drawn as a Latin one is (Unicode UTS 39,
// confusables.txt), in pairs.
const lookalikes = "аaеeоoрpсcуyхxіiјjѕsԁdԛqԝwһhӏlАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜW" +
	"οoνvρpιiαaγyυuΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXՏSօoսuոnհhԁd"

// latin is the Latin letter that another one looks like; 0: none.
func latin(r rune) rune {
	pairs := []rune(lookalikes)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == r {
			return pairs[i+1]
		}
	}
	return 0
}

// scripts are those whose letters are taken for each other.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek},
	{"Armenian", unicode.Armenian}, {"Cherokee", unicode.Cherokee}}

// script names the script of a letter; empty for any other and for what is no letter.
func script(r rune) string {
	for _, s := range scripts {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return ""
}

// In says what in a name shows that it is not what it looks like: a character that nobody sees, or letters of
// another script; empty: nothing.
func In(name string) string {
	for i, r := range []rune(name) {
		if Invisible(r) || unicode.IsControl(r) {
			return fmt.Sprintf("character %d is U+%04X, which nobody sees", i+1, r)
		}
	}
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if says := disguised(word); says != "" {
			return fmt.Sprintf("%q %s", tree.Clip(word), says)
		}
	}
	return ""
}

// disguised says what of a word's letters look like others; empty: nothing.
func disguised(word string) string {
	var first, other rune
	all := true // letters look Latin and are not
	for _, r := range word {
		s := script(r)
		all = all && latin(r) != 0
		switch {
		case s == "":
		case first == 0:
			first = r
		case s != script(first) && other == 0:
			other = r
		}
	}
	switch {
	case other != 0:
		if script(first) != "Latin" { // name the letter that is out of place
			first, other = other, first
		}
		return fmt.Sprintf("mixes %s and %s letters: %q is U+%04X", script(first), script(other), other,
			other)
	case all && len([]rune(word)) > 1:
		var read strings.Builder
		for _, r := range word {
			read.WriteRune(latin(r))
		}
		return fmt.Sprintf("is written in %s letters that all look Latin, and reads %q", script(first),
			read.String())
	}
	return ""
}
