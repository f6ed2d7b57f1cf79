package ingest_test

import (
	"context"
	"encoding/binary"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// rework finds a nonce for a changed header, so that only what the test changed is wrong with it.
func rework(block []byte, f *fakeNode, height int) {
	for nonce := uint32(0); ; nonce++ {
		binary.LittleEndian.PutUint32(block[76:], nonce)
		if f.header(height).Hash()[31] < 0x7f {
			return
		}
	}
}

// idle finds a nonce with which a header shows no work.
func idle(block []byte) {
	var h chain.Header
	for nonce := uint32(0); ; nonce++ {
		binary.LittleEndian.PutUint32(block[76:], nonce)
		if copy(h[:], block); h.Hash()[31] >= 0x80 {
			return
		}
	}
}

// TestNodeLies: the block that breaks a rule and all after it are refused, those before it are kept,
// and the error says which and why.
func TestNodeLies(t *testing.T) {
	for _, c := range []struct {
		name, want string
		lie        func(b []byte)
		last       int // height that is stored at most; blocks come by tens
	}{
		{"difficulty that breaks the retarget rule", "block 25: its bits are 207ffffe, the retarget rule demands 207fffff",
			func(b []byte) { binary.LittleEndian.PutUint32(b[72:], 0x207ffffe) }, 19},
		{"a time before the median", "not after the median", func(b []byte) { binary.LittleEndian.PutUint32(b[68:], 1600000000) }, 19},
		{"no work", "block 25: its hash does not meet the target", idle, 19},
		{"a link to another block", "it does not follow the block before it",
			func(b []byte) { b[10] ^= 1 }, 19},
		{"a time in the future", "more than two hours from now", func(b []byte) { binary.LittleEndian.PutUint32(b[68:], 4000000000) }, 19},
		{"a coinbase of more bitcoin than there are", "raw block is cut or not of the known form", func(b []byte) { copy(b[80+1+4+1+36+1+5+4+1:], "\xff\xff\xff\xff\xff\xff\xff\x7f") }, 19},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, s := newFakeNode(40, time.Now().Unix()-86400, 600), newStore(t)
			c.lie(f.blocks[25])
			if c.name != "no work" {
				rework(f.blocks[25], f, 25)
			}
			up := ingest.Update{Store: s, Chain: bitcoind.New(fetch.New(fetch.Options{Retries: -1}), f.serve(t)), Name: "node", Batch: 10}
			_, err := up.Blocks(context.Background(), 0)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
			if _, high, _, _ := s.Range(); high != c.last {
				t.Errorf("stored up to %d, want %d", high, c.last)
			}
			verify(t, s)
		})
	}
}

// TestShorterBranch: a node on a branch with fewer blocks does not make the store forget its own.
func TestShorterBranch(t *testing.T) {
	long, s := newFakeNode(60, time.Now().Unix()-86400, 600), newStore(t)
	if err := fakeUpdate(s, long.serve(t)); err != nil {
		t.Fatal(err)
	}
	short := newFakeNode(50, time.Now().Unix()-86400+7, 600) // dated apart from block 1 on
	err := fakeUpdate(s, short.serve(t))
	if err == nil || !strings.Contains(err.Error(), "is on a branch from block 1 with 50 blocks where the store has 60") {
		t.Errorf("error is %v", err)
	}
	if _, high, _, _ := s.Range(); high != 60 {
		t.Errorf("the store ends at %d", high)
	}
	behind := &fakeNode{blocks: long.blocks[:40]}
	if err := fakeUpdate(s, behind.serve(t)); err != nil {
		t.Errorf("a node that is behind: %v", err)
	}
	verify(t, s)
}

// TestUnprovenBranch: a node that says that the chain changed, with more blocks than the store has and no
// work in one of them, does not make the store forget its own.
func TestUnprovenBranch(t *testing.T) {
	honest, s := newFakeNode(60, time.Now().Unix()-86400, 600), newStore(t)
	if err := fakeUpdate(s, honest.serve(t)); err != nil {
		t.Fatal(err)
	}
	liar := newFakeNode(70, time.Now().Unix()-86400+7, 600) // dated apart from block 1 on
	idle(liar.blocks[50])
	err := fakeUpdate(s, liar.serve(t))
	if err == nil || !strings.Contains(err.Error(),
		"changed from block 1 on, and does not prove it: block 50: ") ||
		!strings.Contains(err.Error(), "the store is kept") {
		t.Errorf("error is %v", err)
	}
	kept := false
	if err := s.Blocks(t.Context(), 60, 60, func(b chain.Block) error {
		kept = b.Header.Hash() == honest.header(60).Hash()
		return nil
	}); err != nil || !kept {
		t.Errorf("the store's last block is another: %v", err)
	}
	verify(t, s)
}

