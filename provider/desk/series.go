package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/units"
)

// Series is a frozen offer for one unit, sold in whole units from its first day to its last.
type Series struct {
	Number   uint32
	Name     string
	Document []byte       // the offer document, byte for byte as it was frozen
	Hash     daybook.Hash // of Document
	Rate     uint64       // H/s of one unit
	First    units.Date   // first day that earns
	Last     units.Date   // last day that earns
	Price    units.MilliSat
	Escrowed int    // percent of the price that waits until it is earned
	Sold     uint32 // units, those included that earn from a later day
	State    contract.State
}

// NewSeries is what a series is made of.
type NewSeries struct {
	Name     string // one word
	Document []byte // an offer document for one unit
	First    units.Date
	Price    units.MilliSat // of one unit
	Escrowed int            // percent
}

// Create freezes a series. Asked for again with the same document it is the same series; with another one it
// is ErrTaken. The document must be one that can be settled in units (settle.Check).
func (d *Desk) Create(ctx context.Context, n NewSeries) (Series, error) {
	if n.Name == "" || daybook.Word(n.Name) != n.Name || len(n.Name) > 32 {
		return Series{}, fmt.Errorf(
			"a series is named by one word of letters, digits and hyphens, not %q",
			n.Name,
		)
	}
	if n.Escrowed < 0 || n.Escrowed > 100 || n.Price < 0 {
		return Series{}, errors.New(
			"the escrowed part is from 0 to 100 percent, and a price is not below 0",
		)
	}
	s := Series{
		Name: n.Name, Document: n.Document, Hash: sha256.Sum256(n.Document), First: n.First, Price: n.Price,
		Escrowed: n.Escrowed,
	}
	terms, err := s.terms()
	if err != nil {
		return Series{}, err
	}
	if terms.Length == 0 || terms.Delay != 0 {
		return Series{}, errors.New(
			"a series has a term in days and no start delay: its first day is given beside it",
		)
	}
	s.Last = s.First + units.Date(terms.Length) - 1
	s.State = terms.Start()
	if s.Rate, err = s.rate(); err != nil {
		return Series{}, err
	}
	return s, d.do(ctx, func(tx Tx) error {
		var old Series
		found, err := load(tx, buckSeries, s.Name, &old)
		if err != nil {
			return err
		}
		if found {
			if old.Hash != s.Hash || old.First != s.First || old.Price != s.Price ||
				old.Escrowed != s.Escrowed {
				return fmt.Errorf("series %s: %w", s.Name, ErrTaken)
			}
			s = old
			return nil
		}
		number, err := next(tx, "series", 1)
		if err != nil {
			return err
		}
		s.Number = uint32(number)
		return save(tx, buckSeries, s.Name, &s)
	})
}

// terms are the terms of one unit, checked to be such as can be settled.
func (s *Series) terms() (*contract.Terms, error) {
	o, _, err := offer.Parse(s.Name, s.Document)
	if err != nil {
		return nil, err
	}
	terms, _, err := compile.Offer(o, compile.Options{Uptime: 1})
	if err != nil {
		return nil, err
	}
	return terms, settle.Check(terms)
}

// rate is the hashrate of one unit in whole H/s.
func (s *Series) rate() (uint64, error) {
	o, _, err := offer.Parse(s.Name, s.Document)
	if err != nil {
		return 0, err
	}
	h := float64(o.Hashrate)
	if rate := uint64(h); h >= 1 && h < 1<<63 && float64(rate) == h {
		return rate, nil
	}
	return 0, fmt.Errorf("a unit of %v is not a whole number of hashes a second", o.Hashrate)
}

// active reports whether units earn on a day.
func (s *Series) active(day units.Date) bool {
	return !s.State.Ended && day >= s.First && day <= s.Last
}

// Series are all series in the order of their names.
func (d *Desk) Series(ctx context.Context) (all []Series, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		all = nil
		return tx.List(buckSeries, func(_ string, value []byte) error {
			s, err := decode[Series](value)
			all = append(all, s)
			return err
		})
	})
	return all, err
}

// Holder is somebody who may own units.
type Holder struct {
	Number uint32
	Name   string
	Key    string // what he chose and knows: a payout script or a public key, as text
	Link   string // hash of the secret of his page
}

// OpenAccount makes a holder. token is the secret of his page, of which only a hash is kept. Asked for again
// with the same key it is the same holder.
func (d *Desk) OpenAccount(ctx context.Context, name, key, token string) (Holder, error) {
	if name == "" || key == "" || len(name) > 200 || len(key) > 500 || strings.ContainsAny(key, " \n\r\t") {
		return Holder{}, errors.New("a holder has a name, and a key of his own in one word")
	}
	h := Holder{Name: name, Key: key, Link: LinkOf(token)}
	return h, d.do(ctx, func(tx Tx) error {
		var number int
		found, err := load(tx, buckName, name, &number)
		if err != nil {
			return err
		}
		if found {
			var old Holder
			if _, err := load(tx, buckHolder, holderKey(uint32(number)), &old); err != nil {
				return err
			}
			if old.Key != key {
				return fmt.Errorf("holder %s: %w", name, ErrTaken)
			}
			h = old
			return nil
		}
		if number, err = next(tx, "holders", 1); err != nil {
			return err
		}
		h.Number = uint32(number)
		if err := save(tx, buckName, name, number); err != nil {
			return err
		}
		return save(tx, buckHolder, holderKey(h.Number), &h)
	})
}

// LinkOf is the hash of a secret, as it is kept.
func LinkOf(token string) string {
	sum := sha256.Sum256([]byte("assay/link/v1\n" + token))
	return hex.EncodeToString(sum[:])
}

func holderKey(number uint32) string { return fmt.Sprintf("%08d", number) }

// Holders are all holders in the order of their numbers.
func (d *Desk) Holders(ctx context.Context) (all []Holder, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		all, err = holders(tx)
		return err
	})
	return all, err
}

func holders(tx Tx) (all []Holder, err error) {
	err = tx.List(buckHolder, func(_ string, value []byte) error {
		h, err := decode[Holder](value)
		all = append(all, h)
		return err
	})
	return all, err
}
