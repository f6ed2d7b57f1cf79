package contract

import (
	"slices"

	"github.com/assaymining/assay/units"
)

// MaxFees is the largest number of fees one contract may have.
const MaxFees = 12

// MaxStops is the largest number of stops one contract may have: each is looked at on every day of every run.
const MaxStops = 12

// Terms are the terms of an offer in computable form. A Terms value is never written after Compile,
// so that many goroutines may share it.
type Terms struct {
	TH         float64 // contracted hashrate, TH/s
	Uptime     float64 // delivered share of the contracted hashrate, 0..1
	Delay      int     // days from purchase to the first mining day
	Length     int     // mining days; 0 is open
	UpfrontUSD units.Micro
	UpfrontBTC units.MilliSat
	// paid with the price, and returned in the same currency when the contract ends
	DepositUSD  units.Micro
	DepositBTC  units.MilliSat
	Unpriced    bool    // the price is not stated: what is paid is not known, and not zero
	Fixed       float64 // promised gross per day as a share of the upfront price; 0: revenue follows mining
	SubsidyOnly bool    // PPS: transaction fees stay with the pool
	// the price comes back on the last day of the term, on the seller's word
	PrincipalReturned bool
	// hashrate by whose blocks it is paid, TH/s: one's own or a pool's, so that payouts have a block's luck;
	// 0: an expectation is paid. Day takes the facts it is given: luck is theirs (play), or left out.
	LuckTH       float64
	PaysUSD      bool // the balance is kept and paid in dollars
	Every        int  // days between payouts
	MinimumUSD   units.Micro
	MinimumBTC   units.MilliSat
	Fees         []FeeTerm
	Bid          float64 // BTC per TH/s and day of a market order, paid day by day
	BidUSD       float64 // the same in dollars, each day at its own price
	Stops        []StopTerm
	ReturnCap    float64 // cumulative net over upfront at which the contract ends; 0: none
	breakEvenFee bool    // some fee waits for break-even
}

// FeeTerm is one fee in computable form.
type FeeTerm struct {
	Name       string
	Separate   bool    // paid beside the payout, not taken out of it
	AfterEven  bool    // applies from the day after break-even
	USDPerDay  float64 // dollars a day for the whole contract
	BTCPerDay  float64 // bitcoin a day for the whole contract
	Share      float64 // of gross
	Profit     float64 // of the day's profit: gross less all fees of the day but such shares
	Spend      float64 // of the day's bid
	PayoutUSD  units.Micro
	PayoutBTC  units.MilliSat
	OnceUSD    units.Micro // on the day of purchase, beside the price
	OnceBTC    units.MilliSat
	PrepaidFor int // days paid in advance at a time; 0 is day by day
	// growth of the daily amount after each period of EscalationDays days of mining; 0 days are a year of 365
	Escalation     float64
	EscalationDays int
}

// StopTerm ends the contract, or pauses it, once fees have exceeded revenue for Days days in a row.
type StopTerm struct {
	Days    int
	Pause   bool
	By      string
	FeeUSD  units.Micro // what the buyer pays when it ends the contract
	FeeBTC  units.MilliSat
	Extends bool // days that it pauses are added to the term, as many as MaxExtension at most
}

// MaxExtension is how many days pauses add to a term at most: as many as it has, and no more than a year. No
// seller states such a bound; without one a contract that is never worth running would never end.
func (t *Terms) MaxExtension() int {
	if !slices.ContainsFunc(t.Stops, func(s StopTerm) bool { return s.Pause && s.Extends }) {
		return 0
	}
	return min(t.Length, 365)
}

// Longest is Last with all the days that pauses may add; 0 where the term is open.
func (t *Terms) Longest() int { return t.Last() + t.MaxExtension() }

// New checks terms and makes them ready for Day. It refuses terms whose sums could leave the range of the
// integers that hold them (bounds.go), with the repair in the error.
func New(t Terms) (*Terms, error) {
	t.breakEvenFee = slices.ContainsFunc(t.Fees, func(f FeeTerm) bool { return f.AfterEven })
	if err := t.check(); err != nil {
		return nil, err
	}
	return &t, nil
}

// PriceSetsPayout reports whether what the buyer receives depends on the upfront price itself: a
// promised share of it, a cap on it, or a fee that waits for it to be earned back. Such a contract has
// no fair price that can be read off its receipts.
func (t *Terms) PriceSetsPayout() bool { return t.Fixed > 0 || t.ReturnCap > 0 || t.breakEvenFee }
