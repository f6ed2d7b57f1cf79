// Package interview asks a person, or a file of answers, for an offer: the questions of package offer one by
// one, or the checklist of what bears on trust, with where to look and what was found.
//
// Questions go to Out, which should not be the result's stream. Line by line each question is some lines of
// text and each answer one line, which a screen reader, a pipe and a test can use; where the input ends, the
// rest is unknown.
//
// Nothing in it is promised to other modules.
package interview

import (
	"errors"
	"io"
)

// errAborted is what Offer returns where the person leaves before the end.
var errAborted = errors.New("the questions were left before the end; nothing was written")

// Refused is an answer that cannot be used, and what to do instead.
type Refused struct{ What, Hint string }

// Error is the complaint without the hint.
func (r *Refused) Error() string { return r.What }

// Interview is where questions go and answers come from.
type Interview struct {
	In     io.Reader
	Out    io.Writer
	Lines  bool // line by line, not in a form
	Person bool // somebody is there to answer again
	Width  int  // columns that the checklist is laid out for
}
