package chain

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/consensus"
)

// medianBlocks is the number of blocks whose median time a new block must exceed
// (Bitcoin Core CBlockIndex::nMedianTimeSpan).
const medianBlocks = 11

// Checker follows one chain and refuses a block that is not the lawful successor of the last:
// link to the block before, work, time after the median of the last eleven, and the target that
// the retarget rule demands.
type Checker struct {
	net    Network
	height int // of the last block; -1 before the first
	last   Header
	epoch  Header // first block of the epoch in which last lies
	known  bool   // epoch is known
	times  []int64
}

// NewChecker starts before block 0 of the network.
func NewChecker(n Network) *Checker { return &Checker{net: n, height: -1} }

// StartChecker starts before the block at height, which is taken on its own word: it should begin an
// epoch, so that every later target is checked, and its bits be compared with another source.
func StartChecker(n Network, height int) *Checker { return &Checker{net: n, height: height - 1} }

// Height is the height of the last block, or one below the start.
func (c *Checker) Height() int { return c.height }

// MedianTime is the median header time of the last eleven blocks, fewer at the start of a chain:
// no later block can be dated at or before it. It is 0 before the first block.
func (c *Checker) MedianTime() int64 {
	if len(c.times) == 0 {
		return 0
	}
	sorted := slices.Clone(c.times)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// Add checks a block against the last and makes it the last. After an error the checker is as before.
func (c *Checker) Add(b Block) error {
	if b.Height != c.height+1 {
		return fmt.Errorf("block %d came where block %d was expected", b.Height, c.height+1)
	}
	if err := c.check(b); err != nil {
		return fmt.Errorf("block %d: %w", b.Height, err)
	}
	if b.Height%consensus.RetargetBlocks == 0 {
		c.epoch, c.known = b.Header, true
	}
	c.height, c.last = b.Height, b.Header
	c.times = append(c.times, b.Header.Time())
	if len(c.times) > medianBlocks {
		c.times = c.times[1:]
	}
	return nil
}

func (c *Checker) check(b Block) error {
	if err := b.Header.CheckWork(); err != nil {
		return err
	}
	if b.Height == 0 && b.Header.Hash().String() != c.net.Genesis {
		return fmt.Errorf("it is not block 0 of network %s", c.net.Name)
	}
	if len(c.times) == 0 {
		return nil
	}
	if b.Header.prev() != c.last.Hash() {
		return ErrBranch
	}
	if len(c.times) == medianBlocks && b.Header.Time() <= c.MedianTime() {
		return fmt.Errorf(
			"its time %d is not after the median %d of the eleven blocks before",
			b.Header.Time(),
			c.MedianTime(),
		)
	}
	if want, ok := c.wantBits(b.Height); ok && b.Header.Bits() != want {
		return fmt.Errorf(
			"its bits are %08x, the retarget rule demands %08x (difficulty %.6g instead of %.6g)",
			b.Header.Bits(),
			want,
			consensus.Difficulty(b.Header.Bits()),
			consensus.Difficulty(want),
		)
	}
	return nil
}

// wantBits is the compact target that the block at height must have; ok is false where the network's
// rule or the first block of the epoch is not known.
func (c *Checker) wantBits(height int) (bits uint32, ok bool) {
	switch {
	case c.net.fixed, c.net.retargets && height%consensus.RetargetBlocks != 0:
		return c.last.Bits(), true
	case c.net.retargets && c.known:
		return consensus.NextBits(c.last.Bits(), c.last.Time()-c.epoch.Time()), true
	}
	return 0, false
}

// ErrBranch says that a block does not follow the last one: the chain was reorganised, or the source
// mixed two branches.
var ErrBranch = fmt.Errorf("it does not follow the block before it")

// Retarget is where one epoch ends and the next begins.
type Retarget struct {
	Height      int    // of First
	Last, First Header // last block of the old epoch, first of the new
}

// Check is nil if the turn is lawful on mainnet after an epoch that began with start: its first block
// does its work, follows the last block, and has the target that the retarget rule demands.
func (t Retarget) Check(start Header) error {
	if err := t.First.CheckWork(); err != nil {
		return fmt.Errorf("block %d: %w", t.Height, err)
	}
	if t.First.prev() != t.Last.Hash() {
		return fmt.Errorf("block %d: %w", t.Height, ErrBranch)
	}
	if start.Bits() != t.Last.Bits() {
		return fmt.Errorf(
			"block %d: the epoch before begins with bits %08x and ends with %08x",
			t.Height,
			start.Bits(),
			t.Last.Bits(),
		)
	}
	want := consensus.NextBits(start.Bits(), t.Last.Time()-start.Time())
	if t.First.Bits() != want {
		return fmt.Errorf(
			"block %d: its bits are %08x, the retarget rule demands %08x (difficulty %.7g instead of %.7g)",
			t.Height,
			t.First.Bits(),
			want,
			consensus.Difficulty(t.First.Bits()),
			consensus.Difficulty(want),
		)
	}
	return nil
}
