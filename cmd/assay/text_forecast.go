package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/guptarohit/asciigraph"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// forecastView is one forecast as it is shown.
type forecastView struct {
	model     forecast.Model
	quantiles forecast.Quantiles
	config    paths.Config
	history   *market.History
	fan       *forecast.Fan // of difficulty: 5, 25, 50, 75, 95 %
}

// significant rounds to eight significant digits.
func significant(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 8, 64), 64)
	return v
}

// warnings is which facts of the as-of day are older than it.
func (v *forecastView) warnings() []string {
	out := []string{}
	day, err := v.history.At(v.model.AsOf)
	if err != nil {
		return out
	}
	for _, f := range []struct {
		what  string
		since units.Date
	}{{"the price", day.Carried.Price}, {"fees", day.Carried.Fees}, {"the count of blocks", day.Carried.Blocks}} {
		if f.since != 0 {
			out = append(out, fmt.Sprintf("%s: the last one known is of %s", f.what, f.since))
		}
	}
	return out
}

func (p *program) printForecast(v *forecastView) error {
	m, q := &v.model, &v.quantiles
	markets := units.Group(strconv.Itoa(q.Paths)) + " simulated markets"
	size := difficultySize(q.Difficulty.At(50))
	now := difficultySize(m.Difficulty)
	for _, line := range []string{
		fmt.Sprintf("Forecast from %s, %s ahead (%s, seed %d)", m.AsOf, plural(int(q.Days), "day"), markets, v.config.Seed),
		fmt.Sprintf("  That day: difficulty %.2f %s, hashprice %.4f USD/TH/day, bitcoin %s USD, block %s.", m.Difficulty/now.one, now.letter,
			m.HashpriceUSD(), units.Group(strconv.FormatFloat(m.PriceUSD, 'f', 0, 64)), units.Group(strconv.Itoa(m.Height))),
	} {
		fmt.Fprintf(p.out, "%s\n\n", wrap(line, p.width(), "  "))
	}
	end := m.AsOf + units.Date(q.Days)
	rows := []forecastRow{
		{"next retarget", &q.NextRetarget, func(x float64) string { return fmt.Sprintf("%+.1f %%", 100*x) }},
		{strings.TrimSuffix(fmt.Sprintf("difficulty on %s, %s", end, size.letter), ", "), &q.Difficulty, func(x float64) string { return fmt.Sprintf("%.1f", x/size.one) }},
		{"hashprice then, USD/TH/day", &q.HashpriceUSD, func(x float64) string { return fmt.Sprintf("%.4f", x) }},
		{"mined by then, of today's pace", &q.Dilution, func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }},
	}
	if err := p.forecastTable(rows); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\n%s\n\n", v.chart(p))
	for _, line := range v.notes() {
		fmt.Fprintln(p.out, wrap(line, p.width(), "  "))
	}
	return nil
}

// forecastRow is one quantity of the table.
type forecastRow struct {
	name   string
	p      *forecast.Percentiles
	format func(float64) string
}

// forecastTable prints five percentiles side by side, or three below their name where the terminal is narrow.
func (p *program) forecastTable(rows []forecastRow) error {
	if p.width() < 78 {
		g := p.page()
		g.stackedRow(dim, "", []string{"5 %", "median", "95 %"})
		for _, r := range rows {
			g.stackedRow("", r.name, []string{r.format(r.p.At(5)), r.format(r.p.At(50)), r.format(r.p.At(95))})
		}
		return p.print(g)
	}
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "\t5 %\t25 %\tmedian\t75 %\t95 %\t")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t", r.name)
		for _, k := range []int{5, 25, 50, 75, 95} {
			fmt.Fprintf(w, "%s\t", r.format(r.p.At(k)))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

// notes is what a reader must know to use the figures.
func (v *forecastView) notes() []string {
	notes := []string{
		"The price is not predicted: half of the paths end above today's, half below. Each path's hashrate follows its own price.",
		"\"Mined by then\": the bitcoin that a TH/s mines until that day, fees aside, as a share of what it would mine if difficulty and subsidy stayed as they are. Halvings count.",
		"Hashprice has a model of its own: it returns to its mean of two years, slowly. It is not difficulty times price of the lines above.",
		"How right this has been: docs/backtest.md. Years overlap, so a decade holds about ten independent outcomes of one year, three of three.",
	}
	for _, w := range v.warnings() {
		notes = append(notes, "Warning: "+w+".")
	}
	return notes
}

// sized is a size in which difficulty is written.
type sized struct {
	letter string
	one    float64
}

// difficultySize is the size in which a difficulty reads as 1 to 9999, as miners write it: K, M, G, T, P.
func difficultySize(difficulty float64) sized {
	out := sized{"", 1}
	for _, s := range []sized{{"K", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}, {"P", 1e15}} {
		if difficulty >= 1.5*s.one && (s.one <= 1e12 || difficulty >= 10*s.one) {
			out = s
		}
	}
	return out
}

// in is the size behind the word difficulty.
func (s sized) in() string {
	if s.letter == "" {
		return ""
	}
	return " in " + s.letter
}

// chart is the past and the fan of difficulty in characters.
func (v *forecastView) chart(p *program) string {
	columns := min(p.width()-12, 90)
	past := v.past()
	last := v.fan.Values[len(v.fan.Q)-1]
	size := difficultySize(last[len(last)-1])
	series := make([][]float64, len(v.fan.Q))
	total := len(past) + int(v.quantiles.Days)
	for k := range series {
		series[k] = make([]float64, columns)
		for c := range columns {
			at := c * (total - 1) / (columns - 1)
			switch {
			case at >= len(past):
				series[k][c] = v.fan.Values[k][at-len(past)] / size.one
			case k == 2:
				series[k][c] = past[at] / size.one
			default:
				series[k][c] = math.NaN()
			}
		}
	}
	order := [][]float64{series[0], series[4], series[1], series[3], series[2]}
	options := []asciigraph.Option{asciigraph.Height(14), asciigraph.Precision(0), asciigraph.LowerBound(0), asciigraph.Offset(3),
		asciigraph.Caption(fmt.Sprintf("difficulty%s, %s to %s", size.in(), v.pastFrom(), v.model.AsOf+units.Date(v.quantiles.Days)))}
	legend := "the line: what was, then the median; between the blue lines half of the paths, between the grey ones nine in ten"
	if p.colour() {
		options = append(options, asciigraph.SeriesColors(asciigraph.DarkGray, asciigraph.DarkGray, asciigraph.SteelBlue, asciigraph.SteelBlue, asciigraph.Default))
	} else {
		legend = "#: what was, then the median; between the : half of the paths, between the . nine in ten"
		set := func(s string) asciigraph.CharSet { return asciigraph.CreateCharSet(s) }
		options = append(options, asciigraph.SeriesChars(set("."), set("."), set(":"), set(":"), set("#")))
	}
	return plainAxis(p.plain(), asciigraph.PlotMany(order, options...)) + "\n" + wrap("   "+legend, p.width(), "   ")
}

// pastDays is how much of the past a chart shows: as much as it looks ahead, half a year to two years.
func (v *forecastView) pastDays() units.Date {
	return units.Date(min(max(int(v.quantiles.Days), 180), 730))
}

func (v *forecastView) pastFrom() units.Date {
	return max(v.model.AsOf-v.pastDays(), v.history.First())
}

func (v *forecastView) past() []float64 {
	var out []float64
	for _, d := range v.history.Days(v.pastFrom(), v.model.AsOf+1) {
		out = append(out, d.Difficulty)
	}
	return out
}
