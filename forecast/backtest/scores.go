package backtest

import (
	"maps"
	"math"
	"slices"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/units"
)

// The models that are scored besides the baselines: the pool as it ships, its members alone, and
// other ways to combine them that were tried.
const (
	ModelPool       = "the pool, as it ships"
	modelGrowth     = "last year's growth alone"
	modelEfficiency = "efficiency trend alone"
	modelCorrection = "error correction alone"
	modelHalves     = "error correction and efficiency, halves"
	modelLearned    = "weights learnt from own past scores"
	modelWidth      = "width learnt from own past outcomes"
	modelReversion  = "return to two years' hashprice"
)

// Models are the names of the models.
var Models = []string{
	ModelPool, modelGrowth, modelEfficiency, modelCorrection, modelHalves, modelLearned, modelWidth,
	modelReversion,
}

// era is a span of origins.
type era struct {
	Name     string
	From, To units.Date
	Complete units.Date // outcomes must be complete by then; 0: by the end of the history
}

// Eras are the spans that are reported: the years whose outcomes a rule may choose by, the decade, and the
// years after.
var Eras = []era{
	{
		Name:     "2013-2019, outcomes complete by then",
		From:     forecast.FirstUsable,
		To:       chooseBy,
		Complete: chooseBy,
	},
	{Name: "2016-2026", From: 16801, To: math.MaxInt32}, // from 2016-01-01
	{Name: "2020-2026", From: chooseBy + 1, To: math.MaxInt32},
}

// Score is one model at one horizon in one era.
type Score struct {
	Model   string
	Era     string
	Days    units.Days
	Dollars bool // of revenue in dollars, not of dilution
	tally
	Low, High   float64 // 90 % interval of the CRPS, by a bootstrap of whole years of origins
	Independent float64 // how many independent outcomes the era holds: its span over the horizon
}

// Scores scores every model and baseline at every horizon in every era, and the pool and its
// members in dollars.
func (r *Result) Scores() []Score {
	var out []Score
	for _, era := range Eras {
		for j := range Horizons {
			for _, name := range slices.Concat(Models, Baselines) {
				out = append(out, r.score(name, era, j, false))
			}
			for _, name := range Models {
				out = append(out, r.score(name, era, j, true))
			}
		}
	}
	return out
}

// score is one row of Scores.
func (r *Result) score(name string, era era, j int, dollars bool) Score {
	days := Horizons[j]
	s := Score{Model: name, Era: era.Name, Days: days, Dollars: dollars}
	years := map[int]*tally{}
	var first, last units.Date
	for i, o := range r.Origins {
		outcome := o.Dilution[j]
		if dollars {
			outcome = o.Revenue[j]
		}
		if math.IsNaN(outcome) || !era.holds(o.Date, days) {
			continue
		}
		if s.N == 0 {
			first = o.Date
		}
		last = o.Date
		f := r.forecastBy(name, i, j, dollars)
		s.add(f, outcome)
		year := int(o.Date) * 4 / 1461 // since 1970; days of four years
		if years[year] == nil {
			years[year] = &tally{}
		}
		years[year].N++
		years[year].crps += f.CRPS(outcome)
	}
	if s.N > 0 {
		// Windows that do not overlap, of which the first origin's is one.
		s.Independent = float64(last-first)/float64(days) + 1
		s.Low, s.High = bootstrap(years)
	}
	return s
}

const (
	bootstraps    = 2000
	bootstrapKey0 = 0xB007 // of Philox: any fixed key, so that ranges do not change from run to run
	bootstrapKey1 = 0x57A9
)

// bootstrap is the 5 and 95 % quantiles of the mean CRPS over draws of whole years, since
// origins of one year share most of their outcome.
func bootstrap(years map[int]*tally) (low, high float64) {
	keys := slices.Sorted(maps.Keys(years))
	means := make([]float64, bootstraps)
	for draw := range means {
		var sum, n float64
		for i := range keys {
			word, _, _, _ := paths.Philox(uint32(draw), uint32(i), bootstrapKey0, bootstrapKey1)
			year := years[keys[int(uint64(word)*uint64(len(keys))>>32)]]
			sum += year.crps
			n += float64(year.N)
		}
		means[draw] = sum / n
	}
	slices.Sort(means)
	return quantile.OfSorted(means, 0.05), quantile.OfSorted(means, 0.95)
}

// Select is a model's scores in an era, by horizon, in dollars or in bitcoin.
func Select(scores []Score, model, era string, dollars bool) (out []Score) {
	for _, s := range scores {
		if s.Model == model && s.Era == era && s.Dollars == dollars && s.N > 0 {
			out = append(out, s)
		}
	}
	return out
}
