package valuation

import "math"

// playRows plays the paths on which a floor or a clause may bind, chunk by chunk: in closed form where
// nothing binds in a chunk and no sample falls into it, else day by day over the shared rows.
// paths must be ascending; it is consumed.
func (e *Ensemble) playRows(p *plan, o *Outcomes, paths []int32) {
	(&walk{e: e}).play(p, o, paths)
}

// walk is a play of some paths in progress, with its scratch.
type walk struct {
	e      *Ensemble
	p      *plan
	o      *Outcomes
	streak []int32 // unprofitable days in a row, by path
	paths  []int32 // those that go on
	all    []int32 // those that were begun
	risky  []int32
	next   int // sample
}

func (w *walk) play(p *plan, o *Outcomes, paths []int32) {
	if len(paths) == 0 {
		return
	}
	if w.streak == nil {
		w.streak = make([]int32, w.e.N)
	}
	for _, i := range paths {
		o.Received[i], o.ReceivedUSD[i] = 0, 0
		o.Paid[i] = p.upfrontUSD/w.e.Price0() + p.upfrontBTC
		o.PaidUSD[i] = p.upfrontUSD + p.upfrontBTC*w.e.Price0()
		o.Gross[i], o.Fees[i] = 0, 0
		o.Stopped[i], o.EndDay[i], w.streak[i] = false, int32(p.end), 0
	}
	w.p, w.o, w.paths, w.all, w.next = p, o, paths, append(w.all[:0], paths...), 0
	w.days(0, 1)
	for c := 0; 1+c*chunkDays < p.end; c++ {
		w.chunk(c)
	}
	o.sampleUpTo(w.all, w.next, math.MaxInt)
}

// days plays days one by one.
func (w *walk) days(from, to int) {
	for d := from; d < min(to, w.p.end); d++ {
		w.next = w.o.sampleUpTo(w.all, w.next, d)
		if d >= w.p.delay {
			w.paths = w.e.playRow(w.p, w.o, w.paths, w.streak, d)
		}
	}
}

// chunk plays the days of one chunk, or what of them the contract has.
func (w *walk) chunk(c int) {
	p, o := w.p, w.o
	from, to := 1+c*chunkDays, 1+(c+1)*chunkDays
	sampled := w.next < len(o.SampleDays) && o.SampleDays[w.next] < to
	if sampled || from < p.delay || to > p.end || math.IsInf(p.safe, 1) {
		w.days(from, to)
		return
	}
	w.risky = w.risky[:0]
	for _, i := range w.paths {
		at := c*w.e.N + int(i)
		low := float64(w.e.lowest[at])
		if low < p.safe || o.wantsPayback(i) && w.maybeEven(at, i) {
			w.risky = append(w.risky, i)
			continue
		}
		w.leap(at, i)
	}
	risky := w.risky
	for d := from; d < to; d++ {
		risky = w.e.playRow(p, o, risky, w.streak, d)
	}
	if p.knockOut == 0 {
		return
	}
	kept := w.paths[:0]
	for _, i := range w.paths {
		if !o.Stopped[i] {
			kept = append(kept, i)
		}
	}
	w.paths = kept
}

// wantsPayback says that the payback day is asked for and not yet found.
func (o *Outcomes) wantsPayback(i int32) bool { return o.SampleDays != nil && o.Payback[i] < 0 }

// maybeEven reports that dollars received may reach dollars paid on a day of a chunk: with all its revenue
// and none of its fees they would.
func (w *walk) maybeEven(at int, i int32) bool {
	return w.o.ReceivedUSD[i]+w.p.gain*float64(w.e.usd[at])*(1+1e-6) >= w.o.PaidUSD[i]
}

// leap adds a whole chunk in which nothing binds.
func (w *walk) leap(at int, i int32) {
	p, o := w.p, w.o
	hash, inv := float64(w.e.hash[at]), float64(w.e.inv[at])
	net := p.gain*hash - p.deductUSD*inv
	o.Gross[i] += p.gross * hash
	o.Fees[i] += p.gross*hash - net + p.payUSD*inv
	o.Received[i] += net
	o.ReceivedUSD[i] += p.gain*float64(w.e.usd[at]) - p.deductUSD*chunkDays
	o.Paid[i] += p.payUSD * inv
	o.PaidUSD[i] += p.payUSD * chunkDays
	w.streak[i] = 0
}

// playRow plays one day of the given paths and returns those that go on.
func (e *Ensemble) playRow(p *plan, o *Outcomes, paths, streak []int32, d int) []int32 {
	hash, price := e.row(e.Hash, d), e.row(e.Price, d)
	running := p.deductUSD + p.payUSD
	kept := paths[:0]
	for _, i := range paths {
		h, usd := float64(hash[i]), float64(price[i])
		if running > p.gross*h*usd {
			streak[i]++
		} else {
			streak[i] = 0
		}
		if p.pause == 0 || int(streak[i]) < p.pause {
			net := max(p.gain*h-p.deductUSD/usd, 0)
			o.Gross[i] += p.gross * h
			o.Fees[i] += p.gross*h - net + p.payUSD/usd
			o.Received[i] += net
			o.ReceivedUSD[i] += net * usd
			o.Paid[i] += p.payUSD/usd + p.payBTC
			o.PaidUSD[i] += p.payUSD + p.payBTC*usd
			if o.wantsPayback(i) && o.ReceivedUSD[i] >= o.PaidUSD[i] {
				o.Payback[i] = int32(d)
			}
		}
		if p.knockOut > 0 && int(streak[i]) >= p.knockOut {
			o.Stopped[i], o.EndDay[i] = true, int32(d+1)
			continue
		}
		kept = append(kept, i)
	}
	return kept
}

// sampleUpTo writes the fan of the given paths for every sample day at or before day.
func (o *Outcomes) sampleUpTo(paths []int32, next, day int) int {
	for ; next < len(o.SampleDays) && o.SampleDays[next] <= day; next++ {
		for _, i := range paths {
			o.Fan[next][i], o.FanPaid[next][i] = float32(o.Received[i]), float32(o.Paid[i])
		}
	}
	return next
}
