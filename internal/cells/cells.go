// Package cells writes words into cells of tables, so that a spreadsheet shows them and computes nothing.
//
// Text does it. Nothing in it is promised to other modules.
package cells

import (
	"strings"
	"unicode/utf8"
)

// Text is words as a cell. What a spreadsheet would take for a formula gets an apostrophe in front, which
// says that it is text: words that begin with =, +, -, @ (also in their wide form), a tab or a line end.
// Numbers are no words and need none of it.
func Text(s string) string {
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + s
	}
	return s
}
