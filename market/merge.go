package market

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// observations are the days with their own figures only, Unknown where one is carried: what New
// built the history from.
func (h *History) observations() []Observation {
	out := make([]Observation, len(h.days))
	for i, d := range h.days {
		o := Observation{d.Date, d.PriceUSD, d.FeesBTC, d.Blocks, d.FirstHeight, d.Difficulty}
		if d.Carried.Price != 0 || d.PriceUSD == 0 {
			o.PriceUSD = Unknown
		}
		if !h.feesKnown(i) {
			o.FeesBTC = Unknown
		}
		if !h.blocksKnown(i) {
			o.Blocks, o.FirstHeight = Unknown, Unknown
		}
		if d.Carried.Difficulty != 0 {
			o.Difficulty = Unknown
		}
		out[i] = o
	}
	return out
}

// Merge is the history with the figures of later reads laid over it, day by day, figure by figure:
// a known figure of an observation replaces the history's, an unknown one leaves it, and days after
// its end are added. Epochs are taken over by height, the given ones before the history's own.
// Observations come in any order; where there are two of a day the later wins. The result's hash is
// that of its CSV, and sources come before those of h.
func (h *History) Merge(obs []Observation, epochs []Epoch, sources []cite.Source) (*History, error) {
	all := h.observations()
	for _, o := range obs {
		i := int(o.Date - h.First())
		if i < 0 {
			return nil, fmt.Errorf("%s is before the first day of the history, %s", o.Date, h.First())
		}
		if i > len(all)+maxDays {
			return nil, fmt.Errorf("%s is too far after the last day of the history, %s", o.Date, h.Last())
		}
		for len(all) <= i {
			all = append(
				all,
				Observation{h.First() + units.Date(len(all)), Unknown, Unknown, Unknown, Unknown, Unknown},
			)
		}
		all[i] = o.Over(all[i])
	}
	first := h.days[0].FirstHeight
	m, err := newHistory(all, mergeEpochs(h.epochs, epochs), first)
	if err != nil {
		return nil, err
	}
	m.hash = cite.Hash(m.CSV())
	m.sources = slices.Concat(
		[]cite.Source{{What: "history with figures of the user's store", Hash: m.hash}},
		sources,
		h.sources,
	)
	m.warnings = h.Warnings()
	return m, nil
}

// Over is o with old's figures where o has none.
func (o Observation) Over(old Observation) Observation {
	if o.PriceUSD <= 0 {
		o.PriceUSD = old.PriceUSD
	}
	if o.FeesBTC < 0 {
		o.FeesBTC = old.FeesBTC
	}
	if o.Blocks < 0 {
		o.Blocks, o.FirstHeight = old.Blocks, old.FirstHeight
	}
	if o.Difficulty <= 0 {
		o.Difficulty = old.Difficulty
	}
	return o
}

func mergeEpochs(old, given []Epoch) []Epoch {
	byHeight := map[int]Epoch{}
	for _, e := range slices.Concat(old, given) {
		byHeight[e.Height] = e
	}
	out := make([]Epoch, 0, len(byHeight))
	for _, e := range byHeight {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b Epoch) int { return a.Height - b.Height })
	return out
}
