// Package ledger is the provider's books: accounts, journals whose postings sum to zero, and the equations
// that must hold between them.
//
// Main types: Account, Posting, Journal, Book. Amounts are whole milli-satoshi. Nothing is updated or
// deleted: a correction is a journal that names the one it corrects, and the same journal posted twice is
// posted once. Each journal holds the hash of the one before it, so that no book is changed midway.
//
// It knows no contract and no market, opens no file and has no fractions: what a day pays is said by settle.
//
// Nothing in it is promised to other modules.
package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

// Class is what an account is for.
type Class uint8

// The classes of accounts. Those of assets and expenses grow by debit, all others by credit.
const (
	ChainMining      Class = iota + 1 // confirmed coins that descend from coinbases and pool payouts alone
	ChainEscrow                       // coins of prices that are not yet earned
	ChainClient                       // coins that holders deposited
	chainOperating                    // the provider's own coins
	CoinbaseImmature                  // found, not yet spendable
	poolReceivable                    // owed by a pool, on its word
	HolderMined                       // earned by a holder
	HolderPayout                      // in a payout under way
	HolderCash                        // deposited by a holder
	SeriesPrepaid                     // escrowed price of a series that is not yet earned
	revenue                           // of one day; empty after its close
	residue                           // rounding, carried to the next day's revenue
	incomeSale                        // prices that were earned
	incomeFee                         // fees by series and place in its terms
	incomeOwn                         // what unsold work earned
	expenseNetwork                    // network fees
	expenseMakeGood                   // compensation for what was not delivered
	EquityOperator                    // put in and taken out by the operator
	classes                           // their number, plus one
)

// names are the classes as they are written; # stands for the account's number.
var names = [classes]string{
	ChainMining: "chain/mining", ChainEscrow: "chain/escrow", ChainClient: "chain/client",
	chainOperating: "chain/operating", CoinbaseImmature: "coinbase/immature", poolReceivable: "pool/#/receivable",
	HolderMined: "holder/#/mined", HolderPayout: "holder/#/payout", HolderCash: "holder/#/cash",
	SeriesPrepaid: "series/#/prepaid", revenue: "revenue/#", residue: "residue", incomeSale: "income/sale",
	incomeFee: "income/fee/#", incomeOwn: "income/own", expenseNetwork: "expense/network",
	expenseMakeGood: "expense/makegood", EquityOperator: "equity/operator",
}

// debit reports whether the class grows by debit.
func (c Class) debit() bool {
	return c >= ChainMining && c <= poolReceivable || c == expenseNetwork || c == expenseMakeGood
}

// Account is one account: its class and its number within the class (a holder, a series, a day), 0 where a
// class has one account only.
type Account uint32

// MaxNumber is the largest number of an account within its class.
const MaxNumber = 1<<24 - 1

// At is the account of a class with a number; it panics on a number above MaxNumber or an unknown class.
func At(c Class, number uint32) Account {
	if c == 0 || c >= classes || number > MaxNumber {
		panic(fmt.Sprintf("ledger: no account of class %d with number %d", c, number))
	}
	return Account(uint32(c)<<24 | number)
}

// The accounts whose class has only one.
var (
	mining    = At(ChainMining, 0)
	escrow    = At(ChainEscrow, 0)
	operating = At(chainOperating, 0)
	immature  = At(CoinbaseImmature, 0)
	Rounding  = At(residue, 0)
	sales     = At(incomeSale, 0)
	Own       = At(incomeOwn, 0)
)

// FeeIncome is the account of the fee at a place (0 to 15) in the terms of a series.
func FeeIncome(series uint32, place int) Account { return At(incomeFee, series<<4|uint32(place)) }

// Class is the class of a.
func (a Account) Class() Class { return Class(a >> 24) }

// Number is the number of a within its class.
func (a Account) Number() uint32 { return uint32(a) & MaxNumber }

// String is the account as it is written in a journal: "holder/12/mined".
func (a Account) String() string {
	if c := a.Class(); c > 0 && c < classes {
		return strings.Replace(names[c], "#", strconv.Itoa(int(a.Number())), 1)
	}
	return fmt.Sprintf("account/%d", uint32(a))
}

// Posting is one line of a journal: a debit where Amount is positive, a credit where it is negative.
type Posting struct {
	Account Account
	Amount  units.MilliSat
}

// Debit and Credit are the two postings of an amount.
func Debit(a Account, amount units.MilliSat) Posting { return Posting{a, amount} }

// Credit posts an amount to the other side.
func Credit(a Account, amount units.MilliSat) Posting { return Posting{a, -amount} }

// ID is the name of a journal: 16 bytes of SHA-256 over its kind and natural key.
type ID [16]byte

// Journal is one event in the books.
type Journal struct {
	Kind     string // "sale", "found", "close" ...
	Key      string // what makes it one of a kind: a block's hash, a day, an order's number
	Day      units.Date
	Input    [32]byte // hash of what it was computed from
	Corrects ID       // the journal that it corrects; zero elsewhere
	Postings []Posting
	Spreads  []Spread // what many holders are credited at once
	Prev     [32]byte // hash of the journal before it; filled in by whoever appends it
}

// ID is the journal's name.
func (j *Journal) ID() ID { return idOf(j.Kind, j.Key) }

