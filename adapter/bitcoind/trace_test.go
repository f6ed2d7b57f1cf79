package bitcoind_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/trace"
)

// The coinbase of block 1 of mainnet as Bitcoin Core gives it with verbosity 1: the amount is a decimal of bitcoin,
// which is not read, and there is no height.
const (
	coinbase1    = "0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098"
	coinbase1Hex = "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff0704ffff001d0104ffffffff0100f2052a0100000043410496b538e853519c726a2c91e61ec11600ae1390813a627c66fb8be7947be63c52da7589379515d4e0a604f8141781e62294721166bf621e73a82cbf2342c858eeac00000000"
	coinbase1Tx  = `{"txid":"` + coinbase1 + `","hash":"` + coinbase1 + `","version":1,"size":134,"locktime":0,
		"vin":[{"coinbase":"04ffff001d0104","sequence":4294967295}],"vout":[{"value":50.00000000,"n":0,"scriptPubKey":{"type":"pubkey"}}],
		"hex":"` + coinbase1Hex + `","blockhash":"` + hash1 + `","confirmations":%d,"time":1231469665,"blocktime":1231469665}`
	verboseHeader = `{"hash":"` + hash1 + `","confirmations":%d,"height":1,"time":1231469665,"mediantime":1231469665,"nTx":1}`
)

// TestTxs reads a transaction in a block, one whose block left the chain (Core answers -1 confirmations for its
// header), and one in the pool (no confirmations).
func TestTxs(t *testing.T) {
	h, _ := chain.ParseHash(coinbase1)
	for _, c := range []struct{ tx, header, height int }{{921604, 921604, 1}, {921604, -1, 0}, {0, 1, 0}} {
		n := core(t, map[string]string{"getrawtransaction " + coinbase1: fmt.Sprintf(coinbase1Tx, c.tx),
			"getblockheader " + hash1: fmt.Sprintf(verboseHeader, c.header)})
		txs, err := n.Txs(context.Background(), []chain.Hash{h})
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if tx := txs[0]; tx.ID != h || !tx.Coinbase() || tx.Sat() != 50e8 || tx.Place.Height != c.height || tx.Place.Mined() != (c.height > 0) {
			t.Errorf("%+v: %+v", c, tx)
		}
	}
}

// TestTxsMissing: each reason why a node gives no transaction is named with its repair. Messages of Bitcoin Core 28
// src/rpc/rawtransaction.cpp and of btcd v0.26 rpcserver.go.
func TestTxsMissing(t *testing.T) {
	h, _ := chain.ParseHash(coinbase1)
	pruned := strings.Replace(chainInfo, `"pruned":false`, `"pruned":true`, 1)
	const noIndex = `error {"code":-5,"message":"No such mempool transaction. Use -txindex or provide a block hash to enable blockchain transaction queries. Use gettransaction for wallet transactions."}`
	for _, c := range []struct {
		answer, info string
		is           error
		says         string
	}{
		{noIndex, chainInfo, trace.ErrNoIndex, "txindex=1"},
		{noIndex, pruned, trace.ErrPruned, need.Esplora.As("https://mempool.space/api")},
		{`error {"code":-5,"message":"The transaction index must be enabled to query the blockchain (specify --txindex)"}`, chainInfo, trace.ErrNoIndex, "txindex=1"},
		{`error {"code":-5,"message":"No such mempool transaction. Blockchain transactions are still in the process of being indexed. Use gettransaction for wallet transactions."}`,
			chainInfo, nil, "wait"},
		{`error {"code":-5,"message":"No such mempool or blockchain transaction. Use gettransaction for wallet transactions."}`, chainInfo, nil, "there is no transaction"},
		{`error {"code":-5,"message":"No information available about transaction ` + coinbase1 + `"}`, chainInfo, nil, "there is no transaction"},
		{`error {"code":-1,"message":"Block not available (pruned data)"}`, chainInfo, trace.ErrPruned, "explorer"},
		{`{"hex":"` + coinbase1Hex[:200] + `"}`, chainInfo, nil, "not a transaction"},
		{`{"hex":"` + strings.Replace(coinbase1Hex, "00f2052a01", "00f2052a02", 1) + `"}`, chainInfo, nil, "does not have that hash"},
		{strings.Replace(fmt.Sprintf(coinbase1Tx, 5), hash1, "xyz", 1), chainInfo, nil, "xyz"},
	} {
		n := core(t, map[string]string{"getrawtransaction " + coinbase1: c.answer, "getblockchaininfo": c.info})
		_, err := n.Txs(context.Background(), []chain.Hash{h})
		if err == nil || c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.90s: %v", c.answer, err)
		}
	}
}

// TestPayingOfCore: Bitcoin Core keeps no index of addresses, and the repair is said.
func TestPayingOfCore(t *testing.T) {
	a, err := trace.ParseAddress("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
	if err != nil {
		t.Fatal(err)
	}
	n := core(t, map[string]string{"searchrawtransactions " + a.Text: `error {"code":-32601,"message":"Method not found"}`})
	if _, err := n.Paying(context.Background(), a, 10); !errors.Is(err, trace.ErrNoAddresses) || !strings.Contains(err.Error(), "transactions' IDs") {
		t.Errorf("%v", err)
	}
	n = core(t, map[string]string{"searchrawtransactions " + a.Text: `error {"code":-5,"message":"No information available about address"}`})
	if ids, err := n.Paying(context.Background(), a, 10); err != nil || len(ids) != 0 {
		t.Errorf("an address never used: %v, %v", ids, err)
	}
}
