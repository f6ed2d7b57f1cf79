package units

import (
	"strings"
	"unicode"
)

// inLatin is a text with the digits, the decimal mark, the mark between thousands and the per cent sign of
// other scripts as ASCII has them: "١٫٥٪" and "१.५%" are "1.5%". The Arabic marks have one reading each, so
// nothing is guessed.
func inLatin(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '٫':
			return '.'
		case '٬':
			return ','
		case '٪', '％':
			return '%'
		}
		if r >= 0x80 && unicode.Is(unicode.Nd, r) {
			return '0' + digitOf(r)
		}
		return r
	}, s)
}

// digitOf is what a decimal digit of any script counts. Unicode keeps the ten of a script together, from
// zero up (The Unicode Standard, 4.6), so a digit counts its distance from the start of its range.
func digitOf(r rune) rune {
	for _, span := range unicode.Nd.R16 {
		if first := rune(span.Lo); first <= r && r <= rune(span.Hi) {
			return (r - first) % 10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if first := rune(span.Lo); first <= r && r <= rune(span.Hi) {
			return (r - first) % 10
		}
	}
	panic("units: a digit that is none: " + string(r))
}