// idOf is the name of the journal of a kind and key.
func idOf(kind, key string) ID {
	sum := sha256.Sum256([]byte(kind + "\n" + key))
	return ID(sum[:16])
}

// Errors of journals.
var (
	errUnbalanced = errors.New("postings do not sum to zero")
	ErrConflict   = errors.New("posted before from another input")
	ErrRange      = errors.New("an amount beyond the money supply")
	ErrUnknown    = errors.New("no such journal to correct")
)

// Supply bounds every amount and balance: 21 million bitcoin.
const Supply units.MilliSat = 21_000_000 * units.MSatPerBTC

// Check says what is wrong with a journal by itself: nothing posted, accounts unknown, amounts beyond the
// supply, a sum that is not zero.
func (j *Journal) Check() error {
	if j.Kind == "" || j.Key == "" || strings.ContainsAny(j.Kind+j.Key, "\n") {
		return fmt.Errorf("journal %q of kind %q has no name", j.Key, j.Kind)
	}
	if len(j.Postings) == 0 && len(j.Spreads) == 0 {
		return fmt.Errorf("journal %s %s posts nothing", j.Kind, j.Key)
	}
	var sum units.MilliSat
	var moved uint64 // of both signs, bounded so that no account's sum can wrap
	count := func(amount units.MilliSat) bool {
		sum += amount
		moved += uint64(max(amount, -amount))
		return moved <= uint64(4*Supply)
	}
	for _, p := range j.Postings {
		if p.Amount > Supply || p.Amount < -Supply || !count(p.Amount) {
			return fmt.Errorf("journal %s %s, %v: %w", j.Kind, j.Key, p.Account, ErrRange)
		}
		if c := p.Account.Class(); c == 0 || c >= classes {
			return fmt.Errorf("journal %s %s: no account %d", j.Kind, j.Key, uint32(p.Account))
		}
	}
	for i := range j.Spreads {
		all, err := j.Spreads[i].Total()
		if err == nil && !count(-all) {
			err = ErrRange
		}
		if err != nil {
			return fmt.Errorf("journal %s %s: %w", j.Kind, j.Key, err)
		}
	}
	if sum != 0 {
		return fmt.Errorf("journal %s %s: %w, but to %d", j.Kind, j.Key, errUnbalanced, sum)
	}
	return nil
}

// encode adds the bytes of a journal to b: what its hash is taken of, and what is stored.
func (j *Journal) encode(b []byte) []byte {
	le := binary.LittleEndian
	b = append(b, j.Prev[:]...)
	b = append(b, j.Input[:]...)
	b = append(b, j.Corrects[:]...)
	b = le.AppendUint32(b, uint32(int32(j.Day)))
	b = append(b, byte(len(j.Kind)))
	b = append(b, j.Kind...)
	b = le.AppendUint16(b, uint16(len(j.Key)))
	b = append(b, j.Key...)
	b = le.AppendUint32(b, uint32(len(j.Postings)))
	for _, p := range j.Postings {
		b = le.AppendUint32(b, uint32(p.Account))
		b = le.AppendUint64(b, uint64(p.Amount))
	}
	for i := range j.Spreads {
		b = j.Spreads[i].append(b)
	}
	return b
}

// size is the length of a journal's bytes.
func (j *Journal) size() int {
	n := journalFixed + len(j.Kind) + len(j.Key) + postingSize*len(j.Postings)
	for i := range j.Spreads {
		n += spreadFixed + holdingSize*len(j.Spreads[i].To)
	}
	return n
}

// Bytes are the journal as it is stored, and the hash that the next one names.
func (j *Journal) Bytes() ([]byte, [32]byte) {
	b := j.encode(make([]byte, 0, j.size()))
	return b, sha256.Sum256(b)
}

// postingSize and journalFixed are lengths in a journal's bytes.
const (
	postingSize  = 12
	journalFixed = 32 + 32 + 16 + 4 + 1 + 2 + 4
)

// Parse reads the bytes of one journal and checks it.
func Parse(b []byte) (Journal, error) {
	short := errors.New("a journal that is cut short or too long")
	if len(b) < journalFixed {
		return Journal{}, short
	}
	le := binary.LittleEndian
	j := Journal{
		Prev:     [32]byte(b),
		Input:    [32]byte(b[32:]),
		Corrects: ID(b[64:]),
		Day:      units.Date(int32(le.Uint32(b[80:]))),
	}
	n := int(b[84])
	if b = b[85:]; len(b) < n+2 {
		return Journal{}, short
	}
	j.Kind, b = string(b[:n]), b[n:]
	n = int(le.Uint16(b))
	if b = b[2:]; len(b) < n+4 {
		return Journal{}, short
	}
	j.Key, b = string(b[:n]), b[n:]
	n = int(le.Uint32(b))
	if b = b[4:]; len(b)/postingSize < n {
		return Journal{}, short
	}
	j.Postings = make([]Posting, n)
	for i := range j.Postings {
		at := b[i*postingSize:]
		j.Postings[i] = Posting{Account(le.Uint32(at)), units.MilliSat(le.Uint64(at[4:]))}
	}
	var err error
	if j.Spreads, err = parseSpreads(b[n*postingSize:]); err != nil {
		return Journal{}, err
	}
	return j, j.Check()
}

// Hash is the SHA-256 of the journal's bytes, which the next one names.
func (j *Journal) Hash() [32]byte {
	_, hash := j.Bytes()
	return hash
}
