package chart

import (
	"math"
	"strconv"
	"time"
)

// scale maps values to pixels, linearly or by logarithm.
type scale struct {
	lo, hi float64 // values
	from   float64 // pixel of lo
	to     float64 // pixel of hi
	log    bool
}

func (s scale) at(v float64) float64 {
	lo, hi := s.lo, s.hi
	if s.log {
		v, lo, hi = math.Log(v), math.Log(lo), math.Log(hi)
	}
	if hi == lo {
		return (s.from + s.to) / 2
	}
	return s.from + (v-lo)/(hi-lo)*(s.to-s.from)
}

// extent is the least and greatest finite value (positive ones only on a logarithmic scale).
func extent(log bool, series ...[]float64) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, s := range series {
		for _, v := range s {
			if math.IsNaN(v) || math.IsInf(v, 0) || log && v <= 0 {
				continue
			}
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	return lo, hi, lo <= hi
}

// ticks are about n round values that cover the scale from within.
func (s scale) ticks(n int) []float64 {
	if s.log {
		return s.logTicks(n)
	}
	step := niceStep((s.hi - s.lo) / float64(n))
	if step == 0 {
		return []float64{s.lo}
	}
	var out []float64
	for v := math.Ceil(s.lo/step-1e-9) * step; v <= s.hi+step*1e-9; v += step {
		if math.Abs(v) < step*1e-9 {
			v = 0
		}
		out = append(out, v)
	}
	return out
}

// logTicks are powers of ten, with 2 and 5 between where there is room.
func (s scale) logTicks(n int) []float64 {
	first, last := math.Floor(math.Log10(s.lo)), math.Ceil(math.Log10(s.hi))
	marks := []float64{1}
	switch decades := math.Log10(s.hi / s.lo); {
	case decades*3 <= float64(n)+1:
		marks = []float64{1, 2, 5}
	case decades*2 <= float64(n)+1:
		marks = []float64{1, 3}
	}
	every := 1.0
	if len(marks) == 1 {
		every = math.Max(1, math.Ceil((last-first)/float64(n)))
	}
	var out []float64
	for e := first; e <= last; e += every {
		for _, m := range marks {
			if v := m * math.Pow(10, e); v >= s.lo*(1-1e-9) && v <= s.hi*(1+1e-9) {
				out = append(out, v)
			}
		}
	}
	return out
}

// niceStep rounds a step up to 1, 2 or 5 times a power of ten.
func niceStep(step float64) float64 {
	if !(step > 0) || math.IsInf(step, 0) {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, m := range []float64{1, 2, 5} {
		if step <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// dateTick is a labelled day on an axis of days since 1970.
type dateTick struct {
	day   float64
	label string
}

// dateTicks are firsts of January or of months, at most about n.
func (s scale) dateTicks(n int) []dateTick {
	months := []int{1, 2, 3, 6, 12, 24, 36, 48, 60, 120}
	span := (s.hi - s.lo) / 30.4375
	every := months[len(months)-1]
	for _, m := range months {
		if span/float64(m) <= float64(n) {
			every = m
			break
		}
	}
	start := time.Unix(int64(s.lo)*86400, 0).UTC()
	at := time.Date(start.Year()/10*10, 1, 1, 0, 0, 0, 0, time.UTC)
	var out []dateTick
	for ; ; at = at.AddDate(0, every, 0) {
		day := float64(at.Unix() / 86400)
		if day > s.hi {
			return out
		}
		if day < s.lo {
			continue
		}
		label := strconv.Itoa(at.Year())
		if every < 12 {
			label = at.Format("2006-01")
		}
		out = append(out, dateTick{day, label})
	}
}
