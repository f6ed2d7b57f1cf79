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
	AsOf units.Date
	Days units.Days
	// Dilution is bitcoin mined from subsidy over the horizon, over the same at the as-of day's
	// difficulty and subsidy.
	Dilution Percentiles
	// Difficulty and HashpriceUSD (per TH/s and day, fees included) are those at the horizon's end.
	Difficulty, HashpriceUSD Percentiles
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
	m.eachBlock(c, func(first, n int, run func(i int, out row)) {
		out := newRow(int(c.Days))
		for i := first; i < first+n; i++ {
			run(i, out)
			var sum float64
			for _, v := range out.subsidy[:days] {
				sum += float64(v)
			}
			dilution[i] = sum / base
			difficulty[i] = m.Difficulty * math.Exp(float64(out.difficulty[days-1]))
			hashprice[i] = float64(out.hashvalue[days-1]) * float64(out.price[days-1])
			retarget[i] = math.Expm1(firstChange(out.difficulty))
		}
	})
	q := Quantiles{AsOf: m.AsOf, Days: units.Days(days)}
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

func newRow(days int) row {
	return row{price: make([]float32, days), hashvalue: make([]float32, days),
		subsidy: make([]float32, days), difficulty: make([]float32, days)}
}

// firstChange is the first value of x that is not zero; 0 if there is none.
func firstChange(x []float32) float64 {
	for _, v := range x {
		if v != 0 {
			return float64(v)
		}
	}
	return 0
}

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
