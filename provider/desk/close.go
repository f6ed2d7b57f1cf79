package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/units"
)

// Freeze keeps what a day will be settled on. A second, other text for the same day is ErrTaken.
func (d *Desk) Freeze(ctx context.Context, facts *daybook.Facts) error {
	text := facts.Append(nil)
	if _, err := daybook.ParseFacts(text); err != nil {
		return err
	}
	return d.do(ctx, func(tx Tx) error {
		old, err := tx.Get(buckFacts, facts.Day.String())
		if err != nil {
			return err
		}
		if old != nil {
			if !bytes.Equal(old, text) {
				return fmt.Errorf("the facts of %v: %w", facts.Day, ErrTaken)
			}
			return nil
		}
		return tx.Put(buckFacts, facts.Day.String(), text)
	})
}

// lastClosed is the day that was closed last; false where none was.
func lastClosed(tx Tx) (day units.Date, closed bool, err error) {
	closed, err = load(tx, buckState, "last", &day)
	return day, closed, err
}

// LastClosed is the day that was closed last; false where none was.
func (d *Desk) LastClosed(ctx context.Context) (day units.Date, closed bool, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		day, closed, err = lastClosed(tx)
		return err
	})
	return day, closed, err
}

// Metered is what a day's work is taken from.
type Metered struct {
	Meter    *meter.Meter
	Segments []daybook.Segment // of the day, as they are published
}

// Close closes a day in one transaction: postings, balances, states of series, and the statement, whose text
// it returns. Closed before, it returns that statement. It waits (ErrTooEarly) for the day before, for the
// day's facts, for every server's report and for every block of the day to mature or to be lost.
func (d *Desk) Close(ctx context.Context, day units.Date, in Metered) (text []byte, err error) {
	err = d.do(ctx, func(tx Tx) error {
		text, err = tx.Get(buckDay, day.String())
		if err != nil || text != nil {
			return err
		}
		c := &closing{desk: d, tx: tx, day: day, in: in}
		text, err = c.run()
		return err
	})
	return text, err
}

// closing is one close under way.
type closing struct {
	desk   *Desk
	tx     Tx
	day    units.Date
	in     Metered
	facts  *daybook.Facts
	blocks []Found
	series []Series // active on the day, in the order of their numbers
	input  settle.Day
	result *settle.Close
	text   daybook.Statement
}

