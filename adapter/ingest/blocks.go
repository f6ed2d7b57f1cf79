package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Result is what an update of blocks did.
type Result struct {
	Tip     chain.Tip
	Blocks  int // new in the store
	Days    int // days completed or changed
	Elapsed time.Duration
}

// PerSecond is blocks per second; 0 for no blocks.
func (r Result) PerSecond() float64 {
	if r.Blocks == 0 || r.Elapsed <= 0 {
		return 0
	}
	return float64(r.Blocks) / r.Elapsed.Seconds()
}

// Limits of a sync. A reorganisation deeper than reorgMost is refused: the deepest on mainnet since
// 2013 had four blocks, that of March 2013 had 24. A chain that reorganises restartMost times in one
// run is left for later. No block may be dated futureMost beyond now (validation.cpp
// MAX_FUTURE_BLOCK_TIME), and a tip older than staleTip means a source that lags.
const (
	reorgMost   = 1000
	proofMost   = 12 // blocks above the store's end that are asked for as proof of another branch
	restartMost = 8
	futureMost  = 2 * 3600
	staleTip    = 24 * 3600
)

// Blocks brings the store's blocks and days up to the source's tip, from the start of the epoch in
// which the day since begins (0: the first block). It continues where the last run ended, follows
// reorganisations, and stores nothing that breaks a rule.
func (u *Update) Blocks(ctx context.Context, since units.Date) (Result, error) {
	u.defaults()
	begun := u.Now()
	var r Result
	for try := 0; ; try++ {
		tip, err := u.tip(ctx)
		if err != nil {
			return r, err
		}
		r.Tip = tip
		if age := u.Now().Unix() - tip.Time; try == 0 && (tip.Syncing || age > staleTip) {
			u.Say("%s is still syncing: its chain ends at block %d of %s; figures end there until it has "+
				"caught up",
				u.Name, tip.Height, units.DateOf(tip.Time))
		}
		err = u.follow(ctx, tip, since, &r)
		r.Elapsed = u.Now().Sub(begun)
		if !errors.Is(err, chain.ErrBranch) {
			return r, err
		}
		if try == restartMost {
			return r, fmt.Errorf("the chain of %s changed %d times during the update: %w; run it again",
				u.Name, try, err)
		}
		u.Say("the chain of %s changed under way (%v); looking again", u.Name, err)
	}
}

// tip asks for the tip and holds the source's network to the store's.
func (u *Update) tip(ctx context.Context) (chain.Tip, error) {
	tip, err := u.Chain.Tip(ctx)
	if err != nil {
		return tip, err
	}
	have, err := u.Store.State(networkKey)
	if err != nil {
		return tip, err
	}
	switch have {
	case tip.Network.Name:
	case "":
		if err := u.Store.SetState(ctx, networkKey, tip.Network.Name); err != nil {
			return tip, err
		}
	default:
		return tip, fmt.Errorf("%s is on network %s, the store holds %s; give another file with %s",
			u.Name, tip.Network.Name, have, need.Store)
	}
	return tip, nil
}

// startHeight is the first block to be had: on mainnet the start of the embedded epoch that was in
// force a day before since, so that its difficulty can be compared and the day is whole.
func startHeight(n chain.Network, since units.Date) int {
	e, ok := market.Embedded().EpochAt((since - 1).Unix())
	if !n.Retargets() || !ok {
		return 0
	}
	return e.Height
}

// anchored holds a first block that is not block 0 to the embedded epoch.
func anchored(n chain.Network, b chain.Block) error {
	if b.Height == 0 || !n.Retargets() {
		return nil
	}
	for _, e := range market.Embedded().Epochs() {
		if e.Height == b.Height && e.Bits != b.Header.Bits() {
			return fmt.Errorf("block %d has bits %08x, the history that comes with assay %08x: the source "+
				"is wrong or on another chain",
				b.Height, b.Header.Bits(), e.Bits)
		}
	}
	return nil
}

// follow is one pass from the store's end to the tip.
func (u *Update) follow(ctx context.Context, tip chain.Tip, since units.Date, r *Result) error {
	start := startHeight(tip.Network, since)
	low, high, ok, err := u.Store.Range()
	if err != nil {
		return err
	}
	if ok {
		if start > low {
			start = low // the store goes further back already
		}
		behind, err := u.reorganise(ctx, tip, low, high)
		if err != nil || behind {
			return err
		}
	}
	w, err := u.resume(ctx, tip.Network, start)
	if err != nil {
		return err
	}
	for {
		next := w.check.Height() + 1
		stored, end, err := u.Store.Run(next)
		if err != nil {
			return err
		}
		switch {
		case stored:
			err = w.replay(ctx, end)
		case next > tip.Height:
			return nil
		case end < 0:
			err = w.fetch(ctx, tip.Height, r)
		default:
			err = w.fetch(ctx, end, r)
		}
		if err != nil {
			return err
		}
	}
}

