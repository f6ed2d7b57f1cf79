package chart

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/units"
)

// Outcomes draws the pool's intervals by origin and what came, as shares of constant
// difficulty's bitcoin on a log scale.
func Outcomes(b *backtest.Result, j int) []byte {
	var origins []*backtest.Origin
	for _, o := range b.Origins {
		if !math.IsNaN(o.Dilution[j]) {
			origins = append(origins, o)
		}
	}
	first, last := origins[0].Date, origins[len(origins)-1].Date
	lo, hi := math.Log(0.04), math.Log(1.6)
	x := func(d units.Date) float64 {
		return fanLeft + float64(d-first)/float64(max(last-first, 1))*fanPlotWidth
	}
	y := func(v float64) float64 {
		return fanTop + (hi-min(max(v, lo), hi))/(hi-lo)*fanPlotHeight
	}
	var w bytes.Buffer
	openSVG(
		&w,
		fmt.Sprintf(
			"Bitcoin mined in %d days, as a share of what constant difficulty would give",
			backtest.Horizons[j],
		),
		"bands: 50, 80 and 90 % intervals by the day of forecast; line: median; dots: what came",
	)
	for _, share := range []float64{0.05, 0.1, 0.2, 0.5, 1, 1.5} {
		at := y(math.Log(share))
		fmt.Fprintf(
			&w,
			`<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="%s"/><text x="%d" y="%.1f" `+
				`text-anchor="end">%g %%</text>`+"\n",
			fanLeft,
			fanWidth-fanRight,
			at,
			at,
			fanGrid,
			fanLeft-8,
			at+4,
			share*100,
		)
	}
	for d := first; d <= last; d++ {
		if text := d.String(); strings.HasSuffix(text, "-01-01") {
			fmt.Fprintf(
				&w,
				`<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n",
				x(d),
				fanHeight-fanBottom+20,
				text[:4],
			)
		}
	}
	quantile := func(q float64) (out []float64) {
		for _, o := range origins {
			out = append(out, o.Pool(j, false).Quantile(q))
		}
		return out
	}
	for _, band := range []struct {
		lo, hi float64
		colour string
	}{{0.05, 0.95, "#e6eff8"}, {0.1, 0.9, fanBand}, {0.25, 0.75, fanHalf}} {
		under, over := quantile(band.lo), quantile(band.hi)
		var points []string
		for i, o := range origins {
			points = append(points, fmt.Sprintf("%.1f,%.1f", x(o.Date), y(over[i])))
		}
		for i := len(origins) - 1; i >= 0; i-- {
			points = append(points, fmt.Sprintf("%.1f,%.1f", x(origins[i].Date), y(under[i])))
		}
		fmt.Fprintf(&w, `<polygon fill="%s" points="%s"/>`+"\n", band.colour, strings.Join(points, " "))
	}
	var line []string
	for i, v := range quantile(0.5) {
		line = append(line, fmt.Sprintf("%.1f,%.1f", x(origins[i].Date), y(v)))
	}
	fmt.Fprintf(
		&w,
		`<polyline fill="none" stroke="%s" stroke-width="1.5" points="%s"/>`+"\n",
		fanLine,
		strings.Join(line, " "),
	)
	for _, o := range origins {
		fmt.Fprintf(
			&w,
			`<circle cx="%.1f" cy="%.1f" r="2" fill="#b3261e"/>`+"\n",
			x(o.Date),
			y(o.Dilution[j]),
		)
	}
	fmt.Fprintln(&w, "</svg>")
	return w.Bytes()
}

// openSVG starts a chart with its title and what is drawn.
func openSVG(w *bytes.Buffer, title, what string) {
	fmt.Fprintf(
		w,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, `+
			`sans-serif" font-size="13" fill="%s">`+"\n",
		fanWidth,
		fanHeight,
		fanText,
	)
	fmt.Fprintf(
		w,
		"<title>%s</title>\n<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n",
		title,
		fanWidth,
		fanHeight,
	)
	fmt.Fprintf(
		w,
		`<text x="%d" y="24" font-size="17">%s</text><text x="%d" y="42">%s</text>`+"\n",
		fanLeft,
		title,
		fanLeft,
		what,
	)
}

// Calibration shows where outcomes fell in their forecasts: three histograms side by side.
func Calibration(b *backtest.Result) []byte {
	var w bytes.Buffer
	openSVG(
		&w,
		"Where outcomes fell in their forecasts, 2016-2026",
		"share of outcomes in each tenth of the forecast; the line is what calibration would give",
	)
	row := backtest.Select(b.Scores(), backtest.ModelPool, backtest.Eras[1].Name, false)
	for k, s := range row {
		left := float64(fanLeft + k*fanPlotWidth/3)
		width := float64(fanPlotWidth)/3 - 30
		for i, n := range s.PITs {
			h := float64(n) / float64(s.N) / 0.3 * fanPlotHeight
			fmt.Fprintf(
				&w,
				`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n",
				left+float64(i)*width/10,
				fanTop+fanPlotHeight-h,
				width/10-2,
				h,
				fanHalf,
			)
		}
		at := fanTop + fanPlotHeight*(1-0.1/0.3)
		fmt.Fprintf(
			&w,
			`<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="#b3261e"/><text x="%.1f" y="%d" `+
				`text-anchor="middle">%d days</text>`+"\n",
			left,
			left+width,
			at,
			at,
			left+width/2,
			fanHeight-fanBottom+20,
			s.Days,
		)
	}
	fmt.Fprintln(&w, "</svg>")
	return w.Bytes()
}
