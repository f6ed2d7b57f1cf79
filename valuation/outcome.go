package valuation

import (
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// Outcomes are what one contract came to on every path of an ensemble, by path number.
type Outcomes struct {
	Received    []float64 // BTC
	Paid        []float64 // BTC that the payments would have bought on their days
	ReceivedUSD []float64 // dollars of the day received
	PaidUSD     []float64
	Gross       []float64 // BTC of revenue before fees
	Fees        []float64 // BTC of fees, taken out or paid beside
	Payback     []int32   // first day on which dollars received reached dollars paid, -1 never; with samples only
	Stopped     []bool    // a clause ended the contract before its term
	EndDay      []int32
	SampleDays  []int       // days after which Fan was taken, ascending, the last being the horizon
	Fan         [][]float32 // [sample][path] cumulative BTC received
	FanPaid     [][]float32 // [sample][path] cumulative BTC that the payments would have bought
}

// Play runs a contract over every path. samples are the days at which the fan is taken; without them
// there is no payback either, which only a full verdict needs.
// It panics where the ensemble is shorter than the horizon.
func (e *Ensemble) Play(t *contract.Terms, horizon int, samples []int) *Outcomes {
	o := e.newOutcomes(samples)
	p := newPlan(t, horizon, e.FeeShare)
	s := e.newSpan()
	e.between(s, p.delay, p.end)
	var easy, hard []int32
	for i := range e.N {
		if !p.whole || float64(s.low[i]) < p.safe {
			hard = append(hard, int32(i))
			continue
		}
		easy = append(easy, int32(i))
		inv := float64(s.inv[i])
		o.Gross[i] = p.gross * float64(s.hash[i])
		o.Fees[i] = (p.gross-p.gain)*float64(s.hash[i]) + (p.deductUSD+p.payUSD)*inv
		o.Received[i], o.Paid[i] = p.linear(s, i, e.Price0())
		o.ReceivedUSD[i] = p.gain*float64(s.usd[i]) - p.deductUSD*float64(p.end-p.delay)
		o.PaidUSD[i] = p.upfrontUSD + p.upfrontBTC*e.Price0() + p.payUSD*float64(p.end-p.delay)
		o.EndDay[i] = int32(p.end)
	}
	for k, day := range samples {
		e.sample(&p, o, k, day, s)
	}
	if samples != nil {
		e.payback(&p, o, easy)
	}
	if p.whole {
		e.playRows(&p, o, hard)
	} else {
		e.inParallel(hard, func(part []int32) { e.playDays(&p, o, part) })
	}
	return o
}

func (e *Ensemble) newOutcomes(samples []int) *Outcomes {
	back := make([]float64, 6*e.N)
	cut := func(k int) []float64 { return back[k*e.N : (k+1)*e.N : (k+1)*e.N] }
	o := &Outcomes{Received: cut(0), Paid: cut(1), ReceivedUSD: cut(2), PaidUSD: cut(3), Gross: cut(4), Fees: cut(5),
		Payback: make([]int32, e.N), Stopped: make([]bool, e.N), EndDay: make([]int32, e.N), SampleDays: samples}
	for i := range o.Payback {
		o.Payback[i] = -1
	}
	for range samples {
		o.Fan = append(o.Fan, make([]float32, e.N))
		o.FanPaid = append(o.FanPaid, make([]float32, e.N))
	}
	return o
}

// linear is what a path with no binding clause receives and pays, in bitcoin.
func (p *plan) linear(s *span, i int, price0 float64) (received, paid float64) {
	inv := float64(s.inv[i])
	received = p.gain*float64(s.hash[i]) - p.deductUSD*inv
	return received, p.upfrontUSD/price0 + p.upfrontBTC + p.payUSD*inv
}

// sample fills column k of the fan for the paths on which nothing binds.
func (e *Ensemble) sample(p *plan, o *Outcomes, k, day int, s *span) {
	n := min(max(day-p.delay, 0), p.end-p.delay)
	if !p.whole {
		return
	}
	e.between(s, min(p.delay, p.delay+n), p.delay+n)
	for i := range e.N {
		received, paid := p.linear(s, i, e.Price0())
		o.Fan[k][i], o.FanPaid[k][i] = float32(received), float32(paid)
	}
}

// playRows plays the paths on which a floor or a clause may bind, day by day over the shared rows.
// paths must be ascending; it is consumed.
func (e *Ensemble) playRows(p *plan, o *Outcomes, paths []int32) {
	if len(paths) == 0 {
		return
	}
	streak := make([]int32, e.N)
	for _, i := range paths {
		o.Received[i], o.ReceivedUSD[i] = 0, 0
		o.Paid[i] = p.upfrontUSD/e.Price0() + p.upfrontBTC
		o.PaidUSD[i] = p.upfrontUSD + p.upfrontBTC*e.Price0()
		o.EndDay[i] = int32(p.end)
	}
	all, next := append([]int32(nil), paths...), 0
	for d := 0; d < p.end; d++ {
		next = o.sampleUpTo(all, next, d)
		if d >= p.delay {
			paths = e.playRow(p, o, paths, streak, d)
		}
	}
	o.sampleUpTo(all, next, math.MaxInt)
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
			if o.Payback[i] < 0 && o.ReceivedUSD[i] >= o.PaidUSD[i] {
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

// playDays plays paths with contract.Terms.Day itself, for clauses that no plan expresses.
func (e *Ensemble) playDays(p *plan, o *Outcomes, paths []int32) {
	facts := make([]contract.Facts, p.end)
	for _, i := range paths {
		e.factsOf(facts, int(i))
		next := 0
		var received, paid units.MilliSat
		r := p.terms.Run(facts, func(f contract.Facts, flow *contract.Flow) {
			for next < len(o.SampleDays) && o.SampleDays[next] <= flow.Day {
				o.Fan[next][i], o.FanPaid[next][i] = float32(received.BTC()), float32(paid.BTC())
				next++
			}
			received += flow.Payout
			paid += flow.Paid
		})
		for ; next < len(o.SampleDays); next++ {
			o.Fan[next][i], o.FanPaid[next][i] = float32(received.BTC()), float32(paid.BTC())
		}
		o.Received[i], o.Paid[i] = r.Received.BTC(), r.Paid.BTC()
		o.ReceivedUSD[i], o.PaidUSD[i] = r.ReceivedUSD.Float(), r.PaidUSD.Float()
		o.Gross[i], o.EndDay[i], o.Payback[i] = r.Gross.BTC(), int32(r.Days), int32(r.PaybackDay)
		for _, f := range r.Fees {
			o.Fees[i] += (f.Taken + f.Paid).BTC()
		}
		o.Stopped[i] = r.Ended && r.EndedBy != "term"
	}
}

// payback finds, for paths on which nothing binds, the first day on which dollars received reach
// dollars paid: by prefix rows first (days, or every 16th of a large ensemble), then day by day.
func (e *Ensemble) payback(p *plan, o *Outcomes, paths []int32) {
	base := e.newSpan()
	e.upTo(base, p.delay)
	upfront, daily := p.upfrontUSD+p.upfrontBTC*e.Price0(), p.deductUSD+p.payUSD
	even := func(usd float64, days int) bool { return p.gain*usd >= upfront+daily*float64(days) }
	// Dollars rise day by day where even the lowest hashprice covers the fees; elsewhere a path may be
	// even inside a block and not at its end, so that no block may be skipped.
	ends := e.newSpan()
	e.upTo(ends, p.end)
	pending := append([]int32(nil), paths...)
	for c := p.delay / e.stride; c*e.stride < p.end && len(pending) > 0; c++ {
		from, to := c*e.stride, min((c+1)*e.stride, p.end)
		kept := pending[:0]
		for _, i := range pending {
			if whole := (c + 1) * e.stride; whole <= e.Days && p.gain*float64(ends.low[i]) >= daily &&
				!even(float64(e.cumUSD[(c+1)*e.N+int(i)]-base.usd[i]), whole-p.delay) {
				kept = append(kept, i)
				continue
			}
			if o.Payback[i] = e.evenDay(int(i), from, to, p.delay, float64(e.cumUSD[c*e.N+int(i)]-base.usd[i]), even); o.Payback[i] < 0 {
				kept = append(kept, i)
			}
		}
		pending = kept
	}
}

// evenDay is the first day of from <= day < to on which a path is even, -1 where none is; usd is the
// sum of its hashprices from the delay to from.
func (e *Ensemble) evenDay(i, from, to, delay int, usd float64, even func(float64, int) bool) int32 {
	for d := from; d < to; d++ {
		if d < delay {
			continue // the prefix row before the delay counts days that do not: usd is negative until then
		}
		if d == delay {
			usd = 0
		}
		usd += float64(e.Hash[d*e.N+i]) * float64(e.Price[d*e.N+i])
		if even(usd, d+1-delay) {
			return int32(d)
		}
	}
	return -1
}

// inParallel splits paths between the processors; each path's result depends on that path alone.
func (e *Ensemble) inParallel(paths []int32, play func([]int32)) {
	var wg sync.WaitGroup
	for part := range slices.Chunk(paths, max(1, (len(paths)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))) {
		wg.Go(func() { play(part) })
	}
	wg.Wait()
}

// factsOf writes the days of one path.
func (e *Ensemble) factsOf(facts []contract.Facts, path int) {
	for d := range facts {
		at := d*e.N + path
		fees := float64(e.Hash[at]) * e.FeeShare
		facts[d] = contract.Facts{Date: e.AsOf + units.Date(d), Price: float64(e.Price[at]),
			Subsidy: consensus.Hashvalue(float64(e.Hash[at]) - fees), Fees: consensus.Hashvalue(fees)}
	}
}

// Efficiency is the BTC efficiency of each path, written into dst (len N); NaN where nothing is paid.
func (o *Outcomes) Efficiency(dst []float32) []float32 {
	for i := range o.Received {
		if o.Paid[i] <= 0 {
			dst[i] = float32(math.NaN())
			continue
		}
		dst[i] = float32(o.Received[i] / o.Paid[i])
	}
	return dst
}
