package quantile

import (
	"math"
	"slices"
)

// Finder finds exact quantiles of many samples without sorting them: values are counted into bins, and
// only the few bins that hold a wanted order statistic are sorted. It keeps its scratch between calls, so a
// Finder belongs to one goroutine. The zero value is ready.
type Finder struct {
	bins   [binCount]int32
	next   [binCount]int32 // where in keep the bin's next value goes, plus one; 0: not wanted
	bin    []uint16        // of each value
	keep   []float32       // the values of the wanted bins, bin by bin
	ranges []binRange
}

// binCount is a power of two, so that a remainder costs nothing. With 2,048 bins a wanted one holds few
// values, and the counts stay in the nearest cache.
const binCount = 2048

// binRange is where a wanted bin's values lie: in keep from start on, and in the order of all from
// before on.
type binRange struct{ bin, start, before, count int }

// Of writes the quantiles qs (ascending, 0..1) of x into dst. x is not changed. It panics on an empty x; a
// NaN in x makes every quantile NaN.
func (f *Finder) Of(x []float32, qs, dst []float64) { f.Describe(x, qs, dst) }

// Describe is Of, and the mean, which costs no further pass.
func (f *Finder) Describe(x []float32, qs, dst []float64) (mean float64) {
	lo, hi, sum := extremes(x)
	mean = sum / float64(len(x))
	if !f.spread(x, lo, hi, qs) {
		for i := range qs {
			dst[i] = float64(lo) + (float64(hi)-float64(lo))*qs[i]
		}
		return mean
	}
	at := 0
	for i, q := range qs {
		place := q * float64(len(x)-1)
		k := int(place)
		low := f.value(k, &at)
		high := low
		if k+1 < len(x) {
			beyond := at
			high = f.value(k+1, &beyond)
		}
		dst[i] = low + (place-float64(k))*(high-low)
	}
	return mean
}

// Reached writes into dst, for each of shares (descending, above 0, at most 1), the highest value that at
// least so large a share of x reaches: a value of x, nothing between two. As Of it leaves x, and panics on an
// empty one; a NaN in x makes all NaN.
func (f *Finder) Reached(x []float32, shares, dst []float64) {
	lo, hi, _ := extremes(x)
	n, at := len(x), 0
	for i, share := range shares { // the middle between two ranks, so that no rounding reaches another
		dst[i] = min(1, (float64(reached(n, share))+0.5)/float64(n-1))
	}
	if !f.spread(x, lo, hi, dst) {
		for i := range dst {
			dst[i] = float64(lo)
		}
		return
	}
	for i, share := range shares {
		dst[i] = f.value(reached(n, share), &at)
	}
}

// reached is the rank, from 0, of the highest of n values that at least a share of them reaches.
func reached(n int, share float64) int {
	return max(0, n-int(math.Ceil(share*float64(n)-1e-9)))
}

// spread counts the values into bins and sorts those that hold the order statistics of the quantiles qs;
// false where the values are all equal, all but equal, or not finite: no scale spreads them over bins, and
// the ends say it all.
func (f *Finder) spread(x []float32, lo, hi float32, qs []float64) bool {
	scale := float32(binCount-1) / (hi - lo)
	if !(hi > lo) || math.IsInf(float64(scale), 0) || scale != scale {
		return false
	}
	f.count(x, lo, hi, scale)
	f.want(len(x), qs)
	f.gather(x)
	return true
}

// extremes are the lowest and the highest value, both NaN where one is, and the sum of all.
func extremes(x []float32) (lo, hi float32, sum float64) {
	lo, hi = x[0], x[0]
	for _, v := range x {
		sum += float64(v)
		if v < lo {
			lo = v
		} else if v > hi {
			hi = v
		}
	}
	if sum != sum {
		return float32(sum), float32(sum), sum
	}
	return lo, hi, sum
}

// count puts values into bins: of equal ratio where all are positive, so that a long tail does not
// crowd the rest into a few, else of equal width. Both keep the order.
func (f *Finder) count(x []float32, lo, hi, scale float32) {
	clear(f.bins[:])
	f.bin = slices.Grow(f.bin[:0], len(x))[:len(x)]
	if lo > 0 {
		first, shift := math.Float32bits(lo), 0
		for (math.Float32bits(hi)-first)>>shift >= binCount {
			shift++
		}
		for i, v := range x {
			b := (math.Float32bits(v) - first) >> shift % binCount
			f.bin[i] = uint16(b)
			f.bins[b]++
		}
		return
	}
	for i, v := range x {
		b := uint32(int32((v-lo)*scale)) % binCount
		f.bin[i] = uint16(b)
		f.bins[b]++
	}
}

// want finds the bins that hold the order statistics of the quantiles.
func (f *Finder) want(n int, qs []float64) {
	clear(f.next[:])
	f.ranges = f.ranges[:0]
	before, bin, start := 0, 0, 0
	for _, q := range qs {
		k := int(q * float64(n-1))
		for rank := k; rank <= min(k+1, n-1); rank++ {
			for b, upTo := bin, before; ; b++ {
				if upTo += int(f.bins[b]); upTo <= rank {
					continue
				}
				if f.next[b] == 0 {
					f.ranges = append(f.ranges, binRange{b, start, upTo - int(f.bins[b]), int(f.bins[b])})
					f.next[b] = int32(start) + 1
					start += int(f.bins[b])
				}
				if rank == k {
					bin, before = b, upTo-int(f.bins[b])
				}
				break
			}
		}
	}
	f.keep = slices.Grow(f.keep[:0], start)[:start]
}

// gather copies the values of the wanted bins and sorts each bin.
func (f *Finder) gather(x []float32) {
	for i, b := range f.bin[:len(x)] {
		if at := f.next[b%binCount]; at > 0 {
			f.keep[at-1] = x[i]
			f.next[b%binCount]++
		}
	}
	for _, r := range f.ranges {
		slices.Sort(f.keep[r.start : r.start+r.count])
	}
}

// value is the order statistic of a rank, looked for from range at on.
func (f *Finder) value(rank int, at *int) float64 {
	for ; ; *at++ {
		if r := f.ranges[*at]; rank < r.before+r.count {
			return float64(f.keep[r.start+rank-r.before])
		}
	}
}
