package contract

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Facts are what the market was on one day.
type Facts struct {
	Date    units.Date
	Subsidy consensus.Hashvalue // BTC per TH/s and day from the subsidy
	Fees    consensus.Hashvalue // the same from transaction fees
	Price   float64             // USD per BTC; 0 is unknown and panics where dollars are needed
}

// Event is a set of things that happened on a day.
type Event uint16

// The events of a day.
const (
	Mining        Event = 1 << iota // the hashrate worked
	Paused                          // an unprofitable day without work, revenue or fees
	Unprofitable                    // the day's fees exceed its revenue
	PaidOut                         // the balance was sent
	BrokeEven                       // cumulative net output reached the upfront price
	PrepaidWindow                   // a window of fees was paid in advance
	EndOfTerm                       // last mining day of the term
	Terminated                      // ended by a stop clause
	CapReached                      // ended because the return cap was reached
)

// How a contract ends by itself; one that somebody ends says who.
const (
	EndTerm      = "term"       // it ran to its last day
	EndReturnCap = "return cap" // what came back reached the cap
	EndUnstated  = "unstated"   // a stop ended it, and the offer does not say whose right that is
)

// State is what one day hands to the next. Obtain it from Start; copy it to branch.
type State struct {
	Day       int            // days since purchase, of the next day to be computed
	Streak    int            // unprofitable days in a row
	Balance   units.MilliSat // credited and not paid out, where payouts are in bitcoin
	BalanceUS units.Micro    // the same where payouts are in dollars
	Output    units.Micro    // cumulative net output less separate fees, in dollars of each day
	Invested  units.Micro    // upfront price in dollars of the purchase day
	Ended     bool
	EndedBy   string // EndTerm, EndReturnCap, or who stopped it: "provider", "buyer", "automatic"
	Even      bool   // break-even was reached on an earlier day
	prepaid   [MaxFees]int32
	running   [MaxFees]runningFee // of the day in hand: worked out once, looked at twice
	today     *dayWork            // of the day in hand, where many runs share it; else nil
}

// runningFee is what a running fee comes to on one day, in dollars and, those included, in bitcoin.
type runningFee struct {
	usd units.Micro
	btc units.MilliSat
}

// FeeFlow is one fee on one day. Deducted came out of the gross; Paid was paid beside it, and is
// given both in bitcoin and in dollars at the day's price; Forgiven is what the gross did not cover;
// AtPayout was kept back when the balance was sent.
type FeeFlow struct {
	Deducted units.MilliSat
	AtPayout units.MilliSat
	Forgiven units.MilliSat
	Paid     units.MilliSat
	PaidUSD  units.Micro
}

// Flow is one day of a contract. Gross = sum of Fees.Deducted + Net, PayoutFee = sum of
// Fees.AtPayout and Paid = upfront + bid + sum of Fees.Paid, all exactly; a payout is a whole number
// of satoshi; Fees[i] belongs to Terms.Fees[i].
type Flow struct {
	Day       int
	Events    Event
	Gross     units.MilliSat
	Net       units.MilliSat // credited to the balance
	Payout    units.MilliSat // sent to the buyer, whole satoshi
	PayoutFee units.MilliSat // kept by the seller at payout
	Paid      units.MilliSat // all payments of the day: upfront price, bid, separate fees
	PaidUSD   units.Micro    // the same in dollars at the day's price
	NumFees   int
	Fees      [MaxFees]FeeFlow
}

// Start is the state on the day of purchase.
func (t *Terms) Start() State { return State{} }

// Last is the number of days from purchase to the end of the term, 0 where it is open.
func (t *Terms) Last() int {
	if t.Length == 0 {
		return 0
	}
	return t.Delay + t.Length
}

// Day computes the next day of the contract: it advances s and overwrites flow.
// It is the specification of what a contract pays: money that is owed runs it, forecasts run twins that are
// held to it (docs/adr/003, 007). Deterministic; no allocation.
//
// A day goes in this order. On day 0 the upfront price is paid. From the first mining day on, the running
// fees are held against the expected revenue (hashvalue times hashrate): if they exceed it, a streak of
// unprofitable days grows, which may pause the day. A day that is not paused earns its gross; fees are taken
// out of it in the order of the document, never below zero, or are paid beside it; what is left is credited
// to the balance. Then a stop, the return cap or the last day may end the contract. At last the balance is sent, if
// it is a day of payout or the end, in whole satoshi.
//
// It panics when a dollar amount meets a day without a price.
func (t *Terms) Day(s *State, f Facts, flow *Flow) {
	t.reset(s, flow)
	if s.Ended {
		return
	}
	if flow.Day == 0 {
		t.payUpfront(s, f, flow)
	}
	if flow.Day >= t.Delay {
		t.mine(s, f, flow)
	}
	t.payOut(s, f, flow)
}

