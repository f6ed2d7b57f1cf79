package chart

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/units"
)

// The page of the fan chart, in pixels.
const (
	fanWidth, fanHeight                         = 900, 440
	fanLeft, fanRight, fanTop, fanBottom        = 64, 20, 54, 46
	fanPlotWidth                                = fanWidth - fanLeft - fanRight
	fanPlotHeight                               = fanHeight - fanTop - fanBottom
	fanBand, fanHalf, fanLine, fanGrid, fanText = "#d6e6f5", "#9cc3e6", "#174a7c", "#e3e3e3", "#333333"
)

// Difficulty is what came until a day, and what is forecast from it.
type Difficulty struct {
	AsOf units.Date
	Days int          // ahead
	From units.Date   // first day of the past
	Past []float64    // by day, from From
	Fan  [5][]float64 // 5, 25, 50, 75 and 95 % by day, from AsOf
}

// SVG draws the past and the fan: bands of 90 and 50 %, the median, years marked.
func (v Difficulty) SVG() []byte {
	past := v.Past
	total := float64(len(past) + v.Days - 1)
	top := 0.0
	for _, x := range past {
		top = max(top, x)
	}
	for _, x := range v.Fan[4] {
		top = max(top, x)
	}
	step := niceStep(top / 1e12 / 5)
	top = math.Ceil(top/1e12/step) * step
	x := func(day float64) float64 { return fanLeft + day/total*fanPlotWidth }
	y := func(difficulty float64) float64 { return fanTop + (1-difficulty/1e12/top)*fanPlotHeight }
	var b bytes.Buffer
	fmt.Fprintf(
		&b,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, `+
			`sans-serif" font-size="13" fill="%s">`+"\n",
		fanWidth,
		fanHeight,
		fanText,
	)
	fmt.Fprintf(&b, `<title>Difficulty forecast from %s</title>`+"\n", v.AsOf)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="white"/>`+"\n", fanWidth, fanHeight)
	fmt.Fprintf(
		&b,
		`<text x="%d" y="24" font-size="17">Bitcoin difficulty, forecast from %s</text>`+"\n",
		fanLeft,
		v.AsOf,
	)
	fmt.Fprintf(
		&b,
		`<text x="%d" y="42">trillions; line: median; narrow band: half of the paths; wide band: nine in `+
			`ten</text>`+"\n",
		fanLeft,
	)
	for t := 0.0; t <= top+step/2; t += step {
		fmt.Fprintf(
			&b,
			`<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="%s"/><text x="%d" y="%.1f" `+
				`text-anchor="end">%g</text>`+"\n",
			fanLeft,
			fanWidth-fanRight,
			y(t*1e12),
			y(t*1e12),
			fanGrid,
			fanLeft-8,
			y(t*1e12)+4,
			t,
		)
	}
	v.months(&b, x)
	first := float64(len(past))
	band := func(lo, hi []float64, colour string) {
		var up, down []string
		for d := range lo {
			up = append(up, fmt.Sprintf("%.1f,%.1f", x(first+float64(d)), y(hi[d])))
			down = append(down, fmt.Sprintf("%.1f,%.1f", x(first+float64(d)), y(lo[d])))
		}
		for i, j := 0, len(down)-1; i < j; i, j = i+1, j-1 {
			down[i], down[j] = down[j], down[i]
		}
		fmt.Fprintf(
			&b,
			`<polygon fill="%s" points="%s %s"/>`+"\n",
			colour,
			strings.Join(up, " "),
			strings.Join(down, " "),
		)
	}
	line := func(from float64, values []float64, colour string) {
		var points []string
		for d, value := range values {
			points = append(points, fmt.Sprintf("%.1f,%.1f", x(from+float64(d)), y(value)))
		}
		fmt.Fprintf(
			&b,
			`<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>`+"\n",
			colour,
			strings.Join(points, " "),
		)
	}
	band(v.Fan[0], v.Fan[4], fanBand)
	band(v.Fan[1], v.Fan[3], fanHalf)
	line(first, v.Fan[2], fanLine)
	line(0, past, "#222222")
	fmt.Fprintln(&b, `</svg>`)
	return b.Bytes()
}

// months marks quarters or, over long spans, years.
func (v Difficulty) months(b *bytes.Buffer, x func(float64) float64) {
	from, to := v.From, v.AsOf+units.Date(v.Days)
	for d := from; d <= to; d++ {
		text := d.String()
		quarter := strings.HasSuffix(text, "-01-01") ||
			to-from <= 1000 &&
				(strings.HasSuffix(text, "-04-01") || strings.HasSuffix(text, "-07-01") ||
					strings.HasSuffix(text, "-10-01"))
		if quarter {
			at := x(float64(d - from))
			fmt.Fprintf(
				b,
				`<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="%s"/><text x="%.1f" y="%d" `+
					`text-anchor="middle">%s</text>`+"\n",
				at,
				at,
				fanTop,
				fanHeight-fanBottom,
				fanGrid,
				at,
				fanHeight-fanBottom+20,
				text[:7],
			)
		}
	}
}
