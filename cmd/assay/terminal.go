package main

import (
	"io"
	"os"
	"strconv"

	"golang.org/x/term"
)

// terminal reports whether w is a terminal, where colour and progress make sense.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// colour reports whether the result may be coloured: on a terminal, unless NO_COLOR (no-color.org) or
// TERM=dumb asks for plain text.
func (p *program) colour() bool {
	return terminal(p.out) && p.env("NO_COLOR") == "" && p.env("TERM") != "dumb"
}

// The widths that text is laid out for.
const (
	narrowest    = 40
	defaultWidth = 80
	widest       = 120
)

// width is the number of columns to lay text out for: COLUMNS where set, else the terminal's, else 80.
func (p *program) width() int {
	n := defaultWidth
	if f, ok := p.out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			n = w
		}
	}
	if w, err := strconv.Atoi(p.env("COLUMNS")); err == nil && w > 0 {
		n = w
	}
	return min(max(n, narrowest), widest)
}
