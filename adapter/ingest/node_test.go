package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/units"
)

// rpc is the client of a test's node: two minutes of retries, since a busy machine starts a node slowly.
func rpc(n *btcdtest.Node, password string) *bitcoind.Node {
	return bitcoind.New(fetch.New(fetch.Options{Retries: 600, Pause: 50 * time.Millisecond, LongPause: 200 * time.Millisecond,
		Login: func() (string, string, error) { return btcdtest.User, password, nil }}), n.URL)
}

func newStore(t testing.TB) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "facts.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// told collects what an update tells the user.
type told struct {
	sync.Mutex
	lines []string
}

func update(n *btcdtest.Node, s ingest.Store) (*ingest.Update, *told) {
	said := &told{}
	return &ingest.Update{Store: s, Chain: rpc(n, btcdtest.Password), Name: "node", Batch: 50, Say: func(format string, args ...any) {
		said.Lock()
		defer said.Unlock()
		said.lines = append(said.lines, fmt.Sprintf(format, args...))
	}}, said
}

// mine submits n blocks, 600 s apart and ending before now, each with a fee once there is something to spend.
func mine(node *btcdtest.Node, c *btcdtest.Chain, from int64, n int) (fees map[units.Date]units.Sat) {
	fees = map[units.Date]units.Sat{}
	for i := range int64(n) {
		at := from + i*600
		before := c.Height()
		node.Submit(c.Next(at, 700))
		if before+1-100 >= 1 {
			fees[units.DateOf(at)] += 700
		}
	}
	return fees
}

// verify fails the test unless every check is good.
func verify(t testing.TB, s ingest.Reader) {
	t.Helper()
	checks, err := ingest.Verify(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.Wrong {
			t.Errorf("%s is wrong: %s", c.Name, c.Says)
		}
	}
}

// blocksMined is how long the tests' chains are: four days and a half.
const blocksMined = 650

// start is a UTC noon whose chain of blocksMined blocks ends 12 to 36 hours before now.
func start() int64 {
	return units.DateOf(time.Now().Unix()-blocksMined*600-86400).Unix() + 43200
}

// startRecent begins a chain of blocksMined blocks that ends an hour before now. A chain that another node is to
// fetch needs that: btcd hands out headers only while its own tip is less than 24 hours old (btcd netsync
// SyncManager.current), and start's tip is older for half of every day.
func startRecent(now time.Time) int64 { return now.Unix() - 3600 - (blocksMined-1)*600 }

