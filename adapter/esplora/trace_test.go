package esplora_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/trace"
)

// Answers in the form of Esplora's API.md. The first payment of all, in block 170 of mainnet, with the fields that
// mempool.space adds ("sigops", "inner_redeemscript_asm") and outputs that are spent beside the inputs ("prevout"),
// which nothing proves: a lie there must not be believed. Its hash proves the rest.
const (
	firstID = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"
	firstTx = `{"txid":"` + firstID + `","version":1,"locktime":0,"vin":[{"txid":"0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9","vout":0,
		"prevout":{"scriptpubkey":"00","scriptpubkey_type":"p2pk","value":999},
		"scriptsig":"47304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901",
		"scriptsig_asm":"OP_PUSHBYTES_71 3044...","is_coinbase":false,"sequence":4294967295}],
		"vout":[{"scriptpubkey":"4104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac","scriptpubkey_type":"p2pk","value":1000000000},
		{"scriptpubkey":"410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac","scriptpubkey_type":"p2pk","value":4000000000}],
		"size":275,"weight":1100,"sigops":8,"fee":0,"status":{"confirmed":true,"block_height":170,
		"block_hash":"00000000d1145790a8694403d4063f323d499e655c83426834d4ce2f8dd4a2ee","block_time":1231731025}}`
	genesisID = "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b"
	genesisTx = `{"txid":"` + genesisID + `","version":1,"locktime":0,"vin":[{"txid":"0000000000000000000000000000000000000000000000000000000000000000","vout":4294967295,"prevout":null,
		"scriptsig":"04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73","is_coinbase":true,"sequence":4294967295}],
		"vout":[{"scriptpubkey":"4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac","value":5000000000}],
		"status":{"confirmed":false}}`
)

func id(t *testing.T, text string) chain.Hash {
	t.Helper()
	h, err := chain.ParseHash(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestTxs(t *testing.T) {
	c, url := server(t, map[string]string{"/api/tx/" + firstID: firstTx, "/api/tx/" + genesisID: genesisTx})
	s := esplora.New(c, url+"/api")
	txs, err := s.Txs(context.Background(), []chain.Hash{id(t, genesisID), id(t, firstID)})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := txs[0], txs[1]; !a.Coinbase() || a.Place.Mined() || a.Sat() != 50e8 || b.Sat() != 50e8 || b.Place.Height != 170 ||
		b.Place.Time != 1231731025 || b.Spends[0].Vout != 0 || b.Outputs[0].Sat != 10e8 {
		t.Errorf("transactions are %+v", txs)
	}
	_, err = s.Txs(context.Background(), []chain.Hash{id(t, firstID), {1}})
	var unknown *trace.Unknown
	if !errors.As(err, &unknown) || unknown.ID != (chain.Hash{1}) {
		t.Errorf("unknown: %v", err)
	}
}

// TestTxsLies: whatever enters a transaction's hash cannot be changed unnoticed; what does not is not read.
func TestTxsLies(t *testing.T) {
	for _, c := range []struct{ from, into, says string }{
		{`"value":1000000000`, `"value":1000000001`, "does not have that hash"},
		{`"vout":0`, `"vout":1`, "does not have that hash"},
		{`"locktime":0`, `"locktime":1`, "does not have that hash"},
		{`"4104ae`, `"4104af`, "does not have that hash"},
		{`"value":1000000000`, `"value":-1`, "cannot be"},
		{`"value":1000000000`, `"value":1e9`, "form"},
		{`"value":1000000000`, `"value":2200000000000000`, "cannot be"},
		{`"value":4000000000`, `"amount":4000000000`, "no amount"},
		{`"4104ae`, `"4104a`, "not a script"},
		{`"block_hash":"0000`, `"block_hash":"00`, "block hash"},
		{`"value":999`, `"value":1`, ""},
		{`"fee":0`, `"fee":12`, ""},
		{`"size":275`, `"new":[1]`, ""},
	} {
		lie := strings.Replace(firstTx, c.from, c.into, 1)
		if lie == firstTx {
			t.Fatalf("%s is not in the answer", c.from)
		}
		client, url := server(t, map[string]string{"/api/tx/" + firstID: lie})
		_, err := esplora.New(client, url+"/api").Txs(context.Background(), []chain.Hash{id(t, firstID)})
		if (c.says == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s for %s: %v", c.into, c.from, err)
		}
	}
}

// TestTxsStalls: a server that does not answer ends the call, and so does the caller.
func TestTxsStalls(t *testing.T) {
	stop := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-stop }))
	defer s.Close()
	defer close(stop)
	client := fetch.New(fetch.Options{Retries: -1, Attempt: 50 * time.Millisecond})
	ids := make([]chain.Hash, 40)
	for i := range ids {
		ids[i] = chain.Hash{byte(i)}
	}
	if _, err := esplora.New(client, s.URL).Txs(context.Background(), ids); err == nil || !strings.Contains(err.Error(), "time limit") {
		t.Errorf("a server that stalls: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := esplora.New(fetch.New(fetch.Options{}), s.URL).Txs(ctx, ids); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a caller that stops: %v", err)
	}
}

