package main

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/term"
)

// terminal reports whether a stream is a terminal, where colour, forms and progress make sense.
func terminal(stream any) bool {
	f := fileOf(stream)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// colour reports whether the result may be coloured: on a terminal, unless NO_COLOR (no-color.org) or
// TERM=dumb asks for plain text.
func (p *program) colour() bool {
	return terminal(p.out) && p.env("NO_COLOR") == "" && p.env("TERM") != "dumb"
}

// plain reports whether the locale cannot show characters beyond ASCII (POSIX: LC_ALL, LC_CTYPE, LANG).
func (p *program) plain() bool {
	locale := strings.ToUpper(cmp.Or(p.env("LC_ALL"), p.env("LC_CTYPE"), p.env("LANG")))
	return locale == "C" || locale == "POSIX" || strings.Contains(locale, "ISO-8859") ||
		strings.Contains(locale, "ISO8859")
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
	if f := fileOf(p.out); f != nil {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			n = w
		}
	}
	if w, err := strconv.Atoi(p.env("COLUMNS")); err == nil && w > 0 {
		n = w
	}
	return min(max(n, narrowest), widest)
}
