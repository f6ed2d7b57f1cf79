package report

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Market is what a person reads of a history: the figures of a day, and how they came about.
func Market(h *market.History, d market.Day) *Document {
	out := &Document{Title: "The market that verdicts are judged on", Day: d.Date.String()}
	out.Figures = []Figure{
		{"Hashprice", units.ShowUSD(d.HashpriceUSD()), "per TH/s and day"},
		{"Hashvalue", units.Format(float64(d.Hashvalue())*units.SatPerBTC, 4) + " sat", "per TH/s and day"},
		{"Bitcoin", units.ShowUSD(d.PriceUSD), "on " + d.Date.String()},
		{"Difficulty", units.Format(d.Difficulty/1e12, 5) + " T", ""},
	}
	if g, ok := h.DifficultyGrowth(d.Date, 365); ok {
		out.Figures = append(out.Figures, Figure{"Difficulty in a year", signed(float64(g)), "to " +
			d.Date.String()})
	}
	out.Figures = append(out.Figures, Figure{"Block reward", units.Format(d.SubsidyBTC+d.FeesBTC, 4) + " BTC",
		fmt.Sprintf("%s subsidy and %s fees", units.Format(d.SubsidyBTC, 4), units.Format(d.FeesBTC, 3))})
	out.past(h)
	return out
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

// past draws hashprice, difficulty and price, by logarithm.
func (d *Document) past(h *market.History) {
	var hashprice, difficulty, price Curve
	for _, day := range h.Days(max(h.First(), chartFrom), h.Last()+1) {
		if day.PriceUSD <= 0 {
			continue
		}
		hashprice.add(day.Date, day.HashpriceUSD())
		difficulty.add(day.Date, day.Difficulty)
		price.add(day.Date, day.PriceUSD)
	}
	trillions := func(v float64) string { return units.Group(units.Format(v/1e12, 2)) + " T" }
	draw := func(key, title, label string, c Curve, format func(float64) string) {
		if len(c.X) == 0 {
			return
		}
		last := len(c.X) - 1
		d.add(
			key,
			title,
			Curves{Picture: Picture{Key: key, Title: title, Desc: fmt.Sprintf(
				"From %s on %s to %s "+
					"on %s.",
				format(c.Y[0]),
				units.Date(
					c.X[0],
				),
				format(c.Y[last]),
				units.Date(c.X[last]),
			)}, Lines: []Curve{c}, Log: true, Dates: true,
				YLabel: label, Format: format},
		)
	}
	draw("hashprice", "Hashprice", "dollars per TH/s and day, logarithmic", hashprice, dollars)
	draw("difficulty", "Difficulty", "trillions, logarithmic", difficulty, trillions)
	draw("price", "Price of bitcoin", "dollars, logarithmic", price, dollars)
}

func (c *Curve) add(day units.Date, y float64) {
	c.X, c.Y = append(c.X, float64(day)), append(c.Y, y)
}

// dollars labels an axis: no cents where they say nothing.
func dollars(v float64) string {
	if v >= 1 {
		return "$" + whole(v)
	}
	return "$" + units.Format(v, max(1, 2-int(math.Ceil(math.Log10(v)/10))))
}
