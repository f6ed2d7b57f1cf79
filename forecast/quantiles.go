package forecast

import (
	"slices"
)

// quantile is the q-quantile of x, linear between order statistics (Hyndman and Fan's type 7).
// x is not changed. It panics on an empty x.
func quantile(x []float64, q float64) float64 {
	s := slices.Clone(x)
	slices.Sort(s)
	return sortedQuantile(s, q)
}

func sortedQuantile[T float32 | float64](s []T, q float64) float64 {
	at := q * float64(len(s)-1)
	i := int(at)
	if i+1 >= len(s) {
		return float64(s[len(s)-1])
	}
	f := at - float64(i)
	return float64(s[i])*(1-f) + float64(s[i+1])*f
}
