// Package settle closes a day: from what was mined and who owns what it makes the postings of the day, and
// the statement that is published of it.
//
// Main types: Day (what goes in), Close (what comes out). One unit of each series runs the contract's own
// function of a day (contract.Terms.Day) on the day's realised revenue; a holding gets its units times that,
// so that nothing is divided among holders and nothing rounds between them. What whole numbers leave is
// carried to the next day. The same input gives the same bytes, however often it is closed.
//
// It reads no file, no clock and no store, and nothing here is a fraction.
//
// Nothing in it is promised to other modules.
package settle

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"sync"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// Holding is how many units of a series a holder has.
type Holding = ledger.Holding

// Series is a series as it stands on a day.
type Series struct {
	Number   uint32
	Name     string
	Terms    *contract.Terms // of one unit
	State    contract.State  // after the day before
	Rate     uint64          // H/s of one unit
	Holdings []Holding
	Prepaid  units.MilliSat // escrowed price that is not yet earned
	DaysLeft int            // of its term, this one included
}

// Issued is the number of units that are held.
func (s *Series) Issued() int64 {
	var n int64
	for _, h := range s.Holdings {
		n += int64(h.Units)
	}
	return n
}

// Day is what a day is closed from.
type Day struct {
	Date    units.Date
	Revenue units.MilliSat // of blocks and pool payouts of the day
	Carried units.MilliSat // what rounding left before
	Work    share.Work     // metered, every grade
	Price   units.Micro    // of the day's facts
	Series  []Series       // in the order of their numbers
}

// line is what one unit of a series earned, and what that comes to for all.
type line struct {
	Number uint32
	Units  int64
	Flow   contract.Flow
	State  contract.State // after the day
	Earned units.MilliSat // of the escrowed price
}

// Close is a closed day.
type Close struct {
	Realised payout.Realised
	Lines    []line
	Journals []ledger.Journal // the close itself, then what each series' escrow earned
	Own      units.MilliSat   // the provider's: of unsold work, and of series that pause
	Residue  units.MilliSat   // carried to the next day
}

// Errors of Run.
var (
	errTerms  = errors.New("these terms cannot be settled by units")
	errSupply = errors.New("more units than can be settled")
)

// Check says why a series cannot be sold in units: its payout must depend on nothing but the day, and
// everything must come out of what the day earned.
func Check(t *contract.Terms) error {
	bad := func(why string) error { return fmt.Errorf("%w: %s", errTerms, why) }
	switch {
	case t.PriceSetsPayout():
		return bad(
			"the price sets what is paid: a fixed return, a return cap or a fee after break-even",
		)
	case t.PaysUSD:
		return bad("it pays dollars; a day's revenue is bitcoin")
	case t.Every != 1 || t.MinimumUSD != 0 || t.MinimumBTC != 0:
		return bad("it does not credit every day; a minimum belongs to the holder's account")
	case t.Bid != 0 || t.BidUSD != 0:
		return bad("it is a market order")
	case t.Uptime != 1:
		return bad("it promises a part of the hashrate; what was delivered is metered")
	case t.PrincipalReturned:
		return bad("it returns the price, which no day earns")
	}
	for _, f := range t.Fees {
		switch {
		case f.Separate:
			return bad(fmt.Sprintf("the fee %q is paid beside the payout; write it as deducted", f.Name))
		case f.PrepaidFor > 1:
			return bad(fmt.Sprintf("the fee %q is paid in advance", f.Name))
		case f.PayoutUSD != 0 || f.PayoutBTC != 0:
			return bad(fmt.Sprintf("the fee %q is per payout; it belongs to the holder's account", f.Name))
		}
	}
	return nil
}

// Run closes a day. It returns payout.ErrNoWork for revenue without work and errSupply beyond what whole
// numbers hold; both leave nothing half done.
func Run(d *Day) (*Close, error) {
	var input [32]byte
	var hashing sync.WaitGroup
	hashing.Go(func() { input = d.input() }) // takes longer than all else where holdings are many
	c, err := d.close()
	hashing.Wait()
	if err != nil {
		return nil, err
	}
	c.Journals[0].Input = input
	return c, nil
}

