package play

import (
	"cmp"
	"slices"
)

// above takes in what is so near to binding that only a play can tell.
const above = 1 + 1e-5

// playBound plays contracts over the same days on the paths on which a floor or a stop of theirs may bind.
func (s *Screener) playBound(group []candidate, span *span) {
	for i := range group {
		c := &group[i]
		c.binds = float32(c.nothingBindsFrom * above)
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
	rank := len(group) > 2 // fewer are summed sooner without
	if rank {
		s.ranked.begin(group)
	}
	var paths [strip]int
	for first := 0; first < s.e.N; first += strip {
		n := 0
		for i, low := range span.low[first:min(first+strip, s.e.N)] {
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
			if rank {
				s.ranked.add(s.lane.days)
			}
			for i := range group {
				c := &group[i]
				if span.low[path] >= c.binds {
					break // nor does anything bind for those behind it
				}
				played := s.play(c, rank)
				played.path = int32(path)
				c.played = append(c.played, played)
			}
		}
	}
	for i := range group {
		s.played[i] = group[i].played
	}
}

// play is one contract on the path whose days the lane holds, and have been ranked or not.
func (s *Screener) play(c *candidate, ranked bool) played {
	days, l, stopped := s.lane.days, &s.lane, false
	if c.payoutsWait {
		w := walk{plan: &c.plan, price0: s.e.Price0()}
		if w.runHeld(days, c.delay); w.stopped {
			c.stopped++
		}
		paid := w.paid()
		return played{efficiency: float32(w.received() / paid),
			fair: float32(w.received() - (paid - c.upfront))}
	}
	if c.knockOut > 0 {
		if last := l.below(c.knockOut, float32(c.profitableFrom)); last < len(days) {
			days, stopped = days[:last+1], true
			c.stopped++
		}
	}
	pauses := c.pause > 1 && l.below(c.pause, float32(c.profitableFrom)) < len(days)
	var earned, paid sums
	switch {
	case !stopped && !pauses && ranked:
		earned, paid = s.ranked.from(c.rankEarns), s.ranked.from(c.rankCosts)
	case c.pause == 0: // to the day of the stop, or to the end
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
	profitableFrom, floor, streak := float32(c.profitableFrom), float32(c.floor), 0
	for _, d := range days {
		streak++
		if d.hashprice >= profitableFrom {
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
				l.windows = append(l.windows, window{length: length, under: float32(c.profitableFrom)})
			default:
				l.windows[k].under = max(l.windows[k].under, float32(c.profitableFrom))
			}
		}
	}
}
