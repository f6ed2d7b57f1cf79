package terminal

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/guptarohit/asciigraph"

	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// bars draw ratios beside their names, what they are compared with first.
func (p *page) bars(b report.Bars) {
	if b.RefName != "" {
		p.drawn(b.RefName, units.ShowRatio(b.Ref), func(room int) string { return p.bar(b.Ref/b.Top, room) })
	}
	for _, r := range b.Rows {
		switch {
		case !r.Known:
			p.row(cmp.Or(toned(r.Tone), dim), r.Name+": "+strings.Join(r.Clauses(), "; "), nil)
			continue
		case r.Spread != nil:
			p.drawn(r.Name, r.Says, func(room int) string {
				return p.in(toned(r.Tone), p.spread(*r.Spread, b.Top, room))
			})
		default:
			name := r.Name
			if r.Notes != nil { // an offer's own, which may be long
				name = p.clip(Safe(name))
			}
			p.drawn(name, r.Says, func(room int) string {
				return p.in(toned(r.Tone), p.bar(r.Value/b.Top, room))
			})
		}
		if clauses := r.Clauses(); len(clauses) > 0 {
			fmt.Fprintln(p, Wrap("      "+Safe(strings.Join(clauses, "; ")), p.tableWidth(), "      "))
		}
	}
	nine, half := "░", "▒"
	if p.ASCII {
		nine, half = "-", "="
	}
	if legend := b.Legend(nine, half); legend != "" {
		fmt.Fprintln(p, p.in(dim, Wrap("  "+legend, p.Width, "  ")))
	}
}

// drawn is a label of 30 columns, a figure and a drawing in what room is left; where that is little, the
// drawing goes below them.
func (p *page) drawn(label, figure string, draw func(room int) string) {
	label, figure = Safe(label), Safe(figure)
	if !p.narrow() {
		fmt.Fprintf(p, "  %s %8s %s\n", pad(label, 30), figure, draw(p.tableWidth()-42))
		return
	}
	fmt.Fprintf(p, "  %s %7s\n  %s\n", pad(label, 28), figure, draw(p.tableWidth()-2))
}

// clip keeps the end of a label within the room beside a bar: the ends of file names differ.
func (p *page) clip(s string) string {
	most, cut := 30, "…"
	if p.narrow() {
		most = 28
	}
	if p.ASCII {
		cut = "~"
	}
	if r := []rune(s); len(r) > most {
		return cut + string(r[len(r)-most+1:])
	}
	return s
}

// bar is a horizontal bar of up to room columns for a share from 0 to 1.
func (p *page) bar(share float64, room int) string {
	full := "█"
	if p.ASCII {
		full = "#"
	}
	share = min(max(share, 0), 1)
	n := int(math.Round(share * float64(room)))
	if n == 0 && share > 0 {
		n = 1
	}
	return strings.Repeat(full, max(n, 0))
}

// spread draws where nine of ten values lie, the middle half and the middle, on a line of room columns
// that ends at top.
func (p *page) spread(d report.Spread, top float64, room int) string {
	at := func(v float64) int { return min(max(int(v/top*float64(room)+0.5), 1), room) - 1 }
	tail, half := '░', '▒'
	middle := '█'
	if p.ASCII {
		tail, half = '-', '='
		middle = '#'
	}
	if room < 1 {
		return ""
	}
	line := []rune(strings.Repeat(" ", room))
	for i := at(d.P05); i <= at(d.P95); i++ {
		line[i] = tail
	}
	for i := at(d.P25); i <= at(d.P75); i++ {
		line[i] = half
	}
	line[at(d.P50)] = middle
	return strings.TrimRight(string(line), " ")
}

// axes are the characters of the axes of a drawing, and what stands for them in ASCII.
var axes = strings.NewReplacer("┤", "|", "┼", "+", "│", "|", "─", "-", "└", "+", "┬", "+", "┴", "+",
	"╭", "+", "╮", "+", "╰", "+", "╯", "+")

// plainly is a drawing without characters beyond ASCII, where they cannot be shown.
func (p *page) plainly(drawing string) string {
	if p.ASCII {
		return axes.Replace(drawing)
	}
	return drawing
}

// curves draw what is meant to be drawn in characters.
func (p *page) curves(c report.Curves) {
	switch {
	case !c.Drawn || len(c.Lines) == 0 || len(c.Lines[0].Y) < 3:
	case len(c.Lines) > 1:
		fmt.Fprintln(p, p.pair(c))
	case c.Cut > 0:
		fmt.Fprintln(p, p.cut(c))
	default:
		options := []asciigraph.Option{asciigraph.Height(8), asciigraph.Width(min(p.Width-14, 64)),
			asciigraph.Precision(0)}
		if p.ASCII {
			options = append(options, asciigraph.SeriesChars(asciigraph.CreateCharSet("*")))
		}
		fmt.Fprintln(p)
		fmt.Fprintln(p, p.plainly(asciigraph.Plot(c.Lines[0].Y, options...)))
		p.paragraph("  " + c.Note)
		fmt.Fprintln(p)
	}
}

