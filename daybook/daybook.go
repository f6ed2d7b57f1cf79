// Package daybook is what a provider publishes of a day: the facts it settled on, and a statement of what was
// mined, sold, owed and held.
//
// Main types: Statement and Facts, each a short text with one spelling: lines in a fixed order,
// whole numbers in decimal. A reader refuses any other spelling, so that two readers never read two things.
// Writers are a provider's, readers are everybody's; neither knows the other.
//
// Formats: docs/provider.md. Nothing in it is promised to other modules.
package daybook

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/sumtree"
	"github.com/assaymining/assay/units"
)

// MaxSize bounds the text of a day or of its facts in bytes.
const MaxSize = 1 << 20

// Hash is a SHA-256, written as 64 hexadecimal digits.
type Hash [32]byte

// String is the hash in lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// HashOf is the SHA-256 of a published file.
func HashOf(file []byte) Hash { return sha256.Sum256(file) }

// Segment is one sealed segment of the day.
type Segment struct {
	Server uint8
	Seq    uint64
	Grade  share.Grade
	Shares uint64
	Work   share.Work
	Root   Hash // of its share tree
	File   Hash // of its bytes
}

// Block is a block of the provider's own, found on the day and not orphaned.
type Block struct {
	Height uint32
	Hash   Hash // as it is printed
	Reward units.Sat
}

// Fee is one fee of a unit, taken out of its gross.
type Fee struct {
	Name   string
	Amount units.MilliSat
}

// Series is what one unit of a series earned on the day, and how many there are.
type Series struct {
	Name     string // a word
	Document Hash   // of the offer document that is frozen
	Age      int    // days since its first, 0 on it
	Units    int64
	Gross    units.MilliSat
	Net      units.MilliSat
	Fees     []Fee
	Prepaid  units.MilliSat // escrowed price not yet earned, after the day
	Title    Tree           // of who owns the units: its sum is what was sold
}

// Tree is the root of a sum tree and its depth.
type Tree struct {
	Depth int
	Root  Hash
}

// Statement is a day as it is published.
type Statement struct {
	Origin   string // the provider's name, without blanks
	Day      units.Date
	Facts    Hash // of the day's facts
	Segments []Segment
	Blocks   []Block
	Revenue  units.MilliSat // of the blocks and pool payouts of the day
	Carried  units.MilliSat // rounding left of the day before, of either sign
	Work     share.Work     // metered on the day, every grade
	Series   []Series
	Own      units.MilliSat // earned by work that was not sold
	Residue  units.MilliSat // rounding that is carried on
	Capacity share.Reading  // grades A and B, the seven days that end on this one
	Sold     uint64         // H/s of all units that are active on the day
	Mined    units.MilliSat // owed to holders of what was mined
	Cash     units.MilliSat // deposited by holders
	Holders  Tree           // of what is owed to each
	Reserves Reserves
	Journals int  // in the books
	Head     Hash // of the last journal
	Previous Hash // of the statement of the day before; zeros on the first day
}

// Reserves are the coins in each pocket, in milli-satoshi.
type Reserves struct {
	Mining, Immature, Escrow, Client units.MilliSat
}

// heading begins a statement.
const heading = "assay/day/v1"

