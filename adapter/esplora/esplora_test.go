package esplora_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/fetch"
)

// Answers in the form of Esplora's API.md and of mempool.space's backend; blocks 0 and 1 of mainnet.
const (
	hash0  = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
	hash1  = "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"
	txid1  = "0e3e2357e806b6cdb1f70b54c3a3a17b6714ee1f0e68bebb44a74b1efd512098"
	block1 = `{"id":"` + hash1 + `","height":1,"version":1,"timestamp":1231469665,"tx_count":1,"size":215,"weight":860,
		"merkle_root":"` + txid1 + `","previousblockhash":"` + hash0 + `","mediantime":1231469665,"nonce":2573394689,"bits":486604799,"difficulty":1%s}`
	block0 = `{"id":"` + hash0 + `","height":0,"version":1,"timestamp":1231006505,"tx_count":1,"size":285,"weight":1140,
		"merkle_root":"4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b","previousblockhash":null,"mediantime":1231006505,"nonce":2083236893,"bits":486604799,"difficulty":1%s}`
	tx1 = `{"txid":"` + txid1 + `","version":1,"locktime":0,"vin":[{"is_coinbase":true}],"vout":[{"scriptpubkey":"41...ac","value":5000000000}],"fee":0}`
)

func server(t *testing.T, answers map[string]string) (*fetch.Client, string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[r.URL.Path]
		if !ok {
			http.Error(w, "Block not found", 404)
			return
		}
		fmt.Fprint(w, a)
	}))
	t.Cleanup(s.Close)
	return fetch.New(fetch.Options{Retries: -1}), s.URL
}

func TestEsplora(t *testing.T) {
	c, url := server(t, map[string]string{
		"/api/blocks/tip/height": "1\n", "/api/block-height/0": hash0, "/api/block-height/1": hash1,
		"/api/blocks/1":                   "[" + fmt.Sprintf(block1, "") + "," + fmt.Sprintf(block0, "") + "]",
		"/api/block/" + hash1 + "/txid/0": txid1, "/api/tx/" + txid1: tx1,
		"/api/block/" + hash0 + "/txid/0": txid1,
	})
	s := esplora.New(c, url+"/api/")
	tip, err := s.Tip(context.Background())
	if err != nil || tip.Network.Name != "main" || tip.Height != 1 || tip.Hash.String() != hash1 {
		t.Fatalf("tip is %+v, %v", tip, err)
	}
	blocks, src, err := s.Blocks(context.Background(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if blocks[0].Header.Hash().String() != hash0 || blocks[1].Header.Hash().String() != hash1 || !blocks[1].FeesKnown || blocks[1].Fees != 0 {
		t.Errorf("blocks are %+v", blocks)
	}
	if src.URL != url+"/api/blocks/1" {
		t.Errorf("source is %+v", src)
	}
}

func TestMempool(t *testing.T) {
	extras := `,"extras":{"totalFees":%s,"reward":5001234567,"pool":{"slug":"unknown"}}`
	c, url := server(t, map[string]string{
		"/api/block-height/0": hash0,
		"/api/v1/blocks/1":    "[" + fmt.Sprintf(block1, fmt.Sprintf(extras, "1234567")) + "," + fmt.Sprintf(block0, fmt.Sprintf(extras, `"0"`)) + "]",
	})
	blocks, _, err := esplora.NewMempool(c, url).Blocks(context.Background(), 0, 1)
	if err != nil || blocks[1].Fees != 1234567 || !blocks[1].FeesKnown || blocks[0].Fees != 0 {
		t.Errorf("blocks are %+v, %v", blocks, err)
	}
}

// TestLies: a server that changes a field of a header is found out by the hash.
func TestLies(t *testing.T) {
	honest := "[" + fmt.Sprintf(block1, "") + "]"
	for name, c := range map[string]struct{ old, new, want string }{
		"another time":       {"1231469665,\"tx", "1231469666,\"tx", "do not give its hash"},
		"an easier target":   {"486604799", "545259519", "do not give its hash"},
		"another block":      {`"height":1`, `"height":2`, "does not begin with block 1"},
		"a hash that's none": {hash1, "xyz", "not a block hash"},
		"no blocks":          {honest, "[]", "does not begin with block 1"},
		"not JSON":           {honest, "<html><title>502</title>", "HTML page"},
		"words for numbers":  {"2573394689", `"many"`, "invalid number"},
	} {
		lie := strings.Replace(honest, c.old, c.new, 1)
		if lie == honest {
			t.Fatalf("%s: nothing was changed", name)
		}
		client, url := server(t, map[string]string{"/api/v1/blocks/1": lie})
		_, _, err := esplora.NewMempool(client, url).Headers(context.Background(), 1, 1)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q", name, err, c.want)
		}
	}
}