func (d *Day) close() (*Close, error) {
	issued := make([]int64, len(d.Series))
	for i := range d.Series {
		issued[i] = d.Series[i].Issued()
	}
	sold, err := d.sold(issued)
	if err != nil {
		return nil, err
	}
	give := max(0, d.Revenue+d.Carried)
	c := &Close{}
	if c.Realised, err = payout.Realise(give, d.Work, sold); err != nil {
		return nil, fmt.Errorf("%v: %w", d.Date, err)
	}
	facts := c.Realised.Facts(d.Date, d.Price)
	journal := ledger.Journal{Kind: "close", Key: d.Date.String(), Day: d.Date}
	var given units.MilliSat
	paused := false
	for i := range d.Series {
		s := &d.Series[i]
		line := line{Number: s.Number, Units: issued[i], State: s.State}
		s.Terms.Day(&line.State, facts, &line.Flow)
		line.Earned = s.earned(c.Realised, d.Work, sold)
		paused = paused || line.Flow.Events&contract.Paused != 0
		credited, err := s.credit(&journal, &line)
		if err != nil {
			return nil, err
		}
		given += credited
		c.Lines = append(c.Lines, line)
	}
	c.Own = c.Realised.Own
	if paused { // what its hashrate earned meanwhile belongs to no unit, and is no rounding either
		c.Own = give - given
	}
	c.Residue = d.Carried + d.Revenue - given - c.Own
	journal.Postings = append(journal.Postings, ledger.Debit(ledger.RevenueOf(d.Date), d.Revenue),
		ledger.Credit(ledger.Own, c.Own), ledger.Credit(ledger.Rounding, c.Residue-d.Carried))
	c.Journals = append(c.Journals, journal)
	for _, l := range c.Lines {
		if l.Earned != 0 {
			earned := ledger.Earned(l.Number, d.Date, l.Earned)
			c.Journals = append(c.Journals, earned)
		}
	}
	return c, nil
}

// sold is the work that all units would do in the day at full delivery.
func (d *Day) sold(issued []int64) (share.Work, error) {
	var sold share.Work
	for i := range d.Series {
		s := &d.Series[i]
		if s.State.Ended {
			continue
		}
		var err error
		if sold, err = sold.Add(payout.SoldWork(issued[i], s.Rate)); err != nil {
			return share.Work{}, fmt.Errorf("%w: %w", errSupply, err)
		}
	}
	return sold, nil
}

// credit adds to the close what holders, and the provider's fees, get of a day, and returns the sum.
func (s *Series) credit(j *ledger.Journal, l *line) (units.MilliSat, error) {
	if l.Units == 0 {
		return 0, nil
	}
	if l.Flow.Gross > ledger.Supply/units.MilliSat(l.Units) {
		return 0, fmt.Errorf("%w: %d units at %d msat", errSupply, l.Units, l.Flow.Gross)
	}
	all := units.MilliSat(l.Units)
	credited := l.Flow.Net * all
	if l.Flow.Net != 0 {
		j.Spreads = append(j.Spreads, ledger.Spread{
			Class: ledger.HolderMined, PerUnit: l.Flow.Net, To: s.Holdings,
		})
	}
	for i := range l.Flow.NumFees {
		if fee := l.Flow.Fees[i].Deducted; fee != 0 {
			j.Postings = append(j.Postings, ledger.Credit(ledger.FeeIncome(s.Number, i), fee*all))
			credited += fee * all
		}
	}
	return credited, nil
}

// earned is the part of the escrowed price that the day has earned: an even part of what is left for each
// day that is left, times what was delivered.
func (s *Series) earned(r payout.Realised, work, sold share.Work) units.MilliSat {
	if s.Prepaid <= 0 || s.DaysLeft <= 0 || s.State.Ended {
		return 0
	}
	n := big.NewInt(int64(s.Prepaid))
	if r.Delivered < 1 {
		n.Mul(n, work.Big())
		n.Quo(n, sold.Big())
	}
	return units.MilliSat(n.Quo(n, big.NewInt(int64(s.DaysLeft))).Int64())
}

// input is the hash of everything that the day is closed from.
func (d *Day) input() [32]byte {
	sum := sha256.New()
	h := bufio.NewWriterSize(sum, 1<<16)
	fmt.Fprintln(h, d.Date, int64(d.Revenue), int64(d.Carried), d.Work, int64(d.Price))
	var packed []byte
	for i := range d.Series {
		s := &d.Series[i]
		fmt.Fprintf(
			h,
			"%d %q %d %d %d\n%+v\n%+v\n",
			s.Number,
			s.Name,
			s.Rate,
			int64(s.Prepaid),
			s.DaysLeft,
			*s.Terms,
			frozen(&s.State),
		)
		for held := range slices.Chunk(s.Holdings, 1<<12) {
			packed = ledger.AppendHoldings(packed[:0], held)
			h.Write(packed)
		}
	}
	h.Flush() // to a hash, which takes everything
	return [32]byte(sum.Sum(nil))
}

// frozen is the state of a unit as text, the fields that a next day depends on.
func frozen(s *contract.State) string {
	return "day " + strconv.Itoa(s.Day) + " streak " + strconv.Itoa(s.Streak) + " balance " +
		strconv.FormatInt(int64(s.Balance), 10) + " ended " + strconv.FormatBool(s.Ended) + " " + s.EndedBy
}
