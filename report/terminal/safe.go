package terminal

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/offer/lookalike"
)

// Safe is a stranger's text as a terminal may be given it: whatever would command the terminal, turn the
// direction of reading or not be seen is shown as U+FFFD instead. These are the control characters of
// ECMA-48 (C0 but newline and tab, DEL, C1, and with them ESC, CSI and OSC), the marks of direction of
// Unicode (UAX 9 and U+206A to U+206F), characters without width, and bytes that are no UTF-8. A line end of
// two characters becomes one. Text that is safe already is returned as it is.
func Safe(s string) string {
	if Plain(s) || !strings.ContainsFunc(s, Commands) && utf8.ValidString(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	var before rune
	for i, r := range s { // a byte that is no UTF-8 comes as U+FFFD
		if Commands(r) && !joins(before, r, s[i:]) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// What joins and parts letters that change their shape has no width of its own, and belongs to the spelling
// of Persian and of the scripts of India; the first also makes one picture of several.
const (
	joiner    = 0x200d
	nonJoiner = 0x200c
)

// joins reports whether a character is a joiner where a script writes one: after a letter that changes its
// shape, or between two pictures. Elsewhere nobody would see it. rest is the text from it on.
func joins(before, r rune, rest string) bool {
	if r != joiner && r != nonJoiner {
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):])
	if unicode.In(before, shaped...) && unicode.In(after, shaped...) {
		return true
	}
	picture := before == 0xfe0f || before > 0x1f000 && unicode.In(before, unicode.So, unicode.Sk)
	return r == joiner && picture && unicode.Is(unicode.So, after)
}

// shaped is the scripts whose letters join.
var shaped = []*unicode.RangeTable{unicode.Arabic, unicode.Bengali, unicode.Devanagari, unicode.Gujarati,
	unicode.Gurmukhi, unicode.Kannada, unicode.Khmer, unicode.Malayalam, unicode.Myanmar, unicode.Oriya,
	unicode.Sinhala, unicode.Syriac, unicode.Tamil, unicode.Telugu}

// Plain reports whether a text is printable ASCII, newlines and tabs, as nearly all are: safe beyond doubt.
func Plain[T string | []byte](s T) bool {
	for i := range len(s) {
		if c := s[i]; c-0x20 >= 0x7f-0x20 && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// Commands reports whether a terminal would obey a character, or hide it, instead of showing it.
func Commands(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return true
	}
	return directs(r) || lookalike.Invisible(r)
}

// directs reports whether a character turns the direction of what stands beside it.
func directs(r rune) bool {
	return r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e ||
		r >= 0x2066 && r <= 0x206f
}

// Styled is a text that a Screen has made as a terminal may be given it: the styles that Screen writes stay,
// and all else passes Safe once more.
func Styled(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, 0x1b)
		if i < 0 {
			b.WriteString(Safe(text))
			return b.String()
		}
		b.WriteString(Safe(text[:i]))
		text = text[i:]
		own := ""
		for _, s := range []style{bold, dim, red, green, yellow, plain} {
			if seq := s.sequence(); strings.HasPrefix(text, seq) {
				own = seq
			}
		}
		if own == "" {
			own = text[:1]
			b.WriteRune(utf8.RuneError)
		} else {
			b.WriteString(own)
		}
		text = text[len(own):]
	}
}
