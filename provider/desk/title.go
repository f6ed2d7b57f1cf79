package desk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/units"
)

// Title is one change of who owns units: each holds the hash of the one before it.
type Title struct {
	Number  int
	Order   string
	Series  string
	Holder  uint32
	Units   uint32
	From    units.Date // first day that the units earn for the holder
	Prev    daybook.Hash
	Journal string // of the sale, in hexadecimal
}

// Order asks for units of a series.
type Order struct {
	ID     string // the buyer's own: the same order sent twice is filled once
	Series string
	Holder uint32
	Units  uint32
	Day    units.Date // of the sale; units earn from the next day, or from the series' first
}

// Sell fills an order, or refuses it: beyond 95 % of what is proven (meter.ErrOverbooked), in a series that
// is not known or over, with an order that was filled otherwise (ErrTaken). Price, title and the check of
// what is proven are one transaction.
func (d *Desk) Sell(ctx context.Context, o Order, proven meter.Capacity) (t Title, err error) {
	if o.ID == "" || o.Units == 0 {
		return t, fmt.Errorf("%w: it has an identifier and at least one unit", ErrOrder)
	}
	return t, d.do(ctx, func(tx Tx) error {
		t, err = d.sell(tx, o, proven)
		return err
	})
}

func (d *Desk) sell(tx Tx, o Order, proven meter.Capacity) (Title, error) {
	var s Series
	found, err := load(tx, buckSeries, o.Series, &s)
	if err != nil {
		return Title{}, err
	}
	if !found {
		return Title{}, fmt.Errorf("series %s: %w", o.Series, ErrUnknown)
	}
	if b, err := tx.Get(buckHolder, holderKey(o.Holder)); err != nil || b == nil {
		return Title{}, errorOr(err, fmt.Errorf("holder %d: %w", o.Holder, ErrUnknown))
	}
	t := Title{Order: o.ID, Series: s.Name, Holder: o.Holder, Units: o.Units, From: max(o.Day+1, s.First)}
	if t.From > s.Last || s.State.Ended {
		return Title{}, fmt.Errorf("%w: series %s is over", ErrOrder, s.Name)
	}
	if limit := ledger.Supply / max(s.Price, 1); units.MilliSat(o.Units) > limit {
		return Title{}, fmt.Errorf("%w: no money supply buys %d units", ErrOrder, o.Units)
	}
	price := s.Price * units.MilliSat(o.Units)
	journal := ledger.Sale(o.ID, o.Day, s.Number, price, price/100*units.MilliSat(s.Escrowed))
	journal.Input = sha256.Sum256(fmt.Appendf(nil, "%+v %d", t, int64(price)))
	replay, err := tx.Post(journal)
	if err != nil {
		return Title{}, err
	}
	if replay {
		return titleOf(tx, o.ID)
	}
	if last, closed, err := lastClosed(tx); err != nil || closed && o.Day <= last {
		return Title{}, errorOr(err, fmt.Errorf("%w: %v is closed to sales", ErrOrder, o.Day))
	}
	s.Sold += o.Units
	if s.Sold < o.Units {
		return Title{}, fmt.Errorf("%w: more than %d units", ErrOrder, ^uint32(0))
	}
	if err := save(tx, buckSeries, s.Name, &s); err != nil {
		return Title{}, err
	}
	if err := covered(tx, t.From, proven); err != nil {
		return Title{}, err
	}
	id := journal.ID()
	t.Journal = fmt.Sprintf("%x", id[:])
	return appendTitle(tx, t)
}

// errorOr is err, or other where err is nil.
func errorOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// covered holds every day from one on to what is proven (I8): only days on which a series begins can have
// more units than the day before.
func covered(tx Tx, from units.Date, proven meter.Capacity) error {
	var all []Series
	err := tx.List(buckSeries, func(_ string, value []byte) error {
		s, err := decode[Series](value)
		all = append(all, s)
		return err
	})
	if err != nil {
		return err
	}
	days := []units.Date{from}
	for i := range all {
		if all[i].First > from {
			days = append(days, all[i].First)
		}
	}
	for _, day := range days {
		if err := proven.Allows(soldOn(all, day)); err != nil {
			return err
		}
	}
	return nil
}

