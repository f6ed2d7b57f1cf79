package valuation

import (
	"cmp"
	"math"
	"slices"
)

// sideBySide is how many paths are gathered at a time: a cache line of each day's row.
const sideBySide = 16

// above takes in what is so near to binding that only a play can tell.
const above = 1 + 1e-5

// playBound plays contracts over the same days on the paths on which a floor or a stop of theirs may bind.
func (s *Screener) playBound(group []candidate, span *span) {
	for i := range group {
		c := &group[i]
		c.binds = float32(c.safe * above)
		if i == len(s.played) {
			s.played = append(s.played, make([]played, 0, s.e.N))
		}
		c.played = s.played[i][:0]
	}
	slices.SortFunc(group, func(a, b candidate) int { return cmp.Compare(b.binds, a.binds) })
	if group[0].binds == 0 {
		return
	}
	s.lane.begin(group)
	s.ranked.begin(group)
	var paths [sideBySide]int
	for first := 0; first < s.e.N; first += sideBySide {
		n := 0
		for i, low := range span.low[first:min(first+sideBySide, s.e.N)] {
			if low < group[0].binds {
				paths[n] = first + i
				n++
			}
		}
		if n == 0 {
			continue
		}
		s.lane.gather(s.e, paths[:n], group[0].delay, group[0].end)
		for k, path := range paths[:n] {
			s.lane.take(k)
			s.ranked.add(s.lane.days)
			for i := range group {
				c := &group[i]
				if span.low[path] >= c.binds {
					break // nor does anything bind for those behind it
				}
				played := s.play(c)
				played.path = int32(path)
				c.played = append(c.played, played)
			}
		}
	}
	for i := range group {
		s.played[i] = group[i].played
	}
}

// play is one contract on the path whose days the lane holds.
func (s *Screener) play(c *candidate) played {
	days, l, stopped := s.lane.days, &s.lane, false
	if c.knockOut > 0 {
		if last := l.below(c.knockOut, float32(c.even)); last < len(days) {
			days, stopped = days[:last+1], true
			c.stopped++
		}
	}
	pauses := c.pause > 1 && l.below(c.pause, float32(c.even)) < len(days)
	var earned, paid sums
	switch {
	case !stopped && !pauses:
		earned, paid = s.ranked.from(c.rankEarns), s.ranked.from(c.rankCosts)
	case c.pause == 0:
		paid = l.upTo(len(days))
		if earned = paid; c.earns > 0 {
			earned = dearer(days, c.earns)
		}
	default:
		earned, paid = c.dayByDay(days)
	}
	received, beside := c.gain*earned.hash-c.deductUSD*earned.inverse, c.payUSD*paid.inverse
	return played{efficiency: float32(received / (c.upfront + beside)), fair: float32(received - beside)}
}

// dayByDay sums the days that pay out and those that are paid for.
func (c *candidate) dayByDay(days []laneDay) (earned, paid sums) {
	even, floor, streak := float32(c.even), float32(c.floor), 0
	for _, d := range days {
		streak++
		if d.hashprice >= even {
			streak = 0
		}
		if c.pause > 0 && streak >= c.pause {
			continue
		}
		paid.inverse += float64(d.inverse)
		if d.hashprice >= floor {
			earned.hash += float64(d.hash)
			earned.inverse += float64(d.inverse)
		}
	}
	return earned, paid
}

// dearer sums the days at or above a hashprice.
func dearer(days []laneDay, hashprice float32) (out sums) {
	for _, d := range days {
		if d.hashprice >= hashprice {
			out.hash += float64(d.hash)
			out.inverse += float64(d.inverse)
		}
	}
	return out
}

// sums are over some days: of hashvalue and of 1/price.
type sums struct{ hash, inverse float64 }

// laneDay is a day of one path.
type laneDay struct{ hashprice, hash, inverse float32 }

// laneDays is the days of one path, and what has been found out about them.
type laneDays struct {
	block   [sideBySide][]laneDay // gathered
	days    []laneDay             // of the path that was taken
	before  []sums                // of the days before each, and of all; empty until asked for
	windows []window
}

// begin tells which days in a row will be asked for.
func (l *laneDays) begin(group []candidate) {
	l.windows = l.windows[:0]
	for i := range group {
		c := &group[i]
		for _, length := range []int{c.knockOut, c.pause} {
			k := slices.IndexFunc(l.windows, func(w window) bool { return w.length == length })
			switch {
			case length == 0:
			case k < 0:
				l.windows = append(l.windows, window{length: length, under: float32(c.even)})
			default:
				l.windows[k].under = max(l.windows[k].under, float32(c.even))
			}
		}
	}
}

// gather fills the block with the days from <= day < to of paths that lie near each other.
func (l *laneDays) gather(e *Ensemble, paths []int, from, to int) {
	for k := range paths {
		l.block[k] = slices.Grow(l.block[k][:0], to-from)[:to-from]
	}
	for d := from; d < to; d++ {
		hash, price := e.row(e.Hash, d), e.row(e.Price, d)
		for k, path := range paths {
			h, p := hash[path], price[path]
			l.block[k][d-from] = laneDay{h * p, h, 1 / p}
		}
	}
}

