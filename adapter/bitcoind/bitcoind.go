// Package bitcoind reads blocks from the user's own node over JSON-RPC: Bitcoin Core, or btcd.
//
// A Node tells its tip and hands out blocks as headers with fees. Bitcoin Core gives fees by
// getblockstats; btcd has no such call, so that fees are what the coinbase pays out beyond the
// subsidy, read from the raw block. Requests go in batches whose answers stay of bounded size.
// What comes back is not believed here: package chain checks every header.
//
// It does not know how bytes travel: the caller gives it a Poster with time limits, retries and the
// node's login. Sources: Bitcoin Core RPC help (getblockchaininfo, getblockheader, getblockstats,
// getblock), src/rpc/protocol.h for the error codes; btcd rpcserver.go.
//
// Nothing in it is promised to other modules.
package bitcoind

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/need"
)

// poster posts JSON to an address and returns what came back.
type poster interface {
	Post(
		ctx context.Context,
		address string,
		body []byte,
	) (status int, answer []byte, src cite.Source, err error)
}

// Node is one node. It is safe for concurrent use.
type Node struct {
	post     poster
	address  string
	noStats  atomic.Bool  // the node has no getblockstats
	perBlock atomic.Int64 // bytes of a block in the last answer
	net      atomic.Pointer[chain.Network]
}

// New is the node at the address of its JSON-RPC server, such as http://127.0.0.1:8332.
func New(p poster, address string) *Node { return &Node{post: p, address: address} }

// Tip asks for the end of the chain.
func (n *Node) Tip(ctx context.Context) (chain.Tip, error) {
	var info struct {
		Chain         string
		Blocks        int
		Headers       int
		BestBlockHash string
		MedianTime    int64
		InitialBlock  bool `json:"initialblockdownload"`
	}
	var genesis string
	replies, _, err := n.batch(ctx, []call{{"getblockchaininfo", []any{}}, {"getblockhash", []any{0}}})
	if err == nil {
		err = errors.Join(replies[0].into(&info), replies[1].into(&genesis))
	}
	if err != nil {
		return chain.Tip{}, fmt.Errorf("ask the node for its tip: %w", err)
	}
	network, err := chain.NetworkOf(genesis)
	if err != nil {
		return chain.Tip{}, fmt.Errorf("ask the node for its network: %w", err)
	}
	n.net.Store(&network)
	hash, err := chain.ParseHash(info.BestBlockHash)
	if err != nil || info.Blocks < 0 {
		return chain.Tip{}, fmt.Errorf(
			"ask the node for its tip: %w",
			errors.Join(err, errors.New("not of the known form")),
		)
	}
	syncing := info.InitialBlock || info.Headers > info.Blocks
	return chain.Tip{
		Network: network,
		Height:  info.Blocks,
		Hash:    hash,
		Time:    info.MedianTime,
		Headers: info.Headers,
		Syncing: syncing,
	}, nil
}

// Hash is the hash of the block at height on the node's main chain.
func (n *Node) Hash(ctx context.Context, height int) (chain.Hash, error) {
	hashes, err := n.hashes(ctx, height, height)
	if err != nil {
		return chain.Hash{}, err
	}
	return hashes[0], nil
}

// Blocks are the blocks from height from to height to, both included, and where they were read. If that
// took several answers the hash is that of their hashes, a line each. A height above the node's tip gives
// an error that wraps chain.ErrBranch.
func (n *Node) Blocks(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error) {
	hashes, err := n.hashes(ctx, from, to)
	if err != nil {
		return nil, cite.Source{}, err
	}
	var out []chain.Block
	var src cite.Source
	var read []string
	for len(out) < len(hashes) {
		at := len(out)
		part := hashes[at:min(len(hashes), at+n.batchSize())]
		blocks, s, err := n.blocks(ctx, from+at, part)
		if err != nil {
			return nil, src, fmt.Errorf("blocks %d to %d: %w", from+at, from+at+len(part)-1, err)
		}
		out, src, read = append(out, blocks...), s, append(read, s.Hash)
	}
	if len(read) > 1 {
		src.Hash = cite.Hash([]byte(strings.Join(read, "\n")))
	}
	src.What = "blocks of the user's own node"
	return out, src, nil
}

