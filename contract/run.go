package contract

import (
	"context"

	"github.com/assaymining/assay/units"
)

// Totals are the sums of a run. Gross = sum of Fees.Deducted + Net; Net = Received - Returned + PayoutFees +
// Stuck (where payouts are in bitcoin); Paid includes the upfront price. All sums are exact.
type Totals struct {
	Days        int            // days computed, from purchase
	MiningDays  int            // days with the hashrate at work
	Gross       units.MilliSat // expected revenue before fees
	Net         units.MilliSat // credited
	Received    units.MilliSat // sent to the buyer, a deposit that comes back included
	Returned    units.MilliSat // that deposit
	Deposit     units.MilliSat // what was paid for it, included in Paid
	ReceivedUSD units.Micro    // the same in dollars of each payout's day
	PayoutFees  units.MilliSat
	Stuck       units.MilliSat // left on the balance at the end, below the minimum payout
	Paid        units.MilliSat // upfront and separate payments, in bitcoin of each payment's day
	PaidUSD     units.Micro
	DepositUSD  units.Micro // of it
	returnedUSD units.Micro // of ReceivedUSD
	GrossUSD    units.Micro // revenue in dollars of each day
	Fees        [MaxFees]FeeTotal
	Ended       bool
	EndedDay    int // days from purchase to the end; valid where Ended
	EndedBy     string
	EvenDay     int // day of break-even in the contract's own sense, -1 never
	// first day on which dollars received reached dollars paid so far, a deposit left out of both; -1 never
	PaybackDay int
	LossDays   int // days whose fees exceeded revenue
}

// FeeTotal is one fee over a run: in bitcoin, and in dollars of each day.
type FeeTotal struct {
	Taken    units.MilliSat // deducted from revenue or kept at payout
	TakenUSD units.Micro
	Paid     units.MilliSat // paid separately
	PaidUSD  units.Micro
	Forgiven units.MilliSat
}

// BTCEfficiency is BTC received per BTC that the same payments would have bought on the days they
// were made; ok is false where nothing was paid.
func (r *Totals) BTCEfficiency() (epsilon float64, ok bool) {
	if r.Paid <= 0 {
		return 0, false
	}
	return float64(r.Received) / float64(r.Paid), true
}

// Run plays the contract over consecutive days, the first being the day of purchase, and stops at its
// end. visit, where not nil, sees each day's flow (which it must not keep). An open contract runs
// through all the days given.
func (t *Terms) Run(days []Facts, visit func(Facts, *Flow)) Totals {
	return t.run(context.Background(), days, nil, visit)
}

// RunWithin is Run as long as the context lasts; totals of a run that was given up must not be used.
func (t *Terms) RunWithin(ctx context.Context, days []Facts, visit func(Facts, *Flow)) Totals {
	return t.run(ctx, days, nil, visit)
}

// daysBetweenLooks is how many days of a run pass between two looks at its context: some 0.1 ms.
const daysBetweenLooks = 256

// run is RunWithin where work, if not nil, has what the same days come to.
func (t *Terms) run(ctx context.Context, days []Facts, work []dayWork, visit func(Facts, *Flow)) Totals {
	r := Totals{EvenDay: -1, PaybackDay: -1}
	s, flow := t.Start(), Flow{}
	for i := range days {
		if i%daysBetweenLooks == 0 && ctx.Err() != nil {
			break
		}
		if work != nil {
			s.today = &work[i]
		}
		t.Day(&s, days[i], &flow)
		r.add(t, days[i].Price, &flow, s.today)
		if visit != nil {
			visit(days[i], &flow)
		}
		if s.Ended {
			r.Ended, r.EndedDay, r.EndedBy = true, i+1, s.EndedBy
			break
		}
	}
	r.Days = s.Day
	r.Stuck = s.Balance
	if t.PaysUSD && r.Days > 0 && s.BalanceUS > 0 {
		r.Stuck = toBTC(s.BalanceUS, days[r.Days-1].Price)
	}
	return r
}

// Work is a contract on given days, with what each day comes to whatever went before, so that many
// runs over the same days do not work it out again. It is never written once made.
type Work struct {
	t    *Terms
	days []Facts
	each []dayWork
}

// dayWork is revenue and running fees of one day.
type dayWork struct {
	gross    units.MilliSat
	grossUSD units.Micro
	running  [MaxFees]runningFee // of fees that do not escalate
}

// Work prepares runs over days, which it keeps. Every day needs a price.
func (t *Terms) Work(days []Facts) *Work {
	w := &Work{t, days, make([]dayWork, len(days))}
	for i := range w.each {
		to := &w.each[i]
		to.gross = t.gross(days[i])
		to.grossUSD = toUSD(to.gross, days[i].Price)
		for k := range t.Fees {
			to.running[k] = t.Fees[k].daily(days[i], 0)
		}
	}
	return w
}

// At is the same days at another upfront price: that of the terms, times a factor above zero.
func (w *Work) At(factor float64) *Work {
	t, at := *w.t, *w
	t.UpfrontUSD = units.RoundMicro(min(t.UpfrontUSD.Float()*factor, MaxUpfrontUSD))
	t.UpfrontBTC = units.RoundMilliSat(min(t.UpfrontBTC.BTC()*factor, MaxUpfrontBTC))
	at.t = &t
	return &at
}

// Run is Terms.RunWithin over days from <= day < to.
func (w *Work) Run(ctx context.Context, from, to int) Totals {
	return w.t.run(ctx, w.days[from:to], w.each[from:to], nil)
}

// add counts a day of the contract at its price. Payback leaves the deposit out of both sides: it is lent and
// not earned back.
func (r *Totals) add(t *Terms, price float64, f *Flow, today *dayWork) {
	if f.Events&Mining != 0 {
		r.MiningDays++
	}
	if f.Events&Unprofitable != 0 {
		r.LossDays++
	}
	if f.Events&BrokeEven != 0 {
		r.EvenDay = f.Day
	}
	r.Gross += f.Gross
	r.Net += f.Net
	r.PayoutFees += f.PayoutFee
	r.Paid += f.Paid
	r.PaidUSD += f.PaidUSD
	switch {
	case f.Gross == 0:
	case today != nil && f.Gross == today.gross:
		r.GrossUSD += today.grossUSD
	default:
		r.GrossUSD += toUSD(f.Gross, price)
	}
	if f.Payout != 0 {
		r.Received += f.Payout
		r.ReceivedUSD += toUSD(f.Payout, price)
	}
	r.Deposit += f.Deposit
	r.DepositUSD += f.DepositUSD
	if f.Returned != 0 {
		r.Received += f.Returned
		r.Returned += f.Returned
		r.ReceivedUSD += f.ReturnedUSD
		r.returnedUSD += f.ReturnedUSD
	}
	for i := range t.Fees {
		ff, sum := &f.Fees[i], &r.Fees[i]
		if taken := ff.Deducted + ff.AtPayout; taken != 0 {
			sum.Taken += taken
			sum.TakenUSD += toUSD(taken, price)
		}
		sum.Paid += ff.Paid
		sum.PaidUSD += ff.PaidUSD
		sum.Forgiven += ff.Forgiven
	}
	due := r.PaidUSD - r.DepositUSD
	if r.PaybackDay < 0 && due > 0 && r.ReceivedUSD-r.returnedUSD >= due {
		r.PaybackDay = f.Day
	}
}
