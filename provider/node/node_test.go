package node

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
)

// A server in the node's place that leads elsewhere is not followed: neither login nor block goes there.
func TestLoginStaysWithTheNode(t *testing.T) {
	var told []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		told = append(told, r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect} {
		s := httptest.NewServer(http.RedirectHandler(elsewhere.URL+"/", status))
		defer s.Close()
		_, err := New(s.URL, "alice", "s3cret", regtestHalving).Tip(t.Context())
		if err == nil || !strings.Contains(err.Error(), "leads elsewhere") || strings.Contains(err.Error(),
			"s3cret") {
			t.Errorf("%d: %v", status, err)
		}
	}
	if len(told) > 0 {
		t.Errorf("another server was told %q", told)
	}
}

// A server without end in the node's place is left: by the bytes that its answer unpacks into, and by its
// values.
func TestNodeWithoutEnd(t *testing.T) {
	for says, piece := range map[string]string{
		"more than 67108864 bytes": strings.Repeat(" ", 1<<20),
		"more than 1048576 values": strings.Repeat(",{}", 1<<18),
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			z.Write([]byte("[{}"))
			for range 65 {
				if _, err := z.Write([]byte(piece)); err != nil {
					return
				}
			}
			z.Close()
		}))
		defer s.Close()
		n := New(s.URL, "alice", "s3cret", regtestHalving)
		n.client.Timeout = 0 // it is left for its length, however long the machine takes for that
		if _, err := n.Depths(t.Context(), []Tip{{}}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q: %v", says, err)
		}
	}
}

// regtestHalving is after how many blocks regtest's subsidy halves.
const regtestHalving = 150

// pool is a server of miners on a real node.
type pool struct {
	t      *testing.T
	node   *Node
	server *miner.Server
	at     string
	mu     sync.Mutex
	found  []miner.Found
}

