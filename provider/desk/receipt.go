package desk

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/units"
)

// Receipt is a holder's part of a closed day, with what proves it against the day's statement; its text has
// one spelling. A holder who is owed nothing and owns nothing that day has none (ErrUnknown).
func (d *Desk) Receipt(ctx context.Context, day units.Date, holder uint32) (text []byte, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		r, err := d.receipt(tx, day, holder)
		if err == nil {
			text = r.Append(nil)
		}
		return err
	})
	return text, err
}

func (d *Desk) receipt(tx Tx, day units.Date, holder uint32) (*daybook.Receipt, error) {
	said, err := tx.Get(buckDay, day.String())
	if err != nil {
		return nil, err
	}
	if said == nil {
		return nil, fmt.Errorf("%v is not closed: %w", day, ErrUnknown)
	}
	s, err := daybook.Parse(said)
	if err != nil {
		return nil, err
	}
	all, err := holders(tx)
	if err != nil {
		return nil, err
	}
	by := map[uint32]*Holder{}
	for i := range all {
		by[all[i].Number] = &all[i]
	}
	who := by[holder]
	if who == nil {
		return nil, fmt.Errorf("holder %d: %w", holder, ErrUnknown)
	}
	r := &daybook.Receipt{Origin: d.origin, Day: day, Holder: who.Key, Salt: d.salt(day, holder)}
	leaves, err := tx.Get(buckLeaves, day.String())
	if err != nil {
		return nil, err
	}
	tree, err := d.liabilities(day, unpackOwed(leaves), by)
	if err != nil || tree == nil {
		return nil, errorOr(err, fmt.Errorf("nobody is owed anything on %v: %w", day, ErrUnknown))
	}
	leaf, path, found := tree.Prove(d.leafID(day, who))
	if !found {
		return nil, fmt.Errorf("holder %d on %v: %w", holder, day, ErrUnknown)
	}
	r.Mined, r.Cash, r.Path = units.MilliSat(leaf.Sums[0]), units.MilliSat(leaf.Sums[1]), path
	for _, line := range s.Series {
		held, err := tx.Get(buckHoldings, line.Name+"/"+day.String())
		if err != nil {
			return nil, err
		}
		if err := d.receiptTitle(r, line, ledger.ParseHoldings(held), who, by); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// receiptTitle adds what a holder has of one series.
func (d *Desk) receiptTitle(r *daybook.Receipt, line daybook.Series, held []settle.Holding, who *Holder,
	by map[uint32]*Holder,
) error {
	tree, err := d.titleTree(r.Day, held, by)
	if err != nil || tree == nil {
		return err
	}
	leaf, path, found := tree.Prove(d.leafID(r.Day, who))
	if !found {
		return nil
	}
	n := int64(leaf.Sums[0])
	r.Titles = append(r.Titles, daybook.Title{
		Series: line.Name, Units: n, Net: line.Net * units.MilliSat(n), Path: path,
	})
	return nil
}
