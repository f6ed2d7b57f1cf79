package contract

import (
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Facts are what the market was on one day (UTC).
type Facts struct {
	Date    units.Date
	Subsidy consensus.Hashvalue // BTC per TH/s and day from the subsidy, expected: no pool's luck
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
	Streak    int            // unprofitable days in a row, which stop clauses count
	Balance   units.MilliSat // credited and not paid out, where payouts are in bitcoin
	BalanceUS units.Micro    // the same where payouts are in dollars
	Output    units.Micro    // cumulative net output less separate fees, in dollars of each day
	Invested  units.Micro    // upfront price in dollars of the purchase day
	Extra     int            // days that pauses have added to the term
	Ended     bool
	EndedBy   string              // EndTerm, EndReturnCap, or who stopped it
	Even      bool                // break-even was reached on an earlier day
	prepaid   [MaxFees]int32      // days that are left of each fee's window paid in advance
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

// Flow is one day of a contract. Gross = sum of Fees.Deducted + Net, PayoutFee = sum of Fees.AtPayout and
// Paid = upfront + deposit + bid + sum of Fees.Paid + the fee of a stop, all exactly; a payout is a whole
// number of satoshi; Fees[i] belongs to Terms.Fees[i].
type Flow struct {
	Day       int
	Events    Event
	Gross     units.MilliSat
	Net       units.MilliSat // credited to the balance
	Payout    units.MilliSat // sent to the buyer, whole satoshi
	PayoutFee units.MilliSat // kept by the seller at payout
	Paid      units.MilliSat // all payments of the day: upfront price, bid, separate fees, a deposit
	PaidUSD   units.Micro    // the same in dollars at the day's price
	Deposit   units.MilliSat // of what is paid: the deposit, and a stop's fee is none of it
	Returned  units.MilliSat // the deposit that comes back, beside the payout
	// the two in dollars of the day
	DepositUSD, ReturnedUSD units.Micro
	NumFees                 int
	Fees                    [MaxFees]FeeFlow
}
