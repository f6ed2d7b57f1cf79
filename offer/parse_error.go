package offer

import (
	"fmt"
	"strings"
)

// Error is one thing wrong with a document: where, what, and how to repair it.
type Error struct {
	File      string
	Line, Col int    // from 1; 0 where the offer did not come from a document
	Path      string // "fees[0].energy_price", or the nearest that encloses the place; may be empty
	Msg       string
	Fix       string
}

// Error is "offer.yaml:12:3: what; repair".
func (e Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:%d:", e.Line, e.Col)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	b.WriteString(e.Msg)
	if e.Fix != "" {
		b.WriteString("; " + e.Fix)
	}
	return b.String()
}

// Errors is all that is wrong with a document, in its order, at most 20.
type Errors []Error

// Error is one line for each error.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, one := range e {
		lines[i] = one.Error()
	}
	return strings.Join(lines, "\n")
}
