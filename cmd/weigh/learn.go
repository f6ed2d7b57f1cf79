package main

import (
	"math"

	"github.com/assaymining/assay/reading/weigh"
)

const (
	rounds = 60 // of the descent
	price  = 1  // of a weight, for each unit of it: rare chances weigh nothing
	rare   = 4  // examples that a feature must stand in
)

// learn is the table of the logistic regression of examples with a price on each weight (L1: Tibshirani
// 1996), by descent along one weight at a time (Friedman, Hastie and Tibshirani 2010, section 3, with the
// bound of a quarter on the curvature of each example).
func learn(examples []example) weigh.Table {
	columns := columnsOf(examples)
	sums := make([]float64, len(examples)) // of the weights of each example
	weights := map[weigh.Feature]float64{}
	for range rounds {
		for _, c := range columns {
			slope := 0.0
			for _, i := range c.in {
				slope += 1/(1+math.Exp(-sums[i])) - examples[i].y()
			}
			curve := float64(len(c.in)) / 4
			was := weights[c.of]
			now := toward0(was-slope/curve, price/curve)
			if now == was {
				continue
			}
			weights[c.of] = now
			for _, i := range c.in {
				sums[i] += now - was
			}
		}
	}
	for f, w := range weights {
		if math.Abs(w) < 0.0005 {
			delete(weights, f)
		}
	}
	return weigh.Table{Weights: weights}
}

func (e example) y() float64 {
	if e.grave {
		return 1
	}
	return 0
}

// toward0 is a weight after its price.
func toward0(w, by float64) float64 { return math.Copysign(max(math.Abs(w)-by, 0), w) }

// column is the examples that a feature stands in.
type column struct {
	of weigh.Feature
	in []int32
}

func columnsOf(examples []example) []column {
	at := map[weigh.Feature]int{}
	var all []column
	for i, e := range examples {
		add := func(f weigh.Feature) {
			k, ok := at[f]
			if !ok {
				k, at[f] = len(all), len(all)
				all = append(all, column{of: f})
			}
			all[k].in = append(all[k].in, int32(i))
		}
		for _, f := range append([]weigh.Feature{weigh.Base()}, e.features...) {
			add(f)
			add(f.For(e.kind))
		}
	}
	out := all[:0]
	for _, c := range all {
		if len(c.in) >= rare {
			out = append(out, c)
		}
	}
	return out
}