// reset makes flow that of the day in hand, with nothing in it, and moves the state to the next.
func (t *Terms) reset(s *State, flow *Flow) {
	n := len(t.Fees)
	for i := range flow.Fees[:n] {
		flow.Fees[i] = FeeFlow{}
	}
	flow.Day, flow.NumFees, flow.Events = s.Day, n, 0
	flow.Gross, flow.Net, flow.Payout, flow.PayoutFee, flow.Paid, flow.PaidUSD = 0, 0, 0, 0, 0, 0
	s.Day++
}

// payUpfront books the price on the day of purchase, in dollars and in the bitcoin that they buy on it.
func (t *Terms) payUpfront(s *State, f Facts, flow *Flow) {
	if t.UpfrontUSD != 0 {
		flow.Paid, flow.PaidUSD = toBTC(t.UpfrontUSD, f.Price), t.UpfrontUSD
	}
	if t.UpfrontBTC != 0 {
		flow.Paid += t.UpfrontBTC
		flow.PaidUSD += toUSD(t.UpfrontBTC, f.Price)
	}
	s.Invested = flow.PaidUSD
}

// mine computes revenue and fees of one mining day and ends the contract where a clause does. Fees that equal the
// revenue are not yet a loss: the streak needs them to exceed it.
func (t *Terms) mine(s *State, f Facts, flow *Flow) {
	gross := t.grossOf(s, f)
	loses := t.chargeable(s, f, flow.Day) > gross
	if loses {
		flow.Events |= Unprofitable
		s.Streak++
	} else {
		s.Streak = 0
	}
	if t.pauses(s) {
		flow.Events |= Paused
	} else {
		flow.Events |= Mining
		flow.Gross = gross
		t.charge(s, f, flow)
		t.credit(s, f, flow)
	}
	t.end(s, flow)
}

// grossOf is gross, looked up where many runs over the same days share it.
func (t *Terms) grossOf(s *State, f Facts) units.MilliSat {
	if s.today != nil {
		return s.today.gross
	}
	return t.gross(f)
}

// gross is the expected revenue of the day before fees: hashvalue times delivered hashrate, or the
// promised share of the upfront price.
func (t *Terms) gross(f Facts) units.MilliSat {
	if t.Fixed > 0 {
		g := units.RoundMilliSat(min(t.Fixed*t.UpfrontBTC.BTC(), maxDailyBTC))
		if t.UpfrontUSD != 0 {
			g += toBTC(units.RoundMicro(min(t.Fixed*t.UpfrontUSD.Float(), maxUpfrontUSD)), f.Price)
		}
		return bounded(g)
	}
	h := f.Subsidy
	if !t.SubsidyOnly {
		h += f.Fees
	}
	return units.RoundMilliSat(min(float64(h)*t.TH*t.Uptime, maxDailyBTC))
}

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

// Growth is what the daily amount has grown by on a day of mining, from 0: its escalation in steps.
func (ft *FeeTerm) Growth(miningDay int) float64 {
	if ft.Escalation == 0 || miningDay < 365 {
		return 1
	}
	return min(math.Pow(1+ft.Escalation, float64(miningDay/365)), maxGrowth)
}

// pauses reports whether the streak of unprofitable days, today with it, is long enough for a clause that pauses.
func (t *Terms) pauses(s *State) bool {
	for _, st := range t.Stops {
		if st.Pause && s.Streak >= st.Days {
			return true
		}
	}
	return false
}

// charge takes the deducted fees out of the gross, in the order written and never below zero, and
// books the separate ones as payments.
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
	for i := range t.Fees {
		ft, ff := &t.Fees[i], &flow.Fees[i]
		if ft.AfterEven && !s.Even {
			continue
		}
		switch {
		case ft.Spend > 0:
			ff.Paid = units.MilliSat(units.Round(float64(bid) * ft.Spend))
			ff.PaidUSD = toUSD(ff.Paid, f.Price)
		case ft.Separate:
			t.paySeparately(s, f, flow, i)
		default:
			due := ft.due(s.running[i].btc, flow, left)
			ff.Deducted = min(due, left)
			ff.Forgiven = due - ff.Deducted
			left -= ff.Deducted
		}
		flow.Paid += ff.Paid
		flow.PaidUSD += ff.PaidUSD
	}
	flow.Net = left
}

// due is what a deducted fee comes to on a day; running is what it is per day.
func (ft *FeeTerm) due(running units.MilliSat, flow *Flow, left units.MilliSat) units.MilliSat {
	switch {
	case ft.Share > 0:
		return units.MilliSat(units.Round(float64(flow.Gross) * ft.Share))
	case ft.Profit > 0:
		return units.MilliSat(units.Round(float64(left) * ft.Profit))
	}
	return running
}

