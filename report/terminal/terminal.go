// Package terminal shows a report.Document as text, laid out for a number of columns.
//
// Screen says what a terminal can show: how wide it is, whether it has colours, and whether it has
// characters beyond ASCII. Every text that was not written here passes Safe, so that a stranger's
// words can neither move the cursor nor turn the direction of what stands beside them. Pictures are
// drawn in characters where they say something that no table says.
//
// Nothing in it is promised to other modules.
package terminal

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/report"
)

// Screen is what a terminal can show.
type Screen struct {
	Width  int
	Colour bool
	ASCII  bool // no characters beyond it
}

// Document is a document as text, its sections in an order; nil: as they are.
func (s Screen) Document(d *report.Document, o report.Order) []byte {
	p := &page{Screen: s}
	p.paragraph(d.Title)
	if d.Caution != nil {
		fmt.Fprintln(p)
		p.axis(d.Caution.Axis)
		fmt.Fprintln(p)
		p.paragraph(d.Caution.Says)
	}
	if d.Lead != "" {
		fmt.Fprintln(p)
		fmt.Fprintln(p, p.in(bold, Wrap(Safe(d.Lead), p.Width, "")))
	}
	if len(d.Axes) > 0 {
		fmt.Fprintln(p)
	}
	for _, a := range d.Axes {
		p.axis(a)
	}
	for _, section := range d.In(o) {
		p.section(section)
	}
	return p.Bytes()
}

// page collects the text of one document.
type page struct {
	bytes.Buffer
	Screen
}

// style is an ANSI attribute (ECMA-48 SGR).
type style string

const (
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	plain  style = "0"
)

// sequence is what a terminal is given to write in a style from here on.
func (s style) sequence() string { return "\x1b[" + string(s) + "m" }

// in gives text a style where colour is on.
func (p *page) in(s style, text string) string {
	if !p.Colour || s == "" || text == "" {
		return text
	}
	return s.sequence() + text + plain.sequence()
}

// toned colours what is said in words beside it as well.
func toned(t report.Tone) style {
	switch t {
	case report.Bad:
		return red
	case report.Middling:
		return yellow
	case report.Good:
		return green
	}
	return ""
}

// axis is a verdict: its name, its word, and why, in a column of its own where there is room.
func (p *page) axis(a report.Axis) {
	name, word := Safe(a.Name), strings.ToUpper(Safe(a.Word))
	says := Safe(a.Says)
	if says == "" || a.Said {
		fmt.Fprintf(p, "%s %s\n", pad(name, 14), p.in(toned(a.Tone), word))
		return
	}
	if p.Width < 60 {
		fmt.Fprintf(
			p,
			"%s %s\n%s\n",
			pad(name, 14),
			p.in(toned(a.Tone), word),
			Wrap("  "+says, p.Width, "  "),
		)
		return
	}
	const column = 29 // where the reasons begin
	says = Wrap(strings.Repeat(" ", column)+says, p.Width, strings.Repeat(" ", column))
	fmt.Fprintf(p, "%s %s %s\n", pad(name, 14), p.in(toned(a.Tone), pad(word, 13)), says[column:])
}

// section begins with its title, or with an empty line where it has none.
func (p *page) section(s report.Section) {
	if title := s.Title; title != "" {
		for _, b := range s.Blocks {
			if c, ok := b.(report.Curves); ok && c.Cutting() != "" {
				title += " (" + c.Cutting() + ")"
			}
		}
		p.heading(title)
	} else {
		fmt.Fprintln(p)
	}
	for _, b := range s.Blocks {
		p.block(b)
	}
}

// block shows a block. Steps and grids say nothing that no table says, or need more room than there is.
func (p *page) block(b report.Block) {
	switch b := b.(type) {
	case report.Paragraph:
		if b.Soft {
			fmt.Fprintln(p, p.in(dim, Wrap("  "+Safe(b.Text), p.Width, "  ")))
			return
		}
		p.paragraph(b.Text)
	case report.List:
		p.list(b)
	case report.Links:
		for _, l := range b.Items {
			p.item(l.What + ": " + l.URL)
		}
	case report.Table:
		p.table(b)
	case report.Findings:
		p.findings(b)
	case report.Bars:
		p.bars(b)
	case report.Fan:
		p.fan(b)
	case report.Curves:
		p.curves(b)
	case report.Flow:
		p.flow(b)
	}
}

// heading begins a section.
func (p *page) heading(text string) {
	fmt.Fprintf(p, "\n%s\n", p.in(bold, Wrap(Safe(text), p.Width, "")))
}

// paragraph is wrapped text.
func (p *page) paragraph(text string) { fmt.Fprintln(p, Wrap(Safe(text), p.Width, "")) }

