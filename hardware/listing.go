package hardware

import (
	"slices"

	"github.com/assaymining/assay/units"
)

// outBy reports whether the machine was out by a day: released, or seen for sale where no source dates it.
func (m Machine) outBy(d units.Date) bool {
	if m.Released.Known() {
		return m.Released.End() <= d
	}
	return len(m.pricesUntil(&d)) > 0
}

// pricesUntil are the prices seen up to a day; nil: all.
func (m Machine) pricesUntil(asOf *units.Date) []Price {
	return slices.DeleteFunc(m.Prices(), func(p Price) bool { return asOf != nil && p.Seen > *asOf })
}

// Listing is machines as they are published, with the yardsticks of a day.
type Listing struct {
	AsOf     string      `json:"as_of"` // the day the yardsticks are for
	Machines []Listed    `json:"machines"`
	Cheapest *askedPrice `json:"cheapest"`          // of all machines known that day; null: none of a year
	Frontier *float64    `json:"frontier_j_per_th"` // trend of the best efficiency on sale
}

// Listed is one machine of a Listing.
type Listed struct {
	Name         string       `json:"name"`
	Model        string       `json:"model"`
	Maker        string       `json:"maker"`
	Released     string       `json:"released"`    // "2024-12", "2024" or "unknown"
	Hashrate     *float64     `json:"hashrate_th"` // null: not known
	Power        *float64     `json:"power_w"`     // null: not known
	Efficiency   float64      `json:"efficiency_j_per_th"`
	Cooling      string       `json:"cooling"` // "" not known
	CrossChecked bool         `json:"cross_checked"`
	Conflict     string       `json:"conflict"` // "" none
	Sources      string       `json:"sources"`
	Prices       []askedPrice `json:"prices"`
}

// askedPrice is what was asked for a machine.
type askedPrice struct {
	Machine string  `json:"machine"`
	Seen    string  `json:"seen"`
	USD     float64 `json:"usd"`
	PerTH   float64 `json:"usd_per_th"`
	Basis   string  `json:"basis"`
	Source  string  `json:"source"`
}

func listedPrice(p Price) askedPrice {
	return askedPrice{p.Machine.Name(), p.When(), p.Asked.Float(), p.PerTH().Value, p.Basis, p.Source}
}

// List publishes machines with what was known of them on a day; nil: the last day of a price.
func List(list []Machine, asOf *units.Date) Listing {
	observed := Observed()
	day := observed[len(observed)-1].Seen
	if asOf != nil {
		day = *asOf
	}
	view := Listing{AsOf: day.String(), Machines: []Listed{}}
	if p, ok := Cheapest(day); ok {
		v := listedPrice(p)
		view.Cheapest = &v
	}
	if trend, ok := FrontierTrend(day); ok {
		v := float64(trend.JPerTH(day))
		view.Frontier = &v
	}
	known := func(v float64) *float64 {
		if v == 0 {
			return nil
		}
		return &v
	}
	for _, m := range list {
		j := Listed{Name: m.Name(), Model: m.Model, Maker: m.Maker, Released: m.Released.String(),
			Hashrate: known(
				m.Hashrate.TH(),
			), Power: known(float64(m.Power)), Efficiency: float64(m.Efficiency),
			Cooling:      m.Cooling,
			CrossChecked: m.CrossChecked, Conflict: m.Conflict, Sources: m.Source, Prices: []askedPrice{}}
		for _, p := range m.pricesUntil(asOf) {
			j.Prices = append(j.Prices, listedPrice(p))
		}
		view.Machines = append(view.Machines, j)
	}
	return view
}