// paySeparately pays a day's fee, or a whole window in advance when the last one is used up. A window
// is never longer than what is left of the term; what a stopped contract has prepaid is lost.
func (t *Terms) paySeparately(s *State, f Facts, flow *Flow, i int) {
	ft, ff := &t.Fees[i], &flow.Fees[i]
	if r := &s.running[i]; ft.PrepaidFor <= 1 && ft.BTCPerDay == 0 && r.usd < maxFlowUSD && r.btc < maxDailyBTC*units.MSatPerBTC {
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
			days = min(days, t.Last()-flow.Day)
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

// credit adds the day's net to the balance and follows cumulative output to break-even.
func (t *Terms) credit(s *State, f Facts, flow *Flow) {
	var net units.Micro
	if t.PaysUSD || t.breakEvenFee || t.ReturnCap > 0 {
		net = toUSD(flow.Net, f.Price)
	}
	if t.PaysUSD {
		s.BalanceUS += net
	} else {
		s.Balance += flow.Net
	}
	if !t.breakEvenFee && t.ReturnCap == 0 {
		return
	}
	s.Output += net
	for i := range t.Fees {
		s.Output -= flow.Fees[i].PaidUSD
	}
	if !s.Even && s.Output >= s.Invested {
		s.Even = true
		flow.Events |= BrokeEven
	}
}

// end closes the contract at a stop clause, its return cap or its last day.
func (t *Terms) end(s *State, flow *Flow) {
	for _, st := range t.Stops {
		if !st.Pause && s.Streak >= st.Days {
			flow.Events |= Terminated
			s.Ended, s.EndedBy = true, st.By
			if s.EndedBy == "" {
				s.EndedBy = EndUnstated
			}
			return
		}
	}
	if t.ReturnCap > 0 && s.Invested > 0 && float64(s.Output) >= t.ReturnCap*float64(s.Invested) {
		flow.Events |= CapReached
		s.Ended, s.EndedBy = true, EndReturnCap
		return
	}
	if t.Length > 0 && s.Day >= t.Last() {
		flow.Events |= EndOfTerm
		s.Ended, s.EndedBy = true, EndTerm
	}
}

// payOut sends the balance on payout days and at the end, if it reaches the minimum after the
// payout fee. Bitcoin goes out in whole satoshi; the rest stays on the balance.
func (t *Terms) payOut(s *State, f Facts, flow *Flow) {
	if t.Every != 1 && s.Day%t.Every != 0 && !s.Ended {
		return
	}
	balance := s.Balance
	if t.PaysUSD {
		if s.BalanceUS == 0 {
			return
		}
		balance = toBTC(s.BalanceUS, f.Price)
	}
	minimum := t.MinimumBTC
	if t.MinimumUSD > 0 {
		minimum = max(minimum, toBTC(t.MinimumUSD, f.Price))
	}
	fee := t.payoutFee(f, flow)
	send := (balance - fee) / 1000 * 1000
	if balance < minimum || send <= 0 {
		for i := range t.Fees {
			flow.Fees[i].AtPayout = 0
		}
		return
	}
	flow.Payout, flow.PayoutFee = send, fee
	flow.Events |= PaidOut
	if t.PaysUSD {
		s.BalanceUS -= min(s.BalanceUS, toUSD(send+fee, f.Price))
		return
	}
	s.Balance -= send + fee
}

// payoutFee notes what each per-payout fee would keep of a payout today, and returns the sum.
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

// toBTC is dollars in bitcoin at a price, to the nearest milli-satoshi, at most maxFlowBTC.
func toBTC(m units.Micro, price float64) units.MilliSat {
	if !(price > 0) {
		unpriced(price)
	}
	v := float64(m) * (units.MSatPerBTC / 1e6) / price
	if v > maxFlowBTC*units.MSatPerBTC {
		v = maxFlowBTC * units.MSatPerBTC
	}
	return units.MilliSat(units.Round(v))
}

// toUSD is bitcoin in dollars at a price, to the nearest millionth, at most maxFlowUSD.
func toUSD(m units.MilliSat, price float64) units.Micro {
	if !(price > 0) {
		unpriced(price)
	}
	v := float64(m) * price / (units.MSatPerBTC / 1e6)
	if v > maxFlowUSD*1e6 {
		v = maxFlowUSD * 1e6
	}
	return units.Micro(units.Round(v))
}

// unpriced panics; apart, so that what calls it stays small.
func unpriced(price float64) {
	panic(fmt.Sprintf("contract: a dollar amount on a day without a price (%v)", price))
}

// bounded limits a day's revenue or fee: on a path on which difficulty or price falls without end, no
// contract earns or costs more than all miners together (see bounds.go).
func bounded(m units.MilliSat) units.MilliSat { return min(m, maxDailyBTC*units.MSatPerBTC) }
