// Package quantile is the statistics of samples that forecasts and verdicts share: exact quantiles, of one
// sample (Of), of many large ones (Finder), and of weighted ones (Sample), with the scores of a forecast
// that is given as a sample.
//
// Every quantile is of type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", The American
// Statistician 50(4), 1996: linear between order statistics, the default of NumPy and R. Only Sample
// places unequal weights by their middles. Nothing here knows what the numbers mean, and nothing is drawn:
// the same sample gives the same bytes.
package quantile

import "slices"

// Of is the q-quantile of x, q from 0 to 1. x is not changed. It panics on an empty x.
func Of(x []float64, q float64) float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	return OfSorted(s, q)
}

// OfSorted is Of for values that ascend already.
func OfSorted(x []float64, q float64) float64 {
	at := q * float64(len(x)-1)
	i := int(at)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	f := at - float64(i)
	return x[i]*(1-f) + x[i+1]*f
}
