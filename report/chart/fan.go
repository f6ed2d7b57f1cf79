package chart

import (
	"fmt"
	"strings"
)

// Fan is a band of simulated outcomes over days, and a line to compare them with. All slices have the
// length of Days.
type Fan struct {
	Frame
	Days                    []float64
	P05, P25, P50, P75, P95 []float64
	Other                   []float64
	Name, OtherName         string
	YLabel                  string
	Format                  func(float64) string
}

// SVG draws the bands P05 to P95 and P25 to P75, the median as a solid and the other as a dashed line.
func (f Fan) SVG() string {
	lines := []Line{{f.Name, "one", f.Days, f.P50}, {f.OtherName, "two dash", f.Days, f.Other}}
	l := Lines{Frame: f.Frame, Lines: lines, YLabel: f.YLabel, Format: f.Format}
	p, ok := l.plot([][]float64{f.Days}, [][]float64{f.P05, f.P95, f.Other})
	if !ok {
		return p.c.end()
	}
	p.band(f.Days, f.P05, f.P95, "outer")
	p.band(f.Days, f.P25, f.P75, "inner")
	for _, line := range lines {
		p.line(line)
	}
	p.ends(lines)
	return p.c.end()
}

func (p *plot) band(x, lo, hi []float64, class string) {
	var there, back strings.Builder
	pen := "M"
	for i := range x {
		if !p.finite(lo[i]) || !p.finite(hi[i]) {
			continue
		}
		fmt.Fprintf(&there, "%s%.1f %.1f", pen, p.x.at(x[i]), p.y.at(hi[i]))
		pen = "L"
	}
	for i := len(x) - 1; i >= 0; i-- {
		if p.finite(lo[i]) && p.finite(hi[i]) {
			fmt.Fprintf(&back, "L%.1f %.1f", p.x.at(x[i]), p.y.at(lo[i]))
		}
	}
	if pen == "L" {
		fmt.Fprintf(p.c, `<path d="%s%sZ" class="fill-one %s"/>`, &there, &back, class)
	}
}
