package play

import "slices"

// sums are over some days: of hashvalue, which times TH/s is bitcoin earned, and of 1/price, which times
// dollars a day is bitcoin paid.
type sums struct{ hash, inverse float64 }

// laneDay is a day of one path: hashprice in USD and hashvalue in BTC per TH/s and day, 1/price, price in
// USD.
type laneDay struct{ hashprice, hash, inverse, price float32 }

// laneDays is the days of one path, and what has been found out about them.
type laneDays struct {
	gathered [strip][]laneDay // of each path of the strip that was gathered, in the order asked for
	days     []laneDay        // of the path that was taken
	before   []sums           // of the days before each, and of all; empty until asked for
	windows  []window
}

// gather copies the days from <= day < to of paths of one strip.
func (l *laneDays) gather(e *Ensemble, paths []int, from, to int) {
	for k, path := range paths {
		days := slices.Grow(l.gathered[k][:0], to-from)[:to-from]
		l.gathered[k] = days
		at := e.At(path, from)
		for d := range days {
			h, p := e.Hash[at], e.Price[at]
			days[d] = laneDay{h * p, h, 1 / p, p}
			at += strip
		}
	}
}

// take makes the k-th gathered path the one that is asked about.
func (l *laneDays) take(k int) {
	l.days, l.before = l.gathered[k], l.before[:0]
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

// step is the end of a window and the highest hashprice in it.
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

// window is what was found of a length that begin was told of.
func (l *laneDays) window(length int) *window {
	for i := range l.windows {
		if w := &l.windows[i]; w.length == length {
			if !w.known {
				w.find(l.days)
			}
			return w
		}
	}
	panic("play: days in a row that were not announced")
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