// Headers is Blocks without fees: the calls are few and short even where blocks are large.
func (n *Node) Headers(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error) {
	hashes, err := n.hashes(ctx, from, to)
	if err != nil {
		return nil, cite.Source{}, err
	}
	calls := make([]call, len(hashes))
	for i, h := range hashes {
		calls[i] = call{"getblockheader", []any{h.String(), false}}
	}
	replies, src, err := n.batch(ctx, calls)
	if err != nil {
		return nil, src, fmt.Errorf("headers %d to %d: %w", from, to, err)
	}
	out := make([]chain.Block, len(hashes))
	for i, h := range hashes {
		var text string
		if err := replies[i].into(&text); err != nil {
			return nil, src, fmt.Errorf("header %d: %w", from+i, err)
		}
		if out[i].Header, err = header(text, h); err != nil {
			return nil, src, fmt.Errorf("header %d: %w", from+i, err)
		}
		out[i].Height = from + i
	}
	src.What = "block headers"
	return out, src, nil
}

// Limits of a batch: answers are kept near answerBytes, since a full mainnet block is up to 8 MB of
// hexadecimal digits. Chosen by judgement.
const (
	answerBytes = 16 << 20
	batchMost   = 500
)

func (n *Node) batchSize() int {
	if per := n.perBlock.Load(); per > 0 {
		return int(min(max(answerBytes/per, 1), batchMost))
	}
	return 4 // sizes are not known yet
}

func (n *Node) blocks(
	ctx context.Context,
	from int,
	hashes []chain.Hash,
) ([]chain.Block, cite.Source, error) {
	if !n.noStats.Load() {
		blocks, src, err := n.byStats(ctx, from, hashes)
		var e *rpcError
		if !errors.As(err, &e) || e.Code != codeMethodNotFound {
			return blocks, src, err
		}
		n.noStats.Store(true)
	}
	return n.byRaw(ctx, from, hashes)
}

func (n *Node) hashes(ctx context.Context, from, to int) ([]chain.Hash, error) {
	if from < 0 || to < from {
		return nil, fmt.Errorf("no blocks from %d to %d", from, to)
	}
	var calls []call
	for h := from; h <= to; h++ {
		calls = append(calls, call{"getblockhash", []any{h}})
	}
	replies, _, err := n.batch(ctx, calls)
	if err != nil {
		return nil, fmt.Errorf("hashes of blocks %d to %d: %w", from, to, err)
	}
	out := make([]chain.Hash, len(replies))
	for i, r := range replies {
		var s string
		if err := r.into(&s); err != nil {
			return nil, fmt.Errorf("hash of block %d: %w", from+i, err)
		}
		if out[i], err = chain.ParseHash(s); err != nil {
			return nil, fmt.Errorf("hash of block %d: %w", from+i, err)
		}
	}
	return out, nil
}

// rpcError is what a node answers instead of a result.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// Codes of Bitcoin Core src/rpc/protocol.h; btcd uses the same, and -1 for a height out of range.
const (
	codeMethodNotFound = -32601
	codeMisc           = -1
	codeNotFound       = -5
	codeOutOfRange     = -8
	codeWarmup         = -28
)

// Error is the node's message and code.
func (e *rpcError) Error() string {
	return fmt.Sprintf("node says %.200q (code %d)", e.Message, e.Code)
}

// Unwrap tells a block that is gone from the chain as chain.ErrBranch.
func (e *rpcError) Unwrap() error {
	if e.Code == codeNotFound || e.Code == codeOutOfRange ||
		e.Code == codeMisc && e.Message == "Block number out of range" {
		return chain.ErrBranch
	}
	return nil
}

// ErrLogin says that the node refuses name or password.
var ErrLogin = errors.New(
	"node refuses the login; set ASSAY_NODE_USER and ASSAY_NODE_PASSWORD, or give " + need.NodeCookie.As(
		"FILE",
	),
)

// statusError is what an HTTP status without a JSON-RPC body means.
func statusError(status int, body []byte) error {
	switch status {
	case http.StatusUnauthorized:
		return ErrLogin
	case http.StatusForbidden:
		return errors.New("node refuses this address (HTTP 403); see its rpcallowip")
	case http.StatusOK:
		return errors.New("node did not answer in JSON-RPC")
	}
	if !json.Valid(body) {
		return fmt.Errorf("node answered HTTP %d", status)
	}
	return nil
}
