package report

import (
	"fmt"
	"slices"
	"strings"
)

// Picture is what all drawings share: a name for a download, a title, and what it shows in words.
type Picture struct {
	Key, Title, Desc string
	Low              bool // half as high: others stand with it on the first screen
}

// Bars are ratios side by side, compared with Ref.
type Bars struct {
	Picture
	Ref     float64
	RefName string  // what Ref is
	Top     float64 // where the drawing ends; longer bars are cut there, their figures are not
	Rows    []Bar
}

// Bar is one of them. Spread, where not nil, is how its value is distributed.
type Bar struct {
	Name   string
	Value  float64
	Says   string // the value in words
	Tone   Tone
	Spread *Spread
	Notes  []string // clauses about it
	Axes   []Axis   // its three verdicts
	Known  bool     // false: it has no value, and Notes say why
	Strong bool
}

// Spread is where nine of ten values lie (P05 to P95), the middle half, and the middle.
type Spread struct{ P05, P25, P50, P75, P95 float64 }

// Steps lead from a whole to what is left of it, each a share of the whole.
type Steps struct {
	Picture
	Rows []step
}

// step goes from From to To.
type step struct {
	Name, Says string
	From, To   float64
	Total      bool
}

// Fan is a spread that widens with the days, and a line to compare it with.
type Fan struct {
	Picture
	Points          []FanPoint
	Name, OtherName string // of the median and of the line; an empty OtherName draws none
	YLabel          string
	Format          func(float64) string
	Note            string // what the parts of the drawing are
	Caption         string // where it is drawn in characters, too
}

// FanPoint is one day of a fan.
type FanPoint struct {
	Day float64
	Spread
	Other float64
}

// Curves are lines over days.
type Curves struct {
	Picture
	Lines   []Curve
	Log     bool
	Ref     float64
	RefName string // a line at Ref, where not empty
	YLabel  string
	Format  func(float64) string
	Drawn   bool    // in characters, too
	Note    string  // below the drawing
	Cut     float64 // drawn in characters, no higher than this; 0: as high as it is
	Dates   bool    // X are days since 1970-01-01; else days from a start
}

// Curve is one line over days, counted from 1970-01-01 where they are dates.
type Curve struct {
	Name  string // at its end, where not empty
	Class string // as chart.Line's; empty: one
	X, Y  []float64
}

// Grid is a table of ratios by two conditions. Level, 0 to 6, is how far a cell is from even: below 3
// it loses, from 4 on it gains.
type Grid struct {
	Says, Across, Down string
	Heads              []string
	Rows               []gridRow
	Note               string
}

// gridRow is one condition going down.
type gridRow struct {
	Name  string
	Cells []gridCell
}

// gridCell is one ratio.
type gridCell struct {
	Text  string
	Level int
	Loses bool
}

// Flow is the way of coins, in columns from left to right.
type Flow struct {
	Picture
	Nodes []FlowNode
	Edges []FlowEdge
}

// FlowNode is a transaction or a keeper of coins. Column 0 is the rightmost.
type FlowNode struct {
	Column     int
	Name, Note string
	Tone       Tone
}

// FlowEdge carries a share of the whole from one node to another.
type FlowEdge struct {
	From, To int
	Share    float64
}

// Kind is "bars".
func (Bars) Kind() string { return "bars" }

// Kind is "steps".
func (Steps) Kind() string { return "steps" }

// Kind is "fan".
func (Fan) Kind() string { return "fan" }

// Kind is "curves".
func (Curves) Kind() string { return "curves" }

// Kind is "flow".
func (Flow) Kind() string { return "flow" }

// Kind is "grid".
func (Grid) Kind() string { return "grid" }

// Legend explains a drawing of spreads by what shows nine of ten and the middle half in it.
func (b Bars) Legend(nine, half string) string {
	for _, r := range b.Rows {
		if r.Spread != nil {
			return fmt.Sprintf("nine of ten simulated markets lie in %s, half of them in %s", nine, half)
		}
	}
	return ""
}

// Clauses are its notes, and its verdicts as one more of them.
func (b Bar) Clauses() []string {
	var words []string
	for _, a := range b.Axes {
		words = append(words, strings.ToLower(a.Name)+" "+a.Word)
	}
	if len(words) == 0 {
		return b.Notes
	}
	return append(slices.Clone(b.Notes), strings.Join(words, ", "))
}

// Noted reports whether any bar has clauses about it.
func (b Bars) Noted() bool {
	for _, r := range b.Rows {
		if len(r.Notes) > 0 {
			return true
		}
	}
	return false
}

// Cutting says that higher values are not drawn, where that is so in characters.
func (c Curves) Cutting() string {
	if c.Cut == 0 {
		return ""
	}
	return fmt.Sprintf("above %g not drawn", c.Cut)
}

// Legend explains a fan that begins with the past, by what draws its line, its half and its nine of ten.
func (f Fan) Legend(line, half, nine string) string {
	return fmt.Sprintf("%s: what was, then the median; between %s half of the paths, between %s nine in ten",
		line, half, nine)
}
