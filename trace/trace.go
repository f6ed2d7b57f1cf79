// Package trace answers where payouts came from, backwards over the transactions that they descend from.
//
// A Walk asks a Source for ancestors, within a depth and a number of transactions, and gives a Result:
// each payout's satoshi sorted into mined (by pool, by block), known custodian, customers' deposits of
// the same seller, and unresolved, which is never scaled away. First in, first out (FIFO) and haircut are
// conventions; the answer is the interval between the bounds, in which every history of the coins lies.
// All are whole satoshi that sum exactly.
//
// It fetches nothing itself and does not follow clusters. Amounts and ancestors are proved by the
// payouts' hashes; which block a transaction is in, and what an address received, is as the Source says.
//
// Sources: Clayton's case 1816 and gh:TaintChain/RustyTaintChain for FIFO, outputs first and the rest a fee;
// gh:citp/BlockSci for haircut and poison; a coinbase is an origin, fees are not followed into it.
// Nothing in it is promised to other modules.
package trace

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/assaymining/assay/chain"
)

// Maturity is how many blocks must follow a coinbase before its coins move (consensus.h, COINBASE_MATURITY).
const Maturity = 100

// Source gives transactions.
type Source interface {
	// Tip is the end of the chain.
	Tip(ctx context.Context) (chain.Tip, error)
	// Hash is the hash of the block at height.
	Hash(ctx context.Context, height int) (chain.Hash, error)
	// Txs are the transactions with the IDs, in their order. One that there is not gives an *Unknown.
	Txs(ctx context.Context, ids []chain.Hash) ([]Tx, error)
	// Paying are the transactions that may have paid to an address, at most so many; more is an error.
	Paying(ctx context.Context, to Address, most int) ([]chain.Hash, error)
}

// Unknown says that a source has no such transaction.
type Unknown struct{ ID chain.Hash }

// Error names the transaction and what may have become of it.
func (u *Unknown) Error() string {
	return fmt.Sprintf("there is no transaction %s: check its digits and the network; one that was "+
		"never confirmed "+
		"may have been replaced by another", u.ID)
}

// OtherNetwork says that an address is of another network than the source.
type OtherNetwork struct {
	Address string
	Of      []string
	Asked   string
}

// Error names both networks.
func (o *OtherNetwork) Error() string {
	return fmt.Sprintf("address %s is of %s, and the source is on %s: ask a source on the address's network",
		o.Address, strings.Join(o.Of, " or "), o.Asked)
}

// Contradiction says that what a source gives cannot all be true.
type Contradiction struct {
	ID  chain.Hash
	Why string
}

// Error names the transaction.
func (c *Contradiction) Error() string {
	return fmt.Sprintf("the source contradicts itself: transaction %s %s; ask another source", c.ID, c.Why)
}

// ErrNoIndex says that a node keeps no index of transactions; what wraps it says how to have one.
var ErrNoIndex = errors.New("the node has no index of transactions")

// ErrNoAddresses says that a node keeps no index of addresses.
var ErrNoAddresses = errors.New("the node has no index of addresses")

// ErrPruned says that a node has thrown old blocks away.
var ErrPruned = errors.New("the node is pruned: it has thrown old blocks away")

// ErrMany says that an address has more transactions than may be read.
var ErrMany = errors.New("the address has more transactions than may be read")

// newestSource is the height of the last block whose newly made coins a payout can hold: its own if it is the
// coinbase itself, else that of Maturity blocks before it.
func newestSource(height int, coinbase bool) int {
	if coinbase {
		return height
	}
	return height - Maturity
}
