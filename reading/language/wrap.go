package language

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A text is set in lines of one width where they break at the last blank before it: then the end of a
// full line ends nothing.

// The widths in letters that lines are set to.
const (
	narrowest = 40
	widest    = 120
)

// setWidth is the width that a text is set to, 0 where its lines are as long as what they say.
func setWidth(text string) int {
	width := 0
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Count(line, " ") < 3 { // one that cannot be broken
			continue
		}
		n := utf8.RuneCountInString(strings.TrimRight(line, " \r"))
		if n > widest {
			return 0
		}
		width = max(width, n)
	}
	if width < narrowest {
		return 0
	}
	goesOn, ends := 0, 0
	for rest := text; ; {
		line, next, more := strings.Cut(rest, "\n")
		if !more {
			break
		}
		if full(line, next, width) {
			if r, _ := utf8.DecodeRuneInString(next); unicode.IsLower(r) || unicode.Is(unicode.Lo, r) {
				goesOn++
			} else {
				ends++
			}
		}
		rest = next
	}
	if goesOn < 2 || goesOn < ends {
		return 0
	}
	return width
}

// full reports that the first word of the next line has no room on a line, and that none is a row of a
// table, a heading or the item of a list.
func full(line, next string, width int) bool {
	line = strings.TrimRight(line, " \r")
	if len(line) < narrowest/2 || strings.ContainsAny(line, "|\t") || strings.Contains(line, "   ") {
		return false
	}
	word := next[:min(len(next), 4*widest)]
	if i := strings.IndexAny(word, " \r\n"); i >= 0 {
		word = word[:i]
	}
	r, _ := utf8.DecodeRuneInString(word)
	first, _ := utf8.DecodeRuneInString(line)
	if word == "" || first == ' ' || strings.ContainsRune("-*•–|+·✔✓✗❌", r) || paragraph(word) {
		return false
	}
	return utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width
}

// paragraph reports the number of a paragraph: "3.", "a)".
func paragraph(word string) bool {
	mark := strings.TrimRight(word, ".):")
	return mark != word && len(mark) <= 4
}
