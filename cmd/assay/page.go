package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/units"
)

// page collects the text of one result, laid out for a width.
type page struct {
	bytes.Buffer
	width   int
	colour  bool
	plain   bool // no characters beyond ASCII
	amounts units.Shown
}

func (p *program) page() *page {
	return &page{width: p.width(), colour: p.colour(), plain: p.plain(), amounts: p.amounts}
}

// print writes the page to stdout.
func (p *program) print(g *page) error {
	_, err := p.out.Write(g.Bytes())
	return err
}

// style is an ANSI attribute (ECMA-48 SGR).
type style string

const (
	bold   style = "1"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	dim    style = "2"
)

// in gives text a style where colour is on.
func (g *page) in(s style, text string) string {
	if !g.colour || s == "" || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// heading begins a section.
func (g *page) heading(text string) { fmt.Fprintf(g, "\n%s\n", g.in(bold, wrap(text, g.width, ""))) }

// paragraph prints wrapped text.
func (g *page) paragraph(text string) { fmt.Fprintln(g, wrap(text, g.width, "")) }

// item prints one wrapped entry of a list.
func (g *page) item(text string) { fmt.Fprintln(g, wrap("  - "+text, g.width, "    ")) }

// row prints a label and right-aligned cells of 12 to 14 columns each, the label taking what is left. Where that
// is little the cells go below their label.
func (g *page) row(s style, label string, cells ...string) {
	cell := 14
	if len(cells) > 3 {
		cell = 12
	}
	room := g.tableWidth() - cell*len(cells) - 2
	if room < 16 {
		g.stackedRow(s, label, cells)
		return
	}
	lines := strings.Split(wrap(label, room, "  "), "\n")
	var b strings.Builder
	b.WriteString("  " + pad(lines[0], room))
	for _, c := range cells {
		b.WriteString(strings.Repeat(" ", max(cell-utf8.RuneCountInString(c), 1)) + c)
	}
	fmt.Fprintln(g, g.in(s, strings.TrimRight(b.String(), " ")))
	for _, more := range lines[1:] {
		fmt.Fprintln(g, g.in(s, "  "+more))
	}
}

// stackedRow prints a label and below it the cells, side by side as far as they fit.
func (g *page) stackedRow(s style, label string, cells []string) {
	if label != "" {
		fmt.Fprintln(g, g.in(s, wrap("  "+label, g.width, "    ")))
	}
	if len(cells) == 0 {
		return
	}
	beside := min(len(cells), max((g.tableWidth()-2)/15, 1)) // with room for the longest cell, and a space
	each := (g.tableWidth() - 2) / beside
	for some := range slices.Chunk(cells, beside) {
		line := "  "
		for _, c := range some {
			line += strings.Repeat(" ", max(each-utf8.RuneCountInString(c), 1)) + c
		}
		fmt.Fprintln(g, g.in(s, strings.TrimRight(line, " ")))
	}
}

// tableWidth keeps figures near their labels on wide terminals.
func (g *page) tableWidth() int { return min(g.width, 92) }

// bar is a horizontal bar of up to room columns for a share from 0 to 1.
func (g *page) bar(share float64, room int) string {
	full := "█"
	if g.plain {
		full = "#"
	}
	share = min(max(share, 0), 1)
	n := int(math.Round(share * float64(room)))
	if n == 0 && share > 0 {
		n = 1
	}
	return strings.Repeat(full, max(n, 0))
}

func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-utf8.RuneCountInString(s), 0))
}

// axes are the characters of the axes of a drawing, and what stands for them in ASCII.
var axes = strings.NewReplacer("┤", "|", "┼", "+", "│", "|", "─", "-", "└", "+", "┬", "+", "┴", "+", "╭", "+", "╮", "+", "╰", "+", "╯", "+")

// plainAxis is a drawing without characters beyond ASCII, where they cannot be shown.
func plainAxis(plain bool, drawing string) string {
	if plain {
		return axes.Replace(drawing)
	}
	return drawing
}

// usd is an amount of dollars for reading, in the currency of the page.
func (g *page) usd(v float64) string { return g.amounts.USD(v) }

// btc is bitcoin for reading.
func btc(v float64) string { return units.ShowBTC(v) }

// ratio is a quotient such as BTC efficiency, or a dash where there is none.
func ratio(v *float64) string {
	if v == nil {
		return "-"
	}
	return units.ShowRatio(*v)
}

// percent is a share as per cent with one decimal below ten.
func percent(share float64) string { return units.ShowShare(share) }
