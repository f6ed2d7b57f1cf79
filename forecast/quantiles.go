package forecast

import (
	"math"
	"slices"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/units"
)

// Percentiles holds the quantiles 0.01 to 0.99: q01 is Percentiles[0].
type Percentiles [99]float64

// At is the quantile of p per cent, 1 to 99.
func (p *Percentiles) At(percent int) float64 { return p[percent-1] }

// Quantiles is what may come within a horizon.
type Quantiles struct {
	AsOf  units.Date
	Days  units.Days
	Paths int // that were simulated
	// Dilution is bitcoin mined from subsidy over the horizon, over the same at the as-of day's
	// difficulty and subsidy.
	Dilution Percentiles
	// Difficulty is that at the horizon's end.
	Difficulty Percentiles
	// HashpriceUSD is that at the horizon's end by Model.Dollars, per TH/s and day, fees included.
	HashpriceUSD Percentiles
	// NextRetarget is the change of difficulty at the end of the running epoch: 0.03 is 3 % up.
	NextRetarget Percentiles
}

// Quantiles simulates and summarises. c.Paths of 0 is paths.DefaultPaths. Deterministic. The error is that
// of paths.Config.Checked.
func (m Model) Quantiles(c paths.Config) (Quantiles, error) {
	c, err := c.Checked()
	if err != nil {
		return Quantiles{}, err
	}
	mined, err := m.mined(c)
	if err != nil {
		return Quantiles{}, err
	}
	hashprice, err := m.Dollars().hashpriceAtEnd(c)
	if err != nil {
		return Quantiles{}, err
	}
	return Quantiles{
		AsOf:         m.AsOf,
		Days:         c.Days,
		Paths:        c.Paths,
		Dilution:     percentiles(mined.dilution),
		Difficulty:   percentiles(mined.difficulty),
		HashpriceUSD: percentiles(hashprice),
		NextRetarget: percentiles(mined.retarget),
	}, nil
}

// longestEpoch is how many days a running epoch is followed to its retarget. Hashrate at 37 % of
// what difficulty expects, the least a path can have, needs 38 days.
const longestEpoch = 45

// minedByPath is one figure per path.
type minedByPath struct {
	dilution   []float64
	difficulty []float64 // at the horizon's end
	retarget   []float64 // change of difficulty at the next one; 0 until it has come
}

// mined simulates over the horizon, and to the next retarget where that is later. c is checked.
func (m Model) mined(c paths.Config) (*minedByPath, error) {
	days := int(c.Days)
	out := &minedByPath{
		dilution:   make([]float64, c.Paths),
		difficulty: make([]float64, c.Paths),
		retarget:   make([]float64, c.Paths),
	}
	c.Days = min(max(c.Days, longestEpoch), paths.MaxHorizon)
	constant := float64(days) * float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	err := m.EachTile(c, func(at paths.Place, t *paths.Tile) {
		for k := range at.N {
			i := at.First + k
			for d := range min(at.Days, days-at.Day) {
				out.dilution[i] += float64(t.Subsidy[d][k])
			}
			for d := 0; d < at.Days && out.retarget[i] == 0; d++ {
				out.retarget[i] = math.Expm1(float64(t.Difficulty[d][k]))
			}
			if last := days - 1 - at.Day; last >= 0 && last < at.Days {
				out.dilution[i] /= constant
				out.difficulty[i] = m.Difficulty * math.Exp(float64(t.Difficulty[last][k]))
			}
		}
	}, nil)
	return out, err
}

// hashpriceAtEnd is hashprice on the last day of each path.
func (m Model) hashpriceAtEnd(c paths.Config) ([]float64, error) {
	out := make([]float64, c.Paths)
	err := m.EachTile(c, func(at paths.Place, t *paths.Tile) {
		if last := int(c.Days) - 1 - at.Day; last < at.Days {
			for k := range at.N {
				out[at.First+k] = float64(t.Hashvalue[last][k]) * float64(t.Price[last][k])
			}
		}
	}, nil)
	return out, err
}

// percentiles sorts x.
func percentiles(x []float64) (p Percentiles) {
	slices.Sort(x)
	for i := range p {
		p[i] = quantile.OfSorted(x, float64(i+1)/100)
	}
	return p
}
