package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/assaymining/assay/units"
)

// Holding is how many units of a series a holder has.
type Holding struct{ Holder, Units uint32 }

// Spread credits many holders at once: each his units times one amount. It stands for a posting for each
// holding, at a third of the memory and without one product written down.
type Spread struct {
	Class   Class          // of the holders' accounts
	PerUnit units.MilliSat // credited for one unit
	To      []Holding      // shared with whoever made it, and not to be written
}

// Total is what all holders are credited together. An amount beyond the supply is ErrRange, and so is a
// holder that no account has.
func (s *Spread) Total() (units.MilliSat, error) {
	var all uint64 // at most 2^32 holdings of 2^32 units
	var holders uint32
	for _, h := range s.To {
		all += uint64(h.Units)
		holders |= h.Holder
	}
	if s.Class == 0 || s.Class >= classes || holders > MaxNumber { // MaxNumber is all ones
		return 0, fmt.Errorf("%w: a holder of class %d beyond %d", ErrRange, s.Class, MaxNumber)
	}
	if one := max(s.PerUnit, -s.PerUnit); one != 0 && all > uint64(Supply/one) {
		return 0, fmt.Errorf("%w: %d units at %d msat", ErrRange, all, s.PerUnit)
	}
	return s.PerUnit * units.MilliSat(all), nil
}

// Each tells every posting of a journal, those of its spreads among them, until tell returns an error.
func (j *Journal) Each(tell func(Posting) error) error {
	for _, p := range j.Postings {
		if err := tell(p); err != nil {
			return err
		}
	}
	for i := range j.Spreads {
		s := &j.Spreads[i]
		for _, h := range s.To {
			if err := tell(Credit(At(s.Class, h.Holder), s.PerUnit*units.MilliSat(h.Units))); err != nil {
				return err
			}
		}
	}
	return nil
}

// holdingSize and spreadFixed are lengths in a journal's bytes.
const (
	holdingSize = 8
	spreadFixed = 1 + 8 + 4
)

func (s *Spread) append(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, byte(s.Class))
	b = le.AppendUint64(b, uint64(s.PerUnit))
	b = le.AppendUint32(b, uint32(len(s.To)))
	return AppendHoldings(b, s.To)
}

// AppendHoldings adds holdings to b as they are stored: the holder and the units, four bytes each.
func AppendHoldings(b []byte, holdings []Holding) []byte {
	for _, h := range holdings {
		b = binary.LittleEndian.AppendUint64(b, uint64(h.Units)<<32|uint64(h.Holder))
	}
	return b
}

// ParseHoldings reads what AppendHoldings wrote; a rest of less than eight bytes is left out.
func ParseHoldings(b []byte) []Holding {
	all := make([]Holding, len(b)/holdingSize)
	for i := range all {
		at := binary.LittleEndian.Uint64(b[holdingSize*i:])
		all[i] = Holding{Holder: uint32(at), Units: uint32(at >> 32)}
	}
	return all
}

// parseSpreads reads what is left of a journal's bytes.
func parseSpreads(b []byte) ([]Spread, error) {
	short := errors.New("a journal whose spreads are cut short or too long")
	var all []Spread
	for len(b) > 0 {
		if len(b) < spreadFixed {
			return nil, short
		}
		s := Spread{Class: Class(b[0]), PerUnit: units.MilliSat(binary.LittleEndian.Uint64(b[1:]))}
		n := uint64(binary.LittleEndian.Uint32(b[9:])) * holdingSize
		if b = b[spreadFixed:]; uint64(len(b)) < n {
			return nil, short
		}
		s.To, b = ParseHoldings(b[:n]), b[n:]
		all = append(all, s)
	}
	return all, nil
}
