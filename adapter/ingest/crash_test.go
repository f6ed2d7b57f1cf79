package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
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
	case "full":
		exit(fullUpdate(os.Getenv("FACTS_STORE"), os.Getenv("FACTS_NODE"), os.Getenv("FACTS_LIMIT")))
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
func fakeUpdate(s ingest.Store, node string) error {
	up := ingest.Update{Store: s, Chain: bitcoind.New(fetch.New(fetch.Options{Retries: -1}), node), Name: "node", Batch: 12, Workers: 2}
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

var killsFlag = flag.Int("kills", 100, "how often TestKill kills an update")

// workers kill updates at the same time.
const workers = 4

// TestKill kills an update in a hundred places, with a reader beside it all the time. No reader is ever refused, the
// store is whole for the first reader after the kill, and the next update completes it to the same figures.
func TestKill(t *testing.T) {
	kills := *killsFlag
	if testing.Short() {
		kills = min(kills, 20)
	}
	node := newFakeNode(240, time.Now().Unix()-6*86400, 2000)
	whole := newStore(t)
	var questions atomic.Int32
	counted := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		questions.Add(1)
		node.ServeHTTP(w, r)
	}))
	defer counted.Close()
	if err := fakeUpdate(whole, counted.URL); err != nil {
		t.Fatal(err)
	}
	want, _ := whole.Days(context.Background(), 0)
	if len(want) < 4 {
		t.Fatalf("only %d days to compare", len(want))
	}
	var early, cut, late, reads atomic.Int32
	t.Run("kills", func(t *testing.T) {
		for worker := range workers {
			t.Run(fmt.Sprint(worker), func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				for i := worker; i < kills; i += workers {
					at := 1 + int32(i)*questions.Load()/int32(kills)
					k := killer{node: node, at: at, answers: i/workers%2 == 1, random: rand.New(rand.NewPCG(1, uint64(i))), reads: &reads}
					switch high, ended := k.kill(t, filepath.Join(dir, fmt.Sprintf("%d.sqlite", i)), want); {
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
	t.Logf("killed before the first block %d times, in the middle %d, after the end %d; an update asks %d questions; %d reads beside it", early.Load(), cut.Load(), late.Load(), questions.Load(), reads.Load())
	if int(cut.Load()) < kills/5 {
		t.Errorf("only %d kills hit the middle of an update", cut.Load())
	}
}

// killer kills an update at a question to its node: instead of the answer, or a random moment after it, so that writing
// is hit as well as waiting. The place is counted, not timed: it is the same on every machine.
type killer struct {
	node    *fakeNode
	at      int32 // the question
	answers bool
	random  *rand.Rand
	reads   *atomic.Int32
}

// readOnce reads a store as verdicts do. One that is not there yet has no facts, and refuses nobody.
func readOnce(path string) (high int, err error) {
	s, err := sqlite.OpenRead(path)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return -1, err
	}
	defer s.Close()
	if _, err := s.Days(context.Background(), 0); err != nil {
		return -1, err
	}
	_, high, ok, err := s.Range()
	if !ok {
		high = -1
	}
	return high, err
}

// readAlong reads the store over and over until stop is called, which gives how often and the first refusal.
func readAlong(path string) (stop func() (reads int32, err error)) {
	end, ended := make(chan struct{}), make(chan struct{})
	var reads int32
	var first error
	go func() {
		defer close(ended)
		for first == nil {
			select {
			case <-end:
				return
			default:
			}
			if sqlite.Exists(path) {
				_, first = readOnce(path)
				reads++
			}
			time.Sleep(time.Millisecond) // leaves the writer its turn
		}
	}()
	return func() (int32, error) {
		close(end)
		<-ended
		return reads, first
	}
}

// kill runs an update in a program of its own, kills it, and checks what is left and that the next update completes
// it. high is the last block that was stored, -1 for none.
func (k killer) kill(t *testing.T, path string, want []chain.Day) (high int, ended bool) {
	var asked atomic.Int32
	reached := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := asked.Add(1); n == k.at {
			defer close(reached)
		}
		if asked.Load() < k.at || k.answers {
			k.node.ServeHTTP(w, r)
			return
		}
		io.Copy(io.Discard, r.Body) // only then does the server see that the client has left
		if asked.Load() > k.at {
			<-r.Context().Done()
		}
	}))
	defer server.Close()
	stop := readAlong(path)
	cmd := child(t, "update", path, server.URL)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	select {
	case <-reached:
		if k.answers {
			time.Sleep(time.Duration(k.random.Int64N(int64(4 * time.Millisecond)))) // nothing rests on how long
		}
		cmd.Process.Kill()
		ended = <-exited == nil
	case err := <-exited:
		ended = err == nil
	}
	server.CloseClientConnections()
	reads, err := stop()
	if k.reads.Add(reads); err != nil {
		t.Fatalf("killed at question %d: a reader was refused: %v", k.at, err)
	}
	if _, err := readOnce(path); err != nil {
		t.Fatalf("killed at question %d: the next reader was refused: %v", k.at, err)
	}
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatalf("killed at question %d: %v", k.at, err)
	}
	defer s.Close()
	_, high, ok, _ := s.Range()
	if !ok {
		high = -1
	}
	verify(t, s)
	plain := k.node.serve(t)
	if err := fakeUpdate(s, plain); err != nil {
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

// fullUpdate is an update that may make no file longer than the limit, as on a disk that is full there.
func fullUpdate(path, node, limit string) error {
	most, err := strconv.ParseUint(limit, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ) // a write beyond the limit is an error then, and no death
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	s, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(fakeUpdate(s, node), s.Close())
}

// TestFullAtEachWrite lets the room for a file end ever later, from the first byte to where the update fits. The
// update ends with an error, no reader is refused, and with room again the next one completes the store.
func TestFullAtEachWrite(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no limit of a file's length")
	}
	node := newFakeNode(240, time.Now().Unix()-6*86400, 2000).serve(t)
	whole := newStore(t)
	if err := fakeUpdate(whole, node); err != nil {
		t.Fatal(err)
	}
	want, _ := whole.Days(context.Background(), 0)
	info, err := os.Stat(whole.Path())
	if err != nil {
		t.Fatal(err)
	}
	runs := 24
	if testing.Short() {
		runs = 6
	}
	failed := 0
	for i := range runs {
		limit := int64(i) * info.Size() / int64(runs-2) // the last ones have room
		path := filepath.Join(t.TempDir(), "facts.sqlite")
		stop := readAlong(path)
		cmd := child(t, "full", path, node)
		cmd.Env = append(cmd.Env, fmt.Sprint("FACTS_LIMIT=", limit))
		out, failure := cmd.CombinedOutput()
		if failure != nil {
			failed++
		}
		if _, err := stop(); err != nil {
			t.Fatalf("room for %d bytes: a reader was refused: %v", limit, err)
		}
		if _, err := readOnce(path); err != nil {
			t.Fatalf("room for %d bytes: %v", limit, err)
		}
		if bytes.Contains(out, []byte("panic")) {
			t.Fatalf("room for %d bytes: %s", limit, out)
		}
		s, err := sqlite.Open(path)
		if err == nil {
			err = fakeUpdate(s, node)
		}
		if err != nil {
			t.Fatalf("room for %d bytes, then enough: %v", limit, err)
		}
		verify(t, s)
		if got, _ := s.Days(context.Background(), 0); !slices.Equal(got, want) {
			t.Errorf("room for %d bytes: other days", limit)
		}
		s.Close()
	}
	t.Logf("%d of %d updates had not enough room for a store of %d bytes", failed, runs, info.Size())
	if failed < runs/2 || failed == runs {
		t.Errorf("%d of %d updates had not enough room", failed, runs)
	}
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
