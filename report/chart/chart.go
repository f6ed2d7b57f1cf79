// Package chart draws figures as SVG: Bars, Lines and Fan.
//
// A chart is figures in, text out: it computes nothing that is not already in what it is given,
// touches nothing, and the same figures give the same bytes. Every chart has a title and a
// description for those who cannot see it, labels its lines where they end, and never tells two
// things apart by colour alone. It styles by class only, so that a page with a strict
// Content-Security-Policy can hold it; Standalone adds the rules of Style for a file of its own.
//
// Nothing in it is promised to other modules.
package chart

import (
	"bytes"
	"fmt"
	"html"
	"strings"
)

// Frame is what all charts share. ID must be unique on a page.
type Frame struct {
	ID    string
	Title string
	Desc  string // what the picture shows, in words
	Size  Size
}

// Size is the drawing's own width and height, in pixels at a scale of 1.
type Size struct{ W, H int }

// Wide fits a column on a screen, Narrow a phone.
func Wide() Size { return Size{720, 300} }

// Narrow fits a phone at its own scale, so that text stays readable.
func Narrow() Size { return Size{344, 280} }

// Standalone makes a file of a chart that was drawn for a page.
func Standalone(svg string) string {
	return strings.Replace(svg, "><title", "><style>"+Style+"</style><title", 1)
}

// Style is the CSS of all charts. Colours are the page's variables where it has them; light and dark
// pairs keep a contrast of 3:1 or more against their ground (WCAG 2.2, 1.4.11).
const Style = `.chart{font:12px system-ui,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;--ink:#1c2430;--soft:#566070;--rule:#d8dde4;--one:#1a5fb4;--two:#b3541e;--three:#2b7a4b;--ground:#fff}
@media (prefers-color-scheme:dark){.chart{--ink:#e6e9ee;--soft:#a3acb9;--rule:#39414d;--one:#7cb2f2;--two:#f0a875;--three:#7ccb98;--ground:#14181e}}
@media print{.chart{--ink:#1c2430;--soft:#566070;--rule:#d8dde4;--one:#1a5fb4;--two:#b3541e;--three:#2b7a4b;--ground:#fff}}
.chart text{fill:var(--ink);stroke:none}.chart .soft{fill:var(--soft)}.chart .strong{font-weight:600}
.chart .grid{stroke:var(--rule);stroke-width:1;fill:none}.chart .axis{stroke:var(--soft);stroke-width:1;fill:none}
.chart .ref{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4;fill:none}
.chart .line{fill:none;stroke-width:2;stroke-linejoin:round}.chart .one{stroke:var(--one)}.chart .two{stroke:var(--two)}.chart .three{stroke:var(--three)}
.chart .dash{stroke-dasharray:6 4}.chart .dot{stroke-dasharray:2 3}
.chart .fill-one{fill:var(--one)}.chart .fill-two{fill:var(--two)}.chart .fill-three{fill:var(--three)}.chart .fill-soft{fill:var(--soft)}
.chart .outer{opacity:.16}.chart .inner{opacity:.3}.chart .halo{paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
`

// canvas collects the elements of one chart.
type canvas struct {
	bytes.Buffer
	frame Frame
}

func (f Frame) canvas() *canvas {
	c := &canvas{frame: f}
	id := html.EscapeString(f.ID)
	fmt.Fprintf(
		c,
		`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t %s-d">`+
			`<title id="%s-t">%s</title><desc id="%s-d">%s</desc>`,
		f.Size.W,
		f.Size.H,
		id,
		id,
		id,
		html.EscapeString(f.Title),
		id,
		html.EscapeString(f.Desc),
	)
	return c
}

func (c *canvas) end() string { return c.String() + "</svg>" }

// text places words; anchor is start, middle or end.
func (c *canvas) text(x, y float64, anchor, class, s string) {
	fmt.Fprintf(
		c,
		`<text x="%.1f" y="%.1f" text-anchor="%s" class="%s">%s</text>`,
		x,
		y,
		anchor,
		class,
		html.EscapeString(s),
	)
}

func (c *canvas) rect(x, y, w, h float64, class string) {
	fmt.Fprintf(c, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" class="%s"/>`, x, y, w, h, class)
}

func (c *canvas) rule(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(c, `<path d="M%.1f %.1fL%.1f %.1f" class="%s"/>`, x1, y1, x2, y2, class)
}

// textWidth is about what a text takes at the charts' 12 pixels: 7.3 pixels a character hold words and
// bold figures of DejaVu Sans, the widest of the fonts named in Style (found by trial).
func textWidth(s string) float64 { return 7.3 * float64(len([]rune(s))) }
