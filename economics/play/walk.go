package play

import (
	"math"

	"github.com/assaymining/assay/units"
)

// playPaths plays the paths on which a floor or a stop may bind, day by day. paths must be ascending.
func (e *Ensemble) playPaths(p *plan, o *Outcomes, paths []int32) {
	var lane laneDays
	var near []int
	together := p.together()
	for len(paths) > 0 && !e.GivenUp() {
		near = near[:0]
		for at := paths[0] / strip; len(paths) > 0 && paths[0]/strip == at; paths = paths[1:] {
			near = append(near, int(paths[0]))
		}
		if together && len(near) >= fewestTogether {
			e.playStrip(p, o, near)
			continue
		}
		lane.gather(e, near, p.delay, p.end)
		for k, path := range near {
			w := walk{plan: p, o: o, path: path, price0: e.Price0(), payback: -1}
			w.play(lane.gathered[k])
		}
	}
}

// walk is a play of one path in progress. A day counts where the hashrate worked, and pays out where fees
// left something of its revenue; what the buyer got and paid follows from the sums over those days, see
// received and paid. Sums are of the float32 figures of a day in float64.
type walk struct {
	*plan
	o                    *Outcomes
	path                 int
	price0               float64
	counted, paidOut     sums
	countedDays          int
	paidOutDays          int
	paidOutUSD, priceSum float64 // of hashprice on days that paid out; of price on those that counted
	// of hashvalue and hashprice, apart from these, on days after break-even where fees wait for it
	after, afterUSD float64
	balance         float64 // bitcoin that waits, where payouts are held
	sent, sentUSD   float64 // what went out, there, and in dollars of its day
	streak          int     // unprofitable days in a row
	// the first day on which dollars received had reached dollars paid; -1 none yet
	payback int
	stopped bool
	charged charged // where fees are looked at one by one
}

// play plays all days, from sample to sample.
func (w *walk) play(days []laneDay) {
	p, day := w.plan, w.delay
	for k, sample := range w.o.SampleDays {
		if n := min(sample-day, p.end-day); n > 0 && !w.stopped {
			day += w.run(days[day-p.delay:][:n], day)
		}
		w.sample(k)
	}
	if day < p.end && !w.stopped {
		day += w.run(days[day-p.delay:], day)
	}
	w.finish(day)
}

// sample notes what the walk has come to in the fan.
func (w *walk) sample(k int) {
	w.o.Fan[k][w.path], w.o.FanPaid[k][w.path] = float32(w.received()), float32(w.paid())
}

// finish notes what the walk came to in so many days.
func (w *walk) finish(day int) {
	p, o, i := w.plan, w.o, w.path
	o.EndDay[i], o.Stopped[i] = int32(day), w.stopped
	if o.SampleDays != nil {
		o.Payback[i] = int32(w.payback)
	}
	o.Received[i], o.Paid[i] = w.received(), w.paid()
	o.ReceivedUSD[i], o.PaidUSD[i] = w.receivedUSD(), w.paidUSD()
	o.Gross[i] = p.gross * w.counted.hash
	o.Fees[i] = o.Gross[i] - o.Received[i] - w.balance + (p.payUSD-p.bidUSD)*w.counted.inverse +
		(p.payBTC-p.bidBTC)*float64(w.countedDays)
	if p.charges != nil {
		o.Fees[i] = w.charged.fees
	}
}

