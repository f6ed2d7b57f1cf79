package ingest

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
)

// Retargets checks every change of difficulty from block 0 to the tip by the retarget rule, from the
// headers of the last block of each epoch and the first of the next, and stores those headers. It
// continues where the last run ended and returns how many retargets were new. Networks without
// mainnet's rule have nothing to check.
func (u *Update) Retargets(ctx context.Context) (int, error) {
	u.defaults()
	tip, err := u.tip(ctx)
	if err != nil || !tip.Network.Retargets() {
		return 0, err
	}
	genesis, _, err := u.Chain.Headers(ctx, 0, 0)
	if err != nil {
		return 0, err
	}
	if len(genesis) != 1 || genesis[0].Header.Hash().String() != tip.Network.Genesis {
		return 0, fmt.Errorf("%s gives another block 0 than network %s has", u.Name, tip.Network.Name)
	}
	known, err := u.Store.Retargets(ctx)
	if err != nil {
		return 0, err
	}
	byHeight := map[int]chain.Retarget{}
	for _, t := range known {
		byHeight[t.Height] = t
	}
	var need []span
	for h := consensus.RetargetBlocks; h <= tip.Height; h += consensus.RetargetBlocks {
		if _, ok := byHeight[h]; !ok {
			need = append(need, span{h - 1, h})
		}
	}
	start, at, fresh := genesis[0].Header, consensus.RetargetBlocks, 0
	pass := func(t chain.Retarget) error {
		if err := t.Check(start); err != nil {
			return fmt.Errorf("%s: %w", u.Name, err)
		}
		start, at = t.First, t.Height+consensus.RetargetBlocks
		return nil
	}
	catchUp := func(until int) error { // through the retargets that the store has
		for at < until {
			if err := pass(byHeight[at]); err != nil {
				return err
			}
		}
		return nil
	}
	err = u.inOrder(ctx, need, u.Chain.Headers, func(p part) error {
		t := chain.Retarget{Height: p.from + 1, Last: p.blocks[0].Header, First: p.blocks[1].Header}
		if err := catchUp(t.Height); err != nil {
			return err
		}
		if err := pass(t); err != nil {
			return err
		}
		fresh++
		u.Progress("retargets", fresh, len(need))
		return u.Store.PutRetarget(ctx, u.Name, p.src, t)
	})
	if err == nil {
		err = catchUp(consensus.EpochStart(tip.Height) + 1)
	}
	return fresh, err
}

// epochs are the epochs that headers in the store prove, by height.
func epochs(retargets []chain.Retarget) []market.Epoch {
	out := make([]market.Epoch, len(retargets))
	for i, t := range retargets {
		out[i] = market.Epoch{Height: t.Height, Time: t.First.Time(), Bits: t.First.Bits(),
			Difficulty: consensus.Difficulty(t.First.Bits())}
	}
	return out
}
