package page

import (
	"cmp"
	"fmt"
	"html/template"
	"strings"

	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/chart"
	"github.com/assaymining/assay/units"
)

// Picture is a chart in two sizes, of which a page shows the one that fits.
type Picture struct {
	Key, Title   string // its name in a download, as "scenarios", and in words
	Wide, Narrow template.HTML
	Print        template.HTML // for half the width of a sheet
}

// File is the picture as a file of its own.
func (p Picture) File() []byte {
	svg := string(p.Wide)
	svg = svg[max(strings.Index(svg, "<svg"), 0):]
	return []byte(chart.Standalone(strings.TrimSuffix(svg, scrolledEnd)))
}

// Style is the CSS of pictures.
const Style = chart.Style

// draw draws the same figures for each size.
func draw(of report.Picture, svg func(chart.Frame) string) *Picture {
	f := chart.Frame{ID: of.Key, Title: of.Title, Desc: of.Desc}
	sized := func(name string, size chart.Size) template.HTML {
		g := f.ID2(name)
		g.Size = size
		return template.HTML(svg(g)) // the drawings escape every text that they are given
	}
	wide, narrow := chart.Wide(), chart.Narrow()
	if of.Low {
		wide.H, narrow.H = wide.H*2/3, narrow.H/2
	}
	return &Picture{Key: of.Key, Title: of.Title, Wide: sized("wide", wide), Narrow: sized("narrow", narrow),
		Print: sized("print", chart.Size{W: 510, H: 210})}
}

// Flow draws the paths of coins, in one size.
func Flow(b report.Flow) []byte { return []byte(chart.Standalone(flow(b).SVG())) }

func flow(b report.Flow) chart.Flow {
	f := chart.Flow{Frame: chart.Frame{ID: b.Key, Title: b.Title, Desc: b.Desc}}
	for _, n := range b.Nodes {
		node := chart.FlowNode{Column: n.Column, Name: n.Name, Note: n.Note, Class: colour(n.Tone)}
		f.Nodes = append(f.Nodes, node)
	}
	for _, e := range b.Edges {
		f.Edges = append(f.Edges, chart.FlowEdge{From: e.From, To: e.To, Share: e.Share})
	}
	return f
}

// scrolledEnd closes what is scrolled.
const scrolledEnd = `</div>`

// flows is the picture of a flow. Its size follows from its nodes: one that is wider than a page is scrolled.
func flows(b report.Flow) *Picture {
	sized := func(name string) template.HTML {
		f := flow(b)
		f.Frame = f.ID2(name)
		svg := strings.Replace(f.SVG(), "<svg ", fmt.Sprintf(`<svg width="%d" `, f.Width()), 1)
		return template.HTML(`<div class="scroll" tabindex="0">` + svg + scrolledEnd)
	}
	return &Picture{Key: b.Key, Title: b.Title, Wide: sized("wide"), Narrow: sized("narrow"),
		Print: template.HTML(flow(b).SVG())}
}

// drawn is the picture of a block, or nil where it has none.
func drawn(b report.Block) *Picture {
	switch b := b.(type) {
	case report.Bars:
		return bars(b)
	case report.Steps:
		return steps(b)
	case report.Fan:
		return fan(b)
	case report.Curves:
		return curves(b)
	case report.Flow:
		return flows(b)
	}
	return nil
}

// colour is the class of a bar.
func colour(t report.Tone) string {
	switch t {
	case report.Good:
		return "three"
	case report.Bad:
		return "two"
	}
	return "soft"
}

// bars cuts what is longer than the drawing; the figure beside it is not cut.
func bars(b report.Bars) *Picture {
	c := chart.Bars{Ref: b.Ref}
	if b.RefName != "" {
		c.RefName = b.RefName + ": " + units.ShowRatio(b.Ref)
	}
	for _, r := range b.Rows {
		if !r.Known {
			continue
		}
		bar := chart.Bar{Name: short(report.Capital(r.Name)), Value: min(r.Value, b.Top), Says: r.Says,
			Class: colour(r.Tone)}
		if s := r.Spread; s != nil {
			bar.Spread = []float64{min(s.P05, b.Top), min(s.P25, b.Top), min(s.P75, b.Top), min(s.P95, b.Top)}
		}
		c.Bars = append(c.Bars, bar)
	}
	if len(c.Bars) == 0 {
		return nil
	}
	return draw(b.Picture, func(f chart.Frame) string { g := c; g.Frame = f; return g.SVG() })
}

// short keeps a name within the room beside a bar.
func short(s string) string {
	if r := []rune(s); len(r) > 36 {
		return string(r[:35]) + "…"
	}
	return s
}

func steps(b report.Steps) *Picture {
	var c chart.Bars
	for _, r := range b.Rows {
		class := "two"
		if r.Total {
			class = "one"
		}
		c.Bars = append(c.Bars, chart.Bar{Name: short(r.Name), From: r.From, Value: r.To, Says: r.Says,
			Class: class})
	}
	return draw(b.Picture, func(f chart.Frame) string { g := c; g.Frame = f; return g.SVG() })
}

func fan(b report.Fan) *Picture {
	c := chart.Fan{Name: b.Name, OtherName: b.OtherName, YLabel: b.YLabel, Format: b.Format}
	for _, p := range b.Points {
		c.Days, c.Other = append(c.Days, p.Day), append(c.Other, p.Other)
		c.P05, c.P95 = append(c.P05, p.P05), append(c.P95, p.P95)
		c.P25, c.P75 = append(c.P25, p.P25), append(c.P75, p.P75)
		c.P50 = append(c.P50, p.P50)
	}
	return draw(b.Picture, func(f chart.Frame) string { g := c; g.Frame = f; return g.SVG() })
}

func curves(b report.Curves) *Picture {
	c := chart.Lines{Dates: b.Dates, Log: b.Log, Ref: b.Ref, YLabel: b.YLabel, Format: b.Format}
	if b.RefName != "" {
		c.RefName = b.RefName + ": " + units.ShowRatio(b.Ref)
	}
	for _, l := range b.Lines {
		c.Lines = append(c.Lines, chart.Line{Name: l.Name, Class: cmp.Or(l.Class, "one"), X: l.X, Y: l.Y})
	}
	return draw(b.Picture, func(f chart.Frame) string { g := c; g.Frame = f; return g.SVG() })
}