// soldOn is the hashrate of all units that are active on a day, in H/s, and at most the largest number.
func soldOn(all []Series, day units.Date) uint64 {
	var sum uint64
	for i := range all {
		if !all[i].active(day) || all[i].Sold == 0 {
			continue
		}
		if all[i].Rate > (^uint64(0)-sum)/uint64(all[i].Sold) {
			return ^uint64(0)
		}
		sum += all[i].Rate * uint64(all[i].Sold)
	}
	return sum
}

// appendTitle chains a title to the one before it.
func appendTitle(tx Tx, t Title) (Title, error) {
	number, err := next(tx, "titles", 1)
	if err != nil {
		return Title{}, err
	}
	t.Number = number
	if number > 1 {
		before, err := tx.Get(buckTitle, titleKey(number-1))
		if err != nil {
			return Title{}, err
		}
		t.Prev = daybook.HashOf(before)
	}
	if err := save(tx, "order", t.Order, number); err != nil {
		return Title{}, err
	}
	return t, save(tx, buckTitle, titleKey(number), &t)
}

func titleKey(number int) string { return fmt.Sprintf("%09d", number) }

// titleOf is the title that an order got.
func titleOf(tx Tx, order string) (t Title, err error) {
	var number int
	if _, err := load(tx, "order", order, &number); err != nil {
		return t, err
	}
	_, err = load(tx, buckTitle, titleKey(number), &t)
	return t, err
}

// holdingsOf are the holdings of a series, as apply left them.
func holdingsOf(tx Tx, series string) ([]settle.Holding, error) {
	stored, err := tx.Get(buckHoldings, series)
	return ledger.ParseHoldings(stored), err
}

// apply brings the holdings of every series up to a day: titles that wait for it are put in force.
func apply(tx Tx, day units.Date) error {
	var waiting []int
	if _, err := load(tx, buckState, "waiting", &waiting); err != nil {
		return err
	}
	var last int
	if _, err := load(tx, buckState, "seen", &last); err != nil {
		return err
	}
	count := 1
	if _, err := load(tx, buckState, "titles", &count); err != nil {
		return err
	}
	for n := last + 1; n < count; n++ {
		waiting = append(waiting, n)
	}
	changes := map[string]map[uint32]uint32{}
	left := []int{}
	for _, n := range waiting {
		var t Title
		if _, err := load(tx, buckTitle, titleKey(n), &t); err != nil {
			return err
		}
		if t.From > day {
			left = append(left, n)
			continue
		}
		if changes[t.Series] == nil {
			changes[t.Series] = map[uint32]uint32{}
		}
		changes[t.Series][t.Holder] += t.Units
	}
	for series, by := range changes {
		stored, err := tx.Get(buckHoldings, series)
		if err != nil {
			return err
		}
		now := ledger.AppendHoldings(nil, merge(ledger.ParseHoldings(stored), by))
		if err := tx.Put(buckHoldings, series, now); err != nil {
			return err
		}
	}
	if err := save(tx, buckState, "waiting", left); err != nil {
		return err
	}
	return save(tx, buckState, "seen", count-1)
}

// merge adds units to holdings, in the order of holders.
func merge(holdings []settle.Holding, by map[uint32]uint32) []settle.Holding {
	for i := range holdings {
		holdings[i].Units += by[holdings[i].Holder]
		delete(by, holdings[i].Holder)
	}
	for holder, n := range by {
		holdings = append(holdings, settle.Holding{Holder: holder, Units: n})
	}
	slices.SortFunc(
		holdings,
		func(a, b settle.Holding) int { return int(int64(a.Holder) - int64(b.Holder)) },
	)
	return holdings
}

// decode reads a record's value.
func decode[T any](value []byte) (v T, err error) {
	err = json.Unmarshal(value, &v)
	return v, err
}
