// Package node speaks with the operator's own node about blocks to come: btcd or Bitcoin Core, over JSON-RPC.
//
// Main types: Node (Template, Submit, Follow). A template is not believed: its transactions are hashed, their
// identifiers, their witnesses' commitment, the value of the coinbase, height, target and times have to agree
// with each other and with the block before, or the template is refused and the last one stays.
//
// Answers are bounded in size and time. A node that stalls or is away is asked again; a block is submitted to
// it until it answers. Sources: BIP 22, BIP 23, BIP 141, BIP 145; btcd rpcserver.go; Bitcoin Core
// src/rpc/mining.cpp. Nothing in it is promised to other modules.
package node

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/provider/jobs"
)

// Node is one node. It is safe for concurrent use.
type Node struct {
	address, user, password string
	client                  *http.Client
	halving                 int
}

// Limits of an answer: a template of a full block is 8 MB of digits and as much around them.
const (
	answerMost = 64 << 20
	valuesMost = 1 << 20 // a template has some 100,000; each takes a hundred bytes of memory and more
	answerTime = 20 * time.Second
)

// New is the node at the address of its JSON-RPC server. halving is after how many blocks the subsidy halves:
// 210,000, and 150 on regtest.
func New(address, user, password string, halving int) *Node {
	return &Node{
		address: address, user: user, password: password, halving: halving,
		client: &http.Client{Timeout: answerTime, CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("it leads elsewhere, where the login would be told to another server")
		}},
	}
}

// Error is what a node answers instead of a result.
type Error struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// Error is the node's message and code.
func (e *Error) Error() string { return fmt.Sprintf("node says %.200q (code %d)", e.Message, e.Code) }

// request is one call of JSON-RPC, reply what is answered.
type request struct {
	Version string `json:"jsonrpc"`
	ID      int    `json:"id"`
	Method  string `json:"method"`
	Params  []any  `json:"params"`
}

type reply struct {
	ID     int
	Result json.RawMessage
	Error  *Error
}

// call makes one call; result may be nil.
func (n *Node) call(ctx context.Context, result any, method string, params ...any) error {
	if params == nil {
		params = []any{}
	}
	var r reply
	if err := n.post(ctx, &r, method, request{"1.0", 1, method, params}); err != nil {
		return err
	}
	if r.Error != nil {
		return fmt.Errorf("%s: %w", method, r.Error)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(r.Result, result); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

// post sends calls of a method and reads what is answered.
func (n *Node) post(ctx context.Context, answer any, method string, calls any) error {
	body, err := json.Marshal(calls)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, n.address, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.SetBasicAuth(n.user, n.password)
	req.Header.Set("Content-Type", "application/json")
	resp, err := n.client.Do(req)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, answerMost+1))
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if len(text) > answerMost {
		return fmt.Errorf("%s: an answer of more than %d bytes", method, answerMost)
	}
	if bytes.Count(text, []byte(",")) > valuesMost {
		return fmt.Errorf("%s: an answer of more than %d values", method, valuesMost)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s: HTTP %d without JSON-RPC: %w", method, resp.StatusCode, err)
	}
	return nil
}

// Tip is the end of the node's chain.
type Tip struct {
	Hash   [32]byte // in the order of the header
	Height uint32
}

// Tip asks for the end of the chain.
func (n *Node) Tip(ctx context.Context) (Tip, error) {
	var info struct {
		Blocks        uint32
		BestBlockHash string
	}
	if err := n.call(ctx, &info, "getblockchaininfo"); err != nil {
		return Tip{}, err
	}
	hash, err := parseHash(info.BestBlockHash)
	return Tip{hash, info.Blocks}, err
}

// What a node answers for a height beyond its tip: btcd (btcjson/jsonrpcerr.go), Bitcoin Core
// (src/rpc/protocol.h).
const (
	codeOutOfRange = -1
	codeParameter  = -8
)

// asked is how many calls are made in one request.
const asked = 500

// at are the chain's blocks at heights, none where it is not that long. Any other refusal is an error: a node
// that is not ready says nothing about its chain.
func (n *Node) at(ctx context.Context, heights []uint32) (hashes []*[32]byte, err error) {
	const method = "getblockhash"
	hashes = make([]*[32]byte, len(heights))
	for from := 0; from < len(heights); from += asked {
		var calls []request
		for i, height := range heights[from:min(from+asked, len(heights))] {
			calls = append(calls, request{"1.0", from + i, method, []any{height}})
		}
		var replies []reply
		if err := n.post(ctx, &replies, method, calls); err != nil {
			return nil, err
		}
		seen := map[int]bool{}
		for _, r := range replies { // in any order
			var text string
			switch e := r.Error; {
			case r.ID < from || r.ID >= from+len(calls) || seen[r.ID]:
				return nil, fmt.Errorf("%s: an answer to call %d, which was not made", method, r.ID)
			case e != nil && e.Code != codeOutOfRange && e.Code != codeParameter:
				return nil, fmt.Errorf("%s: %w", method, e)
			case e == nil:
				err := json.Unmarshal(r.Result, &text)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", method, err)
				}
				hash, err := parseHash(text)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", method, err)
				}
				hashes[r.ID] = &hash
			}
			seen[r.ID] = true
		}
		if len(seen) < len(calls) {
			return nil, fmt.Errorf("%s: %d answers to %d calls", method, len(seen), len(calls))
		}
	}
	return hashes, nil
}

