package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/units"
)

// Maturity is the number of confirmations at which a coinbase can be spent (Bitcoin Core, COINBASE_MATURITY).
const Maturity = 100

// Found is a block of the provider's own.
type Found struct {
	Hash   string // as it is printed
	Height uint32
	Day    units.Date // of its time
	Reward units.Sat
	State  foundState
	Turns  int // how often the chain has left it
}

// foundState is where a found block stands.
type foundState string

// The states of a found block.
const (
	immature foundState = "immature"
	mature   foundState = "mature"
	orphaned foundState = "orphaned" // the chain may take it up again
	lost     foundState = "lost"     // orphaned, and what displaced it is mature
)

// settled reports whether nothing becomes of a block any more.
func (f *Found) settled() bool { return f.State == mature || f.State == lost }

// Block books a block that was found. The same block again changes nothing.
func (d *Desk) Block(ctx context.Context, f Found) error {
	f.State, f.Turns = immature, 0
	if f.Reward < 0 || units.MilliSat(f.Reward) > ledger.Supply/1000 {
		return fmt.Errorf("block %s: %w", f.Hash, ledger.ErrRange)
	}
	return d.do(ctx, func(tx Tx) error {
		var old Found
		if found, err := load(tx, buckBlock, f.Hash, &old); err != nil || found {
			return err
		}
		if err := open(tx, f.Day); err != nil {
			return err
		}
		if _, err := tx.Post(ledger.Found(f.Hash, f.Day, msat(f.Reward))); err != nil {
			return err
		}
		return save(tx, buckBlock, f.Hash, &f)
	})
}

// msat is an amount in satoshi in the unit of the books.
func msat(s units.Sat) units.MilliSat { return units.MilliSat(s) * 1000 }

// open refuses what would change a day that is closed.
func open(tx Tx, day units.Date) error {
	last, closed, err := lastClosed(tx)
	if err != nil {
		return err
	}
	if closed && day <= last {
		return &ledger.Breach{
			Law:  "I6",
			Says: fmt.Sprintf("%v is closed, and something happened on it later", day),
		}
	}
	return nil
}

// Confirmations is what a node says of blocks, in their order: how many confirmations each has, or, where it
// is not in the chain, how many the block in its place has, negated; 0 where the chain is not that long (yet,
// or any more).
type Confirmations func(ctx context.Context, blocks []Found) ([]int, error)

// Follow asks a node for every block that is not yet settled, and books what has become of it: matured, left
// by the chain, taken up again, lost. It may be interrupted anywhere and run again.
func (d *Desk) Follow(ctx context.Context, ask Confirmations) error {
	blocks, err := d.Blocks(ctx)
	if err != nil {
		return err
	}
	blocks = slices.DeleteFunc(blocks, func(f Found) bool { return f.settled() })
	if len(blocks) == 0 {
		return nil
	}
	depths, err := ask(ctx, blocks)
	if err != nil {
		return fmt.Errorf("confirmations of %d blocks: %w", len(blocks), err)
	}
	if len(depths) != len(blocks) {
		return fmt.Errorf("confirmations of %d blocks, where %d were asked for", len(depths), len(blocks))
	}
	for i, f := range blocks {
		if err := d.turn(ctx, f, depths[i]); err != nil {
			return err
		}
	}
	return nil
}

// turn books one block's change, if there is one.
func (d *Desk) turn(ctx context.Context, f Found, confirmations int) error {
	was := f.State
	var journals []ledger.Journal
	reward := msat(f.Reward)
	switch {
	case confirmations <= 0 && f.State == immature:
		f.State = orphaned
		f.Turns++
		journals = append(journals, ledger.Orphaned(f.Hash, f.Turns, f.Day, reward))
	case confirmations > 0 && f.State == orphaned:
		f.State = immature
		journals = append(journals, ledger.Restored(f.Hash, f.Turns, f.Day, reward))
	}
	if confirmations >= Maturity && f.State == immature {
		f.State = mature
		journals = append(journals, ledger.Matured(f.Hash, f.Day, reward))
	}
	if confirmations <= -Maturity && f.State == orphaned {
		f.State = lost
	}
	if f.State == was {
		return nil
	}
	return d.do(ctx, func(tx Tx) error {
		for _, j := range journals {
			if j.Kind != "matured" {
				if err := open(tx, f.Day); err != nil {
					return err
				}
			}
			if _, err := tx.Post(j); err != nil {
				return err
			}
		}
		return save(tx, buckBlock, f.Hash, &f)
	})
}

// Blocks are all found blocks in the order of their hashes.
func (d *Desk) Blocks(ctx context.Context) (all []Found, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		all, err = blocks(tx)
		return err
	})
	return all, err
}

func blocks(tx Tx) (all []Found, err error) {
	err = tx.List(buckBlock, func(_ string, value []byte) error {
		f, err := decode[Found](value)
		all = append(all, f)
		return err
	})
	return all, err
}
