package backtest

import (
	"math"
	"slices"

	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/units"
)

// forecastBy is the forecast of a model or baseline at origin i, of horizon j. Baselines know bitcoin alone.
func (r *Result) forecastBy(name string, i, j int, dollars bool) quantile.Sample {
	o := r.Origins[i]
	if e, ok := o.points[name]; ok {
		return e[j]
	}
	switch name {
	case modelGrowth:
		return o.mix([]float64{1, 0, 0, 0}, j, dollars)
	case modelEfficiency:
		return o.mix([]float64{0, 1, 0, 0}, j, dollars)
	case modelCorrection:
		return o.mix([]float64{0, 0, 1, 0}, j, dollars)
	case modelHalves:
		return o.mix([]float64{0, 1, 1, 0}, j, dollars)
	case modelReversion:
		return o.mix([]float64{0, 0, 0, 1}, j, dollars)
	case modelLearned:
		return o.mix(r.learntWeights(i), j, dollars)
	case modelWidth:
		return o.Pool(j, dollars).Stretched(r.learntWidth(i))
	}
	return o.Pool(j, dollars)
}

// mix is the members' mixture; weights may leave out the last members.
func (o *Origin) mix(weights []float64, j int, dollars bool) quantile.Sample {
	var parts []quantile.Sample
	for _, m := range o.members[:len(weights)] {
		if dollars {
			parts = append(parts, m.revenue[j])
		} else {
			parts = append(parts, m.dilution[j])
		}
	}
	return quantile.Mixture(parts, weights)
}

// Pool is the forecast as it ships at horizon j, an index of Horizons: of ln dilution, or of ln revenue in
// dollars.
func (o *Origin) Pool(j int, dollars bool) quantile.Sample { return o.mix(o.weights(), j, dollars) }

// weights are the members' in the pool as it ships.
func (o *Origin) weights() []float64 {
	var out []float64
	for _, m := range o.members {
		out = append(out, m.weight)
	}
	return out
}

// What weights and width are learnt by: by judgement; neither ships (docs/backtest.md).
const (
	learnHalfLife = 365 // days of age in which a past score counts by half
	learnRate     = 5   // of the exponential weights, per unit of relative loss
	fixedShare    = 0.3 // that all members have, whatever their past
	maxSquared    = 6   // of one past error in variances, so that no single one decides the width
	minWidth      = 0.6
	maxWidth      = 2
)

// learntWeights are the members' weights at origin i from the scores at one year that were
// complete by then: exponential in the discounted sum of CRPS over 0.1 + |outcome| per year (rate
// 5), and three parts in ten equal (Herbster and Warmuth's fixed share).
func (r *Result) learntWeights(i int) []float64 {
	n := poolMembers
	loss, weights := make([]float64, n), make([]float64, n)
	r.eachComplete(i, func(o *Origin, weight float64) {
		for k := range loss {
			loss[k] += weight * o.loss[k]
		}
	})
	best, total := slices.Min(
		loss,
	), 0.0 // the best is taken off so that the exponential cannot vanish for all
	for k := range weights {
		weights[k] = math.Exp(-learnRate * (loss[k] - best))
		total += weights[k]
	}
	for k := range weights {
		weights[k] = weights[k]/total*(1-fixedShare) + fixedShare/float64(n)
	}
	return weights
}

// learntWidth is what the pool's interval at origin i is stretched by: the root mean square of past
// errors at one year in units of the forecast's standard deviation, one year of past counting as
// much as the belief that it is 1; within 0.6 and 2.
func (r *Result) learntWidth(i int) float64 {
	sum, n := 1.0, 1.0
	r.eachComplete(i, func(o *Origin, weight float64) {
		sum += weight * o.squared
		n += weight
	})
	return min(max(math.Sqrt(sum/n), minWidth), maxWidth)
}

// settle keeps what learning needs of an origin whose one-year outcome is known.
func (o *Origin) settle() {
	y := o.Dilution[0]
	for _, m := range o.members[:poolMembers] {
		o.loss = append(o.loss, relativeLoss(m.dilution[0], y))
	}
	// Only origins that are complete read this (eachComplete): no forecast learns from its own outcome.
	mean, sd := o.Pool(0, false).Moments()
	z := (y - mean) / sd
	o.squared = min(z*z, maxSquared)
}

// relativeLoss is CRPS over 0.1 + |outcome|: origins where much happened count no more than quiet ones, and
// those where nothing did not without bound.
func relativeLoss(f quantile.Sample, outcome float64) float64 {
	return f.CRPS(outcome) / (0.1 + math.Abs(outcome))
}

// eachComplete visits the origins whose one-year outcome was known at origin i, with their weight:
// the share of a year that origin stands for, discounted by age.
func (r *Result) eachComplete(i int, visit func(o *Origin, weight float64)) {
	now := r.Origins[i].Date
	for _, o := range r.Origins[:i] {
		age := now - o.Date - units.Date(Horizons[0])
		if age < 0 {
			continue
		}
		discount := math.Exp2(-float64(age) / learnHalfLife)
		visit(o, discount*epochDays*float64(r.Config.Every)/365)
	}
}
