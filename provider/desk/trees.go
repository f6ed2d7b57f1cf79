package desk

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/sumtree"
	"github.com/assaymining/assay/units"
)

// salt is a holder's salt of one day: nobody without the desk's secret can connect two of his days.
func (d *Desk) salt(day units.Date, holder uint32) [16]byte {
	mac := hmac.New(sha256.New, d.secret)
	fmt.Fprintf(mac, "assay/salt/v1\n%s\n%d\n%d\n", d.origin, day, holder)
	return [16]byte(mac.Sum(nil))
}

func (d *Desk) leafID(day units.Date, h *Holder) [32]byte {
	return sumtree.HolderID(d.origin, uint32(day), []byte(h.Key), d.salt(day, h.Number))
}

// commit makes the trees of the day: who owns the units of each series, and what is owed to everybody.
func (c *closing) commit() error {
	all, err := holders(c.tx)
	if err != nil {
		return err
	}
	byNumber := map[uint32]*Holder{}
	for i := range all {
		byNumber[all[i].Number] = &all[i]
	}
	for i := range c.series {
		if err := c.line(i, byNumber); err != nil {
			return err
		}
	}
	owed, err := owedTo(c.tx)
	if err != nil {
		return err
	}
	tree, err := c.desk.liabilities(c.day, owed, byNumber)
	if err != nil {
		return err
	}
	if tree != nil {
		c.text.Holders = daybook.Tree{Depth: tree.Depth(), Root: tree.Root()}
		if got := tree.Sums(); got != [2]uint64{uint64(c.text.Mined), uint64(c.text.Cash)} {
			return &ledger.Breach{Law: "I1", Says: fmt.Sprintf(
				"the holders have %v and the books owe %d and %d", got, c.text.Mined, c.text.Cash)}
		}
	}
	for i := range c.series { // what receipts of the day are made from
		key := c.series[i].Name + "/" + c.day.String()
		held := ledger.AppendHoldings(nil, c.input.Series[i].Holdings)
		if err := c.tx.Put(buckHoldings, key, held); err != nil {
			return err
		}
	}
	return c.tx.Put(buckLeaves, c.day.String(), packOwed(owed))
}

// line is what the statement says of one series.
func (c *closing) line(i int, byNumber map[uint32]*Holder) error {
	s, l := &c.input.Series[i], &c.result.Lines[i]
	prepaid, err := c.tx.Balance(ledger.At(ledger.SeriesPrepaid, s.Number))
	if err != nil {
		return err
	}
	line := daybook.Series{
		Name: s.Name, Document: c.series[i].Hash, Age: int(c.day - c.series[i].First), Units: l.Units,
		Gross: l.Flow.Gross, Net: l.Flow.Net, Prepaid: prepaid,
	}
	for k := range l.Flow.NumFees {
		name := daybook.Word(s.Terms.Fees[k].Name)
		if name == "" {
			name = fmt.Sprintf("fee-%d", k+1)
		}
		line.Fees = append(line.Fees, daybook.Fee{Name: name, Amount: l.Flow.Fees[k].Deducted})
	}
	tree, err := c.desk.titleTree(c.day, s.Holdings, byNumber)
	if err != nil {
		return err
	}
	if tree != nil {
		line.Title = daybook.Tree{Depth: tree.Depth(), Root: tree.Root()}
		if got := tree.Sums()[0]; got != uint64(l.Units) {
			return &ledger.Breach{Law: "I7", Says: fmt.Sprintf(
				"series %s has %d units and its titles come to %d", s.Name, l.Units, got)}
		}
	}
	c.text.Series = append(c.text.Series, line)
	return nil
}

// titleTree commits to who owns the units of a series; nil where nobody does.
func (d *Desk) titleTree(
	day units.Date,
	held []settle.Holding,
	by map[uint32]*Holder,
) (*sumtree.Tree, error) {
	leaves := make([]sumtree.Leaf, 0, len(held))
	for _, h := range held {
		who := by[h.Holder]
		if who == nil {
			return nil, &ledger.Breach{
				Law:  "I7",
				Says: fmt.Sprintf("nobody is holder %d, who has units", h.Holder),
			}
		}
		leaves = append(leaves, sumtree.Leaf{ID: d.leafID(day, who), Sums: [2]uint64{uint64(h.Units), 0}})
	}
	return build(sumtree.Titles, day, leaves)
}

func build(kind sumtree.Kind, day units.Date, leaves []sumtree.Leaf) (*sumtree.Tree, error) {
	tree, err := sumtree.Build(kind, uint32(day), leaves)
	if errors.Is(err, sumtree.ErrEmpty) {
		return nil, nil
	}
	return tree, err
}

// owed is what a holder is owed.
type owed struct {
	holder      uint32
	mined, cash uint64
}

// owedTo is what every holder is owed, in the order of their numbers.
func owedTo(tx Tx) ([]owed, error) {
	by := map[uint32]*owed{}
	var err error
	for _, class := range []ledger.Class{ledger.HolderMined, ledger.HolderPayout, ledger.HolderCash} {
		one := tx.Each(class, func(a ledger.Account, balance units.MilliSat) {
			if balance < 0 {
				err = &ledger.Breach{Law: "I1", Says: fmt.Sprintf("%v has %d", a, balance)}
				return
			}
			o := by[a.Number()]
			if o == nil {
				o = &owed{holder: a.Number()}
				by[a.Number()] = o
			}
			if class == ledger.HolderCash {
				o.cash += uint64(balance)
			} else {
				o.mined += uint64(balance)
			}
		})
		if err := errors.Join(err, one); err != nil {
			return nil, err
		}
	}
	all := make([]owed, 0, len(by))
	for _, o := range by {
		all = append(all, *o)
	}
	slices.SortFunc(all, func(a, b owed) int { return int(int64(a.holder) - int64(b.holder)) })
	return all, nil
}

// liabilities commits to what everybody is owed; nil where nobody is owed anything.
func (d *Desk) liabilities(day units.Date, all []owed, by map[uint32]*Holder) (*sumtree.Tree, error) {
	leaves := make([]sumtree.Leaf, 0, len(all))
	for _, o := range all {
		who := by[o.holder]
		if who == nil {
			return nil, &ledger.Breach{
				Law:  "I1",
				Says: fmt.Sprintf("nobody is holder %d, who is owed", o.holder),
			}
		}
		leaves = append(leaves, sumtree.Leaf{ID: d.leafID(day, who), Sums: [2]uint64{o.mined, o.cash}})
	}
	return build(sumtree.Liabilities, day, leaves)
}

// packOwed and unpackOwed are what is owed as it is stored: twenty bytes each.
func packOwed(all []owed) []byte {
	b := make([]byte, 0, 20*len(all))
	for _, o := range all {
		b = binary.LittleEndian.AppendUint32(b, o.holder)
		b = binary.LittleEndian.AppendUint64(b, o.mined)
		b = binary.LittleEndian.AppendUint64(b, o.cash)
	}
	return b
}

func unpackOwed(b []byte) []owed {
	all := make([]owed, len(b)/20)
	for i := range all {
		at := b[20*i:]
		all[i] = owed{
			holder: binary.LittleEndian.Uint32(at), mined: binary.LittleEndian.Uint64(at[4:]),
			cash: binary.LittleEndian.Uint64(at[12:]),
		}
	}
	return all
}
