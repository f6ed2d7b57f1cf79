package contract

import "github.com/assaymining/assay/units"

// Start is the state on the day of purchase.
func (t *Terms) Start() State { return State{} }

// Last is the number of days from purchase to the end of the term, 0 where it is open.
func (t *Terms) Last() int {
	if t.Length == 0 {
		return 0
	}
	return t.Delay + t.Length
}

// Day computes the next day of the contract: it advances s and overwrites flow. In this order:
//
//   - on the day of purchase what is paid at once is paid; mining waits for Delay days more;
//   - the day's gross is set against its running fees, and a day on which they are higher counts for the
//     stops: a pausing one skips the day, with no revenue and no fee;
//   - fees are taken or paid, the rest is credited to the balance, and break-even is looked for;
//   - an ending stop, the return cap or the last day of the term closes the contract;
//   - the balance is sent, if this is a day for it and the minimum is reached.
//
// It is the specification of what a contract pays: whatever plays contracts faster is tested against it.
// Deterministic; no allocation. It panics when a dollar amount meets a day without a price.
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

// reset empties flow, but for the fees that these terms do not have: they are empty already, and a run over
// years would clear them each day.
func (t *Terms) reset(s *State, flow *Flow) {
	n := len(t.Fees)
	for i := range flow.Fees[:n] {
		flow.Fees[i] = FeeFlow{}
	}
	flow.Day, flow.NumFees, flow.Events = s.Day, n, 0
	flow.Gross, flow.Net, flow.Payout, flow.PayoutFee, flow.Paid, flow.PaidUSD = 0, 0, 0, 0, 0, 0
	flow.Deposit, flow.Returned, flow.DepositUSD, flow.ReturnedUSD = 0, 0, 0, 0
	s.Day++
}

// payUpfront books what is paid at once on the first day, in the currency it is in and at the day's price in
// the other: the whole price, and beside it charges that are made once and a deposit.
func (t *Terms) payUpfront(s *State, f Facts, flow *Flow) {
	if t.UpfrontUSD != 0 {
		flow.Paid, flow.PaidUSD = toBTC(t.UpfrontUSD, f.Price), t.UpfrontUSD
	}
	if t.UpfrontBTC != 0 {
		flow.Paid += t.UpfrontBTC
		flow.PaidUSD += toUSD(t.UpfrontBTC, f.Price)
	}
	s.Invested = flow.PaidUSD
	for i := range t.Fees {
		if ft := &t.Fees[i]; ft.OnceUSD != 0 || ft.OnceBTC != 0 {
			ff := &flow.Fees[i]
			ff.Paid, ff.PaidUSD = bothWays(ft.OnceBTC, ft.OnceUSD, f.Price)
			flow.Paid += ff.Paid
			flow.PaidUSD += ff.PaidUSD
			s.Output -= ff.PaidUSD
		}
	}
	if t.DepositUSD != 0 || t.DepositBTC != 0 {
		flow.Deposit, flow.DepositUSD = bothWays(t.DepositBTC, t.DepositUSD, f.Price)
		flow.Paid += flow.Deposit
		flow.PaidUSD += flow.DepositUSD
	}
}

// bothWays is an amount, in bitcoin or in dollars, in both at a price.
func bothWays(btc units.MilliSat, usd units.Micro, price float64) (units.MilliSat, units.Micro) {
	if usd != 0 {
		return btc + toBTC(usd, price), usd
	}
	return btc, toUSD(btc, price)
}

// mine computes revenue and fees of one mining day and ends the contract where a clause does. A day loses
// when its running fees exceed its revenue, whoever bears the loss: that is what sellers' clauses speak of
// (HashFlare, 2017-18: 21 such days in a row, cointelegraph 2018-07-20), and one good day begins the count
// anew.
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
		if s.Extra < t.MaxExtension() && t.extends(s) {
			s.Extra++
		}
	} else {
		flow.Events |= Mining
		flow.Gross = gross
		t.charge(s, f, flow)
		t.returnPrincipal(s, f, flow)
		t.credit(s, f, flow)
	}
	t.end(s, f, flow)
	if s.Ended && (t.DepositUSD != 0 || t.DepositBTC != 0) {
		flow.Returned, flow.ReturnedUSD = bothWays(t.DepositBTC, t.DepositUSD, f.Price)
	}
}

