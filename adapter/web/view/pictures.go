package view

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/chart"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// Picture is a chart in two sizes, of which a page shows the one that fits.
type Picture struct {
	Key, Title   string // its name in a download, as "scenarios", and in words
	Wide, Narrow template.HTML
	Print        template.HTML // for half the width of a sheet
}

// Draw draws the same figures for both sizes.
func Draw(key string, svg func(chart.Frame) string, f chart.Frame) Picture {
	f.ID = key
	wide, narrow, sheet := f.ID2("wide"), f.ID2("narrow"), f.ID2("print")
	wide.Size, narrow.Size, sheet.Size = chart.Wide(), chart.Narrow(), chart.Size{W: 510, H: 210}
	// the drawings escape every text that they are given
	return Picture{Key: key, Title: f.Title, Wide: template.HTML(svg(wide)), Narrow: template.HTML(svg(narrow)), Print: template.HTML(svg(sheet))}
}

// Picture finds a picture by its key, or nil.
func (v *Verdict) Picture(key string) *Picture {
	for i := range v.Pictures {
		if v.Pictures[i].Key == key {
			return &v.Pictures[i]
		}
	}
	return nil
}

func pictures(v *assay.Verdict, rows []ScenarioRow) []Picture {
	var out []Picture
	if p, ok := fan(v); ok {
		out = append(out, p)
	}
	if p, ok := scenarioBars(rows); ok {
		out = append(out, p)
	}
	if p, ok := waterfallBars(v); ok {
		out = append(out, p)
	}
	return out
}

// fan draws the bitcoin received over simulated markets beside what the payments would have bought.
func fan(v *assay.Verdict) (Picture, bool) {
	points := v.Economics.Fan
	if len(points) < 2 {
		return Picture{}, false
	}
	n := len(points) + 1
	f := chart.Fan{Days: make([]float64, n), P05: make([]float64, n), P25: make([]float64, n), P50: make([]float64, n),
		P75: make([]float64, n), P95: make([]float64, n), Other: make([]float64, n), Name: "mined", OtherName: "bought",
		YLabel: "BTC, summed up from the day of purchase", Format: units.ShowBTC}
	scale := 1.0
	if points[len(points)-1].P95 < 0.001 {
		scale, f.YLabel = 1e8, "satoshi, summed up from the day of purchase"
		f.Format = func(v float64) string { return units.Group(fmt.Sprintf("%.0f", v)) }
	}
	for i, p := range points {
		f.Days[i+1], f.P05[i+1], f.P25[i+1], f.P50[i+1] = float64(p.Day), scale*p.P05, scale*p.P25, scale*p.P50
		f.P75[i+1], f.P95[i+1], f.Other[i+1] = scale*p.P75, scale*p.P95, scale*known(p.Bought)
	}
	if points[0].Bought == nil {
		f.OtherName = ""
	}
	f.Other[0] = math.NaN() // without an upfront price from the first point on
	if asked := v.Economics.AskedUSD; asked != nil && v.Data.PriceUSD > 0 {
		f.Other[0] = scale * *asked / v.Data.PriceUSD
	}
	last := points[len(points)-1]
	frame := chart.Frame{Title: "Bitcoin received against bitcoin bought", Desc: fmt.Sprintf(
		"After %d days the contract has paid %s BTC in the median market, %s to %s in nine of ten",
		last.Day, units.ShowBTC(last.P50), units.ShowBTC(last.P05), units.ShowBTC(last.P95))}
	if last.Bought != nil {
		frame.Desc += "; the same payments would have bought " + units.ShowBTC(*last.Bought) + " BTC."
	} else {
		frame.Title, frame.Desc = "Bitcoin received", frame.Desc+"; what would have been paid is not known."
	}
	return Draw("fan", func(fr chart.Frame) string { g := f; g.Frame = fr; return g.SVG() }, frame), true
}

// known is a figure, or not a number where it is not known, which no line is drawn through.
func known(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}