// cut draws a line of days beside what it is compared with: the middle of each column's days, no higher
// than the cut.
func (p *page) cut(c report.Curves) string {
	y := c.Lines[0].Y
	columns := min(p.tableWidth()-12, len(y))
	points, ref := make([]float64, columns), make([]float64, columns)
	for i := range points {
		some := slices.Sorted(slices.Values(y[i*len(y)/columns : (i+1)*len(y)/columns]))
		points[i], ref[i] = min(some[int(0.5*float64(len(some)-1)+0.5)], c.Cut), c.Ref
	}
	options := []asciigraph.Option{asciigraph.Height(10), asciigraph.LowerBound(0),
		asciigraph.UpperBound(c.Cut), asciigraph.Precision(1)}
	if p.Colour {
		options = append(options, asciigraph.SeriesColors(asciigraph.DarkGray, asciigraph.Default))
	}
	if p.ASCII {
		options = append(options, asciigraph.SeriesChars(asciigraph.CreateCharSet("-"),
			asciigraph.CreateCharSet("*")))
	}
	drawing := p.plainly(asciigraph.PlotMany([][]float64{ref, points}, options...))
	x := c.Lines[0].X
	first, last := units.Date(x[0]).String(), units.Date(x[len(x)-1]).String()
	return drawing + "\n" + strings.Repeat(" ", 7) + first + strings.Repeat(" ",
		max(columns-len(first)-len(last), 1)) + last
}

// pair draws a line beside another that it is compared with, the first, both named below: the mean of each
// column's days. A column without a figure stays empty.
func (p *page) pair(c report.Curves) string {
	label := 0
	for _, l := range c.Lines {
		for _, y := range l.Y {
			if !math.IsNaN(y) {
				label = max(label, len(fmt.Sprintf("%.0f", y)))
			}
		}
	}
	x := c.Lines[0].X
	columns := min(p.tableWidth()-label-6, len(x))
	series := make([][]float64, 2)
	top := 0.0
	for k, l := range c.Lines[:2] {
		series[k] = make([]float64, columns)
		for i := range columns {
			sum, n := 0.0, 0.0
			for _, y := range l.Y[i*len(x)/columns : (i+1)*len(x)/columns] {
				if !math.IsNaN(y) {
					sum += y
					n++
				}
			}
			series[k][i] = sum / n
			if n > 0 {
				top = max(top, sum/n)
			}
		}
	}
	options := []asciigraph.Option{asciigraph.Height(8), asciigraph.LowerBound(0),
		asciigraph.UpperBound(top), asciigraph.Precision(0)}
	marks := [2]string{".", "#"}
	if p.Colour {
		options = append(options, asciigraph.SeriesColors(asciigraph.DarkGray, asciigraph.Default))
		marks = [2]string{"grey", "plain"}
	} else {
		options = append(options, asciigraph.SeriesChars(asciigraph.CreateCharSet("."),
			asciigraph.CreateCharSet("#")))
	}
	first, last := units.Date(x[0]).String(), units.Date(x[len(x)-1]).String()
	return p.plainly(asciigraph.PlotMany(series, options...)) + "\n" + strings.Repeat(" ", label+2) + first +
		strings.Repeat(" ", max(columns-len(first)-len(last), 1)) + last + "\n" +
		Wrap(fmt.Sprintf("  %s: %s, %s: %s (%s)", marks[0], c.Lines[0].Name, marks[1], c.Lines[1].Name,
			c.YLabel), p.Width, "  ")
}

// fan draws the past and what may come of it, where a document asks for it.
func (p *page) fan(f report.Fan) {
	if f.Caption == "" {
		return
	}
	columns := min(p.Width-12, 90)
	of := []func(report.FanPoint) float64{
		func(q report.FanPoint) float64 { return q.P05 }, func(q report.FanPoint) float64 { return q.P95 },
		func(q report.FanPoint) float64 { return q.P25 }, func(q report.FanPoint) float64 { return q.P75 },
		func(q report.FanPoint) float64 { return q.P50 },
	}
	series := make([][]float64, len(of))
	for k, value := range of {
		series[k] = make([]float64, columns)
		for c := range columns {
			series[k][c] = value(f.Points[c*(len(f.Points)-1)/(columns-1)])
		}
	}
	options := []asciigraph.Option{asciigraph.Height(14), asciigraph.Precision(0), asciigraph.LowerBound(0),
		asciigraph.Offset(3),
		asciigraph.Caption(Safe(f.Caption))}
	legend := f.Legend("the line", "the blue lines", "the grey ones")
	if p.Colour {
		options = append(options, asciigraph.SeriesColors(asciigraph.DarkGray, asciigraph.DarkGray,
			asciigraph.SteelBlue, asciigraph.SteelBlue, asciigraph.Default))
	} else {
		legend = f.Legend("#", "the :", "the .")
		set := func(s string) asciigraph.CharSet { return asciigraph.CreateCharSet(s) }
		options = append(options, asciigraph.SeriesChars(set("."), set("."), set(":"), set(":"), set("#")))
	}
	fmt.Fprintln(
		p,
		p.plainly(asciigraph.PlotMany(series, options...))+"\n"+Wrap("   "+legend, p.Width, "   "),
	)
}

// mostFlows is how many steps of a flow are listed.
const mostFlows = 12

// flow lists the heaviest steps of the way that coins took, from the payouts back.
func (p *page) flow(f report.Flow) {
	edges := slices.Clone(f.Edges)
	slices.SortStableFunc(edges, func(a, b report.FlowEdge) int { return cmp.Compare(b.Share, a.Share) })
	more := max(len(edges)-mostFlows, 0)
	edges = edges[:len(edges)-more]
	slices.SortStableFunc(edges, func(a, b report.FlowEdge) int {
		return cmp.Compare(f.Nodes[a.From].Column, f.Nodes[b.From].Column)
	})
	var l report.List
	for _, e := range edges {
		l.Items = append(l.Items, f.Nodes[e.From].Name+" → "+f.Nodes[e.To].Name+": "+
			strings.TrimSpace(fmt.Sprintf("%.3g %%", 100*e.Share)))
	}
	l.More = more
	p.list(l)
}