func (c *closing) run() ([]byte, error) {
	for _, step := range []func() error{
		c.ready, c.titles, c.settle, c.post, c.ends, c.check, c.state, c.commit,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	text := c.text.Append(nil)
	if err := c.tx.Put(buckDay, c.day.String(), text); err != nil {
		return nil, err
	}
	return text, save(c.tx, buckState, "last", c.day)
}

// ready waits for whatever the day still lacks.
func (c *closing) ready() error {
	last, closed, err := lastClosed(c.tx)
	if err != nil {
		return err
	}
	if closed && c.day != last+1 {
		return fmt.Errorf("%w: %v is closed next, not %v", ErrTooEarly, last+1, c.day)
	}
	text, err := c.tx.Get(buckFacts, c.day.String())
	if err != nil {
		return err
	}
	if text == nil {
		return fmt.Errorf("%w: %v has no facts yet", ErrTooEarly, c.day)
	}
	if c.facts, err = daybook.ParseFacts(text); err != nil {
		return err
	}
	c.text.Facts = daybook.HashOf(text)
	if err := c.in.Meter.Complete(c.day); err != nil {
		return fmt.Errorf("%w: %w", ErrTooEarly, err)
	}
	all, err := blocks(c.tx)
	if err != nil {
		return err
	}
	for _, f := range all {
		if f.Day != c.day {
			continue
		}
		if !f.settled() {
			return fmt.Errorf("%w: block %s of %v is %s and may still mature",
				ErrTooEarly, f.Hash, c.day, f.State)
		}
		if f.State == mature {
			c.blocks = append(c.blocks, f)
		}
	}
	slices.SortFunc(c.blocks, func(a, b Found) int { return cmp.Compare(a.Height, b.Height) })
	return nil
}

// titles puts in force who owns what at the day's record time.
func (c *closing) titles() error {
	if err := apply(c.tx, c.day); err != nil {
		return err
	}
	return c.tx.List(buckSeries, func(_ string, value []byte) error {
		s, err := decode[Series](value)
		if err == nil && s.active(c.day) {
			c.series = append(c.series, s)
		}
		return err
	})
}

func (c *closing) settle() error {
	slices.SortFunc(c.series, func(a, b Series) int { return cmp.Compare(a.Number, b.Number) })
	revenue, err := c.tx.Balance(ledger.RevenueOf(c.day))
	if err != nil {
		return err
	}
	carried, err := c.tx.Balance(ledger.Rounding)
	if err != nil {
		return err
	}
	c.input = settle.Day{
		Date: c.day, Revenue: revenue, Carried: carried, Work: c.in.Meter.Day(c.day).All.Work,
		Price: c.facts.Price,
	}
	for i := range c.series {
		s := &c.series[i]
		terms, err := s.terms()
		if err != nil {
			return err
		}
		held, err := holdingsOf(c.tx, s.Name)
		if err != nil {
			return err
		}
		prepaid, err := c.tx.Balance(ledger.At(ledger.SeriesPrepaid, s.Number))
		if err != nil {
			return err
		}
		c.input.Series = append(c.input.Series, settle.Series{
			Number: s.Number, Name: s.Name, Terms: terms, State: s.State, Rate: s.Rate, Holdings: held,
			Prepaid:  prepaid,
			DaysLeft: int(s.Last-c.day) + 1,
		})
	}
	c.result, err = settle.Run(&c.input)
	return err
}

// post books the close and keeps the states of series.
func (c *closing) post() error {
	for _, j := range c.result.Journals {
		if _, err := c.tx.Post(j); err != nil {
			return err
		}
	}
	for i := range c.series {
		c.series[i].State = c.result.Lines[i].State
		if err := save(c.tx, buckSeries, c.series[i].Name, &c.series[i]); err != nil {
			return err
		}
	}
	return nil
}

// ends gives back what of a price was never earned, on the last day of a series.
func (c *closing) ends() error {
	for i := range c.series {
		s := &c.series[i]
		if !s.State.Ended {
			continue
		}
		rest, err := c.tx.Balance(ledger.At(ledger.SeriesPrepaid, s.Number))
		if err != nil {
			return err
		}
		held := c.input.Series[i].Holdings
		if rest == 0 || len(held) == 0 {
			continue
		}
		who, n := make([]uint32, len(held)), make([]uint32, len(held))
		for k, h := range held {
			who[k], n[k] = h.Holder, h.Units
		}
		if _, err := c.tx.Post(ledger.Ended(s.Number, c.day, rest, who, n)); err != nil {
			return err
		}
	}
	return nil
}

// check holds the books to their equations; a breach undoes the close and stops the desk.
func (c *closing) check() error {
	var totals ledger.Totals
	for class := ledger.ChainMining; class <= ledger.EquityOperator; class++ {
		if err := c.tx.Each(class, totals.Add); err != nil {
			return err
		}
	}
	if err := totals.Solvent(); err != nil {
		return err
	}
	revenue, err := c.tx.Balance(ledger.RevenueOf(c.day))
	if err != nil {
		return err
	}
	var issued int64
	for _, l := range c.result.Lines {
		issued += l.Units
	}
	if err := ledger.Closed(c.day, revenue, c.result.Residue, max(issued, 1)); err != nil {
		return err
	}
	c.text.Mined = totals.Of(ledger.HolderMined) + totals.Of(ledger.HolderPayout)
	c.text.Cash = totals.Of(ledger.HolderCash)
	c.text.Reserves = daybook.Reserves{
		Mining: totals.Of(ledger.ChainMining), Immature: totals.Of(ledger.CoinbaseImmature),
		Escrow: totals.Of(ledger.ChainEscrow), Client: totals.Of(ledger.ChainClient),
	}
	return nil
}

// state fills in what the statement says of the day.
func (c *closing) state() error {
	t := &c.text
	t.Origin, t.Day, t.Segments = c.desk.origin, c.day, c.in.Segments
	t.Revenue, t.Carried, t.Work = c.input.Revenue, c.input.Carried, c.input.Work
	t.Own, t.Residue = c.result.Own, c.result.Residue
	for _, f := range c.blocks {
		b := daybook.Block{Height: f.Height, Reward: f.Reward}
		raw, err := hex.DecodeString(f.Hash)
		if err != nil || len(raw) != len(b.Hash) {
			return fmt.Errorf("block %q has no hash", f.Hash)
		}
		copy(b.Hash[:], raw)
		t.Blocks = append(t.Blocks, b)
	}
	capacity, err := c.in.Meter.Capacity(c.day)
	if err != nil {
		return err
	}
	t.Capacity = capacity.Reading
	var all []Series
	for i := range c.series {
		s := c.series[i]
		s.State.Ended, s.Sold = false, uint32(c.input.Series[i].Issued()) // as it stood on the day
		all = append(all, s)
	}
	t.Sold = soldOn(all, c.day)
	n, head, err := c.tx.Head()
	t.Journals, t.Head = n, head
	if err != nil {
		return err
	}
	before, err := c.tx.Get(buckDay, (c.day - 1).String())
	if before != nil {
		t.Previous = daybook.HashOf(before)
	}
	return err
}

// Facts is the text of a day's frozen facts, nil where there is none.
func (d *Desk) Facts(ctx context.Context, day units.Date) ([]byte, error) {
	return d.text(ctx, buckFacts, day)
}

// Statement is the text of a closed day's statement, nil where the day is not closed.
func (d *Desk) Statement(ctx context.Context, day units.Date) ([]byte, error) {
	return d.text(ctx, buckDay, day)
}

func (d *Desk) text(ctx context.Context, bucket string, day units.Date) (text []byte, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		text, err = tx.Get(bucket, day.String())
		return err
	})
	return text, err
}
