package market

import (
	"math"

	"github.com/assaymining/assay/units"
)

// Against is how a history stands beside another one that is taken as known.
type Against struct {
	Same    bool // the same bytes
	Days    int  // that both have
	Beyond  int  // days that the other does not have
	Figures []Apart
}

// Apart is one kind of figure in which two histories differ.
type Apart struct {
	Figure  string  // "difficulty"
	Differ  int     // days on which both have one, and not the same
	Added   int     // days on which the other has none
	Missing int     // days on which only the other has one
	Most    float64 // the largest difference, in parts of the other's figure; +Inf where that is zero
	Worst   units.Date
	Given   float64 // on that day
	Known   float64
}

// Against holds a history to one that is taken as known, day by day: only figures of their own count, not
// those that are carried. Figures without a difference are left out.
func (h *History) Against(known *History) Against {
	a := Against{Same: h.hash != "" && h.hash == known.hash}
	figures := []struct {
		name string
		of   func(Observation) float64
	}{
		{"price", func(o Observation) float64 { return o.PriceUSD }},
		{"difficulty", func(o Observation) float64 { return o.Difficulty }},
		{"fees per block", func(o Observation) float64 { return o.FeesBTC }},
		{"number of blocks", func(o Observation) float64 { return float64(o.Blocks) }},
		{"height", func(o Observation) float64 { return float64(o.FirstHeight) }},
	}
	apart := make([]Apart, len(figures))
	base := known.observations()
	for _, o := range h.observations() {
		i := int(o.Date - known.First())
		if i < 0 || i >= len(base) {
			a.Beyond++
			continue
		}
		a.Days++
		for k, f := range figures {
			apart[k].add(o.Date, f.of(o), f.of(base[i]))
		}
	}
	for k, f := range figures {
		if d := apart[k]; d.Differ+d.Added+d.Missing > 0 {
			d.Figure = f.name
			a.Figures = append(a.Figures, d)
		}
	}
	return a
}

// add counts the figures of one day.
func (a *Apart) add(date units.Date, given, known float64) {
	switch {
	case given == known:
	case known == Unknown:
		a.Added++
	case given == Unknown:
		a.Missing++
	default:
		a.Differ++
		if by := math.Abs(given-known) / known; by > a.Most {
			a.Most, a.Worst, a.Given, a.Known = by, date, given, known
		}
	}
}
