// Package audit tells a holder whether what was paid is what was owed, and what can and cannot be known.
//
// Main types: Input (terms, history, rows of statements), Result (schema assay/audit/v1). Run judges
// payments day by day, Five a sum over a time. What is owed comes from contract.Terms.Day alone, on the day's
// difficulty, reward, price and uptime.
//
// The tests are e-processes: the chance that an honest payer is ever accused is at most Alpha, however
// often one looks (Ville's inequality). An e-value is no probability of guilt: it says how rare such
// payments would be. It fetches nothing, and never takes a missing row for zero.
//
// Sources: Howard et al. 2021; Waudby-Smith & Ramdas 2023; Ramdas, Grünwald, Vovk & Shafer 2023; Lai
// 1976; measurements in docs/audit.md.
//
// Nothing in it is promised to other modules.
package audit

import (
	"errors"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// alpha is the chance, over all tests and all time, that an honest payer is accused.
const alpha = 0.01

// Input is what an audit is judged on.
type Input struct {
	Terms   *contract.Terms // what was agreed; AccountTerms for an account at a pool
	Start   units.Date      // the day of purchase; 0: the first day paid for
	Sold    bool            // Terms are of a contract that sells hashrate, so that less of it is a shortfall
	Scheme  payout.Scheme   // empty: FPPS
	History *market.History
	Rows    []statement.Row // credits, payouts and corrections of one holder
	Unread  int             // rows of the same files that could not be read, and may hold amounts
	Market  string          // that paid, by what buyers bid and no formula; empty: a pool or a contract
	From    units.Date      // first and last day to judge; 0: as far as rows go
	To      units.Date
	Uptime  units.Fraction // of the hashrate, on days whose row tells none; 0: as promised

	Boundary      *Boundary      // the payer's day and fee average, where it states them; nil: found
	FeeChanges    []FeeChange    // announced
	Compensations []Compensation // made good otherwise than in coin
	Counts        []Counts       // of shares, blocks or hashrate, by test
	BlockFees     []BlockFee     // by time, where they are known
	Provenance    *trace.Result  // of the payouts; nil: not traced

	Done <-chan struct{} // once it is closed nobody waits for the answer: ErrEnded
}

// ErrEnded is why an audit was given up: its Done was closed.
var ErrEnded = errors.New("the audit was given up")

// ended reports whether nobody waits for the answer any more.
func (in *Input) ended() bool {
	select {
	case <-in.Done: // nil: never
		return true
	default:
		return false
	}
}

// FeeChange is an announced change of a fee that is a share of revenue, from a day on.
type FeeChange struct {
	From  units.Date
	Name  string // of the fee; empty: the first that is a share
	Share units.Fraction
	Quote string
}

// Compensation is what was made good otherwise than in coin: a longer term, credit on an invoice.
type Compensation struct {
	From, To units.Date
	What     string
	Quote    string
}

// Counts are counts against what was to be expected, day by day. Test is "delivered" (accepted shares
// against the hashrate sold), "luck" (blocks found against the hashrate claimed) or "machine" (the
// pool's shares against the machine's own hashrate).
type Counts struct {
	Test string
	Days []Count
}

// Count is one day: Expected may be any positive number.
type Count struct {
	Date     units.Date
	Counted  float64
	Expected float64
}

// AccountTerms are the terms of an account at a pool: hashrate of one's own, a fee on what it earns.
// PPS leaves transaction fees with the pool. Payouts below the minimum wait.
func AccountTerms(hashrate units.Hashrate, fee units.Fraction, scheme payout.Scheme,
	minimum units.MilliSat) *contract.Terms {
	t := &contract.Terms{TH: hashrate.TH(), Uptime: 1, Every: 1, SubsidyOnly: scheme == payout.PPS,
		MinimumBTC: minimum}
	if fee > 0 {
		t.Fees = []contract.FeeTerm{{Name: "pool fee", Share: float64(fee)}}
	}
	return t
}
