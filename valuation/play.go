package valuation

// playPaths plays the paths on which a floor or a stop may bind, day by day. paths must be ascending.
func (e *Ensemble) playPaths(p *plan, o *Outcomes, paths []int32) {
	var lane laneDays
	var near []int
	for len(paths) > 0 {
		near = near[:0]
		for block := paths[0] / strip; len(paths) > 0 && paths[0]/strip == block; paths = paths[1:] {
			near = append(near, int(paths[0]))
		}
		lane.gather(e, near, p.delay, p.end)
		for k, path := range near {
			w := walk{plan: p, o: o, path: path, price0: e.Price0()}
			w.play(lane.block[k])
		}
	}
}

// walk is a play of one path in progress: what a plan needs to know of the days that counted, of which
// some paid out. Sums are over them.
type walk struct {
	*plan
	o                    *Outcomes
	path                 int
	price0               float64
	counted, paidOut     sums
	countedDays          int
	paidOutDays          int
	paidOutUSD, priceSum float64 // of hashprice on days that paid out; of price on those that counted
	next                 int     // sample
}

func (w *walk) play(days []laneDay) {
	p, o, streak := w.plan, w.o, 0
	floor, even := float32(p.floor), float32(p.even)
	end := p.end
	wantsEven := o.SampleDays != nil
	for k, d := range days {
		day := p.delay + k
		for w.next < len(o.SampleDays) && o.SampleDays[w.next] <= day {
			w.sample()
		}
		streak++
		if d.hashprice >= even {
			streak = 0
		}
		if p.pause == 0 || streak < p.pause {
			w.countedDays++
			w.counted.hash += float64(d.hash)
			w.counted.inverse += float64(d.inverse)
			if p.payBTC > 0 {
				w.priceSum += 1 / float64(d.inverse)
			}
			if d.hashprice >= floor {
				w.paidOutDays++
				w.paidOut.hash += float64(d.hash)
				w.paidOut.inverse += float64(d.inverse)
				w.paidOutUSD += float64(d.hashprice)
			}
			if wantsEven && w.receivedUSD() >= w.paidUSD() {
				o.Payback[w.path], wantsEven = int32(day), false
			}
		}
		if p.knockOut > 0 && streak >= p.knockOut {
			o.Stopped[w.path], end = true, day+1
			break
		}
	}
	for w.next < len(o.SampleDays) {
		w.sample()
	}
	i := w.path
	o.EndDay[i] = int32(end)
	o.Received[i], o.Paid[i] = w.received(), w.paid()
	o.ReceivedUSD[i], o.PaidUSD[i] = w.receivedUSD(), w.paidUSD()
	o.Gross[i] = p.gross * w.counted.hash
	o.Fees[i] = o.Gross[i] - o.Received[i] + p.payUSD*w.counted.inverse
}

func (w *walk) received() float64 { return w.gain*w.paidOut.hash - w.deductUSD*w.paidOut.inverse }

func (w *walk) paid() float64 {
	return w.upfrontUSD/w.price0 + w.upfrontBTC + w.payUSD*w.counted.inverse + w.payBTC*float64(w.countedDays)
}

func (w *walk) receivedUSD() float64 { return w.gain*w.paidOutUSD - w.deductUSD*float64(w.paidOutDays) }

func (w *walk) paidUSD() float64 {
	return w.upfrontUSD + w.upfrontBTC*w.price0 + w.payUSD*float64(w.countedDays) + w.payBTC*w.priceSum
}

// sample writes the next point of the fan.
func (w *walk) sample() {
	w.o.Fan[w.next][w.path], w.o.FanPaid[w.next][w.path] = float32(w.received()), float32(w.paid())
	w.next++
}