// reorganise finds where the store's chain leaves the source's and drops the blocks above. behind is
// true if the source has only a part of what the store has.
func (u *Update) reorganise(ctx context.Context, tip chain.Tip, low, high int) (behind bool, err error) {
	top := min(high, tip.Height)
	if top < low {
		return true, nil
	}
	same := func(h int) (bool, error) {
		hash, err := u.Chain.Hash(ctx, h)
		if err != nil {
			return false, err
		}
		ours, err := u.hash(ctx, h)
		return ours == hash, err
	}
	fork := top
	for {
		ok, err := same(fork)
		if err != nil {
			return false, err
		}
		if ok {
			break
		}
		if fork--; fork < low || top-fork > reorgMost {
			return false, fmt.Errorf("%s is on another chain than the store: they differ for more than %d "+
				"blocks; give another file with %s", u.Name, top-fork-1, need.Store)
		}
	}
	switch {
	case fork == high:
		return false, nil
	case fork == tip.Height:
		u.Say("%s ends at block %d, %d blocks before the store", u.Name, tip.Height, high-fork)
		return true, nil
	case tip.Height < high:
		return false, fmt.Errorf("%s is on a branch from block %d with %d blocks where the store has %d; "+
			"the store is kept",
			u.Name, fork+1, tip.Height-fork, high-fork)
	}
	if err := u.outworks(ctx, tip, fork, high); err != nil {
		return false, err
	}
	u.Say("reorganisation: %d blocks from block %d on are replaced", high-fork, fork+1)
	return false, u.Store.DropBlocks(ctx, fork)
}

// outworks is nil where the source proves a branch above the fork that has at least the work of the store's:
// what a source merely says makes the store forget nothing.
func (u *Update) outworks(ctx context.Context, tip chain.Tip, fork, high int) error {
	branch, _, err := u.Chain.Headers(ctx, fork+1, min(tip.Height, high+proofMost))
	if err != nil {
		return err
	}
	var ours, theirs float64
	check := chain.StartChecker(tip.Network, fork)
	err = u.Store.Blocks(ctx, fork, high, func(b chain.Block) error {
		if b.Height == fork {
			return check.Add(b)
		}
		ours += consensus.Difficulty(b.Header.Bits())
		return nil
	})
	for _, b := range branch {
		if err == nil {
			err = check.Add(b)
		}
		theirs += consensus.Difficulty(b.Header.Bits())
	}
	switch {
	case err != nil:
		return fmt.Errorf("%s says that the chain changed from block %d on, and does not prove it: %w; the "+
			"store is kept", u.Name, fork+1, err)
	case theirs < ours:
		return fmt.Errorf("%s is on a branch from block %d with less work than the store's, which is "+
			"kept",
			u.Name, fork+1)
	}
	return nil
}

// hash is the hash of the store's block at height; zero if it has none.
func (u *Update) hash(ctx context.Context, height int) (h chain.Hash, err error) {
	err = u.Store.Blocks(ctx, height, height, func(b chain.Block) error {
		h = b.Header.Hash()
		return nil
	})
	return h, err
}

// walk carries a checker and a tally along the chain.
type walk struct {
	*Update
	check *chain.Checker
	tally *chain.Tally
	start int // height of the first block of the walk
	net   chain.Network
}

// resume begins a walk far enough before the store's end that the epoch and the unfinished days are
// seen whole.
func (u *Update) resume(ctx context.Context, n chain.Network, start int) (*walk, error) {
	days, err := u.Store.Days(ctx, 0)
	if err != nil {
		return nil, err
	}
	_, high, ok, err := u.Store.Range()
	if err != nil {
		return nil, err
	}
	from := start
	if stored, end, err := u.Store.Run(start); err != nil {
		return nil, err
	} else if ok && stored && end == high {
		from = max(start, resumeHeight(days, high))
	}
	w := &walk{Update: u, check: chain.StartChecker(n, from), tally: chain.NewTally(n), start: from, net: n}
	if from == 0 {
		w.check = chain.NewChecker(n)
	}
	return w, nil
}

// margin is how many blocks before a day's first block none of that day lies: header times run at
// most two hours ahead and never behind the median of eleven blocks.
const margin = 100

// resumeHeight is the start of the epoch of the last completed day whose blocks all lie below high.
func resumeHeight(days []chain.Day, high int) int {
	for i := len(days) - 1; i >= 0; i-- {
		if d := days[i]; d.Blocks > 0 && d.FirstHeight+d.Blocks+margin < high {
			return consensus.EpochStart(max(d.FirstHeight-margin, 0))
		}
	}
	return 0
}

// add checks and counts one block.
func (w *walk) add(b chain.Block) error {
	if b.Height == w.start {
		if err := anchored(w.net, b); err != nil {
			return err
		}
	}
	if b.Header.Time() > w.Now().Unix()+futureMost {
		return fmt.Errorf("block %d is dated %s, more than two hours from now", b.Height,
			time.Unix(b.Header.Time(), 0).UTC().Format(time.RFC3339))
	}
	if err := w.check.Add(b); err != nil {
		return err
	}
	w.tally.Add(b)
	return nil
}

// replay walks over blocks that the store has, to height to.
func (w *walk) replay(ctx context.Context, to int) error {
	err := w.Store.Blocks(ctx, w.check.Height()+1, to, w.add)
	if errors.Is(err, chain.ErrBranch) { // a run that was filled up belongs to another branch
		if err := w.Store.DropBlocks(ctx, w.check.Height()); err != nil {
			return err
		}
	}
	if days := w.tally.Done(w.check.MedianTime()); err == nil && len(days) > 0 {
		err = w.Store.PutBlocks(ctx, w.Name, cite.Source{What: "days summed from the store's blocks"}, nil,
			days)
	}
	return err
}
