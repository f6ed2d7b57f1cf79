// Package slips knows slips of the pen in a document: a word near one that is known (Nearest), a number with
// other marks than Assay's (Number), a character that no reader sees (Hidden).
//
// It reads no offer and corrects nothing: who reads says in the error what was probably meant.
//
// Nothing in it is promised to other modules.
package slips

import "strings"

// Nearest is the known word within a third of its length in edits, or "".
func Nearest(word string, known []string) string {
	best, least := "", 1<<30
	word = strings.ReplaceAll(strings.ToLower(word), "-", "_")
	for _, k := range known {
		if d := edits(word, k); d < least && d <= max(1, len(k)/3) {
			best, least = k, d
		}
	}
	return best
}

// edits is the optimal string alignment distance: insertions, deletions, substitutions and swaps of
// neighbours (Damerau 1964). Words longer than 40 bytes are far from everything.
func edits(a, b string) int {
	if len(a) > 40 {
		return 1 << 20
	}
	var before, prev, row [64]int
	for j := range len(b) + 1 {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, prev = prev, row
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

// Hidden finds a character that no reader sees but a terminal or a page acts on: controls, which
// escapes can smuggle in, and the overrides of writing direction (Unicode UAX 9).
func Hidden(s string) (rune, bool) {
	for _, c := range s {
		switch {
		case c == '\n', c == '\t':
		case c < ' ', c >= 0x7f && c <= 0x9f, c >= 0x202a && c <= 0x202e, c >= 0x2066 &&
			c <= 0x2069, c == 0xfeff:
			return c, true
		}
	}
	return 0, false
}
