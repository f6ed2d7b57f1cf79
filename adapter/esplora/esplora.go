// Package esplora reads blocks from a block explorer's REST server: Esplora, or mempool.space, which
// speaks the same and adds the fees of each block. Any base address will do, a self-hosted one too.
//
// A Server tells its tip and hands out blocks. Headers are put together again from their fields, so
// that their hash proves them; difficulty is never taken from the server. Without the additions of
// mempool.space the fees are what the coinbase pays out beyond the subsidy, two requests a block.
//
// Sources: Blockstream/esplora API.md; mempool/mempool api-docs-data.ts and mining-routes.ts. The
// forms of both are in the tests.
//
// Nothing in it is promised to other modules.
package esplora

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// getter gets an address, as decoded JSON or as text.
type getter interface {
	JSON(ctx context.Context, address string, into any) (cite.Source, error)
	Text(ctx context.Context, address string) (string, cite.Source, error)
}

// Server is one explorer. It is safe for concurrent use.
type Server struct {
	get     getter
	base    string // ends in /api
	mempool bool   // it has the additions of mempool.space
	net     atomic.Pointer[chain.Network]
}

// New is the Esplora server whose API begins at base, such as https://blockstream.info/api.
func New(g getter, base string) *Server {
	return &Server{get: g, base: strings.TrimRight(base, "/")}
}

// NewMempool is the server of mempool.space's kind at base, such as https://mempool.space.
func NewMempool(g getter, base string) *Server {
	base = strings.TrimSuffix(strings.TrimRight(base, "/"), "/api")
	return &Server{get: g, base: base + "/api", mempool: true}
}

// Tip asks for the end of the server's chain.
func (s *Server) Tip(ctx context.Context) (chain.Tip, error) {
	text, _, err := s.get.Text(ctx, s.base+"/blocks/tip/height")
	if err != nil {
		return chain.Tip{}, fmt.Errorf("ask the explorer for its tip: %w", err)
	}
	height, err := strconv.Atoi(text)
	if err != nil || height < 0 || height > 1<<30 {
		return chain.Tip{}, fmt.Errorf("ask the explorer for its tip: %.40q is not a height", text)
	}
	network, err := s.network(ctx)
	if err != nil {
		return chain.Tip{}, err
	}
	page, _, err := s.page(ctx, height)
	if err != nil {
		return chain.Tip{}, err
	}
	var times []int64
	for _, b := range page {
		times = append(times, b.Header.Time())
	}
	slices.Sort(times)
	return chain.Tip{
		Network: network,
		Height:  height,
		Hash:    page[len(page)-1].Header.Hash(),
		Time:    times[len(times)/2],
	}, nil
}

// network is known after the first question.
func (s *Server) network(ctx context.Context) (chain.Network, error) {
	if n := s.net.Load(); n != nil {
		return *n, nil
	}
	genesis, err := s.Hash(ctx, 0)
	if err != nil {
		return chain.Network{}, err
	}
	n, err := chain.NetworkOf(genesis.String())
	if err == nil {
		s.net.Store(&n)
	}
	return n, err
}

// Hash is the hash of the block at height on the server's main chain.
func (s *Server) Hash(ctx context.Context, height int) (chain.Hash, error) {
	text, _, err := s.get.Text(ctx, fmt.Sprintf("%s/block-height/%d", s.base, height))
	if err != nil {
		return chain.Hash{}, fmt.Errorf("hash of block %d: %w", height, err)
	}
	return chain.ParseHash(text)
}

// Headers are the blocks from height from to height to, both included, fees as far as they come with
// them, and where they were read. If that took several answers the hash is that of their hashes, a
// line each.
func (s *Server) Headers(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error) {
	out := make([]chain.Block, to-from+1)
	var last cite.Source
	var read []string
	for at := to; at >= from; {
		page, src, err := s.page(ctx, at)
		if err != nil {
			return nil, src, fmt.Errorf("blocks up to %d: %w", at, err)
		}
		for i := len(page) - 1; i >= 0 && page[i].Height >= from; i-- {
			out[page[i].Height-from] = page[i]
		}
		at, last, read = page[0].Height-1, src, append(read, src.Hash)
	}
	if len(read) > 1 {
		last.Hash = cite.Hash([]byte(strings.Join(read, "\n")))
	}
	last.What = "block headers"
	return out, last, nil
}

