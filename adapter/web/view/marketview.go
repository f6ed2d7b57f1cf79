package view

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/chart"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// MarketFigures are the last day's figures.
func MarketFigures(h *market.History, d market.Day) []Figure {
	out := []Figure{
		{"Hashprice", units.ShowUSD(d.HashpriceUSD()), "per TH/s and day"},
		{"Hashvalue", units.Format(float64(d.Hashvalue())*1e8, 4) + " sat", "per TH/s and day"},
		{"Bitcoin", units.ShowUSD(d.PriceUSD), "on " + d.Date.String()},
		{"Difficulty", units.Format(d.Difficulty/1e12, 5) + " T", ""},
	}
	if g, ok := h.DifficultyGrowth(d.Date, 365); ok {
		out = append(out, Figure{"Difficulty in a year", signed(float64(g)), "to " + d.Date.String()})
	}
	return append(out, Figure{"Block reward", units.Format(d.SubsidyBTC+d.FeesBTC, 4) + " BTC",
		fmt.Sprintf("%s subsidy and %s fees", units.Format(d.SubsidyBTC, 4), units.Format(d.FeesBTC, 3))})
}

// signed is a growth with its sign.
func signed(v float64) string {
	if v < 0 {
		return "−" + units.ShowShare(-v)
	}
	return "+" + units.ShowShare(v)
}

// chartFrom is where the charts begin, 2014-01-01: earlier hashprices are a thousand times today's.
const chartFrom units.Date = 16071

// MarketPictures are the past of hashprice, difficulty and price, by logarithm.
func MarketPictures(h *market.History) []Picture {
	var x, hashprice, difficulty, price []float64
	for _, d := range h.Days(max(h.First(), chartFrom), h.Last()+1) {
		if d.PriceUSD <= 0 {
			continue
		}
		x = append(x, float64(d.Date))
		hashprice, difficulty, price = append(hashprice, d.HashpriceUSD()), append(difficulty, d.Difficulty), append(price, d.PriceUSD)
	}
	one := func(key, title, label string, y []float64, format func(float64) string) Picture {
		f := chart.Frame{Title: title, Desc: fmt.Sprintf("From %s on %s to %s on %s.", format(y[0]), units.Date(x[0]), format(y[len(y)-1]), units.Date(x[len(x)-1]))}
		return Draw(key, func(f chart.Frame) string {
			return chart.Lines{Frame: f, Lines: []chart.Line{{Class: "one", X: x, Y: y}}, Dates: true, Log: true, YLabel: label, Format: format}.SVG()
		}, f)
	}
	if len(x) == 0 {
		return nil
	}
	return []Picture{
		one("hashprice", "Hashprice", "dollars per TH/s and day, logarithmic", hashprice, dollars),
		one("difficulty", "Difficulty", "trillions, logarithmic", difficulty, func(v float64) string { return units.Group(units.Format(v/1e12, 2)) + " T" }),
		one("price", "Price of bitcoin", "dollars, logarithmic", price, dollars),
	}
}

// dollars labels an axis: no cents where they say nothing.
func dollars(v float64) string {
	if v >= 1 {
		return "$" + units.Group(fmt.Sprintf("%.0f", v))
	}
	return "$" + units.Format(v, max(1, 2-int(math.Ceil(math.Log10(v)/10))))
}