func TestNodeDays(t *testing.T) {
	node, c, s := btcdtest.Start(t), btcdtest.NewChain(), newStore(t)
	begin := start()
	fees := mine(node, c, begin, blocksMined)
	up, _ := update(node, s)
	r, err := up.Blocks(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.Blocks != blocksMined+1 {
		t.Errorf("%d blocks new, want %d", r.Blocks, blocksMined+1)
	}
	days, err := s.Days(context.Background(), 20000) // after block 0 of 2011
	if err != nil {
		t.Fatal(err)
	}
	first := units.DateOf(begin)
	for i, d := range days {
		want := chain.Day{Date: first + units.Date(i), Blocks: 144, Fees: fees[d.Date], FeesKnown: true}
		if i == 0 {
			want.Blocks = 72 // from noon on
		}
		if d.Date != want.Date || d.Blocks != want.Blocks || d.Fees != want.Fees || !d.FeesKnown {
			t.Errorf("day %d is %+v, want %+v", i, d, want)
		}
		if d.Difficulty < 4.6e-10 || d.Difficulty > 4.7e-10 { // 0xffff*2^208 / 0x7fffff*2^232
			t.Errorf("difficulty on %s is %v", d.Date, d.Difficulty)
		}
	}
	if len(days) != 4 { // noon of the first day + 650 blocks = 4.5 days: the fifth is not over by median time
		t.Errorf("%d days, want 4", len(days))
	}
	verify(t, s)
	// nothing new: nothing asked twice
	if r, err = up.Blocks(context.Background(), 0); err != nil || r.Blocks != 0 || r.Days != 0 {
		t.Errorf("a second update has %+v, %v", r, err)
	}
}

func TestReorganisation(t *testing.T) {
	node, c, s := btcdtest.Start(t), btcdtest.NewChain(), newStore(t)
	begin := start()
	mine(node, c, begin, blocksMined-10)
	fork := c.Fork(1)
	mine(node, c, begin+int64(blocksMined-10)*600, 10)
	up, _ := update(node, s)
	if _, err := up.Blocks(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	for i := range int64(11) { // the other branch is dated apart, so that its days differ
		node.Submit(fork.Next(begin+(blocksMined-10+i)*600+300, 0))
	}
	if node.Height() != blocksMined+1 {
		t.Fatalf("the node is at %d: it did not reorganise", node.Height())
	}
	up, said := update(node, s)
	r, err := up.Blocks(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.Blocks != 11 {
		t.Errorf("%d blocks new, want 11", r.Blocks)
	}
	if !strings.Contains(strings.Join(said.lines, "\n"), "reorganisation") {
		t.Errorf("nothing was said of the reorganisation: %q", said.lines)
	}
	if n, err := s.Stale(); n != 10 || err != nil {
		t.Errorf("%d blocks moved aside (%v), want 10", n, err)
	}
	_, high, _, _ := s.Range()
	if got := lastHash(t, s, high); got != chain.Hash(fork.Hash()) {
		t.Errorf("the store ends with %s, the node with %s", got, chain.Hash(fork.Hash()))
	}
	verify(t, s)
}

func lastHash(t testing.TB, s ingest.Reader, height int) (h chain.Hash) {
	t.Helper()
	if err := s.Blocks(context.Background(), height, height, func(b chain.Block) error { h = b.Header.Hash(); return nil }); err != nil {
		t.Fatal(err)
	}
	return h
}

// TestReorganisationUnderWay lets the chain change while it is being read.
func TestReorganisationUnderWay(t *testing.T) {
	node, c, s := btcdtest.Start(t), btcdtest.NewChain(), newStore(t)
	begin := start()
	mine(node, c, begin, blocksMined-10)
	fork := c.Fork(1)
	mine(node, c, begin+int64(blocksMined-10)*600, 10)
	up, _ := update(node, s)
	up.Batch, up.Workers = 5, 2
	done := false
	up.Progress = func(_ string, at, _ int) {
		if at > blocksMined-8 && !done {
			done = true
			for i := range int64(11) {
				node.Submit(fork.Next(begin+(blocksMined-10+i)*600+300, 0))
			}
		}
	}
	if _, err := up.Blocks(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	if !done {
		t.Fatal("the chain never changed")
	}
	if _, err := up.Blocks(context.Background(), 0); err != nil { // what was mined after the tip was read
		t.Fatal(err)
	}
	_, high, _, _ := s.Range()
	if lastHash(t, s, high) != chain.Hash(fork.Hash()) {
		t.Errorf("the store does not end on the node's branch")
	}
	verify(t, s)
}

// TestRestartUnderWay: a node that shuts down and is started again costs the user's patience, and nothing else.
func TestRestartUnderWay(t *testing.T) {
	node, c, s := btcdtest.StartSimnet(t), btcdtest.NewSimnetChain(), newStore(t)
	mine(node, c, start(), blocksMined)
	up, said := update(node, s)
	up.Batch = 20
	restarted := make(chan error, 1)
	var once sync.Once
	up.Progress = func(_ string, at, _ int) {
		if at > blocksMined/3 {
			once.Do(func() {
				go func() {
					node.Stop()
					restarted <- node.Run()
				}()
			})
		}
	}
	r, err := up.Blocks(context.Background(), 0)
	once.Do(func() { restarted <- errors.New("the update never came to a third") })
	if err := <-restarted; err != nil {
		t.Error(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Blocks != blocksMined+1 {
		t.Errorf("%d blocks new, want %d; said %q", r.Blocks, blocksMined+1, said.lines)
	}
	verify(t, s)
}

func TestWrongPassword(t *testing.T) {
	node, s := btcdtest.Start(t), newStore(t)
	up, _ := update(node, s)
	up.Chain = rpc(node, "wrong-secret")
	_, err := up.Blocks(context.Background(), 0)
	if !errors.Is(err, bitcoind.ErrLogin) {
		t.Fatalf("error is %v", err)
	}
	if strings.Contains(err.Error(), "wrong-secret") || strings.Contains(err.Error(), btcdtest.User) {
		t.Errorf("the error shows the login: %v", err)
	}
}

// TestNodeStillSyncing asks a node that knows block 0 alone, and again when it has caught up.
func TestNodeStillSyncing(t *testing.T) {
	full, c := btcdtest.Start(t), btcdtest.NewChain()
	mine(full, c, startRecent(time.Now()), blocksMined)
	node, s := btcdtest.Start(t), newStore(t)
	up, said := update(node, s)
	r, err := up.Blocks(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if r.Blocks != 1 || r.Days != 0 || !strings.Contains(strings.Join(said.lines, "\n"), "still syncing") {
		t.Errorf("%+v, said %q", r, said.lines)
	}
	if err := node.Call(nil, "addnode", full.Peer, "add"); err != nil {
		t.Fatal(err)
	}
	node.WaitHeight(blocksMined)
	if _, err = up.Blocks(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	if _, high, _, _ := s.Range(); high != blocksMined {
		t.Errorf("the store ends at %d, want %d", high, blocksMined)
	}
	verify(t, s)
}