// take makes the k-th gathered path the one that is asked about.
func (l *laneDays) take(k int) {
	l.days, l.before = l.block[k], l.before[:0]
	for i := range l.windows {
		l.windows[i].known = false
	}
}

// upTo is the sums of the first n days.
func (l *laneDays) upTo(n int) sums {
	if len(l.before) == 0 {
		var acc sums
		l.before = append(l.before, acc)
		for _, d := range l.days {
			acc.hash += float64(d.hash)
			acc.inverse += float64(d.inverse)
			l.before = append(l.before, acc)
		}
	}
	return l.before[n]
}

// window is, for a number of days in a row, how deep the highest of them has fallen: each step is the
// last day of days whose highest hashprice is lower than that of any before, and than under.
type window struct {
	length int
	under  float32
	known  bool // of the path that was taken
	steps  []step
}

type step struct {
	highest float32
	last    int
}

// below is the first day that ends a number of days in a row all below a hashprice, of those that begin
// was told of; len(days) where none does.
func (l *laneDays) below(length int, hashprice float32) int {
	for _, s := range l.window(length).steps {
		if s.highest < hashprice {
			return s.last
		}
	}
	return len(l.days)
}

func (l *laneDays) window(length int) *window {
	for i := range l.windows {
		if w := &l.windows[i]; w.length == length {
			if !w.known {
				w.find(l.days)
			}
			return w
		}
	}
	panic("valuation: days in a row that were not announced")
}

// find looks at each window from its last day back. A day that is not below the lowest step rules out
// every window that holds it, so that most days are never looked at.
func (w *window) find(days []laneDay) {
	w.steps, w.known = w.steps[:0], true
	lowest := w.under
windows:
	for last := w.length - 1; last < len(days); {
		highest, at := float32(0), last
		for d := last; d > last-w.length; d-- {
			if v := days[d].hashprice; v >= lowest {
				last = d + w.length
				continue windows
			} else if v > highest {
				highest, at = v, d
			}
		}
		w.steps = append(w.steps, step{highest, last})
		lowest, last = highest, at+w.length
	}
}

// ranked sums days by hashprice: rank r is the sum over the days at or above the r-th lowest of some
// thresholds, rank 0 over all days.
type ranked struct {
	thresholds []float32
	sums       []sums
	cells      [cellCount]int32 // for a hashprice in a cell, how many thresholds are surely not above it
	lo, scale  float32
}

const cellCount = 1024

// begin takes the thresholds of contracts and tells each its ranks.
func (r *ranked) begin(group []candidate) {
	r.thresholds = r.thresholds[:0]
	for i := range group {
		r.thresholds = append(r.thresholds, group[i].earns, group[i].costs)
	}
	slices.Sort(r.thresholds)
	r.thresholds = slices.Compact(r.thresholds)
	if r.thresholds[0] == 0 {
		r.thresholds = r.thresholds[1:]
	}
	rank := func(v float32) int {
		if v == 0 {
			return 0
		}
		k, _ := slices.BinarySearch(r.thresholds, v)
		return k + 1
	}
	for i := range group {
		group[i].rankEarns, group[i].rankCosts = rank(group[i].earns), rank(group[i].costs)
	}
	r.index()
}

// index makes the cells: of equal width from the lowest threshold to the highest that is finite.
func (r *ranked) index() {
	r.lo, r.scale = 0, 0
	finite := len(r.thresholds)
	for finite > 0 && math.IsInf(float64(r.thresholds[finite-1]), 1) {
		finite--
	}
	clear(r.cells[:])
	if finite < 2 {
		return
	}
	r.lo = r.thresholds[0]
	r.scale = (cellCount - 1) / (r.thresholds[finite-1] - r.lo)
	if math.IsInf(float64(r.scale), 0) {
		r.scale = 0
		return
	}
	k := 0
	for cell := range r.cells {
		for k < finite && r.cell(r.thresholds[k]) < cell {
			k++
		}
		r.cells[cell] = int32(k)
	}
}

// cell grows with the hashprice.
func (r *ranked) cell(v float32) int {
	return int(min(max((v-r.lo)*r.scale, 0), cellCount-1))
}

// add replaces the sums by those of days.
func (r *ranked) add(days []laneDay) {
	r.sums = slices.Grow(r.sums[:0], len(r.thresholds)+1)[:len(r.thresholds)+1]
	clear(r.sums)
	for _, d := range days {
		k := int(r.cells[r.cell(d.hashprice)])
		for k < len(r.thresholds) && r.thresholds[k] <= d.hashprice {
			k++
		}
		r.sums[k].hash += float64(d.hash)
		r.sums[k].inverse += float64(d.inverse)
	}
	for k := len(r.thresholds) - 1; k >= 0; k-- {
		r.sums[k].hash += r.sums[k+1].hash
		r.sums[k].inverse += r.sums[k+1].inverse
	}
}

// from is the sums from a rank on.
func (r *ranked) from(rank int) sums { return r.sums[rank] }
