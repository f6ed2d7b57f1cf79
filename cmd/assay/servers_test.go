package main

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/assaymining/assay/adapter/fetch"
)

// TestServersWithoutEnd puts behind each door of the program a server whose answer unpacks into more than
// anybody reads: it is asked once, the verb ends with words that say so, and what was there before stays.
func TestServersWithoutEnd(t *testing.T) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for range 257 { // a node and a provider may answer with 256 MiB
		z.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	z.Close()
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(packed.Bytes())
	}))
	defer s.Close()
	dir := t.TempDir()
	keys, store := filepath.Join(dir, "keys"), filepath.Join(dir, "store.sqlite")
	if err := os.WriteFile(keys, []byte("key=opens\nurl="+s.URL+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const holder = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
	for _, line := range []string{
		"data update --source coinbase --url coinbase=URL", "data update --source kraken --url kraken=URL",
		"data update --source bitstamp --url bitstamp=URL",
		"data update --source coingecko --url coingecko=URL",
		"data update --source mempool --url mempool=URL", "data update --source braiins --url braiins=URL",
		"data update --source nicehash --url nicehash=URL", "data update --source blocks --explorer URL",
		"data update --source blocks --esplora URL", "data update --source blocks --from-node URL",
		"trace --esplora URL " + holder, "trace --node URL " + holder,
		"audit --provider URL",
		"audit --hashrate 30TH/s --from 2026-03-01 --to 2026-03-31 --pool viabtc --pool-key " + keys,
	} {
		asked.Store(0)
		args := strings.Fields(strings.ReplaceAll(line, "URL", s.URL))
		if args[0] != "audit" {
			args = append(args, "--store", store)
		}
		out, said, code := called(t, "", args...)
		if code != unable || !strings.Contains(said, "answer is longer than ") || len(out)+len(said) > 2000 {
			t.Errorf("%s: exit code %d, %d bytes of output, %.300q, %.300q", line, code,
				len(out)+len(said), out, said)
		}
		if n := asked.Load(); n != 1 {
			t.Errorf("%s: asked %d times", line, n)
		}
	}
	if _, err := pageAt(t.Context(), s.URL, fetch.Options{}); err == nil || !strings.Contains(err.Error(),
		"longer than") {
		t.Errorf("read: %v", err)
	}
}