// TestPaying reads pages as Esplora gives them: transactions in no block on the first, then 25 of blocks a page,
// fewer on some servers; only those that pay to the address count.
func TestPaying(t *testing.T) {
	a, err := trace.ParseAddress("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
	if err != nil {
		t.Fatal(err)
	}
	tx := func(n int, script string, mined bool) string {
		return fmt.Sprintf(`{"txid":"%064x","vin":[],"vout":[{"scriptpubkey":"51","value":1},{"scriptpubkey":%q,"value":2}],"status":{"confirmed":%t}}`, n, script, mined)
	}
	page := func(from, n int, mined bool) (out []string) {
		for i := range n {
			script := fmt.Sprintf("%x", a.Script)
			if (from+i)%10 == 9 {
				script = "52" // it spends from the address, and pays it nothing
			}
			out = append(out, tx(from+i, script, mined))
		}
		return out
	}
	list := func(parts ...[]string) string {
		var all []string
		for _, p := range parts {
			all = append(all, p...)
		}
		return "[" + strings.Join(all, ",") + "]"
	}
	base := "/api/address/" + a.Text + "/txs"
	answers := map[string]string{base: list(page(0, 3, false), page(3, 25, true)), base + fmt.Sprintf("/chain/%064x", 27): list(page(28, 10, true)),
		base + fmt.Sprintf("/chain/%064x", 37): "[]"}
	c, url := server(t, answers)
	s := esplora.New(c, url+"/api")
	ids, err := s.Paying(context.Background(), a, 100)
	if err != nil || len(ids) != 35 { // 38 less 9, 19 and 29
		t.Errorf("%d transactions, %v", len(ids), err)
	}
	if _, err := s.Paying(context.Background(), a, 30); !errors.Is(err, trace.ErrMany) {
		t.Errorf("38 where 30 may be read: %v", err)
	}
	answers[base+fmt.Sprintf("/chain/%064x", 37)] = list(page(28, 10, true)) // a server that goes in circles
	if _, err := s.Paying(context.Background(), a, 100); err == nil || !strings.Contains(err.Error(), "again and again") {
		t.Errorf("a circle: %v", err)
	}
}

// TestPayingRefused: electrs refuses long lists by HTTP 400.
func TestPayingRefused(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "Too many history entries", http.StatusBadRequest)
	}))
	defer s.Close()
	a, _ := trace.ParseAddress("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
	_, err := esplora.New(fetch.New(fetch.Options{Retries: -1}), s.URL).Paying(context.Background(), a, 10)
	if err == nil || !strings.Contains(err.Error(), "name them by their IDs") || !strings.Contains(err.Error(), "Too many") {
		t.Errorf("%v", err)
	}
}
