package contract

import (
	"cmp"
	"math"

	"github.com/assaymining/assay/units"
)

// What a day's fees come to, and which way they are paid. Deducted fees cost at most what the day earned:
// what the gross does not cover is forgiven. Separate ones are owed whatever the day earned.

// chargeable is the sum of the day's running fees, the quantity that stop clauses compare with revenue.
// Shares of revenue and of profit do not count: they vanish with the revenue.
func (t *Terms) chargeable(s *State, f Facts, day int) units.MilliSat {
	var sum units.MilliSat
	for i := range t.Fees {
		ft := &t.Fees[i]
		if ft.AfterEven && !s.Even || !(ft.USDPerDay > 0 || ft.BTCPerDay > 0) {
			s.running[i] = runningFee{}
			continue
		}
		if s.today != nil && ft.Escalation == 0 {
			s.running[i] = s.today.running[i]
		} else {
			s.running[i] = ft.daily(f, day-t.Delay)
		}
		sum += s.running[i].btc
	}
	return sum
}

// DailyFees is what the fees of the first day of mining come to under the facts of a day, in milli-satoshi,
// whoever bears what the gross does not cover: running amounts, shares of revenue, of a bid and of profit.
// A fee paid for days in advance counts with its amount of one day; one that waits for break-even, falls
// due at payouts or is charged once does not count.
func (t *Terms) DailyFees(f Facts) units.MilliSat {
	s := t.Start()
	gross := t.gross(f)
	sum := t.chargeable(&s, f, t.Delay)
	bid := t.bidOf(f)
	var ofProfit float64
	for i := range t.Fees {
		ft := &t.Fees[i]
		if ft.AfterEven && !s.Even {
			continue
		}
		sum += units.MilliSat(units.Round(float64(gross)*ft.Share + float64(bid)*ft.Spend))
		ofProfit += ft.Profit
	}
	return sum + units.MilliSat(units.Round(min(1, ofProfit)*float64(max(0, gross-sum))))
}

// OrderCosts is what a market order pays on its first day under the facts of a day, in milli-satoshi: the
// bid, shares of it and running fees that are paid beside it.
func (t *Terms) OrderCosts(f Facts) units.MilliSat {
	bid := t.bidOf(f)
	sum := bid
	for i := range t.Fees {
		if ft := &t.Fees[i]; ft.Separate && !ft.AfterEven {
			sum += ft.daily(f, 0).btc + units.MilliSat(units.Round(float64(bid)*ft.Spend))
		}
	}
	return sum
}

// bidOf is what a market order pays on a day.
func (t *Terms) bidOf(f Facts) units.MilliSat {
	if t.BidUSD > 0 {
		return bounded(toBTC(units.RoundMicro(min(t.BidUSD*t.TH*t.Uptime, maxDailyUSD)), f.Price))
	}
	return units.RoundMilliSat(min(t.Bid*t.TH*t.Uptime, maxDailyBTC))
}

// daily is a running fee of one day at the day's price.
func (ft *FeeTerm) daily(f Facts, miningDay int) runningFee {
	grown := ft.Growth(miningDay)
	var fee runningFee
	if ft.USDPerDay > 0 {
		fee.usd = units.RoundMicro(ft.USDPerDay * grown)
		fee.btc = toBTC(fee.usd, f.Price)
	}
	if ft.BTCPerDay > 0 {
		fee.btc += units.RoundMilliSat(min(ft.BTCPerDay*grown, maxDailyBTC))
	}
	fee.btc = bounded(fee.btc)
	return fee
}

// Growth is what the daily amount has grown by on a day of mining, from 0: its escalation in steps, one
// at the end of each period, and at most maxGrowth.
func (ft *FeeTerm) Growth(miningDay int) float64 {
	if ft.Escalation == 0 || miningDay < ft.Step() {
		return 1
	}
	return min(math.Pow(1+ft.Escalation, float64(miningDay/ft.Step())), maxGrowth)
}

// Step is the days of mining after which an escalating amount rises.
func (ft *FeeTerm) Step() int { return cmp.Or(ft.EscalationDays, 365) }

