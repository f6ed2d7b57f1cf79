package mixture

import (
	"math"
	"slices"
)

// clipAfter is the number of past values from which the clip is used.
const clipAfter = 8

// Clipper limits values to the past median +- clipAt robust standard deviations. The limits of a value
// rest on earlier values alone, so that no value can move its own.
type Clipper struct {
	sorted []float64
	renew  int // count at which the limits are worked out again
	low    float64
	high   float64
	Floor  float64 // least robust sd
}

// Clip is x within the limits of the past; x then belongs to the past itself.
func (c *Clipper) Clip(x float64) float64 {
	clipped := x
	if n := len(c.sorted); n >= clipAfter {
		if n >= c.renew {
			c.limits()
			c.renew = n + 1 + n/32 // the limits of a long past move slowly
		}
		clipped = min(max(x, c.low), c.high)
	}
	i, _ := slices.BinarySearch(c.sorted, x)
	c.sorted = slices.Insert(c.sorted, i, x)
	return clipped
}

func (c *Clipper) limits() {
	middle := MedianOf(c.sorted)
	away := make([]float64, len(c.sorted))
	for i, v := range c.sorted {
		away[i] = math.Abs(v - middle)
	}
	slices.Sort(away)
	reach := clipAt * max(MADToSD*MedianOf(away), c.Floor)
	c.low, c.high = middle-reach, middle+reach
}

// MADToSD turns the median absolute deviation of a normal into its standard deviation.
const MADToSD = 1.4826

// MedianOf is the middle of sorted values, 0 of none.
func MedianOf(sorted []float64) float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}
