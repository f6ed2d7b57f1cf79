package daybook

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/assaymining/assay/sumtree"
	"github.com/assaymining/assay/units"
)

// Receipt is one holder's part of a day, with what proves that it is in the statement. Only he and the
// provider have it: it tells whose leaf is whose.
type Receipt struct {
	Origin string
	Day    units.Date
	Holder string // the key or script that he chose
	Salt   [16]byte
	Mined  units.MilliSat // owed to him of what was mined
	Cash   units.MilliSat
	Path   sumtree.Proof
	Titles []Title
}

// Title is what a holder's units of one series earned on the day.
type Title struct {
	Series string
	Units  int64
	Net    units.MilliSat // of all his units
	Path   sumtree.Proof
}

const receiptHeading = "assay/receipt/v1"

// Append adds the text of r to b. A holder's key is one word.
func (r *Receipt) Append(b []byte) []byte {
	b = fmt.Appendf(
		b,
		"%s\norigin %s\nday %v\nholder %s\nsalt %x\n",
		receiptHeading,
		r.Origin,
		r.Day,
		r.Holder,
		r.Salt,
	)
	b = fmt.Appendf(b, "owed %d %d at %d\n", int64(r.Mined), int64(r.Cash), r.Path.Index)
	b = steps(b, r.Path)
	for _, t := range r.Titles {
		b = fmt.Appendf(
			b,
			"title %s units %d net %d at %d\n",
			t.Series,
			t.Units,
			int64(t.Net),
			t.Path.Index,
		)
		b = steps(b, t.Path)
	}
	return b
}

func steps(b []byte, p sumtree.Proof) []byte {
	for _, s := range p.Siblings {
		b = fmt.Appendf(b, "step %d %d %v\n", s.Sums[0], s.Sums[1], Hash(s.Hash))
	}
	return b
}

// ParseReceipt reads a receipt in its one spelling.
func ParseReceipt(text []byte) (*Receipt, error) {
	r := &Receipt{}
	path := &r.Path
	err := parse(text, receiptHeading, func(key string, f *fields) error {
		switch key {
		case "origin":
			r.Origin = f.text()
		case "day":
			r.Day = f.date()
		case "holder":
			r.Holder = f.text()
		case "salt":
			r.Salt = f.salt()
		case "owed":
			r.Mined, r.Cash = f.amount(), f.amount()
			f.word("at")
			r.Path.Index = uint32(f.whole(32))
		case "title":
			t := Title{Series: f.text()}
			f.word("units")
			t.Units = int64(f.whole(62))
			f.word("net")
			t.Net = f.amount()
			f.word("at")
			t.Path.Index = uint32(f.whole(32))
			r.Titles = append(r.Titles, t)
			path = &r.Titles[len(r.Titles)-1].Path
		case "step":
			sums := [2]uint64{f.whole(64), f.whole(64)}
			path.Siblings = append(path.Siblings, sumtree.Sibling{Sums: sums, Hash: f.hash()})
		default:
			return fmt.Errorf("%q is no line of a receipt", key)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if back := r.Append(nil); !bytes.Equal(back, text) {
		return nil, otherwise(text, back)
	}
	return r, nil
}

// Check holds a receipt to the day's statement: the holder's leaf is among what is owed, his units are among
// the titles, and each unit got the net that the statement says. Nil is that all of it holds.
func (r *Receipt) Check(s *Statement) error {
	if r.Origin != s.Origin || r.Day != s.Day {
		return fmt.Errorf(
			"a receipt of %s on %v, and the statement is of %s on %v",
			r.Origin,
			r.Day,
			s.Origin,
			s.Day,
		)
	}
	if r.Mined < 0 || r.Cash < 0 {
		return errors.New("a receipt for less than nothing")
	}
	id := sumtree.HolderID(r.Origin, uint32(r.Day), []byte(r.Holder), r.Salt)
	owed := sumtree.Statement{
		Day: uint32(
			s.Day,
		), Depth: s.Holders.Depth, Sums: [2]uint64{uint64(s.Mined), uint64(s.Cash)}, Root: s.Holders.Root,
	}
	leaf := sumtree.Leaf{ID: id, Sums: [2]uint64{uint64(r.Mined), uint64(r.Cash)}}
	if err := r.Path.Check(sumtree.Liabilities, leaf, owed); err != nil {
		return fmt.Errorf("what is owed to the holder is not in the statement: %w", err)
	}
	for i := range r.Titles {
		if err := r.Titles[i].check(id, s); err != nil {
			return err
		}
	}
	return nil
}

func (t *Title) check(id [32]byte, s *Statement) error {
	for _, series := range s.Series {
		if series.Name != t.Series {
			continue
		}
		said := sumtree.Statement{
			Day: uint32(
				s.Day,
			), Depth: series.Title.Depth, Sums: [2]uint64{uint64(series.Units), 0}, Root: series.Title.Root,
		}
		leaf := sumtree.Leaf{ID: id, Sums: [2]uint64{uint64(t.Units), 0}}
		if err := t.Path.Check(sumtree.Titles, leaf, said); err != nil {
			return fmt.Errorf("the holder's units of %s are not in the statement: %w", t.Series, err)
		}
		if t.Net != series.Net*units.MilliSat(t.Units) {
			return fmt.Errorf(
				"%d units of %s at %d msat are %d, and the receipt says %d",
				t.Units,
				t.Series,
				series.Net,
				series.Net*units.MilliSat(t.Units),
				t.Net,
			)
		}
		return nil
	}
	return fmt.Errorf("the statement has no series %s", t.Series)
}