func begin(t *testing.T, address string) *pool {
	p := &pool{t: t, node: New(address, btcdtest.User, btcdtest.Password, regtestHalving)}
	dir := t.TempDir()
	kept, err := segments.Open(dir, 1, segments.Options{Fatal: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	workers, err := segments.OpenWorkers(dir+"/workers.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	p.server, err = miner.New(miner.Options{
		Archive: kept, Workers: workers, Payout: jobs.Payout{Server: 1, Script: btcdtest.Script(7)},
		Submit: func(block []byte) error { return p.node.Submit(context.Background(), block) },
		Found: func(f miner.Found) {
			p.mu.Lock()
			p.found = append(p.found, f)
			p.mu.Unlock()
		},
		Rand: rand.Reader, Start: 8, Min: 8, Max: 9,
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.at = l.Addr().String()
	go p.server.Serve(l, share.V1)
	t.Cleanup(func() { p.server.Close(); kept.Close(); workers.Close() })
	return p
}

// mine takes a template, mines one share of it, which is a block, and waits until it was submitted.
func (p *pool) mine(ctx context.Context) miner.Found {
	p.t.Helper()
	t, err := p.node.Template(ctx)
	if err == nil {
		err = p.server.SetTemplate(t)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.mu.Lock()
	had := len(p.found)
	p.mu.Unlock()
	if tally, err := swarm.MineV1(ctx, p.at, swarm.Options{User: "f.w", Most: 1, Rate: 1e6}); err != nil || tally.Accepted != 1 {
		p.t.Fatal(tally, err)
	}
	for ctx.Err() == nil {
		p.mu.Lock()
		if len(p.found) > had {
			f := p.found[had]
			p.mu.Unlock()
			if f.Err != nil || f.Height != t.Height {
				p.t.Fatalf("block %d: %+v", t.Height, f)
			}
			return f
		}
		p.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	p.t.Fatal("no block was submitted")
	return miner.Found{}
}

// On a real btcd: blocks are found and taken, with transactions that have witnesses in them, and one to
// six of them are lost to another branch, which is seen.
func TestOnBtcd(t *testing.T) {
	real := btcdtest.Start(t)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	p := begin(t, real.URL)
	chain := btcdtest.NewChain()
	unix := time.Now().Unix() - 9000
	next := func() []byte { unix += 20; return chain.Next(unix, 0) }
	var blocks [][]byte
	for range 101 {
		blocks = append(blocks, next())
	}
	real.Submit(blocks...)

	pay(t, real)
	tip, err := p.node.Tip(ctx)
	if err != nil || tip.Height != 101 {
		t.Fatalf("%+v, %v", tip, err)
	}
	tmpl, err := p.node.Template(ctx)
	if err != nil || len(tmpl.IDs) != 2 || tmpl.Witness == nil || tmpl.Value != 50e8+30_000 {
		t.Fatalf("%d transactions, %d sat, %v", len(tmpl.IDs), tmpl.Value, err)
	}
	f := p.mine(ctx)
	if on, err := p.onChain(ctx, 102, f.Hash); err != nil || !on {
		t.Fatalf("the block is not on the chain: %v", err)
	}
	var inBlock struct {
		Tx []string
	}
	if err := real.Call(&inBlock, "getblock", hexOf(f.Hash), 1); err != nil || len(inBlock.Tx) != 3 ||
		inBlock.Tx[0] != hexOf(f.CoinbaseID) {
		t.Fatalf("%+v, %v", inBlock, err)
	}

	for n := 1; n <= 6; n++ {
		var lost []miner.Found
		for range n {
			lost = append(lost, p.mine(ctx))
		}
		for _, f := range lost {
			if on, err := p.onChain(ctx, f.Height, f.Hash); err != nil || !on {
				t.Fatalf("%d blocks: height %d is not on the chain, %v", n, f.Height, err)
			}
		}
		real.WaitHeight(int(lost[n-1].Height))
		for chain.Height() <= int(lost[n-1].Height) {
			real.Submit(next())
		}
		tip, err := p.node.Tip(ctx)
		if err != nil || tip.Hash != chain.Hash() {
			t.Fatalf("%d blocks: the node is not on the other branch: %+v, %v", n, tip, err)
		}
		for _, f := range lost {
			if on, err := p.onChain(ctx, f.Height, f.Hash); err != nil || on {
				t.Fatalf("%d blocks: height %d is on the chain still, %v", n, f.Height, err)
			}
		}
	}
	if err := p.node.Submit(ctx, blocks[3]); err != nil {
		t.Errorf("a block that the node has: %v", err)
	}
	wrong := slices.Clone(blocks[3])
	wrong[70]++
	if err := p.node.Submit(ctx, wrong); !errors.Is(err, ErrRefused) {
		t.Errorf("a false block: %v", err)
	}
}

// A node that ends and begins again has its chain still: a block that was found while it was away is
// handed in when it is back, and the next template stands on it.
func TestRestart(t *testing.T) {
	real := btcdtest.StartSimnet(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	n := New(real.URL, btcdtest.User, btcdtest.Password, 210_000)
	chain := btcdtest.NewSimnetChain()
	unix := time.Now().Unix() - 600
	real.Submit(chain.Next(unix, 0))
	block := chain.Next(unix+20, 0)
	real.Stop()
	if _, err := n.Template(ctx); err == nil {
		t.Fatal("a node that is away has a template")
	}
	done := make(chan error, 1)
	go func() { done <- n.Submit(ctx, block) }()
	time.Sleep(200 * time.Millisecond)
	real.Restart()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	tmpl, err := n.Template(ctx)
	if err != nil || tmpl.Height != 3 || tmpl.Prev != chain.Hash() {
		t.Errorf("%+v, %v", tmpl, err)
	}
}

// onChain reports whether the node's chain has a block, and holds it to what is said of all at once.
func (p *pool) onChain(ctx context.Context, height uint32, hash [32]byte) (bool, error) {
	tips := []Tip{{hash, height}, {hash, height + 1_000_000}, {[32]byte{1}, height}}
	depths, err := p.node.Depths(ctx, tips)
	if err != nil {
		return false, err
	}
	tip, err := p.node.Tip(ctx)
	if deep := int(tip.Height) - int(height) + 1; err == nil &&
		(depths[0] != deep && depths[0] != -deep || depths[1] != 0 || depths[2] != -deep) {
		p.t.Errorf("at height %d of %d: %v", height, tip.Height, depths)
	}
	return depths[0] > 0, err
}

func hexOf(hash [32]byte) string {
	printed := share.Printed(hash)
	return hex.EncodeToString(printed[:])
}

// pay puts two transactions into the node's pool: one without witness, and one with that spends it.
func pay(t *testing.T, real *btcdtest.Node) {
	var hash string
	var block struct{ Tx []string }
	if err := errors.Join(real.Call(&hash, "getblockhash", 1), real.Call(&block, "getblock", hash, 1)); err != nil {
		t.Fatal(err)
	}
	coinbase, err := parseHash(block.Tx[0])
	if err != nil {
		t.Fatal(err)
	}
	script := []byte{8, 5, 0, 0, 0, 0, 0, 0, 0, 0x75, 0x51} // what btcdtest.Script(5) is the hash of
	if sum := sha256.Sum256(script); string(btcdtest.Script(5)[2:]) != string(sum[:]) {
		t.Fatal("not the script of btcdtest")
	}
	first := btcdtest.Transaction([]btcdtest.Spend{{ID: coinbase}}, []btcdtest.Paid{{Sat: 50e8 - 10_000, Script: btcdtest.Script(5)}})
	second := btcdtest.Transaction([]btcdtest.Spend{{ID: share.Hash(first)}}, []btcdtest.Paid{{Sat: 50e8 - 30_000, Script: btcdtest.Script(6)}})
	witnessed := append(slices.Clone(second[:4]), 0, 1)
	witnessed = append(witnessed, second[4:len(second)-4]...)
	witnessed = append(append(witnessed, 1, byte(len(script))), script...)
	witnessed = append(witnessed, 0, 0, 0, 0)
	if stripped, err := strip(witnessed); err != nil || string(stripped) != string(second) {
		t.Fatalf("%x, %v", stripped, err)
	}
	for _, tx := range [][]byte{first, witnessed} {
		if err := real.Call(nil, "sendrawtransaction", hex.EncodeToString(tx)); err != nil {
			t.Fatal(err)
		}
	}
}

// A node that lies about any part of a template is not believed. The template is a true one with one thing
// changed.
func TestLies(t *testing.T) {
	plain := btcdtest.Transaction([]btcdtest.Spend{{ID: [32]byte{1}}}, []btcdtest.Paid{{Sat: 5, Script: []byte{0x51}}})
	more := append(append(slices.Clone(plain[:4]), 0, 1), plain[4:len(plain)-4]...)
	more = append(more, 1, 1, 0x51, 0, 0, 0, 0)
	id := share.Hash(plain)
	wid := share.Hash(more)
	row := share.Hash(append(make([]byte, 32), wid[:]...))
	commitment := share.Hash(append(row[:], make([]byte, 32)...))
	truth := func() *rawTemplate {
		return &rawTemplate{
			Version: 0x20000000, Previous: strings.Repeat("0a", 32), Bits: "207fffff",
			Target: "7fffff" + strings.Repeat("0", 58), Height: 8, CurTime: 2000, MinTime: 1000, Value: 50e8 + 12,
			Commitment:   "6a24aa21a9ed" + hex.EncodeToString(commitment[:]),
			Transactions: []rawTransaction{{Data: hex.EncodeToString(more), ID: hexOf(id), Hash: hexOf(wid), Fee: 12}},
		}
	}
	subsidy := New("", "", "", regtestHalving).subsidy
	good, err := truth().check(7, subsidy)
	if err != nil || good.IDs[0] != id || string(good.Txs[0]) != string(more) || len(good.Witness) != 38 {
		t.Fatalf("the truth: %+v, %v", good, err)
	}
	for name, lie := range map[string]func(*rawTemplate){
		"height":                  func(r *rawTemplate) { r.Height++ },
		"bits and target":         func(r *rawTemplate) { r.Bits = "1d00ffff" },
		"no bits":                 func(r *rawTemplate) { r.Bits = "" },
		"no target at all":        func(r *rawTemplate) { r.Bits, r.Target = "00000000", "" },
		"the previous block":      func(r *rawTemplate) { r.Previous = "0a" },
		"times":                   func(r *rawTemplate) { r.CurTime = 999 },
		"pays more":               func(r *rawTemplate) { r.Value++ },
		"pays less than nothing":  func(r *rawTemplate) { r.Value = -1 },
		"a fee below zero":        func(r *rawTemplate) { r.Transactions[0].Fee = -1; r.Value = 1 },
		"an identifier":           func(r *rawTemplate) { r.Transactions[0].ID = strings.Repeat("00", 32) },
		"a transaction":           func(r *rawTemplate) { r.Transactions[0].Data = hex.EncodeToString(plain) + "00" },
		"a transaction cut":       func(r *rawTemplate) { r.Transactions[0].Data = hex.EncodeToString(more[:20]) },
		"not hexadecimal":         func(r *rawTemplate) { r.Transactions[0].Data = "xy" },
		"the commitment":          func(r *rawTemplate) { r.Commitment = strings.Repeat("0", 64) },
		"no commitment":           func(r *rawTemplate) { r.Commitment = "" },
		"another commitment mark": func(r *rawTemplate) { r.Commitment = "6a24aa21a9ee" + r.Commitment[12:] },
	} {
		r := truth()
		lie(r)
		if got, err := r.check(7, subsidy); err == nil {
			t.Errorf("%s: believed as %+v", name, got)
		}
	}
	if _, err := truth().check(8, subsidy); err == nil {
		t.Error("a template on another block than the tip's height is believed")
	}
}

// A node that stalls, answers nonsense, refuses, and comes back: templates go on when it does, and a block
// that was found meanwhile is handed in.
func TestNodeAway(t *testing.T) {
	var mu sync.Mutex
	mode := "stall"
	submitted := 0
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var call struct{ Method string }
		json.NewDecoder(r.Body).Decode(&call)
		mu.Lock()
		now := mode
		mu.Unlock()
		switch now {
		case "stall":
			select {
			case <-r.Context().Done():
			case <-release:
			}
			return
		case "nonsense":
			fmt.Fprint(w, "<html>")
			return
		case "warm":
			fmt.Fprint(w, `{"error":{"code":-28,"message":"Loading block index..."}}`)
			return
		}
		switch call.Method {
		case "submitblock":
			mu.Lock()
			submitted++
			mu.Unlock()
			fmt.Fprint(w, `{"result":null}`)
		case "getblockchaininfo":
			fmt.Fprintf(w, `{"result":{"blocks":7,"bestblockhash":"%s"}}`, strings.Repeat("0a", 32))
		case "getblockheader":
			fmt.Fprint(w, `{"result":{"height":7}}`)
		case "getblocktemplate":
			fmt.Fprintf(w, `{"result":{"version":536870912,"previousblockhash":"%s","bits":"207fffff","height":8,`+
				`"curtime":2000,"mintime":1000,"coinbasevalue":5000000000,"transactions":[]}}`, strings.Repeat("0a", 32))
		}
	}))
	defer s.Close()
	defer close(release)
	n := New(s.URL, "", "", regtestHalving)
	n.client.Timeout = 50 * time.Millisecond
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var wrong []string
	got := make(chan *jobs.Template, 1)
	go n.Follow(ctx, 5*time.Millisecond, time.Hour,
		func(t *jobs.Template) error { got <- t; return nil },
		func(err error) { mu.Lock(); wrong = append(wrong, err.Error()); mu.Unlock() })
	taken := make(chan error, 1)
	go func() { taken <- n.Submit(ctx, []byte{1}) }()
	turn := func(to string) {
		for ctx.Err() == nil {
			mu.Lock()
			some := len(wrong) > 0
			if some {
				mode, wrong = to, nil
			}
			mu.Unlock()
			if some {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatal("nothing was told")
	}
	turn("nonsense")
	turn("warm")
	turn("well")
	select {
	case tmpl := <-got:
		if tmpl.Height != 8 {
			t.Errorf("%+v", tmpl)
		}
	case <-ctx.Done():
		t.Fatal("no template came back")
	}
	if err := <-taken; err != nil || submitted != 1 {
		t.Errorf("%d submitted, %v", submitted, err)
	}
	short, stop := context.WithCancel(ctx)
	stop()
	if err := n.Submit(short, []byte{1}); err == nil {
		t.Error("an ended context submits")
	}
}

// What a node says of a block: that it has it, in each of the ways in which one says so, or that it
// refuses it.
func TestSubmitAnswers(t *testing.T) {
	for reason, taken := range map[string]bool{
		"null": true, `"duplicate"`: true, `"inconclusive"`: true, `"duplicate-inconclusive"`: true,
		`"rejected: already have block 00ab"`: true, `"high-hash"`: false, `"duplicate-invalid"`: false,
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"result":%s,"error":null,"id":1}`, reason)
		}))
		err := New(s.URL, "u", "p", 150).Submit(t.Context(), []byte{1})
		s.Close()
		if taken && err != nil || !taken && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}

// FuzzTemplate reads what a stranger's node says.
func FuzzTemplate(f *testing.F) {
	f.Add([]byte(`{"version":1,"previousblockhash":"00","bits":"207fffff","height":8,"transactions":[{"data":"0100000000010000"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r rawTemplate
		if json.Unmarshal(b, &r) == nil {
			r.check(r.Height-1, New("", "", "", regtestHalving).subsidy)
		}
		strip(b)
	})
}