// charge applies the day's fees: deducted ones reduce what is left of the gross, never below zero, in the
// order in which the offer writes them; separate ones, and the bid of a market order, are booked as payments
// in both currencies. What is left is the day's net. A fee that waits for break-even is free until the day
// after it. Shares of profit come last, whatever their place in the list: the profit is the gross less all
// other fees of the day (shareProfit).
func (t *Terms) charge(s *State, f Facts, flow *Flow) {
	left := flow.Gross
	var bid units.MilliSat
	switch {
	case t.Bid > 0:
		bid = units.RoundMilliSat(min(t.Bid*t.TH*t.Uptime, maxDailyBTC))
		flow.PaidUSD += toUSD(bid, f.Price)
	case t.BidUSD > 0:
		usd := units.RoundMicro(min(t.BidUSD*t.TH*t.Uptime, maxDailyUSD))
		bid = bounded(toBTC(usd, f.Price))
		flow.PaidUSD += usd
	}
	flow.Paid += bid
	var others units.MilliSat // fees of the day that share no profit, however paid
	profits := false
	for i := range t.Fees {
		ft, ff := &t.Fees[i], &flow.Fees[i]
		if ft.AfterEven && !s.Even {
			continue
		}
		switch {
		case ft.OnceUSD != 0 || ft.OnceBTC != 0:
			continue // paid with the price
		case ft.Profit > 0:
			profits = true
		case ft.Spend > 0:
			ff.Paid = units.MilliSat(units.Round(float64(bid) * ft.Spend))
			ff.PaidUSD = toUSD(ff.Paid, f.Price)
			others += ff.Paid
		case ft.Separate:
			t.paySeparately(s, f, flow, i)
			others += s.running[i].btc
		default:
			due := ft.due(s.running[i].btc, flow)
			ff.Deducted = min(due, left)
			ff.Forgiven = due - ff.Deducted
			left -= ff.Deducted
			others += due
		}
		flow.Paid += ff.Paid
		flow.PaidUSD += ff.PaidUSD
	}
	if profits {
		left = t.shareProfit(s, flow, others, left)
	}
	flow.Net = left
}

// shareProfit takes the shares of the day's profit out of what is left of the gross, and returns the rest.
// The profit is the gross less what the other fees of the day come to, deducted or paid beside, never below
// zero. A fee paid for days in advance counts with its amount of one day; one that falls due at payouts is no
// fee of the day, and a bid is a price. Each of several shares is of that same profit.
func (t *Terms) shareProfit(s *State, flow *Flow, others, left units.MilliSat) units.MilliSat {
	profit := max(0, flow.Gross-others)
	for i := range t.Fees {
		ft, ff := &t.Fees[i], &flow.Fees[i]
		if ft.Profit == 0 || ft.AfterEven && !s.Even {
			continue
		}
		due := units.MilliSat(units.Round(float64(profit) * ft.Profit))
		ff.Deducted = min(due, left)
		ff.Forgiven = due - ff.Deducted
		left -= ff.Deducted
	}
	return left
}

// due is what a deducted fee comes to on a day: a share of the gross, or the running fee itself.
func (ft *FeeTerm) due(running units.MilliSat, flow *Flow) units.MilliSat {
	if ft.Share > 0 {
		return units.MilliSat(units.Round(float64(flow.Gross) * ft.Share))
	}
	return running
}

// paySeparately pays a day's fee, or a whole window in advance when the last one is used up. A window
// is never longer than what is left of the term; what a stopped contract has prepaid is lost.
func (t *Terms) paySeparately(s *State, f Facts, flow *Flow, i int) {
	ft, ff := &t.Fees[i], &flow.Fees[i]
	if r := &s.running[i]; ft.PrepaidFor <= 1 && ft.BTCPerDay == 0 && r.usd < maxFlowUSD &&
		r.btc < maxDailyBTC*units.MSatPerBTC {
		ff.PaidUSD, ff.Paid = r.usd, r.btc // as below, worked out already; far from the bounds there
		return
	}
	days := 1
	if ft.PrepaidFor > 1 {
		if s.prepaid[i] > 0 {
			s.prepaid[i]--
			return
		}
		days = ft.PrepaidFor
		if t.Length > 0 {
			days = min(days, max(1, t.Last()+s.Extra-flow.Day))
		}
		s.prepaid[i] = int32(days - 1)
		flow.Events |= PrepaidWindow
	}
	grown := ft.Growth(flow.Day-t.Delay) * float64(days)
	if ft.USDPerDay > 0 {
		ff.PaidUSD = units.RoundMicro(min(ft.USDPerDay*grown, maxFlowUSD))
		ff.Paid = toBTC(ff.PaidUSD, f.Price)
	}
	if ft.BTCPerDay > 0 {
		btc := units.RoundMilliSat(min(ft.BTCPerDay*grown, maxFlowBTC))
		ff.Paid += btc
		ff.PaidUSD += toUSD(btc, f.Price)
	}
}

// payoutFee notes what each per-payout fee would keep of a payout today, and returns the sum in
// milli-satoshi.
func (t *Terms) payoutFee(f Facts, flow *Flow) units.MilliSat {
	var sum units.MilliSat
	for i := range t.Fees {
		ft := &t.Fees[i]
		if ft.PayoutBTC == 0 && ft.PayoutUSD == 0 {
			continue
		}
		fee := ft.PayoutBTC
		if ft.PayoutUSD > 0 {
			fee += toBTC(ft.PayoutUSD, f.Price)
		}
		flow.Fees[i].AtPayout = fee
		sum += fee
	}
	return sum
}
