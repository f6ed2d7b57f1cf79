package trace

import (
	"context"

	"github.com/assaymining/assay/chain"
)

// Keeper keeps transactions between runs.
type Keeper interface {
	// Kept are those of the transactions that are kept, in any order.
	Kept(ctx context.Context, ids []chain.Hash) ([]Tx, error)
	// Keep adds transactions; one that is there is replaced.
	Keep(ctx context.Context, txs []Tx) error
}

// settled is how deep a block must lie for its transactions to be taken from a Keeper: no reorganisation
// of mainnet reached further than 53 blocks (2010-08-15), and none but the overflow's further than 24
// (2013-03-11).
const settled = 100

// Cached is a source that asks its own source only for what is not kept. A transaction is taken from the
// keeper where its block lies 100 or more below the tip; others are asked for anew, since they may have
// moved. That makes a walk that was cut go on where it was. After Tip it goes by that tip.
type Cached struct {
	Source
	Keeper Keeper
	height int
}

// Tip asks the source.
func (c *Cached) Tip(ctx context.Context) (chain.Tip, error) {
	tip, err := c.Source.Tip(ctx)
	c.height = tip.Height
	return tip, err
}

// Txs are the transactions in the order of the IDs.
func (c *Cached) Txs(ctx context.Context, ids []chain.Hash) ([]Tx, error) {
	kept, err := c.Keeper.Kept(ctx, ids)
	if err != nil {
		return nil, err
	}
	have := map[chain.Hash]Tx{}
	for _, tx := range kept {
		if tx.Place.Mined() && tx.Place.Height <= c.height-settled {
			have[tx.ID] = tx
		}
	}
	var missing []chain.Hash
	for _, id := range ids {
		if _, ok := have[id]; !ok {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		fresh, err := c.Source.Txs(ctx, missing)
		if err != nil {
			return nil, err
		}
		if err := c.Keeper.Keep(ctx, fresh); err != nil {
			return nil, err
		}
		for _, tx := range fresh {
			have[tx.ID] = tx
		}
	}
	out := make([]Tx, len(ids))
	for i, id := range ids {
		out[i] = have[id]
	}
	return out, nil
}
