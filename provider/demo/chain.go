package demo

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"sync"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// chain is a chain in memory with the rules of Bitcoin that a miner meets: work, previous block, merkle root,
// height in the coinbase and what it may pay. Its difficulty stays, it has no other transactions, and blocks
// of the rest of the network appear by fiat.
type chain struct {
	mu      sync.Mutex
	blocks  []block // from genesis; the last is the tip
	places  map[[32]byte]int
	bits    uint32
	target  *big.Int
	subsidy units.Sat
}

type block struct {
	hash   [32]byte
	height uint32
	own    bool
}

// firstHeight is about that of the main network in 2026, so that coinbases look alike.
const firstHeight = 967_200

func newChain(bits uint32, subsidy units.Sat) (*chain, error) {
	target, err := consensus.Target(bits)
	if err != nil {
		return nil, err
	}
	genesis := block{hash: sha256.Sum256([]byte("assay demo chain")), height: firstHeight}
	return &chain{
		blocks: []block{
			genesis,
		}, places: map[[32]byte]int{genesis.hash: 0}, bits: bits, target: target, subsidy: subsidy,
	}, nil
}

func (c *chain) tip() block { return c.blocks[len(c.blocks)-1] }

// template is the block to be mined now; time is in seconds since 1970.
func (c *chain) template(time uint32) *jobs.Template {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &jobs.Template{
		Height: c.tip().height + 1, Version: 0x20000000, Prev: c.tip().hash, Bits: c.bits,
		Time: time, MinTime: time,
		Value: uint64(c.subsidy),
	}
}

// submit takes a block as a node does, or says why not.
func (c *chain) submit(b []byte) error {
	if len(b) < 80+1+60 || b[80] != 1 {
		return errors.New("not a block of one transaction")
	}
	header, coinbase := b[:80], b[81:]
	hash := share.Hash(header)
	printed := share.Printed(hash)
	c.mu.Lock()
	defer c.mu.Unlock()
	j := share.Job{Coinbase1: coinbase[:min(len(coinbase), 60)]}
	height, err := j.Height()
	switch {
	case err != nil:
		return err
	case [32]byte(header[4:36]) != c.tip().hash:
		return errors.New("it does not follow the tip")
	case binary.LittleEndian.Uint32(header[72:]) != c.bits:
		return errors.New("wrong bits")
	case new(big.Int).SetBytes(printed[:]).Cmp(c.target) > 0:
		return errors.New("too little work")
	case [32]byte(header[36:68]) != share.Hash(coinbase):
		return errors.New("wrong merkle root")
	case height != c.tip().height+1:
		return fmt.Errorf("height %d behind %d", height, c.tip().height)
	}
	c.put(block{hash: hash, height: height, own: true})
	return nil
}

func (c *chain) put(b block) {
	c.places[b.hash] = len(c.blocks)
	c.blocks = append(c.blocks, b)
}

// advance lets the rest of the network find n blocks.
func (c *chain) advance(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for range n {
		tip := c.tip()
		c.put(block{hash: sha256.Sum256(tip.hash[:]), height: tip.height + 1})
	}
}

// confirmations are how deep blocks lie or, where another has a block's place, how deep that one does,
// negated.
func (c *chain) confirmations(_ context.Context, blocks []desk.Found) ([]int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	depths := make([]int, len(blocks))
	for i, f := range blocks {
		raw, err := hex.DecodeString(f.Hash)
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("%q is no block", f.Hash)
		}
		if at, ok := c.places[share.Printed([32]byte(raw))]; ok {
			depths[i] = len(c.blocks) - at
		} else {
			depths[i] = min(0, int(f.Height)-int(c.tip().height)-1)
		}
	}
	return depths, nil
}
