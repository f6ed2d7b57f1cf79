package ingest_test

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// fakeNode answers JSON-RPC like btcd, from blocks in memory; fast enough to be killed beside.
type fakeNode struct {
	sync.Mutex
	blocks [][]byte // by height
}

// genesis is the header of regtest's block 0 (Bitcoin Core chainparams) and an empty list of
// transactions, which is all that is read of it.
const genesis = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4adae5494dffff7f2002000000" +
	"01" + "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff0704ffff001d0104ffffffff0100f2052a01000000015100000000"

// newFakeNode has n blocks after block 0, seconds apart from begin on.
func newFakeNode(n int, begin, seconds int64) *fakeNode {
	zero, _ := hex.DecodeString(genesis)
	f := &fakeNode{blocks: [][]byte{zero}}
	c := btcdtest.NewChain()
	for i := range int64(n) {
		f.blocks = append(f.blocks, c.Next(begin+i*seconds, 900))
	}
	return f
}

func (f *fakeNode) header(height int) (h chain.Header) {
	copy(h[:], f.blocks[height])
	return h
}

func (f *fakeNode) serve(t testing.TB) string {
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return s.URL
}

func (f *fakeNode) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.Lock()
	defer f.Unlock()
	var calls []struct {
		ID     int
		Method string
		Params []any
	}
	json.NewDecoder(r.Body).Decode(&calls)
	type reply struct {
		Result any `json:"result"`
		Error  any `json:"error"`
		ID     int `json:"id"`
	}
	byHash := map[string]int{}
	for i := range f.blocks {
		byHash[f.header(i).Hash().String()] = i
	}
	tip := len(f.blocks) - 1
	var out []reply
	for _, c := range calls {
		a := reply{ID: c.ID}
		switch c.Method {
		case "getblockchaininfo":
			a.Result = map[string]any{"chain": "regtest", "blocks": tip, "headers": tip, "bestblockhash": f.header(tip).Hash().String(), "mediantime": f.header(tip).Time()}
		case "getblockhash":
			if h := int(c.Params[0].(float64)); h <= tip {
				a.Result = f.header(h).Hash().String()
			} else {
				a.Error = map[string]any{"code": -1, "message": "Block number out of range"}
			}
		case "getblock":
			a.Result = hex.EncodeToString(f.blocks[byHash[c.Params[0].(string)]])
		case "getblockheader":
			a.Result = hex.EncodeToString(f.blocks[byHash[c.Params[0].(string)]][:80])
		default:
			a.Error = map[string]any{"code": -32601, "message": "Method not found"}
		}
		out = append(out, a)
	}
	json.NewEncoder(w).Encode(out)
}

// fakeVenue says the price of each day by a rule; nil: it does not answer.
type fakeVenue struct {
	name  string
	price func(units.Date) float64
}

func (v fakeVenue) Spot(_ context.Context, c units.Currency) (market.Close, error) {
	if v.price == nil {
		return market.Close{}, errors.New(v.name + ": connection refused")
	}
	return market.Close{Venue: v.name, Currency: c, Price: v.price(0)}, nil
}

func (v fakeVenue) Closes(_ context.Context, c units.Currency, from, to units.Date) ([]market.Close, error) {
	if v.price == nil {
		return nil, errors.New(v.name + ": connection refused")
	}
	var out []market.Close
	for d := from; d < to; d++ {
		if p := v.price(d); p != 0 {
			src := cite.Source{What: "prices", URL: "https://" + v.name, Read: "2026-10-03T00:00:00Z", Hash: cite.Hash([]byte(fmt.Sprint(v.name, from, to)))}
			out = append(out, market.Close{Venue: v.name, Currency: c, Date: d, Price: p, From: src})
		}
	}
	return out, nil
}

// steady is a price that moves a little every day.
func steady(factor float64) func(units.Date) float64 {
	return func(d units.Date) float64 { return (80000 + float64(d%100)*10) * factor }
}
