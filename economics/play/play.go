// Package play runs contracts over many simulated markets at once, and sums up what they come to.
//
// An Ensemble is the markets: thousands of paths of price and hashvalue. Play says what one contract comes to
// on each path (Outcomes), Sum and Simulate what that amounts to, a Screener ranks many contracts, and
// Clauses prices the rights in one by playing it with and without them.
//
// contract.Terms.Day says what a contract pays, in whole units. It takes some 50 ns a day, too long for
// 16,384 paths of three years. The plays here are its twins in float32 and float64: the same clauses as sums
// where a contract is linear, day by day where something binds, sixteen paths at a time on processors that
// can. A property test holds each of them to Terms.Day, within a satoshi a day and 2e-6 of the sum
// (docs/adr/007). Money that is owed is never computed here.
//
// Nothing in it is promised to other modules.
package play

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
	// first day on which dollars received reached dollars paid, -1 never; with samples only
	Payback    []int32
	Stopped    []bool // a clause ended the contract before its term
	EndDay     []int32
	SampleDays []int       // days after which Fan was taken, ascending, the last being the horizon
	Fan        [][]float32 // [sample][path] cumulative BTC received
	FanPaid    [][]float32 // [sample][path] cumulative BTC that the payments would have bought
	sold       *Sale       // what was sold at the end; nil: nothing
}

// Sale is what a contract is sold for at its horizon.
type Sale struct {
	BTC []float64 // that it brings on each path, where no less than Model was paid for it
	// dollars of the first day: below, the sale brings as much less as was paid less; 0: whatever was paid
	Model float64
	Paid  float64 // dollars of the first day
}

// kept is the share of BTC that the sale brings at the price that was paid.
func (s *Sale) kept() float64 {
	if s.Model <= 0 {
		return 1
	}
	return min(1, s.Paid/s.Model)
}

// Sell adds a sale at the horizon to what was received, in bitcoin and in dollars of that day.
func (e *Ensemble) Sell(o *Outcomes, horizon int, s Sale) {
	o.sold = &s
	last := len(o.Fan) - 1
	for i, whole := range s.BTC {
		btc := whole * s.kept()
		o.Received[i] += btc
		o.ReceivedUSD[i] += btc * float64(e.Price[e.At(i, horizon-1)])
		if last >= 0 {
			o.Fan[last][i] = float32(o.Received[i])
		}
		if len(o.Payback) > 0 && o.Payback[i] < 0 && o.ReceivedUSD[i] >= o.PaidUSD[i] {
			o.Payback[i] = int32(horizon - 1)
		}
	}
}

// fairAt is the highest price in dollars of the first day at which the BTC efficiency of a path is 1, which
// without the sale receives so much more bitcoin than it pays beside the price, a dollar buying perUSD; below
// zero where none is.
func (s *Sale) fairAt(path int, more, perUSD float64) float64 {
	whole := (more + s.BTC[path]) / perUSD
	if s.Model <= 0 || whole >= s.Model {
		return whole
	}
	perPaid := s.BTC[path] / s.Model // bitcoin that a dollar more brings back at the end
	if perPaid >= perUSD {
		return -1
	}
	return more / (perUSD - perPaid)
}

// Play runs a contract over every path. samples are the days at which the fan is taken; without them
// there is no payback either, which only a full verdict needs.
// It panics where the ensemble is shorter than the horizon.
func (e *Ensemble) Play(t *contract.Terms, horizon int, samples []int) *Outcomes {
	return (&player{e: e}).play(t, horizon, samples)
}

// player plays several contracts over one ensemble and keeps what they share.
type player struct {
	e     *Ensemble
	spans map[[2]int]*span
	first int // paths on which contracts are played where sums do not do; 0: all
}

// span is Ensemble.between, made once for each pair of days.
func (y *player) span(from, to int) *span {
	key := [2]int{from, to}
	if s := y.spans[key]; s != nil {
		return s
	}
	s := y.e.newSpan()
	y.e.between(s, from, to)
	if y.spans == nil {
		y.spans = map[[2]int]*span{}
	}
	y.spans[key] = s
	return s
}