// Depths are how many confirmations blocks have, asked for in a few requests, however many they are. Where
// the chain has another one at a block's height, it is how many that one has, negated; 0 where it is not that
// long.
func (n *Node) Depths(ctx context.Context, blocks []Tip) ([]int, error) {
	depths := make([]int, len(blocks))
	if len(blocks) == 0 {
		return depths, nil
	}
	heights := make([]uint32, len(blocks))
	for i, b := range blocks {
		heights[i] = b.Height
	}
	have, err := n.at(ctx, heights)
	if err != nil {
		return nil, err
	}
	tip, err := n.Tip(ctx)
	if err != nil {
		return nil, err
	}
	for i, b := range blocks {
		if have[i] == nil || tip.Height < b.Height { // it has become shorter since
			continue
		}
		if depths[i] = int(tip.Height-b.Height) + 1; *have[i] != b.Hash {
			depths[i] = -depths[i]
		}
	}
	return depths, nil
}

// ErrRefused is a block that the node does not take, with its reason.
var ErrRefused = errors.New("the node refuses the block")

// Submit hands in a block and asks again, until the context ends, a node that does not answer. A block that
// the node has already is taken.
func (n *Node) Submit(ctx context.Context, block []byte) error {
	text := hex.EncodeToString(block)
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		var reason *string
		err := n.call(ctx, &reason, "submitblock", text)
		var e *Error
		switch {
		case err == nil && (reason == nil || known(*reason)):
			return nil
		case err == nil:
			return fmt.Errorf("%w: %.200s", ErrRefused, *reason)
		case errors.As(err, &e) && e.Code != codeWarmup:
			return fmt.Errorf("%w: %w", ErrRefused, e)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("submit a block: %w", errors.Join(ctx.Err(), err))
		case <-time.After(wait):
		}
	}
}

// codeWarmup is what a node answers while it starts (Bitcoin Core src/rpc/protocol.h).
const codeWarmup = -28

// known reports whether a reason says that the node has the block: on its chain, or on a branch that the next
// block may make the chain (BIP 22: duplicate, inconclusive and both; btcd says it in words).
func known(reason string) bool {
	switch reason {
	case "duplicate", "inconclusive", "duplicate-inconclusive":
		return true
	}
	return strings.Contains(reason, "already have block")
}

// Template asks for a block to be mined on the node's tip, and checks it.
func (n *Node) Template(ctx context.Context) (*jobs.Template, error) {
	raw, err := n.raw(ctx)
	if err != nil {
		return nil, err
	}
	var head struct {
		Height int64
	}
	err = n.call(ctx, &head, "getblockheader", raw.Previous, true)
	if err != nil {
		return nil, fmt.Errorf("the block before a template's: %w", err)
	}
	t, err := raw.check(head.Height, n.subsidy)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFalse, err)
	}
	return t, nil
}

func (n *Node) raw(ctx context.Context) (*rawTemplate, error) {
	var raw rawTemplate
	err := n.call(ctx, &raw, "getblocktemplate", map[string]any{
		"rules": []string{"segwit"}, "capabilities": []string{"coinbasetxn", "coinbasevalue", "workid"},
	})
	return &raw, err
}

// subsidy is what a block at a height may create, in satoshi.
func (n *Node) subsidy(height int64) int64 {
	if n.halving == consensus.HalvingBlocks {
		return int64(consensus.Subsidy(int(height)))
	}
	halvings := height / int64(n.halving)
	if halvings >= 64 {
		return 0
	}
	return 50e8 >> halvings
}

// Follow hands each new template to set until the context ends: when the node's tip changes, which it asks
// for every so often, and each refresh for the fees of new transactions. What goes wrong is told, and the
// last template stays.
func (n *Node) Follow(
	ctx context.Context,
	every, refresh time.Duration,
	set func(*jobs.Template) error,
	wrong func(error),
) {
	var last [32]byte
	var since time.Time
	for ctx.Err() == nil {
		tip, err := n.Tip(ctx)
		if err == nil && (tip.Hash != last || time.Since(since) >= refresh) {
			var t *jobs.Template
			if t, err = n.Template(ctx); err == nil {
				err = set(t)
			}
			if err == nil {
				last, since = t.Prev, time.Now()
			}
		}
		if err != nil && ctx.Err() == nil {
			wrong(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(every):
		}
	}
}