func (p *page) list(l report.List) {
	for _, text := range l.Items {
		p.item(text)
	}
	if l.More > 0 {
		p.item(l.Rest())
	}
}

// item is one wrapped entry of a list.
func (p *page) item(text string) { fmt.Fprintln(p, Wrap("  - "+Safe(text), p.Width, "    ")) }

// findings are entries with their weight and identifier in columns before the words.
func (p *page) findings(all report.Findings) {
	for _, f := range all.Items {
		text := strings.TrimSpace(Safe(f.Title) + " " + Safe(f.Says))
		word, id := Safe(f.Word), Safe(f.ID)
		head := fmt.Sprintf("  %-8s %-4s ", word, id)
		lines := strings.Split(Wrap(text, max(p.Width-len(head), 20), ""), "\n")
		tone := toned(f.Tone)
		if f.Word == "low" { // a colour is for what weighs
			tone = ""
		}
		fmt.Fprintf(p, "  %s %-4s %s\n", p.in(tone, pad(word, 8)), id, lines[0])
		for _, l := range lines[1:] {
			fmt.Fprintln(p, strings.Repeat(" ", len(head))+l)
		}
	}
}

// tableWidth keeps figures near their labels on wide terminals.
func (p *page) tableWidth() int { return min(p.Width, 92) }

// narrow reports whether a drawing of ten columns has no room beside its label and figure.
func (p *page) narrow() bool { return p.tableWidth() < 52 }

// row is a label and right-aligned cells of 12 to 14 columns each, the label taking what is left. Where
// that is little the cells go below their label.
func (p *page) row(s style, label string, cells []string) {
	cell := 14
	if len(cells) > 3 {
		cell = 12
	}
	room := p.tableWidth() - cell*len(cells) - 2
	if room < 16 {
		p.stacked(s, label, cells)
		return
	}
	lines := strings.Split(Wrap(Safe(label), room, "  "), "\n")
	var b strings.Builder
	b.WriteString("  " + pad(lines[0], room))
	for _, c := range cells {
		c = Safe(c)
		b.WriteString(strings.Repeat(" ", max(cell-utf8.RuneCountInString(c), 1)) + c)
	}
	fmt.Fprintln(p, p.in(s, strings.TrimRight(b.String(), " ")))
	for _, more := range lines[1:] {
		fmt.Fprintln(p, p.in(s, "  "+more))
	}
}

// stacked is a label and below it the cells, side by side as far as they fit.
func (p *page) stacked(s style, label string, cells []string) {
	if label != "" {
		fmt.Fprintln(p, p.in(s, Wrap("  "+Safe(label), p.Width, "    ")))
	}
	if len(cells) == 0 {
		return
	}
	beside := min(len(cells), max((p.tableWidth()-2)/15, 1)) // with room for the longest cell, and a space
	each := (p.tableWidth() - 2) / beside
	for some := range slices.Chunk(cells, beside) {
		line := "  "
		for _, c := range some {
			c = Safe(c)
			line += strings.Repeat(" ", max(each-utf8.RuneCountInString(c), 1)) + c
		}
		fmt.Fprintln(p, p.in(s, strings.TrimRight(line, " ")))
	}
}

// table shows heads and rows alike.
func (p *page) table(t report.Table) {
	if t.Fitted {
		p.fitted(t)
		return
	}
	if len(t.Head) > 0 {
		p.row(dim, t.Head[0], t.Head[1:])
	}
	for _, r := range t.Rows {
		s := style("")
		switch {
		case r.Strong:
			s = bold
		case r.Soft:
			s = dim
		}
		p.row(s, r.Name, r.Cells)
	}
}

// fitted makes columns as wide as what stands in them, names to the left and figures to the right.
func (p *page) fitted(t report.Table) {
	lines := [][]string{t.Head}
	for _, r := range t.Rows {
		lines = append(lines, append([]string{r.Name}, r.Cells...))
	}
	widths := make([]int, len(t.Head))
	for _, line := range lines {
		for i, c := range line {
			widths[i] = max(widths[i], utf8.RuneCountInString(Safe(c)))
		}
	}
	total := 0
	for _, w := range widths {
		total += w + 2
	}
	if total > p.Width {
		p.table(report.Table{Head: t.Short(t.Head), Rows: t.ShortRows()})
		return
	}
	for _, line := range lines {
		text := pad(Safe(line[0]), widths[0])
		for i, c := range line[1:] {
			c = Safe(c)
			text += strings.Repeat(" ", 2+widths[i+1]-utf8.RuneCountInString(c)) + c
		}
		fmt.Fprintln(p, strings.TrimRight(text, " "))
	}
}

func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-utf8.RuneCountInString(s), 0))
}
