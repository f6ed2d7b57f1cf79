package chart

import (
	"fmt"
	"math"
	"strings"
)

// Line is one series; X ascending, as long as Y. A NaN in Y breaks the line.
type Line struct {
	Name  string // written at its end; empty: not labelled
	Class string // one, two or three, with dash or dot
	X, Y  []float64
}

// Lines are series over days or dates.
type Lines struct {
	Frame
	Lines   []Line
	Dates   bool // X is days since 1970-01-01; else days from a start
	Log     bool // Y by logarithm
	Ref     float64
	RefName string // a horizontal line at Ref, where not empty
	YLabel  string
	Format  func(float64) string // of Y; nil: plain figures
}

// SVG draws the lines; without a finite value it says so.
func (l Lines) SVG() string {
	var xs, ys [][]float64
	for _, line := range l.Lines {
		xs, ys = append(xs, line.X), append(ys, line.Y)
	}
	if l.RefName != "" {
		ys = append(ys, []float64{l.Ref})
	}
	p, ok := l.plot(xs, ys)
	if !ok {
		return p.c.end()
	}
	if l.RefName != "" {
		y := p.y.at(l.Ref)
		p.c.rule(p.x.from, y, p.x.to, y, "ref")
	}
	for _, line := range l.Lines {
		p.line(line)
	}
	if l.RefName != "" {
		p.c.text(p.x.from+4, p.y.at(l.Ref)-5, "start", "soft halo", l.RefName)
	}
	p.ends(l.Lines)
	return p.c.end()
}

// plot is a chart with axes drawn.
type plot struct {
	c    *canvas
	x, y scale
}

// plot draws the frame: grid, axes and labels.
func (l Lines) plot(xs, ys [][]float64) (*plot, bool) {
	p := &plot{c: l.canvas()}
	x0, x1, okX := extent(false, xs...)
	y0, y1, okY := extent(l.Log, ys...)
	if !okX || !okY {
		p.c.text(float64(l.Size.W)/2, float64(l.Size.H)/2, "middle", "soft", "no figures")
		return p, false
	}
	if !l.Log {
		y0 = min(y0, 0)
		y1 += (y1 - y0) * 0.06
	}
	if y1 == y0 {
		y1 = y0 + 1
	}
	format := l.Format
	if format == nil {
		format = func(v float64) string { return fmt.Sprintf("%g", v) }
	}
	right := 12.0
	for _, line := range l.Lines {
		right = max(right, textWidth(line.Name)+10)
	}
	top, bottom := 12.0, float64(l.Size.H)-26
	if l.YLabel != "" {
		top = 26
		p.c.text(0, 12, "start", "soft", l.YLabel)
	}
	p.y = scale{lo: y0, hi: y1, from: bottom, to: top, log: l.Log}
	ticks := p.y.ticks(5)
	left := 0.0
	for _, v := range ticks {
		left = max(left, textWidth(format(v))+8)
	}
	p.x = scale{lo: x0, hi: x1, from: left, to: float64(l.Size.W) - right}
	for _, v := range ticks {
		p.c.rule(p.x.from, p.y.at(v), p.x.to, p.y.at(v), "grid")
		p.c.text(left-6, p.y.at(v)+4, "end", "soft", format(v))
	}
	p.xAxis(l.Dates)
	return p, true
}

func (p *plot) xAxis(dates bool) {
	bottom := p.y.from
	p.c.rule(p.x.from, bottom, p.x.to, bottom, "axis")
	label := func(at float64, s string) {
		p.c.rule(at, bottom, at, bottom+4, "axis")
		half := textWidth(s) / 2
		p.c.text(min(max(at, half), float64(p.c.frame.Size.W)-half), bottom+18, "middle", "soft", s)
	}
	room := int((p.x.to - p.x.from) / 70)
	if dates {
		for _, t := range p.x.dateTicks(max(room, 2)) {
			label(p.x.at(t.day), t.label)
		}
		return
	}
	for _, v := range p.x.ticks(max(room, 2)) {
		label(p.x.at(v), fmt.Sprintf("day %.0f", v))
	}
}

// line draws one series, thinned to what the width can show: per pixel column its first, least,
// greatest and last value.
func (p *plot) line(l Line) {
	var b strings.Builder
	pen := "M"
	put := func(x, y float64) {
		fmt.Fprintf(&b, "%s%.1f %.1f", pen, x, y)
		pen = "L"
	}
	for i := 0; i < len(l.X); {
		if !p.finite(l.Y[i]) {
			pen = "M"
			i++
			continue
		}
		column := math.Floor(p.x.at(l.X[i]))
		j, lo, hi := i, l.Y[i], l.Y[i]
		for j+1 < len(l.X) && math.Floor(p.x.at(l.X[j+1])) == column && p.finite(l.Y[j+1]) {
			j++
			lo, hi = min(lo, l.Y[j]), max(hi, l.Y[j])
		}
		put(p.x.at(l.X[i]), p.y.at(l.Y[i]))
		if j > i+2 {
			put(column+0.3, p.y.at(lo))
			put(column+0.6, p.y.at(hi))
		}
		if j > i {
			put(p.x.at(l.X[j]), p.y.at(l.Y[j]))
		}
		i = j + 1
	}
	fmt.Fprintf(p.c, `<path d="%s" class="line %s"/>`, b.String(), l.Class)
}

func (p *plot) finite(v float64) bool {
	return !math.IsNaN(v) && !math.IsInf(v, 0) && (!p.y.log || v > 0)
}

// ends writes names where lines end, moved apart where they would touch.
func (p *plot) ends(lines []Line) {
	type end struct {
		y    float64
		line Line
	}
	var all []end
	for _, l := range lines {
		for i := len(l.Y) - 1; i >= 0 && l.Name != ""; i-- {
			if p.finite(l.Y[i]) {
				all = append(all, end{p.y.at(l.Y[i]), l})
				break
			}
		}
	}
	for range all { // at most a handful: a few passes settle them
		for i := range all {
			for j := range all {
				if d := all[j].y - all[i].y; i != j && (d > 0 || d == 0 && j > i) && d < 14 {
					all[j].y = all[i].y + 14
				}
			}
		}
	}
	over := 0.0
	for _, e := range all {
		over = max(over, e.y-p.y.from)
	}
	for _, e := range all {
		class := strings.Fields(e.line.Class + " one")[0]
		p.c.text(p.x.to+5, e.y-over+4, "start", "halo fill-"+class, e.line.Name)
	}
}
