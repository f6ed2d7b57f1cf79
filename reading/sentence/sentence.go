// Package sentence cuts lines into sentences and tells the scripts that they are written in.
//
// Nothing in it is promised to other modules.
package sentence

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
)

// longest is the bytes after which a clause is cut: none is meant to be so long, and what is looked
// for inside one costs its square.
const longest = 700

// short is words before a point that ends no sentence.
var short = strings.Fields(
	`p a m approx ca no nr min max bzw z b e g i ex est vs inc ltd co u s etc св тыс руб г стр art mr av
	elec incl excl zzgl inkl exkl`,
)

// Cut cuts a line at the ends of its sentences.
func Cut(text string, from, to int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := from
		for i := from; i < to; {
			r, n := utf8.DecodeRuneInString(text[i:])
			i += n
			long := i-start > longest && r == ' ' || i-start > 2*longest
			if i == to || long || ends(text, i, to, r, start) {
				if strings.TrimSpace(text[start:i]) != "" && !yield(start, i) {
					return
				}
				start = i
			}
		}
	}
}

// firstPicture is the first of the small pictures that part sentences in chats where no point does, and
// leastPictured how many bytes of a sentence stand before one.
const firstPicture, leastPictured = 0x1F300, 24

// pictured reports that the sign before i is such a picture, with blanks around it.
func pictured(text string, i int, r rune) bool {
	return r >= firstPicture && text[i] == ' ' && text[i-utf8.RuneLen(r)-1] == ' '
}

// ends reports whether the sign before i ends a sentence that began at start.
func ends(text string, i, to int, r rune, start int) bool {
	switch r {
	case '!', '?', ';', '。', '।':
		return true
	case '.':
		return pointEnds(text[start:i-1], text[i:to])
	}
	return i-start > leastPictured && i < to && pictured(text, i, r)
}

// pointEnds reports whether the point between two texts ends a sentence: not inside a number or a host, at
// the end of a cell, behind an abbreviation, or behind a number that it makes an ordinal.
func pointEnds(before, behind string) bool {
	if behind != "" && strings.IndexByte(` ")`, behind[0]) < 0 || strings.HasPrefix(behind, " |") {
		return false
	}
	word := before[strings.LastIndexAny(before, " .(|")+1:]
	return !slices.Contains(short, word) && !ordinal(word, behind)
}

// ordinal reports a number of one or two digits that no other follows, as of a day: "am 3. Mai".
func ordinal(word, behind string) bool {
	return len(word) <= 2 && allDigits(word) && len(behind) > 1 && !language.Digit(rune(behind[1]))
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Scripts is the scripts of a line that tell its language.
type Scripts struct {
	Kana, Han, Hangul, Devanagari, Arabic bool
	Cyrillic                              bool // a third of it
}

// ScriptsOf is the scripts of a line.
func ScriptsOf(text string) (s Scripts) {
	n, all := 0, 0
	for _, r := range text {
		all++
		switch {
		case r < 0x370:
		case r >= 0x400 && r < 0x530:
			n++
		case r >= 0x3040 && r < 0x3100:
			s.Kana = true
		case r >= 0x2E80 && r < 0xAC00:
			s.Han = true
		case r >= 0xAC00 && r < 0xD7B0:
			s.Hangul = true
		case r >= 0x900 && r < 0x980:
			s.Devanagari = true
		case r >= 0x600 && r < 0x700:
			s.Arabic = true
		}
	}
	s.Cyrillic = n*3 > all
	return s
}
