package audit

import (
	"math"
	"slices"

	"github.com/assaymining/assay/audit/mixture"
)

// clipAfter is the number of past values from which the clip is used.
const clipAfter = 8

// clipper limits values to the past median +- ClipAt robust standard deviations. The limits of a value
// rest on earlier values alone, so that no value can move its own.
type clipper struct {
	sorted []float64
	renew  int // count at which the limits are worked out again
	low    float64
	high   float64
	floor  float64 // least robust sd
}

// clip is x within the limits of the past; x then belongs to the past itself.
func (c *clipper) clip(x float64) float64 {
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

func (c *clipper) limits() {
	middle := medianOf(c.sorted)
	away := make([]float64, len(c.sorted))
	for i, v := range c.sorted {
		away[i] = math.Abs(v - middle)
	}
	slices.Sort(away)
	reach := mixture.ClipAt * max(madToSD*medianOf(away), c.floor)
	c.low, c.high = middle-reach, middle+reach
}

// madToSD turns the median absolute deviation of a normal into its standard deviation.
const madToSD = 1.4826

// medianOf is the middle of sorted values, 0 of none.
func medianOf(sorted []float64) float64 {
	n := len(sorted)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// lag1 is the lag-1 autocorrelation of values about their mean; 0 below three values.
func lag1(x []float64) float64 {
	if len(x) < 3 {
		return 0
	}
	mean := meanOf(x)
	var with, own float64
	for i, v := range x {
		own += (v - mean) * (v - mean)
		if i > 0 {
			with += (v - mean) * (x[i-1] - mean)
		}
	}
	if own == 0 {
		return 0
	}
	return with / own
}

// lagged is lag1 of values as they come, without going through them again.
type lagged struct {
	n, sum, squares, cross float64
	first, last            float64
}

func (l *lagged) add(v float64) {
	if l.n == 0 {
		l.first = v
	} else {
		l.cross += v * l.last
	}
	l.n++
	l.sum += v
	l.squares += v * v
	l.last = v
}

// lag1 is 0 below three values.
func (l *lagged) lag1() float64 {
	mean := l.sum / l.n
	own := l.squares - l.n*mean*mean
	if l.n < 3 || !(own > 1e-12*l.squares) {
		return 0
	}
	with := l.cross - mean*(2*l.sum-l.first-l.last) + (l.n-1)*mean*mean
	return with / own
}

// blockLengths are the days that are averaged into one value, by how much days resemble the day before.
var blockLengths = [...]int{1, 3, 5, 14}

// blockFor is the index into blockLengths for a lag-1 autocorrelation r of n past values: 1 below 0.1,
// 3 below 0.35, 5 below 0.55, else 14 (found by simulation of AR(1) noise: the level holds to 0.7). r
// counts only as far as it is more than one standard error, 1/sqrt(n), above nothing: else one holder
// in three with independent days would wait three times as long.
func blockFor(r float64, n int) int {
	sure := r - 1/math.Sqrt(float64(n))
	switch {
	case sure < 0.1:
		return 0
	case sure < 0.35:
		return 1
	case sure < 0.55:
		return 2
	}
	return 3
}

// inflation is how much larger the variance of a mean is than independent days would make it, for days
// of which each resembles the day before by r: (1+r)/(1-r). r is shrunk toward a little correlation while
// there are few values. A payer whose formula is stated may have lasting noise as any other: of a formula that
// is right none is left, and of one that is not it is.
func inflation(r float64, n int) float64 {
	count := float64(n)
	likely := min(max((count*r+1)/(count+8), 0), 0.8)
	return (1 + likely) / (1 - likely)
}

// usualDays of a scatter of usualSD are added to what few days show: lasting noise is quiet for a week now and
// then, and looks like a level. It is what payouts scatter by (docs/audit.md). Both constants were set by
// simulation of AR(1) 0.5 on seeds that score nothing.
const (
	usualDays = 1.5
	usualSD   = 0.003
)

// lasting are the lag-1 correlations of lasting noise that a long past must speak against, and lastingAfter
// how long it must be: before, it cannot tell (docs/audit.md).
var lasting = [...]float64{0.5, 0.7}

const lastingAfter = 40

// lastingEase is what an e-value against lasting noise may lack: ln 20. It is no alarm by itself.
const lastingEase = math.Ln2 + math.Ln10

// againstLasting is how much likelier the values are if days are independent than if they are an AR(1) of rho
// about zero, both of unknown scale (right-Haar prior): (1-rho^2)^((n-1)/2) (Q/S)^(n/2), S the sum of
// squares and Q that of the days' innovations over 1-rho^2. A log.
func (l *lagged) againstLasting(rho float64) float64 {
	if l.n < 3 || !(l.squares > 0) {
		return 0
	}
	ends := l.squares - l.first*l.first - 2*rho*l.cross + rho*rho*(l.squares-l.last*l.last)
	q := l.first*l.first + ends/(1-rho*rho)
	return (l.n-1)/2*math.Log(1-rho*rho) + l.n/2*math.Log(q/l.squares)
}

func meanOf(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// sdOf is the standard deviation about the mean, 0 below two values.
func sdOf(x []float64) float64 {
	if len(x) < 2 {
		return 0
	}
	mean, sum := meanOf(x), 0.0
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(x)-1))
}

// medianInt is the middle of values, 0 of none; the upper of two.
func medianInt(values []int) int {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}
