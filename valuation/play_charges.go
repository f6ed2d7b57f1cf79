package valuation

import (
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// charges are the fees of a contract that have to be looked at one by one, day after day: that wait for
// break-even, share profits, grow, are paid for days in advance or per payout.
type charges struct {
	fees      []charge
	bid       float64 // bitcoin a day
	paysUSD   bool    // what waits is kept in dollars
	returnCap float64 // cumulative output over the upfront price at which the contract ends; 0 none
	perPayout bool    // some fee is per payout
}

// charge is a fee, and what its daily amount has grown by in each year of mining; nil: it does not grow.
type charge struct {
	*contract.FeeTerm
	grown                []float64
	payoutBTC, payoutUSD float64
}

func newCharges(t *contract.Terms, bid float64, horizon int) *charges {
	c := &charges{bid: bid, paysUSD: t.PaysUSD, returnCap: t.ReturnCap}
	for i := range t.Fees {
		f := charge{FeeTerm: &t.Fees[i], payoutBTC: t.Fees[i].PayoutBTC.BTC(), payoutUSD: t.Fees[i].PayoutUSD.Float()}
		if f.Escalation > 0 {
			for day := 0; day < horizon; day += 365 {
				f.grown = append(f.grown, f.Growth(day))
			}
		}
		c.perPayout = c.perPayout || f.payoutBTC > 0 || f.payoutUSD > 0
		c.fees = append(c.fees, f)
	}
	return c
}

// charged is what the charges of a walk have come to.
type charged struct {
	paid, paidUSD float64 // beside the payouts
	fees          float64 // bitcoin taken out, kept at payouts and paid beside; a bid is none
	output        float64 // dollars, net of what was paid for
	even          bool    // the output has reached the upfront price on a day before
	prepaid       [contract.MaxFees]int32
	running       [contract.MaxFees]float64 // bitcoin of the day in hand
}

// runCharges is walk.run where fees are looked at one by one. It goes as contract.Terms.Day does.
func (w *walk) runCharges(days []laneDay, first int) int {
	c, invested := &w.charged, w.upfrontUSD+w.upfrontBTC*w.price0
	for k := range days {
		d, day := &days[k], first+k
		price, inverse, gross := float64(d.price), float64(d.inverse), w.gross*float64(d.hash)
		w.streak++
		if w.runningFees(day, inverse) <= gross {
			w.streak = 0
		}
		if w.pause == 0 || w.streak < w.pause {
			w.counted.hash += float64(d.hash)
			net, paidUSD := w.charge(day, gross, price, inverse)
			if w.charges.paysUSD {
				w.balance += net * price
			} else {
				w.balance += net
			}
			c.output += net*price - paidUSD
			c.even = c.even || c.output >= invested
		}
		w.stopped = w.knockOut > 0 && w.streak >= w.knockOut ||
			w.charges.returnCap > 0 && invested > 0 && c.output >= w.charges.returnCap*invested
		if (day+1)%w.every == 0 || w.stopped || day+1 == w.last {
			w.payOut(price, inverse)
		}
		if w.payback < 0 {
			if paid := invested + c.paidUSD; paid > 0 && w.sentUSD >= paid {
				w.payback = day
			}
		}
		if w.stopped {
			return k + 1
		}
	}
	return len(days)
}

// runningFees works out the day's running fees, in bitcoin, and returns their sum.
func (w *walk) runningFees(day int, inverse float64) (sum float64) {
	for i := range w.charges.fees {
		f := &w.charges.fees[i]
		v := 0.0
		if !f.AfterEven || w.charged.even {
			v = f.USDPerDay*inverse + f.BTCPerDay
			if f.grown != nil {
				v *= f.grown[(day-w.delay)/365]
			}
		}
		w.charged.running[i] = v
		sum += v
	}
	return sum
}

// charge takes the day's fees out of the gross and books those paid beside it. paidUSD is of these alone:
// a bid is a price.
func (w *walk) charge(day int, gross, price, inverse float64) (net, paidUSD float64) {
	c, left, paid := &w.charged, gross, 0.0
	for i := range w.charges.fees {
		f := &w.charges.fees[i]
		if f.AfterEven && !c.even {
			continue
		}
		switch {
		case f.Spend > 0:
			paid += w.charges.bid * f.Spend
		case f.Separate:
			paid += c.running[i] * w.paidFor(day, i)
		case f.Share > 0:
			left -= min(gross*f.Share, left)
		case f.Profit > 0:
			left -= left * f.Profit
		default:
			left -= min(c.running[i], left)
		}
	}
	c.fees += gross - left + paid
	c.paid += paid + w.charges.bid
	c.paidUSD += (paid + w.charges.bid) * price
	return left, paid * price
}

// paidFor is how many days of a separate fee are paid today: one, or all of the next window or none.
func (w *walk) paidFor(day, i int) float64 {
	f := w.charges.fees[i].FeeTerm
	if f.PrepaidFor <= 1 {
		return 1
	}
	if w.charged.prepaid[i] > 0 {
		w.charged.prepaid[i]--
		return 0
	}
	n := f.PrepaidFor
	if w.last > 0 {
		n = min(n, w.last-day)
	}
	w.charged.prepaid[i] = int32(n - 1)
	return float64(n)
}

// payOut sends what waits, less the fees for it, in whole satoshi, where it is enough.
func (w *walk) payOut(price, inverse float64) {
	waits, fee := w.balance, 0.0
	if w.charges.paysUSD {
		waits *= inverse
	}
	if w.charges.perPayout {
		for i := range w.charges.fees {
			fee += w.charges.fees[i].payoutBTC + w.charges.fees[i].payoutUSD*inverse
		}
	}
	whole := waits - fee
	if w.held || fee > 0 { // else what a day leaves below a satoshi goes with the next
		whole = math.Floor(whole*units.SatPerBTC) / units.SatPerBTC
	}
	if whole <= 0 || waits < max(w.least, w.leastUSD*inverse) {
		return
	}
	w.sent, w.sentUSD = w.sent+whole, w.sentUSD+whole*price
	w.charged.fees += fee
	if w.charges.paysUSD {
		w.balance -= (whole + fee) * price
	} else {
		w.balance -= whole + fee
	}
}
