// Package report decides, once, what a person is told of a result and in which words.
//
// Verdict, Flags, EveryDay, OneDay and Comparison turn a result into a Document: title, deciding
// sentence, the three axes, figures, and sections of blocks in an order that follows what decides;
// report/outlook does it for forecasts, report/payouts for audits and traces. report/terminal, report/page
// and report/chart show a Document and add no words of their own but those that explain a drawing (Legend).
// Which sections a medium shows, and in which order, is one table (order.go).
//
// The package judges nothing: every figure stands in the result already. It knows neither flags of a
// command line nor fields of a form. All words are made here, so that another language means another
// report and nothing else.
//
// Nothing in it is promised to other modules.
package report

import (
	"fmt"
	"slices"
)

// Document is a result as a person reads it.
type Document struct {
	Kind     string   // what it is, over a sheet; empty: a verdict on an offer
	Title    string   // what was judged, and on which day
	Name     string   // what was judged, without the day
	Day      string   // the day, and that of the market where it is another
	Caution  *Caution // what must be read before any figure; nil: nothing
	Lead     string   // the one sentence that decides
	Axes     []Axis
	Figures  []Figure // what most look for first
	Deciding []string // keys of the sections that come first in every medium
	Sections []Section
}

// Caution is a mistrust that stands before the figures.
type Caution struct {
	Axis Axis
	Says string
}

// Axis is one of the three verdicts, never mixed into one.
type Axis struct {
	Name string
	Word string // as "fraud signs"
	Tone Tone
	Says string // why, in one clause
	Said bool   // the lead says it already
}

// Figure is one number with its name.
type Figure struct {
	Name, Value, Note string
}

// Section is a part of a document. Key is its permanent name, as "scenarios".
type Section struct {
	Key    string
	Title  string
	Folded bool // most readers need not see it at first
	Blocks []Block
}

// Verdict, Flags, EveryDay, OneDay and Comparison turn a result into a Document: title, deciding
// sentence, the three axes, figures, and sections of blocks in an order that follows what decides;
// report/outlook does it for forecasts, report/payouts for audits and traces. report/terminal, report/page
// and report/chart show a Document and add no words of their own but those that explain a drawing (Legend).
// Which sections a medium shows, and in which order, is one table (order.go).
type Block interface {
	// Kind names the block for templates, as "table".
	Kind() string
}

// Paragraph is running text. Soft text explains and may be shown smaller.
type Paragraph struct {
	Text string
	Soft bool
}

// List is entries of equal weight. More is how many were left out.
type List struct {
	Items []string
	More  int
}

// Links are addresses to go to, each with its name.
type Links struct{ Items []Source }

// Table is rows of figures under heads. Head[0] is the head of the names; nil: the cells speak for
// themselves. Label says what it holds, for those who cannot see it.
type Table struct {
	Label  string
	Head   []string
	Rows   []Row
	Fitted bool // columns as wide as what stands in them, instead of all alike
	First  int  // the column that decides, from 1: where there is room for few, it comes first; 0: none does
}

// Over is the head of the cells at i; empty: they have none.
func (t Table) Over(i int) string {
	if i+1 < len(t.Head) {
		return t.Head[i+1]
	}
	return ""
}

// Decides reports whether the cells at i come first where there is room for few.
func (t Table) Decides(i int) bool { return i+1 == t.First }

// Row is one line of a table.
type Row struct {
	Name   string
	Cells  []string
	Strong bool // a sum, or what the others are compared with
	Soft   bool
}

// Findings are answers to rules, as entries. More is how many were left out.
type Findings struct {
	Items []Finding
	More  int
}

// Finding is the answer to one rule.
type Finding struct {
	ID       string // as "F14"
	Word     string // its weight: "critical" to "info", "good", "agrees", or "" where it is not known
	Tone     Tone
	Axis     string
	Title    string // with a full stop; empty where Says tells all
	Says     string // with a full stop
	Figures  []string
	Missing  []string // facts that would settle it
	Why      string
	Question string
	Sources  []Source
}

// Source is where a figure comes from.
type Source struct{ What, URL, Read string }

// Sources are addresses that something was read at.
type Sources struct {
	Lead  string
	Items []Source
}

// Rest says how many entries were left out.
func (l List) Rest() string { return rest(l.More) }

// Rest says how many entries were left out.
func (f Findings) Rest() string { return rest(f.More) }

func rest(n int) string { return fmt.Sprintf("and %d more, in the JSON", n) }

// Short leaves every other column out of a fitted table that has no room: first, middle and last stay.
func (t Table) Short(line []string) []string {
	if len(line) != 6 {
		return line
	}
	return []string{line[0], line[1], line[3], line[5]}
}

// ShortRows are the rows with the columns of Short.
func (t Table) ShortRows() []Row {
	out := slices.Clone(t.Rows)
	for i, r := range out {
		short := t.Short(append([]string{r.Name}, r.Cells...))
		out[i].Cells = short[1:]
	}
	return out
}

// Kind is "paragraph".
func (Paragraph) Kind() string { return "paragraph" }

// Kind is "list".
func (List) Kind() string { return "list" }

// Kind is "links".
func (Links) Kind() string { return "links" }

// Kind is "table".
func (Table) Kind() string { return "table" }

// Kind is "findings".
func (Findings) Kind() string { return "findings" }

// Kind is "sources".
func (Sources) Kind() string { return "sources" }

// Section finds a section by its key, or nil.
func (d *Document) Section(key string) *Section {
	for i := range d.Sections {
		if d.Sections[i].Key == key {
			return &d.Sections[i]
		}
	}
	return nil
}

// add appends a section, unless it is empty.
func (d *Document) add(key, title string, blocks ...Block) {
	var some []Block
	for _, b := range blocks {
		if b != nil && !empty(b) {
			some = append(some, b)
		}
	}
	if len(some) > 0 {
		d.Sections = append(d.Sections, Section{Key: key, Title: title, Blocks: some})
	}
}

// Add appends a section, unless it is empty.
func (d *Document) Add(key, title string, blocks ...Block) { d.add(key, title, blocks...) }

// Fold appends a section that most readers need not see at first.
func (d *Document) Fold(key, title string, blocks ...Block) { d.fold(key, title, blocks...) }

// foldAllBut folds all sections but those of some keys.
func (d *Document) foldAllBut(keys ...string) {
	for i := range d.Sections {
		d.Sections[i].Folded = !slices.Contains(keys, d.Sections[i].Key)
	}
}

// fold appends a section that most readers need not see at first.
func (d *Document) fold(key, title string, blocks ...Block) {
	n := len(d.Sections)
	if d.add(key, title, blocks...); len(d.Sections) > n {
		d.Sections[n].Folded = true
	}
}

// empty reports whether a block shows nothing.
func empty(b Block) bool {
	switch b := b.(type) {
	case Paragraph:
		return b.Text == ""
	case List:
		return len(b.Items) == 0
	case Links:
		return len(b.Items) == 0
	case Table:
		return len(b.Rows) == 0
	case Findings:
		return len(b.Items) == 0
	case Sources:
		return len(b.Items) == 0
	case Bars:
		return len(b.Rows) == 0
	case Steps:
		return len(b.Rows) == 0
	case Fan:
		return len(b.Points) < 2
	case Grid:
		return len(b.Rows) == 0
	case Curves:
		return len(b.Lines) == 0
	case Flow:
		return len(b.Edges) == 0
	}
	return false
}
