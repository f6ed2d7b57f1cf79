// Package console is the terminal of whoever runs a program: what it can show, how wide it is, that nothing
// commands it, and how far long work is.
//
// A Shield stands before both streams, so that no word of a stranger moves the cursor, colours or hides;
// progress is drawn around it, and only on a terminal. Nothing in it is promised to other modules.
package console

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/assaymining/assay/report/terminal"
	"golang.org/x/term"
)

// IsTerminal reports whether a stream is a terminal, where colour, forms and progress make sense.
func IsTerminal(stream any) bool {
	f := fileOf(stream)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// Screen is what the terminal that a stream goes to can show.
func Screen(out io.Writer, env func(string) string) terminal.Screen {
	return terminal.Screen{Width: Width(out, env), Colour: colour(out, env), ASCII: plain(env)}
}

// colour reports whether the result may be coloured: on a terminal, unless NO_COLOR (no-color.org) or
// TERM=dumb asks for plain text.
func colour(out io.Writer, env func(string) string) bool {
	return IsTerminal(out) && env("NO_COLOR") == "" && env("TERM") != "dumb"
}

// plain reports whether the locale cannot show characters beyond ASCII (POSIX: LC_ALL, LC_CTYPE, LANG).
func plain(env func(string) string) bool {
	locale := strings.ToUpper(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale == "C" || locale == "POSIX" || strings.Contains(locale, "ISO-8859") ||
		strings.Contains(locale, "ISO8859")
}

// The widths that text is laid out for.
const (
	narrowest    = 40
	defaultWidth = 80
	widest       = 120
)

// Width is the number of columns to lay text out for: COLUMNS where set, else the terminal's, else 80.
func Width(out io.Writer, env func(string) string) int {
	n := defaultWidth
	if f := fileOf(out); f != nil {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			n = w
		}
	}
	if w, err := strconv.Atoi(env("COLUMNS")); err == nil && w > 0 {
		n = w
	}
	return min(max(n, narrowest), widest)
}
