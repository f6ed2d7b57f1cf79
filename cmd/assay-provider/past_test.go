package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/share"
)

// clock goes as the system's does, from a time of the test's choice, and leaps when it is told to.
type clock struct {
	mu    sync.Mutex
	base  time.Time
	since time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base.Add(time.Since(c.since))
}

func (c *clock) leap(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.base, c.since = to, time.Now()
}

// pastNode is a real btcd whose blocks have times of a clock that leaps through past days. Everything is the
// node's own but templates: it gives none on a tip of more than a day ago, since it holds itself to be
// behind then, so that they are made here of its tip.
type pastNode struct {
	t     *testing.T
	real  *btcdtest.Node
	clock *clock
	rest  *btcdtest.Chain // what the rest of the network finds
}

func newPastNode(t *testing.T, c *clock) *pastNode {
	return &pastNode{t: t, real: btcdtest.StartSimnet(t), clock: c, rest: btcdtest.NewSimnetChain()}
}

// serve answers as the node does and gives the address.
func (n *pastNode) serve() string {
	s := httptest.NewServer(n)
	n.t.Cleanup(s.Close)
	return s.URL
}

// ServeHTTP answers a call.
func (n *pastNode) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var call struct{ Method string }
	if err == nil && !bytes.HasPrefix(body, []byte("[")) { // many calls at once are none for a template
		err = json.Unmarshal(body, &call)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if call.Method == "getblocktemplate" {
		_ = json.NewEncoder(w).Encode(map[string]any{"result": n.template(), "error": nil})
		return
	}
	req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, n.real.URL, bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	req.Header = r.Header.Clone()
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body) // who asked may have gone
}

// tip is the end of the chain as the node says it.
type tip struct {
	Blocks     int
	Best       string `json:"bestblockhash"`
	MedianTime int64  `json:"mediantime"`
}

func (n *pastNode) tip() (t tip) {
	if err := n.real.Call(&t, "getblockchaininfo"); err != nil {
		n.t.Error(err)
	}
	return t
}

func (n *pastNode) template() map[string]any {
	t := n.tip()
	return map[string]any{
		"version": 0x20000000, "previousblockhash": t.Best, "bits": "207fffff", "height": t.Blocks + 1,
		"curtime": max(n.clock.now().Unix(), t.MedianTime+1), "mintime": t.MedianTime + 1,
		"coinbasevalue": int64(50e8), "transactions": []any{},
	}
}

// advance lets the rest of the network find blocks.
func (n *pastNode) advance(blocks int) {
	n.t.Helper()
	t := n.tip()
	raw, err := hex.DecodeString(t.Best)
	if err != nil || len(raw) != 32 {
		n.t.Fatalf("a tip %q, %v", t.Best, err)
	}
	n.rest.On(t.Blocks, share.Printed([32]byte(raw)))
	unix := max(n.clock.now().Unix(), t.MedianTime+1)
	var found [][]byte
	for range blocks {
		unix++
		found = append(found, n.rest.Next(unix, 0))
	}
	n.real.Submit(found...)
}