func (y *player) play(t *contract.Terms, horizon int, samples []int) *Outcomes {
	e, o := y.e, y.e.newOutcomes(samples)
	p := newPlan(t, horizon, e.FeeShare)
	var easy, hard []int32
	if p.whole {
		easy, hard = e.closed(&p, o, y.span(p.delay, p.end))
		e.sample(&p, o)
	} else {
		hard = ascending(e.N)
	}
	if y.first > 0 {
		n, _ := slices.BinarySearch(hard, int32(y.first))
		hard = hard[:n]
	}
	if samples != nil {
		e.payback(&p, o, easy)
	}
	if p.whole {
		e.inParallel(hard, p.end, func(part []int32) { e.playPaths(&p, o, part) })
		e.setAside(&p, o)
	} else {
		e.inParallel(hard, p.end*dayCost, func(part []int32) { e.playDays(&p, o, part) })
	}
	return o
}

// closed plays the paths on which nothing binds from the sums of their days; hard are the others.
func (e *Ensemble) closed(p *plan, o *Outcomes, s *span) (easy, hard []int32) {
	easy = make([]int32, 0, e.N)
	price0, days := e.Price0(), float64(p.end-p.delay)
	upfront, fees := p.upfrontUSD/price0+p.upfrontBTC, p.deductUSD+p.payUSD-p.bidUSD
	paidUSD := p.upfrontUSD + p.upfrontBTC*price0 + p.payUSD*days
	for i, low := range s.low {
		if float64(low) < p.nothingBindsFrom {
			hard = append(hard, int32(i))
			continue
		}
		easy = append(easy, int32(i))
		hash, inv := float64(s.hash[i]), float64(s.inv[i])
		o.Gross[i] = p.gross * hash
		o.Fees[i] = (p.gross-p.gain)*hash + fees*inv
		o.Received[i] = p.gain*hash - p.deductUSD*inv
		o.Paid[i] = upfront + p.payUSD*inv
		o.ReceivedUSD[i] = p.gain*float64(s.usd[i]) - p.deductUSD*days
		o.PaidUSD[i] = paidUSD
		o.EndDay[i] = int32(p.end)
	}
	return easy, hard
}

