package play

import (
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// charges are the fees of a contract that have to be looked at one by one, day after day: that wait for
// break-even, share profits, grow, are paid for days in advance or per payout.
type charges struct {
	fees      []charge
	paysUSD   bool    // what waits is kept in dollars
	returnCap float64 // cumulative output over the upfront price at which the contract ends; 0 none
	perPayout bool    // some fee is per payout
	profits   bool    // some fee is a share of the day's profit
}

// charge is one fee. What its daily amount has grown by in each period of mining is nil where it does not
// grow.
type charge struct {
	kind                 chargeKind
	afterEven            bool    // it applies from the day after break-even
	share                float64 // of gross, of profit or of the bid
	usd, btc             float64 // a day, for the whole contract
	grown                []float64
	step                 int     // days of such a period
	prepaidFor           int     // days, where more than one
	payoutBTC, payoutUSD float64 // kept back from each payout
}

// chargeKind is what a fee is measured by, and whether it is taken out or paid beside.
type chargeKind uint8

const (
	taken   chargeKind = iota // a daily amount out of the payout
	beside                    // a daily amount paid beside it
	ofGross                   // shares
	ofProfit
	ofBid
)

func newCharges(t *contract.Terms, horizon int) *charges {
	c := &charges{paysUSD: t.PaysUSD, returnCap: t.ReturnCap}
	for _, f := range t.Fees {
		to := charge{afterEven: f.AfterEven, share: f.Share + f.Profit + f.Spend, usd: f.USDPerDay,
			btc:       f.BTCPerDay,
			payoutBTC: f.PayoutBTC.BTC(), payoutUSD: f.PayoutUSD.Float()}
		switch {
		case f.Spend > 0:
			to.kind = ofBid
		case f.Separate:
			to.kind = beside
			if f.PrepaidFor > 1 {
				to.prepaidFor = f.PrepaidFor
			}
		case f.Share > 0:
			to.kind = ofGross
		case f.Profit > 0:
			to.kind, c.profits = ofProfit, true
		}
		if f.Escalation > 0 {
			to.step = f.Step()
			for day := 0; day < horizon; day += to.step {
				to.grown = append(to.grown, f.Growth(day))
			}
		}
		c.perPayout = c.perPayout || to.payoutBTC > 0 || to.payoutUSD > 0
		c.fees = append(c.fees, to)
	}
	return c
}

// on is the daily amount in bitcoin on a day of mining.
func (f *charge) on(miningDay int, inverse float64) float64 {
	v := f.usd*inverse + f.btc
	if f.grown != nil {
		v *= f.grown[miningDay/f.step]
	}
	return v
}

// charged is what the charges of a walk have come to.
type charged struct {
	paid, paidUSD float64 // beside the payouts, the upfront price left out
	fees          float64 // bitcoin taken out, kept at payouts and paid beside; a bid is none
	output        float64 // dollars of each day: credited to the buyer, less the fees he paid beside
	even          bool    // the output has reached the upfront price on a day before
	prepaid       [contract.MaxFees]int32
}

// runCharges is walk.run where fees are looked at one by one. It goes as contract.Terms.Day does: is the day
// profitable, is it paused, what do fees leave, does a stop or the return cap end it, is it a day of payout.
func (w *walk) runCharges(days []laneDay, first int) int {
	c, invested, stops := &w.charged, w.upfrontUSD+w.upfrontBTC*w.price0, w.pause > 0 || w.knockOut > 0
	every, returnCap := w.every, w.charges.returnCap
	if returnCap == 0 || invested == 0 {
		returnCap = math.Inf(1)
	}
	for k := range days {
		d, day := &days[k], first+k
		price, inverse, gross := float64(d.price), float64(d.inverse), w.gross*float64(d.hash)
		if stops {
			w.streak++
			if w.runningFees(day, inverse) <= gross {
				w.streak = 0
			}
		}
		if w.pause == 0 || w.streak < w.pause {
			w.counted.hash += float64(d.hash)
			w.earn(day, gross, price, inverse)
			c.even = c.even || c.output >= invested
		}
		w.stopped = w.knockOut > 0 && w.streak >= w.knockOut || c.output >= returnCap*invested
		if every == 1 || (day+1)%every == 0 || w.stopped || day+1 == w.last {
			w.payOut(price, inverse)
		}
		if w.payback < 0 && w.sentUSD >= invested+c.paidUSD && w.sentUSD > 0 {
			w.payback = day
		}
		if w.stopped {
			return k + 1
		}
	}
	return len(days)
}

// earn books a day that counts: its fees, what is paid beside, and what is left, on the balance.
func (w *walk) earn(day int, gross, price, inverse float64) {
	c, bid := &w.charged, w.bidBTC+w.bidUSD*inverse
	net, paid := w.charge(day, gross, bid, inverse)
	c.fees += gross - net + paid
	c.paid += paid + bid
	c.paidUSD += (paid + bid) * price
	c.output += (net - paid) * price // a bid is a price, no fee
	if w.charges.paysUSD {
		net *= price
	}
	w.balance += net
}

// runningFees is the sum of a day's running fees, in bitcoin.
func (w *walk) runningFees(day int, inverse float64) (sum float64) {
	for i := range w.charges.fees {
		if f := &w.charges.fees[i]; !f.afterEven || w.charged.even {
			sum += f.on(day-w.delay, inverse)
		}
	}
	return sum
}

// charge applies the day's fees; it returns what is left of the gross and what the buyer pays separately,
// in BTC. As in contract.Terms.Day, deducted fees apply in the order of the document, each to what those
// before it left, and shares of profit after all others, to the gross less these.
func (w *walk) charge(day int, gross, bid, inverse float64) (left, paid float64) {
	left = gross
	others := 0.0
	for i := range w.charges.fees {
		f := &w.charges.fees[i]
		if f.afterEven && !w.charged.even {
			continue
		}
		due := 0.0
		switch f.kind {
		case taken:
			due = f.on(day-w.delay, inverse)
			left -= min(due, left)
		case beside:
			due = f.on(day-w.delay, inverse)
			if f.prepaidFor > 0 {
				paid += due * w.prepay(day, i)
			} else {
				paid += due
			}
		case ofGross:
			due = gross * f.share
			left -= min(due, left)
		case ofBid:
			due = bid * f.share
			paid += due
		}
		others += due
	}
	if w.charges.profits {
		left = w.shareProfit(max(0, gross-others), left)
	}
	return left, paid
}

// shareProfit takes the shares of a day's profit out of what is left of the gross, and returns the rest.
func (w *walk) shareProfit(profit, left float64) float64 {
	for i := range w.charges.fees {
		if f := &w.charges.fees[i]; f.kind == ofProfit && (!f.afterEven || w.charged.even) {
			left -= min(profit*f.share, left)
		}
	}
	return left
}

// prepay is how many days of a fee that is paid in advance are paid today: all of the next window or none.
func (w *walk) prepay(day, i int) float64 {
	if w.charged.prepaid[i] > 0 {
		w.charged.prepaid[i]--
		return 0
	}
	n := w.charges.fees[i].prepaidFor
	if w.last > 0 {
		n = min(n, w.last-day)
	}
	w.charged.prepaid[i] = int32(n - 1)
	return float64(n)
}

// payOut sends what waits, less the fees for it, in whole satoshi, where it is enough.
func (w *walk) payOut(price, inverse float64) {
	if !w.payoutsWait && !w.charges.perPayout { // what a day leaves below a satoshi goes with the next
		send := w.balance
		if w.charges.paysUSD {
			send *= inverse
		}
		w.sent, w.sentUSD, w.balance = w.sent+send, w.sentUSD+send*price, 0
		return
	}
	waits, fee := w.balance, 0.0
	if w.charges.paysUSD {
		waits *= inverse
	}
	for i := range w.charges.fees {
		fee += w.charges.fees[i].payoutBTC + w.charges.fees[i].payoutUSD*inverse
	}
	whole := math.Floor((waits-fee)*units.SatPerBTC) / units.SatPerBTC
	if whole <= 0 || waits < max(w.minimumBTC, w.minimumUSD*inverse) {
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
