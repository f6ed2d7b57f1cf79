package demo

import (
	"context"
	"encoding/hex"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/node"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// realChain is a real btcd's chain whose blocks have times of the test's clock, which runs fast through days
// that are past. The node takes such blocks like any others; what it does not give is a template on a tip of
// more than a day ago, since it holds itself to be behind then. So templates are made of its tip, its
// difficulty and the median of its last times.
type realChain struct {
	t     testing.TB
	real  *btcdtest.Node
	node  *node.Node
	mu    sync.Mutex
	clock uint32 // the latest time that was asked for
	rest  *btcdtest.Chain
}

const subsidyOfSimnet = 50e8

func newRealChain(t testing.TB) *realChain {
	real := btcdtest.StartSimnet(t)
	return &realChain{
		t: t, real: real, node: node.New(real.URL, btcdtest.User, btcdtest.Password, 210_000),
		rest: btcdtest.NewSimnetChain(),
	}
}

// tip is the node's tip, and the least time of a block on it.
func (c *realChain) tip() (height int, hash [32]byte, least uint32) {
	var info struct {
		Blocks     int
		Best       string `json:"bestblockhash"`
		MedianTime int64  `json:"mediantime"`
	}
	if err := c.real.Call(&info, "getblockchaininfo"); err != nil {
		c.t.Error(err)
	}
	raw, err := hex.DecodeString(info.Best)
	if err != nil || len(raw) != 32 {
		c.t.Errorf("a tip %q, %v", info.Best, err)
		return 0, hash, 0
	}
	return info.Blocks, share.Printed([32]byte(raw)), uint32(info.MedianTime) + 1
}

func (c *realChain) template(time uint32) *jobs.Template {
	height, hash, least := c.tip()
	c.mu.Lock()
	c.clock = max(c.clock, time)
	c.mu.Unlock()
	return &jobs.Template{
		Height: uint32(height) + 1, Version: 0x20000000, Prev: hash, Bits: 0x207fffff, Time: max(time, least),
		MinTime: least, Value: subsidyOfSimnet,
	}
}

func (c *realChain) submit(block []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return c.node.Submit(ctx, block)
}

func (c *realChain) confirmations(ctx context.Context, blocks []desk.Found) ([]int, error) {
	tips := make([]node.Tip, len(blocks))
	for i, f := range blocks {
		raw, err := hex.DecodeString(f.Hash)
		if err != nil || len(raw) != 32 {
			return nil, fmt.Errorf("%q is no block", f.Hash)
		}
		tips[i] = node.Tip{Hash: share.Printed([32]byte(raw)), Height: f.Height}
	}
	return c.node.Depths(ctx, tips)
}

// advance lets the rest of the network find n blocks.
func (c *realChain) advance(n int) {
	height, hash, least := c.tip()
	c.mu.Lock()
	unix := int64(max(c.clock, least))
	c.mu.Unlock()
	c.rest.On(height, hash)
	var blocks [][]byte
	for range n {
		unix++
		blocks = append(blocks, c.rest.Next(unix, 0))
	}
	c.real.Submit(blocks...)
}

// The same on a real btcd, whose rules judge every block: half of all hashes are one there, so that every
// share is, and many are displaced by another.
func TestKillOnBtcd(t *testing.T) {
	const before = 150 // days: more than the clock can go, at most a day each life; it must not pass today
	kill(t, newRealChain(t), units.Date(time.Now().Unix()/86_400)-before)
}
