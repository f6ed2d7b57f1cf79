package valuation

import (
	"math"
	"slices"
)

// Quantiler finds exact quantiles of many samples of one size without sorting them: values are counted
// into bins, and only the few bins that hold a wanted order statistic are sorted. It keeps its scratch
// between calls, so a Quantiler belongs to one goroutine.
type Quantiler struct {
	bins [binCount]int32
	keep []float32
}

const binCount = 2048

// Of writes the quantiles qs (ascending, 0..1) of x into dst, by linear interpolation between order
// statistics (type 7 of Hyndman and Fan 1996, NumPy's default). x is not changed. It panics on an
// empty x; a NaN in x makes every quantile NaN.
func (z *Quantiler) Of(x []float32, qs, dst []float64) {
	lo, hi := x[0], x[0]
	for _, v := range x {
		lo, hi = min(lo, v), max(hi, v)
	}
	scale := float32(binCount-1) / (hi - lo)
	if !(hi > lo) || math.IsInf(float64(scale), 0) || scale != scale {
		for i := range qs {
			dst[i] = float64(lo) + (float64(hi)-float64(lo))*qs[i]
		}
		return
	}
	clear(z.bins[:])
	for _, v := range x {
		z.bins[int32((v-lo)*scale)]++
	}
	before, bin, sorted := 0, 0, -1
	for i, q := range qs {
		at := q * float64(len(x)-1)
		k := int(at)
		for before+int(z.bins[bin]) <= k {
			before += int(z.bins[bin])
			bin++
		}
		if sorted != bin {
			z.gather(x, lo, scale, int32(bin))
			sorted = bin
		}
		low := z.keep[k-before]
		high := low
		switch {
		case k-before+1 < len(z.keep):
			high = z.keep[k-before+1]
		case k+1 < len(x):
			high = z.lowestAbove(x, lo, scale, int32(bin))
		}
		dst[i] = float64(low) + (at-float64(k))*(float64(high)-float64(low))
	}
}

// gather sorts the values of one bin into keep.
func (z *Quantiler) gather(x []float32, lo, scale float32, bin int32) {
	z.keep = z.keep[:0]
	for _, v := range x {
		if int32((v-lo)*scale) == bin {
			z.keep = append(z.keep, v)
		}
	}
	slices.Sort(z.keep)
}

// lowestAbove is the lowest value of all bins above one.
func (z *Quantiler) lowestAbove(x []float32, lo, scale float32, bin int32) float32 {
	best := float32(math.Inf(1))
	for _, v := range x {
		if v < best && int32((v-lo)*scale) > bin {
			best = v
		}
	}
	return best
}
