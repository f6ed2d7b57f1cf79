package forecast

import (
	"math"
	"slices"

	"github.com/assaymining/assay/units"
)

// The models that are scored besides the baselines: the pool as it ships, its members alone, and
// other ways to combine them that were tried.
const (
	ModelPool       = "the pool, as it ships"
	ModelGrowth     = "last year's growth alone"
	ModelEfficiency = "efficiency trend alone"
	ModelCorrection = "error correction alone"
	ModelHalves     = "error correction and efficiency, halves"
	ModelLearned    = "weights learnt from own past scores"
	ModelWidth      = "width learnt from own past outcomes"
	ModelReversion  = "return to two years' hashprice"
)

// Models are the names of the models.
var Models = []string{ModelPool, ModelGrowth, ModelEfficiency, ModelCorrection, ModelHalves, ModelLearned, ModelWidth, ModelReversion}

// Era is a span of origins.
type Era struct {
	Name     string
	From, To units.Date
	Complete units.Date // outcomes must be complete by then; 0: by the end of the history
}

// Eras are the spans that are reported: the years whose outcomes a rule may choose by, the decade, and the
// years after.
var Eras = []Era{
	{"2013-2019, outcomes complete by then", firstUsable, 18261, 18261},
	{"2016-2026", 16801, math.MaxInt32, 0},
	{"2020-2026", 18262, math.MaxInt32, 0},
}

// Score is one model at one horizon in one era.
type Score struct {
	Model   string
	Era     string
	Days    units.Days
	Dollars bool // of revenue in dollars, not of dilution
	Tally
	Low, High   float64 // 90 % interval of the CRPS, by a bootstrap of whole years of origins
	Independent float64 // how many independent outcomes the era holds: its span over the horizon
}

// Scores scores every model and baseline at every horizon in every era, and the pool and its
// members in dollars.
func (b *Backtest) Scores() []Score {
	var out []Score
	for _, era := range Eras {
		for j, days := range BacktestHorizons {
			for _, name := range slices.Concat(Models, Baselines) {
				out = append(out, b.score(name, era, j, days, false))
			}
			for _, name := range Models {
				out = append(out, b.score(name, era, j, days, true))
			}
		}
	}
	return out
}

func (b *Backtest) score(name string, era Era, j int, days units.Days, dollars bool) Score {
	s := Score{Model: name, Era: era.Name, Days: days, Dollars: dollars}
	years := map[int]*Tally{}
	var first, last units.Date
	for i, o := range b.Origins {
		y := o.Dilution[j]
		if dollars {
			y = o.Revenue[j]
		}
		if o.Date < era.From || o.Date > era.To || math.IsNaN(y) || era.Complete != 0 && o.Date+units.Date(days) > era.Complete {
			continue
		}
		if s.N == 0 {
			first = o.Date
		}
		last = o.Date
		e := b.ensemble(name, i, j, dollars)
		s.add(e, y)
		year := int(o.Date) * 4 / 1461
		if years[year] == nil {
			years[year] = &Tally{}
		}
		years[year].N++
		years[year].crps += e.CRPS(y)
	}
	if s.N > 0 {
		s.Independent = float64(last-first)/float64(days) + 1
		s.Low, s.High = bootstrap(years)
	}
	return s
}

