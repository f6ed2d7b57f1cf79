package play

import "github.com/assaymining/assay/contract"

// Amounts that stand beside what mining pays: charges that are made once, a deposit that comes back, and
// what a stop costs. A plan has the first with its price; the others are added to what a path came to.

// looksAtPrice reports whether a clause compares what came back with the price: charges that are made once
// count for what came back, and are no part of the price.
func looksAtPrice(t *contract.Terms) bool { return t.ReturnCap > 0 || someFeeWaits(t) }

// stopFees is more than zero where ending the contract costs something.
func stopFees(t *contract.Terms) (sum float64) {
	for _, s := range t.Stops {
		sum += s.FeeUSD.Float() + s.FeeBTC.BTC()
	}
	return sum
}

// hasAside reports whether any such amount is in the terms.
func hasAside(t *contract.Terms) bool {
	for _, f := range t.Fees {
		if f.OnceUSD > 0 || f.OnceBTC > 0 {
			return true
		}
	}
	return t.DepositUSD > 0 || t.DepositBTC > 0 || stopFees(t) > 0
}

// setAside adds to outcomes that a plan gave what contract.Terms.Day books beside mining.
func (e *Ensemble) setAside(p *plan, o *Outcomes) {
	if !hasAside(p.terms) {
		return
	}
	t, price0 := p.terms, e.Price0()
	once := p.onceUSD/price0 + p.onceBTC
	deposit := amount{t.DepositUSD.Float(), t.DepositBTC.BTC()}
	leaving := leavingFee(t)
	ends := p.last > 0 && p.last <= p.end
	for i := range o.Paid {
		o.Fees[i] += once
		last := int(o.EndDay[i]) - 1
		if last < 0 {
			continue
		}
		price := float64(e.Price[e.At(i, last)])
		paid, paidUSD := deposit.at(price0)
		for k := range o.SampleDays {
			o.FanPaid[k][i] += float32(paid)
		}
		got, gotUSD := deposit.at(price)
		if !ends && !o.Stopped[i] {
			got, gotUSD = 0, 0
		}
		leave, leaveUSD := 0.0, 0.0
		if o.Stopped[i] {
			leave, leaveUSD = leaving.at(price)
		}
		for k, day := range o.SampleDays {
			if day > last {
				o.Fan[k][i] += float32(got)
				o.FanPaid[k][i] += float32(leave)
			}
		}
		if int(o.Payback[i]) == last && o.ReceivedUSD[i] < o.PaidUSD[i]+leaveUSD {
			o.Payback[i] = -1
		}
		o.Paid[i], o.PaidUSD[i] = o.Paid[i]+paid+leave, o.PaidUSD[i]+paidUSD+leaveUSD
		o.Received[i], o.ReceivedUSD[i] = o.Received[i]+got, o.ReceivedUSD[i]+gotUSD
	}
}

// amount is money in dollars, in bitcoin or in both.
type amount struct{ usd, btc float64 }

// at is an amount in bitcoin and in dollars at a price.
func (a amount) at(price float64) (btc, usd float64) { return a.usd/price + a.btc, a.usd + a.btc*price }

// leavingFee is what the stop that ends the contract costs: of those that may, the one that comes soonest,
// and of these the first.
func leavingFee(t *contract.Terms) (fee amount) {
	soonest := soonestStop(t, false)
	for _, s := range t.Stops {
		if !s.Pause && s.Days == soonest {
			return amount{s.FeeUSD.Float(), s.FeeBTC.BTC()}
		}
	}
	return fee
}
