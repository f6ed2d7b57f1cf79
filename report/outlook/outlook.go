// Package outlook tells what may come of difficulty and hashprice, and how right such forecasts have been.
//
// Forecast and Choices make documents of package report; Backtest and BacktestPage make text, for a terminal
// and for docs/backtest.md. It judges nothing: every figure stands in the result already.
//
// Nothing in it is promised to other modules.
package outlook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// Forecasted is a forecast and what it was made from.
type Forecasted struct {
	Model     forecast.Model
	Quantiles forecast.Quantiles
	Seed      uint64
	History   *market.History
	Fan       *forecast.Fan // of difficulty: 5, 25, 50, 75, 95 %
}

// Warnings say which facts of the as-of day are older than it.
func (f Forecasted) Warnings() []string {
	out := []string{}
	day, err := f.History.At(f.Model.AsOf)
	if err != nil {
		return out
	}
	for _, c := range []struct {
		what  string
		since units.Date
	}{{"the price", day.Carried.Price}, {"fees", day.Carried.Fees}, {"the count of blocks",
		day.Carried.Blocks}} {
		if c.since != 0 {
			out = append(out, fmt.Sprintf("%s: the last one known is of %s", c.what, c.since))
		}
	}
	return out
}

// Forecast is what a person reads of a forecast.
func Forecast(f Forecasted) *report.Document {
	m, q := &f.Model, &f.Quantiles
	d := &report.Document{Day: m.AsOf.String(), Title: fmt.Sprintf(
		"Forecast from %s, %s ahead (%s simulated markets, seed %d)", m.AsOf,
		report.Count(int(q.Days), "day"), number(q.Paths), f.Seed)}
	now := difficultySize(m.Difficulty)
	add(d, "start", "", report.Paragraph{Text: fmt.Sprintf("  That day: difficulty %.2f %s, hashprice %.4f "+
		"USD/TH/day, bitcoin %s USD, block %s.",
		m.Difficulty/now.one, now.letter, m.HashpriceUSD(), whole(m.PriceUSD), number(m.Height))})

	add(d, "quantiles", "", f.quantiles())
	add(d, "fan", "", f.fan())
	add(d, "notes", "", f.notes()...)
	return d
}

// quantiles are five percentiles of each quantity, side by side.
func (f Forecasted) quantiles() report.Table {
	m, q := &f.Model, &f.Quantiles
	then := difficultySize(q.Difficulty.At(50))
	t := report.Table{Label: "Quantiles", Fitted: true,
		Head: []string{"", "5 %", "25 %", "median", "75 %", "95 %"}}
	row := func(name string, p *forecast.Percentiles, show func(float64) string) {
		r := report.Row{Name: name}
		for _, k := range []int{5, 25, 50, 75, 95} {
			r.Cells = append(r.Cells, show(p.At(k)))
		}
		t.Rows = append(t.Rows, r)
	}
	row("next retarget", &q.NextRetarget, func(x float64) string { return fmt.Sprintf("%+.1f %%", 100*x) })
	row(strings.TrimSuffix(fmt.Sprintf("difficulty on %s, %s", m.AsOf+units.Date(q.Days), then.letter), ", "),
		&q.Difficulty,
		func(x float64) string { return fmt.Sprintf("%.1f", x/then.one) })
	row(
		"hashprice then, USD/TH/day",
		&q.HashpriceUSD,
		func(x float64) string { return fmt.Sprintf("%.4f", x) },
	)
	row(
		"mined by then, of today's pace",
		&q.Dilution,
		func(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) },
	)
	return t
}

// notes are what a reader must know to use the figures.
func (f Forecasted) notes() []report.Block {
	notes := []report.Block{
		report.Paragraph{Text: "The price is not predicted: half of the paths end above today's, half " +
			"below. Each path's hashrate follows its own price."},
		report.Paragraph{
			Text: "\"Mined by then\": the bitcoin that a TH/s mines until that day, fees aside, as a share " +
				"of what it would mine if difficulty and subsidy stayed as they are. Halvings count.",
		},
		report.Paragraph{
			Text: "Hashprice has a model of its own: it returns to its mean of two years, slowly. It is " +
				"not difficulty times price of the lines above.",
		},
		report.Paragraph{
			Text: "How right this has been: docs/backtest.md. Years overlap, so a decade holds about ten " +
				"independent outcomes of one year, three of three.",
		},
	}
	for _, w := range f.Warnings() {
		notes = append(notes, report.Paragraph{Text: "Warning: " + w + "."})
	}
	return notes
}

// pastDays is how much of the past is drawn: as much as it looks ahead, half a year to two years.
func (f Forecasted) pastDays() units.Date {
	return units.Date(min(max(int(f.Quantiles.Days), 180), 730))
}

// From is the first day that is drawn.
func (f Forecasted) From() units.Date { return max(f.Model.AsOf-f.pastDays(), f.History.First()) }

// Past is the difficulty of each day that is drawn before the forecast begins.
func (f Forecasted) Past() []float64 {
	var out []float64
	for _, d := range f.History.Days(f.From(), f.Model.AsOf+1) {
		out = append(out, d.Difficulty)
	}
	return out
}

// fan is the past of difficulty and what may come of it.
func (f Forecasted) fan() report.Fan {
	values := f.Fan.Values
	last := values[len(values)-1]
	size := difficultySize(last[len(last)-1])
	out := report.Fan{Picture: report.Picture{Key: "forecast", Title: "Difficulty, and what may come of it"},
		Caption: fmt.Sprintf("difficulty%s, %s to %s", size.in(), f.From(),
			f.Model.AsOf+units.Date(f.Quantiles.Days))}
	none := math.NaN()
	point := func(p05, p25, p50, p75, p95 float64) {
		out.Points = append(out.Points, report.FanPoint{Day: float64(len(out.Points)), Other: none,
			Spread: report.Spread{P05: p05, P25: p25, P50: p50, P75: p75, P95: p95}})
	}
	for _, v := range f.Past() {
		point(none, none, v/size.one, none, none)
	}
	for i := range int(f.Quantiles.Days) {
		at := func(k int) float64 { return values[k][i] / size.one }
		point(at(0), at(1), at(2), at(3), at(4))
	}
	return out
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

// Choices are the steps by which the forecast's parameters were chosen, rule by rule.
func Choices(rules []backtest.Chosen) *report.Document {
	d := &report.Document{Title: "How the parameters of the forecast were chosen."}
	for _, r := range rules {
		var t report.Table
		for _, s := range r.Steps {
			mark := ""
			if s.Taken {
				mark = "taken"
			}
			t.Rows = append(t.Rows, report.Row{Name: fmt.Sprintf("round %d, %s", s.Round, s.Figure),
				Strong: s.Taken, Soft: !s.Taken,
				Cells: []string{fmt.Sprintf("%g", s.Value), fmt.Sprintf("loss %.4f", s.Loss), mark}})
		}
		add(d, r.Name, "Rule: "+r.Name, t)
	}
	return d
}

// add appends a section.
func add(d *report.Document, key, title string, blocks ...report.Block) {
	d.Sections = append(d.Sections, report.Section{Key: key, Title: title, Blocks: blocks})
}

func number(n int) string { return units.Group(strconv.Itoa(n)) }

func whole(v float64) string { return units.Group(fmt.Sprintf("%.0f", v)) }
