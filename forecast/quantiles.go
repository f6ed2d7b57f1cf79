package forecast

import (
	"math"
	"slices"

	"github.com/assaymining/assay/consensus"
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

// Quantiles simulates and summarises. c.Paths of 0 is DefaultPaths. Deterministic.
func (m Model) Quantiles(c Config) (Quantiles, error) {
	c, err := c.check()
	if err != nil {
		return Quantiles{}, err
	}
	days := int(c.Days)
	c.Days = units.Days(min(max(days, longestEpoch), maxDays))
	dilution, difficulty := make([]float64, c.Paths), make([]float64, c.Paths)
	hashprice, retarget := make([]float64, c.Paths), make([]float64, c.Paths)
	base := float64(days) * float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	m.eachTile(c, func(at place, t *tile) {
		for k := range at.n {
			i := at.first + k
			for d := range min(at.days, days-at.day) {
				dilution[i] += float64(t.subsidy[d][k])
			}
			for d := 0; d < at.days && retarget[i] == 0; d++ {
				retarget[i] = math.Expm1(float64(t.difficulty[d][k]))
			}
			if last := days - 1 - at.day; last >= 0 && last < at.days {
				dilution[i] /= base
				difficulty[i] = m.Difficulty * math.Exp(float64(t.difficulty[last][k]))
			}
		}
	}, nil)
	short := c
	short.Days = units.Days(days)
	m.Dollars().eachTile(short, func(at place, t *tile) {
		if last := days - 1 - at.day; last < at.days {
			for k := range at.n {
				hashprice[at.first+k] = float64(t.hashvalue[last][k]) * float64(t.price[last][k])
			}
		}
	}, nil)
	q := Quantiles{AsOf: m.AsOf, Days: units.Days(days), Paths: c.Paths}
	for _, x := range []struct {
		to   *Percentiles
		from []float64
	}{{&q.Dilution, dilution}, {&q.Difficulty, difficulty}, {&q.HashpriceUSD, hashprice}, {&q.NextRetarget, retarget}} {
		*x.to = percentiles(x.from)
	}
	return q, nil
}

// longestEpoch is how many days a running epoch is followed to its retarget. Hashrate at 37 % of
// what difficulty expects, the least a path can have, needs 38 days.
const longestEpoch = 45

// percentiles sorts x.
func percentiles(x []float64) (p Percentiles) {
	slices.Sort(x)
	for i := range p {
		p[i] = sortedQuantile(x, float64(i+1)/100)
	}
	return p
}

// quantile is the q-quantile of x, linear between order statistics (Hyndman and Fan's type 7).
// x is not changed. It panics on an empty x.
func quantile(x []float64, q float64) float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	return sortedQuantile(s, q)
}

func sortedQuantile(s []float64, q float64) float64 {
	at := q * float64(len(s)-1)
	i := int(at)
	if i+1 >= len(s) {
		return s[len(s)-1]
	}
	f := at - float64(i)
	return s[i]*(1-f) + s[i+1]*f
}