// Append adds the text of s to b, without its signature.
func (s *Statement) Append(b []byte) []byte {
	b = fmt.Appendf(b, "%s\norigin %s\nday %v\nfacts %v\n", heading, s.Origin, s.Day, s.Facts)
	for _, g := range s.Segments {
		b = fmt.Appendf(
			b,
			"segment %d %d %c %d %v %v %v\n",
			g.Server,
			g.Seq,
			g.Grade,
			g.Shares,
			g.Work,
			g.Root,
			g.File,
		)
	}
	for _, k := range s.Blocks {
		b = fmt.Appendf(b, "block %d %v %d\n", k.Height, k.Hash, int64(k.Reward))
	}
	b = fmt.Appendf(b, "revenue %d carried %d\nwork %v\n", int64(s.Revenue), int64(s.Carried), s.Work)
	for i := range s.Series {
		b = s.Series[i].append(b)
	}
	b = fmt.Appendf(b, "own %d residue %d\n", int64(s.Own), int64(s.Residue))
	c := s.Capacity
	b = fmt.Appendf(b, "capacity %d %v %v %d sold %d\n", c.Shares, c.Work, c.Squares, c.Highest, s.Sold)
	b = fmt.Appendf(
		b,
		"liabilities %d %d %d %v\n",
		int64(s.Mined),
		int64(s.Cash),
		s.Holders.Depth,
		s.Holders.Root,
	)
	r := s.Reserves
	b = fmt.Appendf(
		b,
		"reserves %d %d %d %d\n",
		int64(r.Mining),
		int64(r.Immature),
		int64(r.Escrow),
		int64(r.Client),
	)
	return fmt.Appendf(b, "journal %d %v\nprevious %v\n", s.Journals, s.Head, s.Previous)
}

func (s *Series) append(b []byte) []byte {
	b = fmt.Appendf(
		b,
		"series %s %v %d units %d gross %d net %d prepaid %d title %d %v",
		s.Name,
		s.Document,
		s.Age,
		s.Units,
		int64(s.Gross),
		int64(s.Net),
		int64(s.Prepaid),
		s.Title.Depth,
		s.Title.Root,
	)
	for _, f := range s.Fees {
		b = fmt.Appendf(b, " %s=%d", f.Name, int64(f.Amount))
	}
	return append(b, '\n')
}

// Word makes a fee's or a series' name one word of a statement: blanks become hyphens, anything but letters,
// digits and hyphens goes.
func Word(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '_' || r == '-':
			return '-'
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}

// lineError says which line of a text is wrong.
type lineError struct {
	Line int // from 1
	Err  error
}

// Error gives the line and what is wrong in it.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap is what is wrong in the line.
func (e *lineError) Unwrap() error { return e.Err }

// Parse reads a statement in its one spelling; anything else is an error (*lineError where it has a line).
func Parse(text []byte) (*Statement, error) {
	s := &Statement{}
	if err := parse(text, heading, s.line); err != nil {
		return nil, err
	}
	if back := s.Append(nil); !bytes.Equal(back, text) {
		return nil, otherwise(text, back)
	}
	return s, s.check()
}

// supply bounds every amount, of one unit and of all together.
const supply = units.MilliSat(sumtree.Bound)

// check refuses figures that no book can hold, amounts beyond the money supply, and names that are no word.
// So sums over a statement stay in range, and names may be names of files.
func (s *Statement) check() error {
	r := s.Reserves
	for _, m := range []units.MilliSat{
		s.Revenue, s.Carried, s.Own, s.Residue, s.Mined, s.Cash, r.Mining, r.Immature, r.Escrow, r.Client,
	} {
		if m > supply || m < -supply {
			return fmt.Errorf("%d msat are beyond the money supply", m)
		}
	}
	var all units.MilliSat
	for i := range s.Series {
		line := &s.Series[i]
		if line.Name == "" || Word(line.Name) != line.Name {
			return fmt.Errorf("%q is no name of a series", line.Name)
		}
		if line.Prepaid < 0 || line.Prepaid > supply {
			return fmt.Errorf("series %s: %d msat of prices not yet earned", line.Name, line.Prepaid)
		}
		of := line.Prepaid // of all units together
		for _, m := range line.ofUnit() {
			if most := supply / units.MilliSat(max(line.Units, 1)); m > most || m < -most {
				return fmt.Errorf("series %s: %d units at %d msat are beyond the money supply", line.Name,
					line.Units, m)
			}
			if of += max(m, -m) * units.MilliSat(line.Units); of > supply {
				break
			}
		}
		if all += of; of > supply || all > supply {
			return fmt.Errorf("series %s: amounts beyond the money supply", line.Name)
		}
	}
	return nil
}