// scenarioBars draws what each scenario gives back for one bitcoin paid.
func scenarioBars(rows []ScenarioRow) (Picture, bool) {
	bars := chart.Bars{Ref: 1, RefName: "simply buying bitcoin: 1"}
	var says []string
	for _, r := range rows {
		if !r.Known || r.Key == "seller_claim" && r.Value > 5 {
			continue
		}
		class := "three"
		if r.Loses {
			class = "two"
		}
		bars.Bars = append(bars.Bars, chart.Bar{Name: r.Name, Value: r.Value, Says: r.Efficiency, Class: class})
		says = append(says, r.Name+" "+r.Efficiency)
	}
	f := chart.Frame{Title: "Bitcoin back for each bitcoin paid", Desc: strings.Join(says, ", ") + ". Simply buying bitcoin gives 1."}
	return Draw("scenarios", func(f chart.Frame) string { b := bars; b.Frame = f; return b.SVG() }, f), len(bars.Bars) > 0
}

// waterfallBars draws where the revenue goes.
func waterfallBars(v *assay.Verdict) (Picture, bool) {
	rows := waterfall(v, units.Shown{})
	if len(rows) < 2 || v.Economics.Waterfall[0].USD == 0 {
		return Picture{}, false
	}
	var bars chart.Bars
	var says []string
	for _, r := range rows {
		class := "two"
		if r.Total {
			class = "one"
		}
		bars.Bars = append(bars.Bars, chart.Bar{Name: r.Name, From: r.From, Value: r.Value, Says: r.Share, Class: class})
		says = append(says, r.Name+" "+r.Share)
	}
	f := chart.Frame{Title: "Where the revenue goes", Desc: strings.Join(says, ", ") + "."}
	return Draw("waterfall", func(f chart.Frame) string { b := bars; b.Frame = f; return b.SVG() }, f), true
}

// Map is the table of BTC efficiency over growth of difficulty and final price.
type Map struct {
	Prices []string
	Rows   []MapRow
}

// MapRow is one growth of difficulty.
type MapRow struct {
	Growth string
	Now    bool // growth of zero
	Cells  []MapCell
}

// MapCell is one BTC efficiency. Level, 0 to 6, is its shade: below 3 loses, from 4 gains.
type MapCell struct {
	Text  string
	Level int
	Loses bool
}

// mapOf shows the highest growth on top.
func mapOf(g *valuation.Grid) *Map {
	if g == nil || len(g.Efficiency) == 0 || math.IsNaN(g.Efficiency[0][0]) {
		return nil
	}
	m := &Map{}
	for _, p := range g.Price {
		m.Prices = append(m.Prices, fmt.Sprintf("×%g", p))
	}
	for i := len(g.Growth) - 1; i >= 0; i-- {
		row := MapRow{Growth: fmt.Sprintf("%+.0f %%", 100*g.Growth[i]), Now: g.Growth[i] == 0}
		if row.Now {
			row.Growth = "0 %"
		}
		row.Growth = strings.Replace(row.Growth, "-", "−", 1)
		for _, e := range g.Efficiency[i] {
			cell := MapCell{Text: "-", Level: 3}
			if !math.IsNaN(e) {
				cell = MapCell{Text: twoDigits(e), Level: level(e), Loses: e < 1}
			}
			row.Cells = append(row.Cells, cell)
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

func twoDigits(e float64) string {
	if e >= 9.95 {
		return units.Group(fmt.Sprintf("%.0f", e))
	}
	if s := fmt.Sprintf("%.2f", e); s != "1.00" || e >= 1 {
		return s
	}
	return "0.99" // never shown as break-even while it loses
}

// level shades by how far from break-even: half, four fifths, one, five fourths, two.
func level(e float64) int {
	for i, edge := range []float64{0.5, 0.8, 1} {
		if e < edge {
			return i
		}
	}
	for i, edge := range []float64{2, 1.25} {
		if e >= edge {
			return 6 - i
		}
	}
	return 4
}