// TestOtherNetwork: a store holds one network.
func TestOtherNetwork(t *testing.T) {
	s := newStore(t)
	if err := s.SetState(context.Background(), "network", "main"); err != nil {
		t.Fatal(err)
	}
	err := fakeUpdate(s, newFakeNode(5, time.Now().Unix()-86400, 600).serve(t))
	if err == nil || !strings.Contains(err.Error(), "is on network regtest, the store holds main") {
		t.Errorf("error is %v", err)
	}
}

// poster is a way to post.
type poster func(ctx context.Context, address string, body []byte) (int, []byte, cite.Source, error)

func (p poster) Post(ctx context.Context, address string, body []byte) (int, []byte, cite.Source, error) {
	return p(ctx, address, body)
}

// TestStallingNode: a node that stops answering in the middle costs the user's patience, not data.
func TestStallingNode(t *testing.T) {
	f, s := newFakeNode(60, time.Now().Unix()-86400, 600), newStore(t)
	var stalls atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if stalls.Load() {
			io.Copy(io.Discard, r.Body) // only then does the server see that the client has left
			<-r.Context().Done()
			return
		}
		f.ServeHTTP(w, r)
	}))
	defer server.Close()
	var asked atomic.Int64
	patience := poster(func(ctx context.Context, address string, body []byte) (int, []byte, cite.Source, error) {
		o := fetch.Options{Retries: 1, Pause: time.Millisecond} // a busy machine gets its time while the node answers
		n := asked.Add(1)
		if _, high, _, _ := s.Range(); n > 8 && high > 0 { // in the middle: something is stored
			stalls.Store(true)
			o.Attempt = 200 * time.Millisecond
		}
		return fetch.New(o).Post(ctx, address, body)
	})
	up := ingest.Update{Store: s, Chain: bitcoind.New(patience, server.URL), Name: "node", Batch: 10, Workers: 1}
	_, err := up.Blocks(context.Background(), 0)
	if err == nil || !strings.Contains(err.Error(), "no whole answer within the time limit") {
		t.Errorf("error is %v", err)
	}
	if _, high, ok, _ := s.Range(); !ok || high == 0 || high == 60 {
		t.Errorf("stored up to %d", high)
	}
	verify(t, s)
	up.Chain = bitcoind.New(fetch.New(fetch.Options{}), f.serve(t))
	if r, err := up.Blocks(context.Background(), 0); err != nil || r.Blocks == 0 || r.Blocks == 61 {
		t.Errorf("the next update: %+v, %v", r, err)
	}
	verify(t, s)
}

// edited is a store in which somebody wrote other days than the blocks give.
type edited struct {
	ingest.Reader
	edit func(*chain.Day)
}

// Days are those of the store, the last of them edited.
func (e edited) Days(ctx context.Context, from units.Date) ([]chain.Day, error) {
	days, err := e.Reader.Days(ctx, from)
	if len(days) > 0 {
		e.edit(&days[len(days)-1])
	}
	return days, err
}

// TestEditedDays: a day whose difficulty, fees, count or issuance is not that of its blocks is found, and so
// is one without blocks.
func TestEditedDays(t *testing.T) {
	s := newStore(t)
	if err := fakeUpdate(s, newFakeNode(400, time.Now().Unix()-4*86400, 600).serve(t)); err != nil {
		t.Fatal(err)
	}
	if days, err := s.Days(t.Context(), 0); len(days) == 0 || err != nil {
		t.Fatalf("%d days: %v", len(days), err)
	}
	for name, edit := range map[string]func(*chain.Day){
		"nothing": func(*chain.Day) {}, "issuance": func(d *chain.Day) { d.Subsidy++ },
		"fees": func(d *chain.Day) { d.Fees++ }, "blocks": func(d *chain.Day) { d.Blocks++ },
		"difficulty": func(d *chain.Day) { d.Difficulty *= 2 }, "date": func(d *chain.Day) { d.Date += 100 },
	} {
		checks, err := ingest.Verify(t.Context(), edited{s, edit}, nil)
		if err != nil {
			t.Fatal(err)
		}
		wrong := slices.ContainsFunc(checks, func(c ingest.Check) bool { return c.Wrong && c.Name == "days" })
		if wrong != (name != "nothing") {
			t.Errorf("%s: %+v", name, checks)
		}
	}
}
