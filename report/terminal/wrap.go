package terminal

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks a line of words at width columns; continued lines begin with indent. A word longer than
// the width is kept whole, so that addresses can be copied.
func Wrap(line string, width int, indent string) string {
	lead := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var b strings.Builder
	b.WriteString(lead)
	column, first := utf8.RuneCountInString(lead), true
	for _, word := range strings.Fields(line) {
		n := utf8.RuneCountInString(word)
		switch {
		case first:
		case column+1+n > width:
			b.WriteString("\n" + indent)
			column = utf8.RuneCountInString(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column, first = column+n, false
	}
	return b.String()
}