// bootstrap is the 5 and 95 % quantiles of the mean CRPS over 2,000 draws of whole years, since
// origins of one year share most of their outcome.
func bootstrap(years map[int]*Tally) (low, high float64) {
	var keys []int
	for k := range years {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	means := make([]float64, 2000)
	for r := range means {
		var sum, n float64
		for i := range keys {
			a, _, _, _ := philox(uint32(r), uint32(i), 0xB007, 0x57A9)
			t := years[keys[int(uint64(a)*uint64(len(keys))>>32)]]
			sum, n = sum+t.crps, n+float64(t.N)
		}
		means[r] = sum / n
	}
	slices.Sort(means)
	return sortedQuantile(means, 0.05), sortedQuantile(means, 0.95)
}

// ensemble is a model's forecast at origin i.
func (b *Backtest) ensemble(name string, i, j int, dollars bool) Ensemble {
	o := b.Origins[i]
	if e, ok := o.points[name]; ok {
		return e[j]
	}
	switch name {
	case ModelGrowth:
		return o.mix([]float64{1, 0, 0, 0}, j, dollars)
	case ModelEfficiency:
		return o.mix([]float64{0, 1, 0, 0}, j, dollars)
	case ModelCorrection:
		return o.mix([]float64{0, 0, 1, 0}, j, dollars)
	case ModelHalves:
		return o.mix([]float64{0, 1, 1, 0}, j, dollars)
	case ModelReversion:
		return o.mix([]float64{0, 0, 0, 1}, j, dollars)
	case ModelLearned:
		return o.mix(b.learntWeights(i), j, dollars)
	case ModelWidth:
		return o.mix(o.weights, j, dollars).stretched(b.learntWidth(i))
	}
	return o.mix(o.weights, j, dollars)
}

// mix is the members' mixture.
func (o *Origin) mix(weights []float64, j int, dollars bool) Ensemble {
	var parts []Ensemble
	for _, m := range o.members[:len(weights)] {
		if dollars {
			parts = append(parts, m[j].revenue)
		} else {
			parts = append(parts, m[j].dilution)
		}
	}
	return pool(parts, weights)
}

// Pool is the forecast of ln dilution, or of ln revenue in dollars, as it ships.
func (o *Origin) Pool(j int, dollars bool) Ensemble { return o.mix(o.weights, j, dollars) }

// Past scores count by half for each year of age when weights or the width are learnt.
const learnHalfLife = 365

// learntWeights are the members' weights at origin i from the scores at one year that were
// complete by then: exponential in the discounted sum of CRPS over 0.1 + |outcome| per year (rate
// 5), and three parts in ten equal (Herbster and Warmuth's fixed share).
func (b *Backtest) learntWeights(i int) []float64 {
	const rate, share = 5, 0.3
	n := poolMembers
	loss, weights := make([]float64, n), make([]float64, n)
	b.eachComplete(i, func(o *Origin, weight float64) {
		for k := range loss {
			loss[k] += weight * o.loss[k]
		}
	})
	best, total := slices.Min(loss), 0.0
	for k := range weights {
		weights[k] = math.Exp(-rate * (loss[k] - best))
		total += weights[k]
	}
	for k := range weights {
		weights[k] = weights[k]/total*(1-share) + share/float64(n)
	}
	return weights
}

// learntWidth is what the pool's interval at origin i is stretched by: the root mean square of past
// errors at one year in units of the forecast's standard deviation, one year of past counting as
// much as the belief that it is 1; within 0.6 and 2.
func (b *Backtest) learntWidth(i int) float64 {
	sum, n := 1.0, 1.0
	b.eachComplete(i, func(o *Origin, weight float64) {
		sum, n = sum+weight*o.squared, n+weight
	})
	return min(max(math.Sqrt(sum/n), 0.6), 2)
}

// settle keeps what learning needs of an origin whose one-year outcome is known.
func (o *Origin) settle() {
	y := o.Dilution[0]
	for _, m := range o.members[:poolMembers] {
		o.loss = append(o.loss, m[0].dilution.CRPS(y)/(0.1+math.Abs(y)))
	}
	mean, sd := o.Pool(0, false).moments()
	z := (y - mean) / sd
	o.squared = min(z*z, 6)
}

// eachComplete visits the origins whose one-year outcome was known at origin i, with their weight:
// the share of a year that origin stands for, discounted by age.
func (b *Backtest) eachComplete(i int, visit func(o *Origin, weight float64)) {
	now := b.Origins[i].Date
	for _, o := range b.Origins[:i] {
		age := now - o.Date - units.Date(BacktestHorizons[0])
		if age < 0 {
			continue
		}
		visit(o, math.Exp2(-float64(age)/learnHalfLife)*epochDays*float64(b.Config.Every)/365)
	}
}

// moments is the mean and the standard deviation.
func (e Ensemble) moments() (mean, sd float64) {
	for i, x := range e.X {
		mean += e.weight(i) * x
	}
	for i, x := range e.X {
		sd += e.weight(i) * (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(sd)
}

// Brier is how well the probability of beating buying was forecast.
type Brier struct {
	Contract string
	Era      string
	N        int
	Beat     float64 // share that did
	Forecast float64 // mean probability
	Score    float64 // mean squared error of the probability; 0 is perfect
	Base     float64 // of always saying Beat, with hindsight
	Constant float64 // of constant difficulty's certain answer
}

// Briers scores the canonical contracts.
func (b *Backtest) Briers() []Brier {
	var out []Brier
	for _, era := range Eras {
		for k, c := range Contracts {
			r := Brier{Contract: c.Name, Era: era.Name}
			for _, o := range b.Origins {
				if o.Date < era.From || o.Date > era.To || era.Complete != 0 && o.Date+units.Date(BacktestHorizons[0]) > era.Complete {
					continue
				}
				var p float64
				for i, w := range o.weights {
					p += w * o.beatProb[i][k]
				}
				y := 0.0
				if o.Beats[k] {
					y = 1
				}
				r.N++
				r.Beat += y
				r.Forecast += p
				r.Score += (p - y) * (p - y)
				r.Constant += 1 - y // below price 1, constant conditions always say it beats
			}
			n := float64(max(r.N, 1))
			r.Beat, r.Forecast, r.Score, r.Constant = r.Beat/n, r.Forecast/n, r.Score/n, r.Constant/n
			r.Base = r.Beat * (1 - r.Beat)
			out = append(out, r)
		}
	}
	return out
}