// run plays the days from a first one on, up to that on which the contract is stopped, and returns how many.
// On each day: a streak of unprofitable days grows or ends; unless it is paused the day counts, its fees fall
// due and its revenue is set against them; a knock-out or the return cap ends the contract. Dollars still due
// to break even are kept up to date by day, since payback and return cap look at them.
// It is the specification of walkAVX512, which gives the same bytes: every product is rounded.
func (w *walk) run(days []laneDay, first int) int {
	switch {
	case w.charges != nil:
		return w.runCharges(days, first)
	case w.payoutsWait:
		return w.runHeld(days, first)
	}
	p, counted, paidOut, usd, streak := w.plan, w.counted, w.paidOut, w.paidOutUSD, w.streak
	countedDays, paidOutDays := w.countedDays, w.paidOutDays
	floor, profitableFrom := float32(p.floor), float32(p.profitableFrom)
	done := len(days)
	due, last := w.due(), w.lastDue()
	for k := range days {
		d := &days[k]
		streak++
		if d.hashprice >= profitableFrom {
			streak = 0
		}
		if p.pause == 0 || streak < p.pause {
			countedDays++
			counted.hash += float64(d.hash)
			counted.inverse += float64(d.inverse)
			due += p.payUSD
			if p.payBTC > 0 {
				price := float64(d.price)
				w.priceSum += price
				due += p.payBTC * price
			}
			switch {
			case !(d.hashprice >= floor):
			// what is due for payback is what is due for break-even, and nothing is taken by day
			case p.waitsForEven && w.payback >= 0:
				w.after += float64(d.hash)
				w.afterUSD += float64(d.hashprice)
				due -= p.gainAfter * float64(d.hashprice)
			default:
				paidOutDays++
				paidOut.hash += float64(d.hash)
				paidOut.inverse += float64(d.inverse)
				usd += float64(d.hashprice)
				due -= float64(p.gain*float64(d.hashprice)) - p.deductUSD
			}
			if due <= 0 && w.payback < 0 {
				w.payback = first + k
			}
		}
		if p.knockOut > 0 && streak >= p.knockOut || due <= last {
			w.stopped, done = true, k+1
			break
		}
	}
	w.counted, w.paidOut, w.paidOutUSD, w.streak = counted, paidOut, usd, streak
	w.countedDays, w.paidOutDays = countedDays, paidOutDays
	return done
}

// runHeld is run where payouts wait for their day or for a least amount: the specification of walkHeldAVX512.
// What a day earns goes to a balance; on a day of payout its whole satoshi are sent, if they are enough.
func (w *walk) runHeld(days []laneDay, first int) int {
	floor, profitableFrom := float32(w.floor), float32(w.profitableFrom)
	for k := range days {
		d, day := &days[k], first+k
		price := float64(d.price)
		w.streak++
		if d.hashprice >= profitableFrom {
			w.streak = 0
		}
		if w.pause == 0 || w.streak < w.pause {
			w.countedDays++
			w.counted.hash += float64(d.hash)
			w.counted.inverse += float64(d.inverse)
			w.priceSum += price
			if d.hashprice >= floor {
				w.balance += float64(w.gain*float64(d.hash)) - float64(w.deductUSD*float64(d.inverse))
			}
		}
		w.stopped = w.knockOut > 0 && w.streak >= w.knockOut
		due := (day+1)%w.every == 0 || w.stopped || day+1 == w.last
		if due && w.balance >= max(w.minimumBTC, w.minimumUSD/price) {
			whole := math.Floor(w.balance*units.SatPerBTC) / units.SatPerBTC
			w.sent, w.sentUSD, w.balance = w.sent+whole, w.sentUSD+float64(whole*price), w.balance-whole
			if w.payback < 0 && w.sentUSD >= w.paidUSD() {
				w.payback = day
			}
		}
		if w.stopped {
			return k + 1
		}
	}
	return len(days)
}

// due is how many dollars of the payments have not come back yet.
func (w *walk) due() float64 { return w.paidUSD() - w.receivedUSD() }

// lastDue is how many dollars to break even are left when the return cap ends the contract: less than none
// where the cap is above the upfront price.
func (w *walk) lastDue() float64 {
	invested := w.upfrontUSD + w.upfrontBTC*w.price0
	if w.returnCap == 0 || invested == 0 {
		return math.Inf(-1)
	}
	return invested * (1 - w.returnCap)
}

// received is bitcoin paid out: what waited and was sent, and gain*H - deductUSD*R over the days that paid
// out.
func (w *walk) received() float64 {
	return w.sent + w.gain*w.paidOut.hash - w.deductUSD*w.paidOut.inverse + w.gainAfter*w.after
}

// paid is the bitcoin that the payments would have bought on their days.
func (w *walk) paid() float64 {
	return w.upfrontUSD/w.price0 + w.upfrontBTC + w.payUSD*w.counted.inverse +
		w.payBTC*float64(w.countedDays) + w.charged.paid
}

// receivedUSD is received in dollars of each day.
func (w *walk) receivedUSD() float64 {
	return w.sentUSD + w.gain*w.paidOutUSD - w.deductUSD*float64(w.paidOutDays) + w.gainAfter*w.afterUSD
}

// paidUSD is what was paid in dollars of each day.
func (w *walk) paidUSD() float64 {
	return w.upfrontUSD + float64(w.upfrontBTC*w.price0) + float64(w.payUSD*float64(w.countedDays)) +
		float64(w.payBTC*w.priceSum) + w.charged.paidUSD
}
