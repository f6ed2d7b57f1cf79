package ledger

import (
	"fmt"

	"github.com/assaymining/assay/units"
)

// Totals are the balances of classes, each on the side on which it grows.
type Totals [classes]units.MilliSat

// Of is the balance of a class.
func (t *Totals) Of(c Class) units.MilliSat { return t[c] }

// Add counts an account's balance.
func (t *Totals) Add(a Account, balance units.MilliSat) { t[a.Class()] += balance }

// Totals of the whole book.
func (b *Book) Totals() Totals {
	var t Totals
	b.Each(t.Add)
	return t
}

// Breach is an equation that does not hold. It stops the provider: nothing is sold, closed or paid until
// somebody has looked.
type Breach struct {
	Law  string // "I2"
	Says string // what does not hold, with both figures
}

// Error names the law and what does not hold.
func (b *Breach) Error() string { return b.Law + ": " + b.Says }

// Solvent holds the pockets of a book apart (I2, I3, I4): mining coins cover what was mined, deposits cover
// what was deposited, escrow covers what is not yet earned. Coins that are not yet spendable count, what a
// pool owes does not.
func (t *Totals) Solvent() error {
	mined := t[HolderMined] + t[HolderPayout] + t[residue] + t[revenue]
	if coins := t[ChainMining] + t[CoinbaseImmature]; mined > coins {
		return &Breach{
			"I2",
			fmt.Sprintf("%d msat are owed of what was mined, and %d are there", mined, coins),
		}
	}
	if t[HolderCash] != t[ChainClient] {
		return &Breach{
			"I3",
			fmt.Sprintf("%d msat were deposited, and %d are there", t[HolderCash], t[ChainClient]),
		}
	}
	if t[SeriesPrepaid] != t[ChainEscrow] {
		return &Breach{"I4", fmt.Sprintf("%d msat of prices are not yet earned, and escrow holds %d",
			t[SeriesPrepaid], t[ChainEscrow])}
	}
	return nil
}

// Closed is what must hold once a day is closed (I6, I10): its revenue is given out, and what rounding left
// is at most one milli-satoshi a unit.
func Closed(day units.Date, revenue, residue units.MilliSat, issued int64) error {
	if revenue != 0 {
		return &Breach{
			"I6",
			fmt.Sprintf("%d msat of the revenue of %v are left after its close", revenue, day),
		}
	}
	if residue > units.MilliSat(issued) || residue < -units.MilliSat(issued) {
		return &Breach{"I10", fmt.Sprintf("rounding left %d msat on %v, more than one for each of %d units",
			residue, day, issued)}
	}
	return nil
}
