package bitcoind

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/trace"
)

// rawTx is a transaction as both nodes give it: of its block the hash alone.
type rawTx struct {
	Hex           string
	BlockHash     string
	Confirmations int
}

// Txs are the transactions with the IDs, in their order, each held to the hash that was asked for. Its
// block is as the node says; one that the node no longer has in its chain counts as none.
func (n *Node) Txs(ctx context.Context, ids []chain.Hash) ([]trace.Tx, error) {
	calls := make([]call, len(ids))
	for i, id := range ids {
		calls[i] = call{"getrawtransaction", []any{id.String(), 1}} // btcd takes no boolean
	}
	replies, _, err := n.batch(ctx, calls)
	if err != nil {
		return nil, fmt.Errorf("ask the node for transactions: %w", err)
	}
	out := make([]trace.Tx, len(ids))
	var blocks []chain.Hash
	for i, id := range ids {
		var raw rawTx
		if err := replies[i].into(&raw); err != nil {
			return nil, n.missing(ctx, id, err)
		}
		bytes, err := hex.DecodeString(raw.Hex)
		if err == nil {
			out[i], err = trace.ParseTx(bytes)
		}
		if err != nil {
			return nil, fmt.Errorf("transaction %s: %w", id, err)
		}
		if out[i].ID != id {
			return nil, &trace.Contradiction{ID: id, Why: "does not have that hash"}
		}
		if raw.Confirmations > 0 {
			if out[i].Place.Block, err = chain.ParseHash(raw.BlockHash); err != nil {
				return nil, fmt.Errorf("transaction %s: %w", id, err)
			}
			blocks = append(blocks, out[i].Place.Block)
		}
	}
	places, err := n.places(ctx, blocks)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Place = places[out[i].Place.Block]
	}
	return out, nil
}

// places are heights and times of blocks; a block that left the chain has the zero place.
func (n *Node) places(ctx context.Context, blocks []chain.Hash) (map[chain.Hash]trace.Place, error) {
	out := map[chain.Hash]trace.Place{}
	var calls []call
	var asked []chain.Hash
	for _, b := range blocks {
		if _, have := out[b]; !have {
			out[b] = trace.Place{}
			asked = append(asked, b)
			calls = append(calls, call{"getblockheader", []any{b.String(), true}})
		}
	}
	if len(calls) == 0 {
		return out, nil
	}
	replies, _, err := n.batch(ctx, calls)
	if err != nil {
		return nil, fmt.Errorf("ask the node for blocks: %w", err)
	}
	for i, b := range asked {
		var head struct {
			Height        int
			Time          int64
			Confirmations int
		}
		if err := replies[i].into(&head); err != nil {
			return nil, fmt.Errorf("block %s: %w", b, err)
		}
		if head.Confirmations > 0 {
			out[b] = trace.Place{Block: b, Height: head.Height, Time: head.Time}
		}
	}
	return out, nil
}

// missing says why a node does not give a transaction. Messages: Bitcoin Core src/rpc/rawtransaction.cpp
// (getrawtransaction), btcd rpcserver.go (handleGetRawTransaction); a pruned node of Core can have no index.
func (n *Node) missing(ctx context.Context, id chain.Hash, err error) error {
	var e *rpcError
	if !errors.As(err, &e) {
		return fmt.Errorf("transaction %s: %w", id, err)
	}
	low := strings.ToLower(e.Message)
	switch {
	case strings.Contains(low, "being indexed"):
		return fmt.Errorf("the node is still building its index of transactions: wait until it has: %w", err)
	case strings.Contains(low, "pruned"):
		return fmt.Errorf("%w: %s", trace.ErrPruned, otherSource)
	case strings.Contains(low, "txindex"), strings.Contains(low, "transaction index must be enabled"):
		var info struct{ Pruned bool }
		if replies, _, err := n.batch(ctx, []call{{"getblockchaininfo", []any{}}}); err == nil &&
			replies[0].into(&info) == nil && info.Pruned {
			return fmt.Errorf("%w: %s", trace.ErrPruned, otherSource)
		}
		return fmt.Errorf("%w: set txindex=1 in its configuration, start it again and let it build the "+
			"index, or %s",
			trace.ErrNoIndex, otherSource)
	case e.Code == codeNotFound:
		return &trace.Unknown{ID: id}
	}
	return fmt.Errorf("transaction %s: %w", id, err)
}

var otherSource = "ask an explorer: " + need.Esplora.As("https://mempool.space/api")

// pageTxs is how many transactions of an address are asked for at once; btcd decodes the whole page.
const pageTxs = 100

// Paying are the transactions that paid to an address, oldest first, in blocks or not. Only btcd with an
// index of addresses knows; Bitcoin Core keeps none.
func (n *Node) Paying(ctx context.Context, to trace.Address, most int) ([]chain.Hash, error) {
	var out []chain.Hash
	for skip := 0; ; skip += pageTxs {
		replies, _, err := n.batch(ctx, []call{{"searchrawtransactions", []any{to.Text, 0, skip, pageTxs}}})
		if err != nil {
			return nil, fmt.Errorf("transactions of %s: %w", to.Text, err)
		}
		var page []string
		if err := replies[0].into(&page); err != nil {
			var e *rpcError
			if errors.As(err, &e) && e.Code == codeNotFound && strings.Contains(e.Message, "No information") {
				return out, nil // past the last page, too
			}
			return nil, noAddresses(to, err)
		}
		for _, text := range page {
			raw, err := hex.DecodeString(text)
			if err != nil {
				return nil, fmt.Errorf("transactions of %s: %w", to.Text, err)
			}
			tx, err := trace.ParseTx(raw)
			if err != nil {
				return nil, fmt.Errorf("transactions of %s: %w", to.Text, err)
			}
			for _, o := range tx.Outputs {
				if string(o.Script) == string(to.Script) {
					out = append(out, tx.ID)
					break
				}
			}
		}
		if skip+len(page) > most {
			return nil, fmt.Errorf("%w (%d)", trace.ErrMany, most)
		}
		if len(page) < pageTxs {
			return out, nil
		}
	}
}

// noAddresses says why a node has no list of an address's transactions.
func noAddresses(to trace.Address, err error) error {
	var e *rpcError
	switch {
	case !errors.As(err, &e):
	case e.Code == codeMethodNotFound:
		return fmt.Errorf("%w, as Bitcoin Core never has: name the payouts by their transactions' IDs, or %s",
			trace.ErrNoAddresses, otherSource)
	case strings.Contains(e.Message, "Address index must be enabled"):
		return fmt.Errorf("%w: set addrindex=1 in its configuration and start it again, name the "+
			"payouts by their "+
			"transactions' IDs, or %s", trace.ErrNoAddresses, otherSource)
	}
	return fmt.Errorf("transactions of %s: %w", to.Text, err)
}
