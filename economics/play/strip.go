package play

import "math"

// fewestTogether is the number of paths of a strip from which they are played side by side: sixteen took as
// long as three alone (AMD EPYC, 2026-11-22).
const fewestTogether = 3

// stripWalks are the walks of the paths of a strip side by side. The order of the fields is known to
// tools/asm.
type stripWalks struct {
	countedHash, countedInverse, paidOutHash, paidOutInverse, paidOutUSD, due [strip]float64
	priceSum, balance, sent, sentUSD                                          [strip]float64
	streak, countedDays, paidOutDays, payback, end                            [strip]int32 //lint:ignore U1000 the kernel reads streak
	// bits of lanes: not stopped; not paid back
	active, unpaid uint16
}

// walkTerms is what a plan says of each day. The order of the fields is known to tools/asm.
type walkTerms struct {
	gain, deduct, pay, lastDue float64
	profitableFrom, floor      float32
	pause, knockOut            int32
	// Where payouts wait: dollars paid at the start, a bid a day, the least payout, days between payouts, and
	// days to the next and to the last.
	start, payBTC, minimumBTC, minimumUSD float64
	every, untilDue, untilLast            int32
}

// stripPlay plays days from a first one on for the active walks, whose prices and hashvalues begin at the
// pointers.
type stripPlay func(t *walkTerms, w *stripWalks, price, hash *float32, first, days int)

// together reports whether paths can be played side by side.
func (p *plan) together() bool {
	return walkStrip != nil && p.charges == nil && !p.waitsForEven && (p.payoutsWait || p.payBTC == 0)
}

// playStrip plays paths of one strip side by side, as walk.play does each of them.
func (e *Ensemble) playStrip(p *plan, o *Outcomes, paths []int) {
	one := walk{plan: p, o: o, price0: e.Price0()}
	t := walkTerms{gain: p.gain, deduct: p.deductUSD, pay: p.payUSD, lastDue: one.lastDue(),
		profitableFrom: float32(p.profitableFrom), floor: float32(p.floor),
		pause: orNever(p.pause), knockOut: orNever(p.knockOut), start: one.paidUSD(), payBTC: p.payBTC,
		minimumBTC: p.minimumBTC, minimumUSD: p.minimumUSD, every: int32(p.every)}
	play := walkStrip
	if p.payoutsWait {
		play = walkStripHeld
	}
	var all stripWalks
	for lane := range strip {
		all.payback[lane] = -1
	}
	for _, path := range paths {
		all.active |= 1 << (path % strip)
	}
	all.unpaid = all.active
	run := func(from, to int) {
		if from >= to || all.active == 0 {
			return
		}
		for _, path := range paths {
			all.take(path, &one)
			all.due[path%strip] = one.due()
		}
		t.untilDue, t.untilLast = int32(p.every-from%p.every), orNever(max(0, p.last-from))
		at := e.At(paths[0]-paths[0]%strip, from)
		play(&t, &all, &e.Price[at], &e.Hash[at], from, to-from)
	}
	day := p.delay
	for k, sample := range o.SampleDays {
		to := max(day, min(sample, p.end))
		run(day, to)
		day = to
		for _, path := range paths {
			all.take(path, &one)
			one.sample(k)
		}
	}
	run(day, p.end)
	for _, path := range paths {
		all.take(path, &one)
		end := max(p.delay, p.end)
		if one.stopped {
			end = int(all.end[path%strip])
		}
		one.finish(end)
	}
}

// take makes w the walk of a path.
func (a *stripWalks) take(path int, w *walk) {
	i := path % strip
	w.path = path
	w.counted, w.paidOut = sums{a.countedHash[i], a.countedInverse[i]}, sums{a.paidOutHash[i],
		a.paidOutInverse[i]}
	w.countedDays, w.paidOutDays, w.paidOutUSD = int(a.countedDays[i]), int(a.paidOutDays[i]), a.paidOutUSD[i]
	w.priceSum, w.balance, w.sent, w.sentUSD = a.priceSum[i], a.balance[i], a.sent[i], a.sentUSD[i]
	w.payback, w.stopped = int(a.payback[i]), a.active>>i&1 == 0
}

// orNever is a number of days in a row, or more than there are.
func orNever(days int) int32 {
	if days == 0 {
		return math.MaxInt32
	}
	return int32(days)
}