func ascending(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

func (e *Ensemble) newOutcomes(samples []int) *Outcomes {
	back := make([]float64, 6*e.N)
	cut := func(k int) []float64 { return back[k*e.N : (k+1)*e.N : (k+1)*e.N] }
	o := &Outcomes{Received: cut(0), Paid: cut(1), ReceivedUSD: cut(2), PaidUSD: cut(3), Gross: cut(4),
		Fees:    cut(5),
		Payback: make([]int32, e.N), Stopped: make([]bool, e.N), EndDay: make([]int32, e.N),
		SampleDays: samples}
	for i := range o.Payback {
		o.Payback[i] = -1
	}
	for range samples {
		o.Fan = append(o.Fan, make([]float32, e.N))
		o.FanPaid = append(o.FanPaid, make([]float32, e.N))
	}
	return o
}

// sample fills the fan for the paths on which nothing binds.
func (e *Ensemble) sample(p *plan, o *Outcomes) {
	if len(o.SampleDays) == 0 {
		return
	}
	s, begin := e.newSpan(), e.newSpan()
	e.coins(begin, p.delay)
	upfront := p.upfrontUSD/e.Price0() + p.upfrontBTC
	for k, day := range o.SampleDays {
		e.coins(s, max(p.delay, min(day, p.end)))
		fan, paid := o.Fan[k], o.FanPaid[k]
		for i := range fan {
			hash, inv := float64(s.hash[i]-begin.hash[i]), float64(s.inv[i]-begin.inv[i])
			fan[i], paid[i] = float32(p.gain*hash-p.deductUSD*inv), float32(upfront+p.payUSD*inv)
		}
	}
}

// playDays plays paths with contract.Terms.Day itself, for clauses that no plan expresses.
func (e *Ensemble) playDays(p *plan, o *Outcomes, paths []int32) {
	facts := make([]contract.Facts, p.end)
	for _, i := range paths {
		if e.GivenUp() {
			return
		}
		e.factsOf(facts, int(i))
		if p.terms.LuckTH > 0 {
			e.lucky(p.terms, facts, int(i))
		}
		next := 0
		var received, paid units.MilliSat
		r := p.terms.Run(facts, func(f contract.Facts, flow *contract.Flow) {
			for next < len(o.SampleDays) && o.SampleDays[next] <= flow.Day {
				o.Fan[next][i], o.FanPaid[next][i] = float32(received.BTC()), float32(paid.BTC())
				next++
			}
			received += flow.Payout + flow.Returned
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
		o.Stopped[i] = r.Ended && r.EndedBy != contract.EndTerm
	}
}

// payback finds, for paths on which nothing binds, the first day on which dollars received reach
// dollars paid: by prefix rows first, then day by day. A path is even on a day of a chunk if it is so at
// its end, or, where some days of it do not earn their fees, if all its revenue and only a day of its
// fees would do; both are tested a little wide.
func (e *Ensemble) payback(p *plan, o *Outcomes, paths []int32) {
	if p.gain <= 0 {
		return
	}
	upfront, daily := (p.upfrontUSD+p.upfrontBTC*e.Price0())/p.gain, (p.deductUSD+p.payUSD)/p.gain
	due := func(day int) float64 { return upfront + daily*float64(day+1-p.delay) } // sum of hashprices
	// the same of days before the first; infinite where no day is looked for
	before := make([]float32, e.N)
	for i := range before {
		before[i] = float32(math.Inf(1))
	}
	begin, today := e.newSpan(), float64(e.Hash[0])*e.Price0()
	e.upTo(begin, p.delay)
	for _, i := range paths {
		if before[i] = begin.usd[i]; p.delay == 0 && today >= due(0) {
			o.Payback[i], before[i] = 0, float32(math.Inf(1))
		}
	}
	earns := float32(daily * above)
	for c := max(p.delay-1, 0) / chunkDays; 1+c*chunkDays < p.end; c++ {
		from, to := max(1+c*chunkDays, p.delay), min(1+(c+1)*chunkDays, p.end)
		soonest, latest := float32(due(from)/above), float32(due(to-1)/above)
		sums, lowest := e.row(e.cumUSD, c+1), e.row(e.lowest, c)
		for i, v := range sums {
			if v -= before[i]; v < soonest || v < latest && lowest[i] >= earns {
				continue
			}
			sum := 0.0
			if from > p.delay {
				sum = float64(e.cumUSD[c*e.N+i] - before[i])
			}
			at := e.At(i, from)
			for d := from; d < to; d++ {
				if sum += float64(e.Hash[at]) * float64(e.Price[at]); sum >= due(d) {
					o.Payback[i], before[i] = int32(d), float32(math.Inf(1))
					break
				}
				at += strip
			}
		}
	}
}

// parallelWork is the number of path-days from which plays are split between the processors: below
// it threads cost more than they give.
const parallelWork = 4 << 20

// dayCost is how much longer a day takes by the day function than by a plan.
const dayCost = 16

// inParallel splits paths between the processors; each path's result depends on that path alone.
func (e *Ensemble) inParallel(paths []int32, days int, play func([]int32)) {
	workers := runtime.GOMAXPROCS(0)
	if workers == 1 || len(paths)*days < parallelWork {
		play(paths)
		return
	}
	var wg sync.WaitGroup
	for part := range slices.Chunk(paths, (len(paths)+workers-1)/workers) {
		wg.Go(func() { play(part) })
	}
	wg.Wait()
}

// factsOf writes the days of one path.
func (e *Ensemble) factsOf(facts []contract.Facts, path int) {
	for d := range facts {
		at := e.At(path, d)
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