// Blocks is Headers with every block's fees.
func (s *Server) Blocks(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error) {
	blocks, src, err := s.Headers(ctx, from, to)
	if err != nil {
		return nil, src, err
	}
	network, err := s.network(ctx)
	if err != nil {
		return nil, src, err
	}
	for i := range blocks {
		if b := &blocks[i]; !b.FeesKnown {
			paid, err := s.coinbase(ctx, b.Header.Hash())
			if err != nil {
				return nil, src, fmt.Errorf("fees of block %d: %w", b.Height, err)
			}
			b.Fees, b.FeesKnown = max(0, paid-network.Subsidy(b.Height)), true
			if b.Height == 0 {
				b.Fees = 0
			}
		}
	}
	return blocks, src, nil
}

// block is the form of both servers; extras are mempool.space's.
type block struct {
	ID                              string
	Height                          int
	Version, Timestamp, Bits, Nonce json.Number
	MerkleRoot                      string `json:"merkle_root"`
	PreviousHash                    string `json:"previousblockhash"`
	Extras                          *struct {
		TotalFees json.Number
	}
}

// page is the blocks that end with height at, as many as the server gives in one answer (10 or 15),
// oldest first, each proved by its hash.
func (s *Server) page(ctx context.Context, at int) ([]chain.Block, cite.Source, error) {
	path := "/blocks/"
	if s.mempool {
		path = "/v1/blocks/"
	}
	var rows []block
	src, err := s.get.JSON(ctx, fmt.Sprintf("%s%s%d", s.base, path, at), &rows)
	if err != nil {
		return nil, src, err
	}
	if len(rows) == 0 || rows[0].Height != at {
		return nil, src, fmt.Errorf("the answer does not begin with block %d: %w", at, chain.ErrBranch)
	}
	out := make([]chain.Block, len(rows))
	for i, r := range rows {
		b, err := r.block()
		if err == nil && r.Height != at-i {
			err = errors.New("it is not in its place")
		}
		if err != nil {
			return nil, src, fmt.Errorf("block %d: %w", at-i, err)
		}
		out[len(rows)-1-i] = b
	}
	return out, src, nil
}

// block puts the header together and holds it to the hash that the server gives for it.
func (r block) block() (chain.Block, error) {
	b := chain.Block{Height: r.Height}
	id, err := chain.ParseHash(r.ID)
	if err != nil {
		return b, err
	}
	var f chain.Fields
	if r.PreviousHash != "" { // block 0 has none
		if f.Prev, err = chain.ParseHash(r.PreviousHash); err != nil {
			return b, err
		}
	}
	if f.Merkle, err = chain.ParseHash(r.MerkleRoot); err != nil {
		return b, err
	}
	version, err1 := r.Version.Int64()
	time, err2 := r.Timestamp.Int64()
	bits, err3 := r.Bits.Int64()
	nonce, err4 := r.Nonce.Int64()
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return b, errors.New("a field of its header is not a number")
	}
	f.Version, f.Time, f.Bits, f.Nonce = int32(version), time, uint32(bits), uint32(nonce)
	if b.Header = f.Header(); b.Header.Hash() != id {
		return b, errors.New("its fields do not give its hash")
	}
	if r.Extras != nil && r.Extras.TotalFees != "" {
		fees, err := r.Extras.TotalFees.Float64()
		if err != nil || fees < 0 || fees > 21e6*units.SatPerBTC {
			return b, fmt.Errorf("%.40q is not a sum of fees", r.Extras.TotalFees)
		}
		b.Fees, b.FeesKnown = units.Sat(fees), true
	}
	return b, nil
}

// coinbase is what the first transaction of a block pays out.
func (s *Server) coinbase(ctx context.Context, hash chain.Hash) (units.Sat, error) {
	txid, _, err := s.get.Text(ctx, fmt.Sprintf("%s/block/%s/txid/0", s.base, hash))
	if err != nil {
		return 0, err
	}
	if _, err := chain.ParseHash(txid); err != nil {
		return 0, fmt.Errorf("%.20q is not a transaction's hash", txid)
	}
	var tx struct {
		Vout []struct{ Value units.Sat }
	}
	if _, err := s.get.JSON(ctx, s.base+"/tx/"+txid, &tx); err != nil {
		return 0, err
	}
	var sum units.Sat
	for _, o := range tx.Vout {
		if o.Value < 0 || o.Value > 21e6*units.SatPerBTC {
			return 0, errors.New("an output has an amount that cannot be")
		}
		sum += o.Value
	}
	return sum, nil
}
