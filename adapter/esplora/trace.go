package esplora

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// workers is how many transactions are asked for at once; the client keeps the server's own limit.
const workers = 8

// Txs are the transactions with the IDs, in their order. Each is put together again from its fields, and
// held to the hash that was asked for; its block is as the server says.
func (s *Server) Txs(ctx context.Context, ids []chain.Hash) ([]trace.Tx, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	out, errs := make([]trace.Tx, len(ids)), make([]error, len(ids))
	next := make(chan int)
	var running sync.WaitGroup
	for range min(workers, len(ids)) {
		running.Go(func() {
			for i := range next {
				if out[i], errs[i] = s.transaction(ctx, ids[i]); errs[i] != nil {
					cancel()
				}
			}
		})
	}
	for i := range ids {
		next <- i
	}
	close(next)
	running.Wait()
	var stopped error
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return nil, err
		}
		stopped = errors.Join(stopped, err)
	}
	return out, stopped
}

// transaction is the form of GET /tx/:txid (Blockstream/esplora API.md). Witnesses and the outputs that
// are spent come with it and are not read: the former do not enter the hash, the latter are not proved by
// it.
type transaction struct {
	Version  int64
	Locktime uint32
	Vin      []struct {
		Txid       string
		Vout       uint32
		Scriptsig  string
		Sequence   uint32
		IsCoinbase bool `json:"is_coinbase"`
	}
	Vout []struct {
		Scriptpubkey string
		Value        *units.Sat
	}
	Status struct {
		Confirmed   bool
		BlockHeight int    `json:"block_height"`
		BlockHash   string `json:"block_hash"`
		BlockTime   int64  `json:"block_time"`
	}
}

func (s *Server) transaction(ctx context.Context, id chain.Hash) (trace.Tx, error) {
	var answer transaction
	if _, err := s.get.JSON(ctx, s.base+"/tx/"+id.String(), &answer); err != nil {
		if status(err) == http.StatusNotFound {
			return trace.Tx{}, &trace.Unknown{ID: id}
		}
		return trace.Tx{}, err
	}
	raw, err := answer.bytes()
	if err != nil {
		return trace.Tx{}, fmt.Errorf("transaction %s: %w", id, err)
	}
	tx, err := trace.ParseTx(raw)
	if err != nil {
		return trace.Tx{}, fmt.Errorf("transaction %s: %w", id, err)
	}
	if tx.ID != id {
		return trace.Tx{}, &trace.Contradiction{ID: id, Why: "does not have that hash: an amount, a " +
			"script or an " +
			"input of it was changed"}
	}
	if at := answer.Status; at.Confirmed {
		tx.Place = trace.Place{Height: at.BlockHeight, Time: at.BlockTime}
		if tx.Place.Block, err = chain.ParseHash(at.BlockHash); err != nil {
			return trace.Tx{}, fmt.Errorf("transaction %s: %w", id, err)
		}
	}
	return tx, nil
}

// status is the HTTP status in an error, or 0.
func status(err error) int {
	var with interface{ HTTPStatus() int }
	if errors.As(err, &with) {
		return with.HTTPStatus()
	}
	return 0
}

// bytes are the transaction's, without witnesses.
func (t transaction) bytes() ([]byte, error) {
	raw := binary.LittleEndian.AppendUint32(nil, uint32(t.Version))
	raw = appendCount(raw, len(t.Vin))
	for _, in := range t.Vin {
		prev, err := chain.ParseHash(in.Txid)
		if err != nil {
			return nil, err
		}
		raw = append(raw, prev[:]...)
		raw = binary.LittleEndian.AppendUint32(raw, in.Vout)
		if raw, err = appendScript(raw, in.Scriptsig); err != nil {
			return nil, err
		}
		raw = binary.LittleEndian.AppendUint32(raw, in.Sequence)
	}
	raw = appendCount(raw, len(t.Vout))
	for _, out := range t.Vout {
		if out.Value == nil {
			return nil, errors.New("an output has no amount")
		}
		raw = binary.LittleEndian.AppendUint64(raw, uint64(*out.Value))
		var err error
		if raw, err = appendScript(raw, out.Scriptpubkey); err != nil {
			return nil, err
		}
	}
	return binary.LittleEndian.AppendUint32(raw, t.Locktime), nil
}

func appendScript(raw []byte, digits string) ([]byte, error) {
	script, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("%.20q is not a script", digits)
	}
	return append(appendCount(raw, len(script)), script...), nil
}

// appendCount adds a number in Bitcoin's compact form.
func appendCount(raw []byte, n int) []byte {
	switch {
	case n < 0xfd:
		return append(raw, byte(n))
	case n <= 0xffff:
		return binary.LittleEndian.AppendUint16(append(raw, 0xfd), uint16(n))
	}
	return binary.LittleEndian.AppendUint32(append(raw, 0xfe), uint32(n))
}

// Paying are the transactions that paid to an address, newest first, in blocks or not. Pages hold 25
// transactions of blocks, and the first up to 50 more that are in none; some servers give fewer, so that
// only an empty page ends the list.
func (s *Server) Paying(ctx context.Context, to trace.Address, most int) ([]chain.Hash, error) {
	var out []chain.Hash
	seen := map[chain.Hash]bool{}
	script := hex.EncodeToString(to.Script)
	for path := "/address/" + to.Text + "/txs"; ; {
		var page []struct {
			transaction
			Txid string
		}
		if _, err := s.get.JSON(ctx, s.base+path, &page); err != nil {
			return nil, tooMany(err, to)
		}
		last := ""
		for _, tx := range page {
			id, err := chain.ParseHash(tx.Txid)
			if err != nil {
				return nil, fmt.Errorf("transactions of %s: %w", to.Text, err)
			}
			if seen[id] {
				return nil, fmt.Errorf("transactions of %s: the explorer gives %s again and again", to.Text,
					id)
			}
			if seen[id] = true; tx.pays(script) {
				out = append(out, id)
			}
			if tx.Status.Confirmed {
				last = tx.Txid
			}
		}
		if len(seen) > most {
			return nil, fmt.Errorf("%w (%d)", trace.ErrMany, most)
		}
		if last == "" {
			return out, nil
		}
		path = "/address/" + to.Text + "/txs/chain/" + last
	}
}

func (t transaction) pays(script string) bool {
	for _, o := range t.Vout {
		if o.Scriptpubkey == script {
			return true
		}
	}
	return false
}

// tooMany explains the answers of servers that keep no long lists (electrs: "Too many history entries").
func tooMany(err error, to trace.Address) error {
	if code := status(err); code == http.StatusBadRequest || code == http.StatusUnprocessableEntity {
		return fmt.Errorf("the explorer gives no list of the transactions of %s: name them by their "+
			"IDs: %w", to.Text, err)
	}
	return err
}
