package bitcoind

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// byStats asks Bitcoin Core for header and total fees of each block.
func (n *Node) byStats(
	ctx context.Context,
	from int,
	hashes []chain.Hash,
) ([]chain.Block, cite.Source, error) {
	var calls []call
	for i, h := range hashes {
		calls = append(calls, call{"getblockheader", []any{h.String(), false}})
		if from+i > 0 { // block 0 has no undo data; older versions refuse its statistics
			calls = append(calls, call{"getblockstats", []any{h.String(), []string{"height", "totalfee"}}})
		}
	}
	replies, src, err := n.batch(ctx, calls)
	if err != nil {
		return nil, src, err
	}
	n.sized(replies, len(hashes))
	out := make([]chain.Block, len(hashes))
	for i, h := range hashes {
		b := chain.Block{Height: from + i, FeesKnown: true}
		var text string
		if err := replies[0].into(&text); err != nil {
			return nil, src, err
		}
		if b.Header, err = header(text, h); err != nil {
			return nil, src, fmt.Errorf("block %d: %w", b.Height, err)
		}
		replies = replies[1:]
		if b.Height > 0 {
			var stats struct {
				Height   *int       `json:"height"`
				TotalFee *units.Sat `json:"totalfee"`
			}
			if err := replies[0].into(&stats); err != nil {
				return nil, src, err
			}
			if stats.TotalFee == nil || *stats.TotalFee < 0 || stats.Height == nil ||
				*stats.Height != b.Height {
				return nil, src, fmt.Errorf("getblockstats of block %d lacks totalfee or height", b.Height)
			}
			b.Fees, replies = *stats.TotalFee, replies[1:]
		}
		out[i] = b
	}
	return out, src, nil
}

// byRaw reads header and coinbase from raw blocks. The fees are what the coinbase pays out beyond
// the subsidy; a coinbase that claims less than the subsidy (mainnet blocks 124724 and 501726)
// counts as none.
func (n *Node) byRaw(ctx context.Context, from int, hashes []chain.Hash) ([]chain.Block, cite.Source, error) {
	calls := make([]call, len(hashes))
	for i, h := range hashes {
		calls[i] = call{"getblock", []any{h.String(), 0}}
	}
	replies, src, err := n.batch(ctx, calls)
	if err != nil {
		return nil, src, err
	}
	network, err := n.network(ctx)
	if err != nil {
		return nil, src, err
	}
	n.sized(replies, len(hashes))
	out := make([]chain.Block, len(hashes))
	for i, h := range hashes {
		var text string
		if err := replies[i].into(&text); err != nil {
			return nil, src, err
		}
		head, paid, err := parseBlock(text)
		if err == nil && head.Hash() != h {
			err = errors.New("its header does not have the hash that was asked for")
		}
		if err != nil {
			return nil, src, fmt.Errorf("block %d: %w", from+i, err)
		}
		fees := max(0, paid-network.Subsidy(from+i))
		if from+i == 0 {
			fees = 0
		}
		out[i] = chain.Block{Height: from + i, Header: head, Fees: fees, FeesKnown: true}
	}
	return out, src, nil
}

// network is known after the first question; a node does not change it.
func (n *Node) network(ctx context.Context) (chain.Network, error) {
	if net := n.net.Load(); net != nil {
		return *net, nil
	}
	tip, err := n.Tip(ctx)
	if err != nil {
		return chain.Network{}, err
	}
	return tip.Network, nil
}

// header reads a header and checks that it is the one asked for.
func header(text string, want chain.Hash) (chain.Header, error) {
	h, err := chain.ParseHeader(text)
	if err == nil && h.Hash() != want {
		err = errors.New("its header does not have the hash that was asked for")
	}
	return h, err
}

var errBlock = errors.New("raw block is cut or not of the known form")

// coinbaseDigits is how much of a block is decoded at first: coinbases are shorter nearly always.
const coinbaseDigits = 1 << 16

// parseBlock is the header of a block in hexadecimal digits and the sum that its coinbase pays out.
func parseBlock(text string) (h chain.Header, paid units.Sat, err error) {
	raw, err := hex.DecodeString(text[:min(len(text), coinbaseDigits)])
	if err != nil {
		return h, 0, errBlock
	}
	paid, err = coinbase(raw)
	if err != nil && len(text) > coinbaseDigits {
		if raw, err = hex.DecodeString(text); err == nil {
			paid, err = coinbase(raw)
		}
	}
	if err != nil || len(raw) < len(h) {
		return h, 0, errBlock
	}
	copy(h[:], raw)
	return h, paid, nil
}

// coinbase is the sum of the outputs of the first transaction of a raw block
// (serialisation: BIP 144, Bitcoin developer reference).
func coinbase(raw []byte) (units.Sat, error) {
	r := reader{raw: raw}
	r.skip(80)
	r.varint() // transactions
	r.skip(4)  // version
	inputs := r.varint()
	if inputs == 0 { // the marker of a segregated witness; a flag follows
		r.skip(1)
		inputs = r.varint()
	}
	if inputs != 1 {
		return 0, errBlock
	}
	r.skip(36)
	r.skip(r.varint())
	r.skip(4)
	var sum units.Sat
	for outputs := r.varint(); outputs > 0 && !r.short; outputs-- {
		if v := r.take(8); v != nil {
			value := binary.LittleEndian.Uint64(v)
			if value > 21e6*units.SatPerBTC {
				return 0, errBlock
			}
			sum += units.Sat(value)
		}
		r.skip(r.varint())
	}
	if r.short {
		return 0, errBlock
	}
	return sum, nil
}

// reader takes bytes from the front; short is set once too few were left.
type reader struct {
	raw   []byte
	short bool
}

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.raw)) {
		r.short, r.raw = true, nil
		return nil
	}
	out := r.raw[:n]
	r.raw = r.raw[n:]
	return out
}

func (r *reader) skip(n uint64) { r.take(n) }

func (r *reader) varint() uint64 {
	first := r.take(1)
	if first == nil {
		return 0
	}
	if first[0] < 0xfd {
		return uint64(first[0])
	}
	b := r.take(uint64(1) << (first[0] - 0xfc)) // 0xfd: 2 bytes, 0xfe: 4, 0xff: 8
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint64(append(append(make([]byte, 0, 8), b...), make([]byte, 8-len(b))...))
}
