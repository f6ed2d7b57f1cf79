package ledger

import (
	"fmt"

	"github.com/assaymining/assay/units"
)

// Book is a ledger in memory: what stores are tested against, and what replays one from nothing. The zero
// value is empty.
type Book struct {
	journals []Journal
	place    map[ID]int
	balances map[Account]units.MilliSat
	head     [32]byte
}

// Post appends a journal, linked to the one before it. The same journal from the same input is not posted
// again: replay is true. From another input it is ErrConflict.
func (b *Book) Post(j Journal) (replay bool, err error) {
	if err := j.Check(); err != nil {
		return false, err
	}
	if at, ok := b.place[j.ID()]; ok {
		return Replayed(&b.journals[at], &j)
	}
	if _, ok := b.place[j.Corrects]; !ok && j.Corrects != (ID{}) {
		return false, fmt.Errorf("journal %s %s: %w", j.Kind, j.Key, ErrUnknown)
	}
	sums := j.sums()
	for a, amount := range sums {
		if after := b.balances[a] + amount; after > Supply || after < -Supply {
			return false, fmt.Errorf("journal %s %s, balance of %v: %w", j.Kind, j.Key, a, ErrRange)
		}
	}
	if b.place == nil {
		b.place, b.balances = map[ID]int{}, map[Account]units.MilliSat{}
	}
	for a, amount := range sums {
		b.balances[a] += amount
	}
	j.Prev = b.head
	b.head = j.Hash()
	b.place[j.ID()] = len(b.journals)
	b.journals = append(b.journals, j)
	return false, nil
}

// Replayed says what a journal is whose name is taken by first: the same again, or ErrConflict.
func Replayed(first, again *Journal) (bool, error) {
	if first.Input != again.Input {
		return false, fmt.Errorf("journal %s %s: %w", again.Kind, again.Key, ErrConflict)
	}
	return true, nil
}

// sums is what a journal posts to each account.
func (j *Journal) sums() map[Account]units.MilliSat {
	sums := make(map[Account]units.MilliSat, len(j.Postings))
	_ = j.Each(func(p Posting) error { // which returns none
		sums[p.Account] += p.Amount
		return nil
	})
	return sums
}

// Balance is what an account holds, on the side on which it grows.
func (b *Book) Balance(a Account) units.MilliSat { return Side(a, b.balances[a]) }

// Side turns a sum of postings into a balance on the side on which the account grows.
func Side(a Account, sum units.MilliSat) units.MilliSat {
	if a.Class().debit() {
		return sum
	}
	return -sum
}

// Each tells every account that was ever posted to, with its balance, in no order.
func (b *Book) Each(tell func(Account, units.MilliSat)) {
	for a, sum := range b.balances {
		tell(a, Side(a, sum))
	}
}

// Len and Head are the number of journals and the hash of the last.
func (b *Book) Len() int { return len(b.journals) }

// Head is the hash of the last journal, zeros for none.
func (b *Book) Head() [32]byte { return b.head }

// Journals are all journals in order; they are the book's own and not to be written.
func (b *Book) Journals() []Journal { return b.journals }

// Replay builds a book from journals as they were stored and checks the chain of their hashes (I1, I11).
func Replay(journals []Journal) (*Book, error) {
	b := &Book{}
	for i := range journals {
		if journals[i].Prev != b.head {
			return nil, fmt.Errorf("journal %d, %s %s, does not follow the one before it",
				i, journals[i].Kind, journals[i].Key)
		}
		if replay, err := b.Post(journals[i]); err != nil {
			return nil, err
		} else if replay {
			return nil, fmt.Errorf("journal %d, %s %s, is there twice", i, journals[i].Kind, journals[i].Key)
		}
	}
	return b, nil
}
