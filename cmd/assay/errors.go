package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/assaymining/assay/adapter/interview"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// The exit codes. A damning verdict is an answer.
const (
	answered = 0
	unable   = 1
	misused  = 2
)

// kinds maps errors to exit codes; the first that matches counts, and all else is unable.
var kinds = []struct {
	code int
	is   func(error) bool
}{
	{changedExit, as[*stateChanged]},
	{misused, as[*misuse]},
	{misused, as[*commandline.Mistake]},
	{misused, as[*interview.Refused]},
	{misused, as[*units.Error]},
	{misused, as[*market.FileError]},
	{misused, as[offer.Errors]},
	{misused, as[offer.Error]},
	{misused, as[*hardware.NotFound]},
	{misused, as[*trace.OtherNetwork]},
	{misused, func(err error) bool { return errors.Is(err, fs.ErrNotExist) }},
}

// as reports whether err is, or wraps, an error of type E.
func as[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// misuse is a command line that cannot be meant, and what to write instead.
type misuse struct{ what, hint string }

// Error is the complaint without the hint.
func (m *misuse) Error() string { return m.what }

// seen is an error that has been shown already, while other offers of the same command were judged.
type seen struct{ error }

// report prints an error for a person, with its hint, and gives the exit code.
func (p *program) report(err error) int {
	if err == nil {
		return answered
	}
	if !as[seen](err) {
		p.complain(err)
	}
	return exitCode(err)
}

// exitCode looks an error up in the table of kinds.
func exitCode(err error) int {
	for _, k := range kinds {
		if k.is(err) {
			return k.code
		}
	}
	return unable
}

// complain prints one "assay: error:" line for each line of the error, then its hint.
func (p *program) complain(err error) {
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	for line := range strings.SplitSeq(need.Say(hidden(err.Error()), commandline.InFlags), "\n") {
		fmt.Fprintf(p.err, "assay: error: %s\n", line)
	}
	if hint := hintOf(err); hint != "" {
		p.hint("%s", need.Say(hint, commandline.InFlags))
	}
}

// hintOf is what an error says to do instead.
func hintOf(err error) string {
	var r *interview.Refused
	var c *commandline.Mistake
	var m *misuse
	switch {
	case errors.As(err, &r):
		return r.Hint
	case errors.As(err, &c):
		return c.Hint
	case errors.As(err, &m):
		return m.hint
	}
	return ""
}

// keys are secret keys of signers (golang.org/x/mod/sumdb/note), and the coded end of any key.
var keys = regexp.MustCompile(`PRIVATE\+KEY\+[^\s"]*|\+A[A-Za-z0-9+/]{20,}={0,2}`)

// hidden is a message without keys, wherever somebody put one in the place of a name.
func hidden(message string) string { return keys.ReplaceAllString(message, "(a key)") }

// hint prints an "assay: hint:" line.
func (p *program) hint(format string, args ...any) {
	fmt.Fprintf(p.err, "assay: hint: %s\n", hidden(fmt.Sprintf(format, args...)))
}

// Unwrap lets the kind of a shown error be found.
func (s seen) Unwrap() error { return s.error }
