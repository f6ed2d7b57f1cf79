package facts_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/facts"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/units"
)

// TestMain lets tests run this binary as a program of its own, to be killed or to be another user.
func TestMain(m *testing.M) {
	switch os.Getenv("FACTS_CHILD") {
	case "update":
		s, err := sqlite.Open(os.Getenv("FACTS_STORE"))
		if err == nil {
			err = fakeUpdate(s, os.Getenv("FACTS_NODE"))
		}
		exit(err)
	case "open":
		s, err := sqlite.Open(os.Getenv("FACTS_STORE"))
		if err == nil {
			err = s.PutNote(context.Background(), "test", "x", "y")
		}
		exit(err)
	}
	os.Exit(m.Run())
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// fakeUpdate is a whole update: blocks, then prices.
func fakeUpdate(s facts.Store, node string) error {
	up := facts.Update{Store: s, Chain: bitcoind.New(fetch.New(fetch.Options{Retries: -1}), node), Name: "node", Batch: 12, Workers: 2}
	if _, err := up.Blocks(context.Background(), 0); err != nil {
		return err
	}
	for _, c := range []units.Currency{"USD", "EUR"} {
		if _, err := priceJob(s, fakeVenue{"a", steady(1)}, fakeVenue{"b", steady(1)}, fakeVenue{"c", steady(1)}).Update(context.Background(), c); err != nil {
			return err
		}
	}
	return nil
}

func child(t *testing.T, mode, store, node string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "FACTS_CHILD="+mode, "FACTS_STORE="+store, "FACTS_NODE="+node)
	return cmd
}

// kills is how often an update is killed, by workers at once.
const (
	kills   = 100
	workers = 4
)

// TestKill kills an update at a random moment, a hundred times. Each time the store opens, stands the
// whole check, and the next update completes it to the same figures.
func TestKill(t *testing.T) {
	url := newFakeNode(240, time.Now().Unix()-6*86400, 2000).serve(t)
	whole := newStore(t)
	begin := time.Now()
	if err := fakeUpdate(whole, url); err != nil {
		t.Fatal(err)
	}
	took := time.Since(begin)
	want, _ := whole.Days(context.Background(), 0)
	if len(want) < 4 {
		t.Fatalf("only %d days to compare", len(want))
	}
	var early, cut, late atomic.Int32
	t.Run("kills", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				dir, random := t.TempDir(), rand.New(rand.NewPCG(1, uint64(worker)))
				for i := range kills / workers {
					path := filepath.Join(dir, fmt.Sprintf("%d.sqlite", i))
					after := 20*time.Millisecond + time.Duration(random.Int64N(int64(took*2))) // 20 ms: the program's start
					switch high, ended := killed(t, path, url, after, want); {
					case ended:
						late.Add(1)
					case high < 0:
						early.Add(1)
					default:
						cut.Add(1)
					}
				}
			})
		}
	})
	t.Logf("killed before the first block %d times, in the middle %d, after the end %d; an update takes %v", early.Load(), cut.Load(), late.Load(), took)
	if cut.Load() < kills/5 {
		t.Errorf("only %d kills hit the middle of an update", cut.Load())
	}
}

// killed runs an update in a program of its own, kills it after some time, and checks what is left and
// that the next update completes it. high is the last block that was stored, -1 for none.
func killed(t *testing.T, path, url string, after time.Duration, want []chain.Day) (high int, ended bool) {
	cmd := child(t, "update", path, url)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	cmd.Process.Kill()
	ended = cmd.Wait() == nil
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatalf("killed after %v: %v", after, err)
	}
	defer s.Close()
	_, high, ok, _ := s.Range()
	if !ok {
		high = -1
	}
	verify(t, s)
	if err := fakeUpdate(s, url); err != nil {
		t.Fatalf("killed at block %d: next update: %v", high, err)
	}
	verify(t, s)
	if got, _ := s.Days(context.Background(), 0); !slices.Equal(got, want) {
		t.Fatalf("killed at block %d: days are %+v, want %+v", high, got, want)
	}
	if p, _ := s.Prices(context.Background(), "EUR"); len(p) != 10 {
		t.Fatalf("killed at block %d: %d prices, want 10", high, len(p))
	}
	return high, ended
}

// TestReadOnly: a store that cannot be written says so, keeps what it has, and can still be read.
func TestReadOnly(t *testing.T) {
	dir, err := os.MkdirTemp("", "facts") // not t.TempDir: others must be able to enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "facts.sqlite")
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	url := newFakeNode(30, time.Now().Unix()-86400*3, 600).serve(t)
	if err := fakeUpdate(s, url); err != nil {
		t.Fatal(err)
	}
	s.Close()
	binary := filepath.Join(dir, "test")
	data, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(binary, data, 0o755)
	}
	if err == nil {
		err = errors.Join(os.Chmod(path, 0o444), os.Chmod(dir, 0o555))
	}
	if err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o755)
	cmd := child(t, "open", path, "")
	if cmd.Path = binary; os.Geteuid() == 0 { // the superuser may write everywhere: be nobody
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		cmd.Dir = "/"
	}
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "permission denied") || !strings.Contains(string(out), "“store=FILE”") {
		t.Errorf("opened for writing: %v, %s", err, out)
	}
	r, err := sqlite.OpenRead(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	verify(t, r)
	if err := r.PutNote(context.Background(), "k", "s", "x"); !errors.Is(err, sqlite.ErrReadOnly) {
		t.Errorf("written through a reader: %v", err)
	}
}