// ofUnit are the amounts of one unit.
func (s *Series) ofUnit() []units.MilliSat {
	amounts := []units.MilliSat{s.Gross, s.Net}
	for _, f := range s.Fees {
		amounts = append(amounts, f.Amount)
	}
	return amounts
}

// parse hands each line behind the heading to read, in fields.
func parse(text []byte, heading string, read func(key string, f *fields) error) error {
	if len(text) > MaxSize {
		return fmt.Errorf("a text of %d bytes, at most %d", len(text), MaxSize)
	}
	first, rest, ok := strings.Cut(string(text), "\n")
	if !ok || first != heading {
		return &lineError{1, fmt.Errorf("it does not begin with %s", heading)}
	}
	for n := 2; rest != ""; n++ {
		line, after, ok := strings.Cut(rest, "\n")
		if !ok {
			return &lineError{n, errors.New("the last line does not end")}
		}
		rest = after
		f := &fields{left: strings.Split(line, " ")}
		err := read(f.text(), f)
		if err == nil {
			err = f.done()
		}
		if err != nil {
			return &lineError{n, err}
		}
	}
	return nil
}

// otherwise names the first line in which a text is not in its one spelling.
func otherwise(text, back []byte) error {
	a, b := strings.Split(string(text), "\n"), strings.Split(string(back), "\n")
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return &lineError{i + 1, errors.New("not in the order or the spelling of the format")}
		}
	}
	return &lineError{len(a), errors.New("something is missing at the end")}
}

func (s *Statement) line(key string, f *fields) error {
	switch key {
	case "origin":
		s.Origin = f.text()
	case "day":
		s.Day = f.date()
	case "facts":
		s.Facts = f.hash()
	case "segment":
		s.Segments = append(s.Segments, Segment{
			Server: uint8(
				f.whole(8),
			), Seq: f.whole(64), Grade: f.grade(), Shares: f.whole(64), Work: f.work(),
			Root: f.hash(), File: f.hash(),
		})
	case "block":
		s.Blocks = append(s.Blocks, Block{uint32(f.whole(32)), f.hash(), units.Sat(f.amount())})
	case "revenue":
		s.Revenue = f.amount()
		f.word("carried")
		s.Carried = f.amount()
	case "work":
		s.Work = f.work()
	case "series":
		s.Series = append(s.Series, f.series())
	case "own":
		s.Own = f.amount()
		f.word("residue")
		s.Residue = f.amount()
	default:
		return s.holdings(key, f)
	}
	return nil
}

// holdings are the lines of a statement on what is held.
func (s *Statement) holdings(key string, f *fields) error {
	switch key {
	case "capacity":
		s.Capacity = share.Reading{
			Shares: f.whole(64), Work: f.work(), Squares: f.work(), Highest: share.Level(f.whole(8)),
		}
		f.word("sold")
		s.Sold = f.whole(64)
	case "liabilities":
		s.Mined, s.Cash, s.Holders = f.amount(), f.amount(), f.tree()
	case "reserves":
		s.Reserves = Reserves{f.amount(), f.amount(), f.amount(), f.amount()}
	case "journal":
		s.Journals, s.Head = int(f.whole(31)), f.hash()
	case "previous":
		s.Previous = f.hash()
	default:
		return fmt.Errorf("%q is no line of a statement", key)
	}
	return nil
}

func (f *fields) series() Series {
	s := Series{Name: f.text(), Document: f.hash(), Age: int(f.whole(31))}
	f.word("units")
	s.Units = int64(f.whole(62))
	f.word("gross")
	s.Gross = f.amount()
	f.word("net")
	s.Net = f.amount()
	f.word("prepaid")
	s.Prepaid = f.amount()
	f.word("title")
	s.Title = f.tree()
	for len(f.left) > 0 {
		name, amount, _ := strings.Cut(f.text(), "=")
		n, err := strconv.ParseInt(amount, 10, 64)
		f.fail(err)
		s.Fees = append(s.Fees, Fee{name, units.MilliSat(n)})
	}
	return s
}