// returnPrincipal adds the price to what the last day of the term pays, where the seller promises that: no
// fee shares in it, and a contract that ends before never sees it.
func (t *Terms) returnPrincipal(s *State, f Facts, flow *Flow) {
	if !t.PrincipalReturned || t.Length == 0 || flow.Day != t.Last()+s.Extra-1 {
		return
	}
	price := t.UpfrontBTC
	if t.UpfrontUSD != 0 {
		price += toBTC(t.UpfrontUSD, f.Price)
	}
	flow.Gross += price
	flow.Net += price
}

// grossOf is gross, worked out beforehand where many runs share the day.
func (t *Terms) grossOf(s *State, f Facts) units.MilliSat {
	if s.today != nil {
		return s.today.gross
	}
	return t.gross(f)
}

// gross is the expected revenue of the day before fees, in milli-satoshi: hashvalue (docs/terms.md) times
// delivered hashrate, or the promised share of the upfront price. Under PPS transaction fees stay with the
// pool. It is an expectation: a block's luck belongs to whoever mines alone or by PPLNS.
func (t *Terms) gross(f Facts) units.MilliSat {
	if t.Fixed > 0 {
		g := units.RoundMilliSat(min(t.Fixed*t.UpfrontBTC.BTC(), maxDailyBTC))
		if t.UpfrontUSD != 0 {
			g += toBTC(units.RoundMicro(min(t.Fixed*t.UpfrontUSD.Float(), MaxUpfrontUSD)), f.Price)
		}
		return bounded(g)
	}
	h := f.Subsidy
	if !t.SubsidyOnly {
		h += f.Fees
	}
	return units.RoundMilliSat(min(float64(h)*t.TH*t.Uptime, maxDailyBTC))
}

// pauses reports whether a clause switches the machines off today.
func (t *Terms) pauses(s *State) bool {
	for _, st := range t.Stops {
		if st.Pause && s.Streak >= st.Days {
			return true
		}
	}
	return false
}

// extends reports whether a clause that switches the machines off today adds the day to the term.
func (t *Terms) extends(s *State) bool {
	for _, st := range t.Stops {
		if st.Pause && st.Extends && s.Streak >= st.Days {
			return true
		}
	}
	return false
}

// credit adds the day's net to the balance, in the currency of payouts and at the day's price, so that a
// balance in dollars no longer moves with bitcoin. Output is followed only where a clause depends on it (a
// fee that waits for break-even, a return cap): net in dollars of each day less what was paid beside it,
// against the upfront price in dollars of its day.
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
		if ft := &t.Fees[i]; ft.OnceUSD == 0 && ft.OnceBTC == 0 { // those that are came with the price
			s.Output -= flow.Fees[i].PaidUSD
		}
	}
	if !s.Even && s.Output >= s.Invested {
		s.Even = true
		flow.Events |= BrokeEven
	}
}

// end closes the contract at a stop clause, its return cap or its last day, in this order: where two fall on
// one day the earlier named is the reason. A cap is on output over the price ("200 %" ends at twice the
// price), and means nothing where no price is known. A stop may have its fee, which the buyer pays that day.
func (t *Terms) end(s *State, f Facts, flow *Flow) {
	for _, st := range t.Stops {
		if !st.Pause && s.Streak >= st.Days {
			flow.Events |= Terminated
			s.Ended, s.EndedBy = true, st.By
			if s.EndedBy == "" {
				s.EndedBy = EndUnstated
			}
			if st.FeeUSD != 0 || st.FeeBTC != 0 {
				btc, usd := bothWays(st.FeeBTC, st.FeeUSD, f.Price)
				flow.Paid += btc
				flow.PaidUSD += usd
			}
			return
		}
	}
	if t.ReturnCap > 0 && s.Invested > 0 && float64(s.Output) >= t.ReturnCap*float64(s.Invested) {
		flow.Events |= CapReached
		s.Ended, s.EndedBy = true, EndReturnCap
		return
	}
	if t.Length > 0 && s.Day >= t.Last()+s.Extra {
		flow.Events |= EndOfTerm
		s.Ended, s.EndedBy = true, EndTerm
	}
}

// payOut sends the balance on every Every-th day since purchase and at the end, if the balance reaches the
// minimum and something is left after the payout fee. Bitcoin goes out in whole satoshi, its smallest unit on
// chain; the rest stays on the balance. A balance below the minimum at the end is never sent: it is stuck.
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
