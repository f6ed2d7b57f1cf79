package segments

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/share"
)

// clock is a clock that tests turn.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

var start = time.Date(2026, 11, 28, 22, 30, 0, 0, time.UTC)

// job is a job that pays nobody, on a previous block of its own number.
func job(id uint32, prev byte) *share.Job {
	coinbase1 := append([]byte{1, 0, 0, 0, 1}, make([]byte, 32)...)
	coinbase1 = append(coinbase1, 0xff, 0xff, 0xff, 0xff, 24, 3, 1, 2, 3)
	coinbase1 = append(coinbase1, "\x06Assay\x00\x0c"...)
	return &share.Job{
		ID: id, Server: 3, Protocol: share.V1, Version: 0x20000000, Prev: [32]byte{prev}, Bits: 0x207fffff,
		MinTime: uint32(start.Unix()), Coinbase1: coinbase1, Coinbase2: []byte{0, 0, 0, 0},
	}
}

// mine is a share of a job at the lowest level, with its hash.
func mine(t testing.TB, j *share.Job, en2 uint32) (share.Share, [32]byte) {
	t.Helper()
	s := share.Share{Job: j.ID, Worker: en2 % 5, En1: [4]byte{3, 0, 0, 1}, Time: j.MinTime, Version: j.Version, Level: 8}
	binary.BigEndian.PutUint32(s.En2[:], en2)
	for ; ; s.Nonce++ {
		header, err := j.Header(&s)
		if err != nil {
			t.Fatal(err)
		}
		if hash := share.Hash(header[:]); s.Level.Met(hash) {
			s.Tail = share.TailOf(hash)
			return s, hash
		}
	}
}

func open(t testing.TB, dir string, o Options) *Writer {
	t.Helper()
	if o.Now == nil { // a header is about as old as its receipt
		o.Now = (&clock{t: start}).now
	}
	if o.Fatal == nil {
		o.Fatal = func(err error) { t.Errorf("fatal: %v", err) }
	}
	w, err := Open(dir, 3, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// put appends shares and waits until all are acknowledged.
func put(t testing.TB, w *Writer, j *share.Job, from, n int) {
	t.Helper()
	var all sync.WaitGroup
	for i := range n {
		s, hash := mine(t, j, uint32(from+i))
		all.Add(1)
		w.Append(s, hash, func(err error) {
			if err != nil {
				t.Error(err)
			}
			all.Done()
		})
	}
	all.Wait()
}

// checked rechecks every sealed segment in order, and that each names the one before.
func checked(t testing.TB, dir string) (out []share.Checked) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "s03-*.seg"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	seen := &share.Seen{}
	var prev [32]byte
	for i, name := range names {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		c, err := share.Recheck(f, seen)
		f.Close()
		if err != nil || c.BadCount != 0 || !c.Segment.Sealed {
			t.Fatalf("%s: %v, %+v", name, err, c.Bad)
		}
		if c.Segment.Head.Prev != prev || c.Segment.Head.Seq != uint64(i) || c.Tree != share.Tree(c.Segment.Foot) {
			t.Fatalf("%s does not follow: %+v", name, c.Segment.Head)
		}
		prev = c.Segment.Sum
		out = append(out, c)
	}
	return out
}

// A day's end and an hour's end each begin a segment; the jobs in hand are in it before their shares.
func TestRotation(t *testing.T) {
	dir := t.TempDir()
	c := &clock{t: start}
	var sealed []Sealed
	w := open(t, dir, Options{Window: time.Millisecond, Now: c.now, Sealed: func(s Sealed) { sealed = append(sealed, s) }})
	one, two := job(1, 1), job(2, 2)
	for _, j := range []*share.Job{one, two} {
		if err := w.Job(j, 0); err != nil {
			t.Fatal(err)
		}
	}
	put(t, w, one, 0, 3)
	c.add(61 * time.Minute) // 23:31
	put(t, w, one, 3, 2)
	c.add(-2 * time.Hour) // back: nothing begins anew
	put(t, w, two, 0, 1)
	c.add(2*time.Hour + 30*time.Minute) // 00:01
	put(t, w, two, 1, 4)
	if s, err := w.Seal(); err != nil || s.Head.Day != uint32(start.Unix()/86_400)+1 || s.Foot.Shares != 4 {
		t.Errorf("%+v, %v", s, err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	all := checked(t, dir)
	var shares []uint64
	for _, c := range all {
		shares = append(shares, c.Tree.Shares)
	}
	if !slices.Equal(shares, []uint64{3, 3, 4, 0}) || len(sealed) != 4 {
		t.Errorf("segments of %v shares, %d told", shares, len(sealed))
	}
	for i, s := range sealed {
		if s.Sum != all[i].Segment.Sum || s.Until < s.Head.StartMS {
			t.Errorf("told %+v of segment %d", s, i)
		}
	}
}

// Cut at any byte, as a machine that lost power leaves it, the archive opens again with every share that
// stands in a whole frame, and goes on.
func TestTornTail(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{Window: time.Millisecond})
	j := job(1, 1)
	if err := w.Job(j, 0); err != nil {
		t.Fatal(err)
	}
	put(t, w, j, 0, 4)
	put(t, w, j, 4, 4)
	part := filepath.Join(dir, segmentName(3, 0)+partSuffix)
	whole, err := os.ReadFile(part)
	if err != nil {
		t.Fatal(err)
	}
	whole = whole[:wholeSize(whole)]
	w.Close()
	footed, err := os.ReadFile(filepath.Join(dir, segmentName(3, 0)))
	if err != nil {
		t.Fatal(err)
	}
	cuts := []int{0, 1, 127, 128, 129, len(whole) / 2, len(whole) - 49, len(whole) - 1, len(whole),
		len(whole) + 1, len(footed) - 1, len(footed)}
	for i := range 2 * len(cuts) {
		n := cuts[i/2]
		left := slices.Clone(footed[:n])
		if i%2 == 1 { // as where room was made ahead, which stays when power is lost
			if n < headSize || n > len(whole) { // it is given back before the footer
				continue
			}
			left = append(left, make([]byte, 5000)...)
		}
		again := t.TempDir()
		if err := os.WriteFile(filepath.Join(again, segmentName(3, 0)+partSuffix), left, 0o644); err != nil {
			t.Fatal(err)
		}
		kept := 0
		share.Read(bytes.NewReader(footed[:n]), share.Visitor{Share: func(share.Share) error { kept++; return nil }})
		var told []uint64 // who counts segments has not seen this one
		w := open(t, again, Options{Window: time.Millisecond, Sealed: func(s Sealed) {
			told = append(told, s.Foot.Shares)
			if b, err := os.ReadFile(s.Path); err != nil || sha256.Sum256(b) != s.Sum {
				t.Errorf("cut at %d: told of %+v, %v", n, s, err)
			}
		}})
		if want := []uint64{uint64(kept)}; n >= headSize && !slices.Equal(told, want) {
			t.Errorf("cut at %d: told of %v shares, want %v", n, told, want)
		}
		if len(w.Recalled().Shares) != kept {
			t.Errorf("cut at %d: %d shares recalled of %d", n, len(w.Recalled().Shares), kept)
		}
		if kept > 0 && w.Recalled().LastJob != 1 {
			t.Errorf("cut at %d: last job %d", n, w.Recalled().LastJob)
		}
		if err := w.Job(j, 0); err != nil {
			t.Fatal(err)
		}
		put(t, w, j, 100, 1)
		w.Close()
		total := uint64(0)
		for _, c := range checked(t, again) {
			total += c.Tree.Shares
		}
		if total != uint64(kept)+1 {
			t.Errorf("cut at %d: %d shares, want %d", n, total, kept+1)
		}
	}
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	if _, err := Open(dir, 3, Options{}); err == nil {
		t.Error("two writers of one server")
	}
	other, err := Open(dir, 4, Options{})
	if err != nil {
		t.Fatal(err)
	}
	other.Close()
	w.Close()
	if err := w.Close(); !errors.Is(err, errClosed) {
		t.Error(err)
	}
	if err := w.Job(job(1, 1), 0); !errors.Is(err, errClosed) {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(dir, segmentName(3, 0))); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, segmentName(3, 1)), nil, 0o644)
	if _, err := Open(dir, 3, Options{}); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("a missing segment: %v", err)
	}
}

// faulty fails the write or fsync whose turn it is: without effect, after half of it, or after all of it.
type faulty struct {
	File
	turn *int
	how  string
}

var errDisk = errors.New("no space left on device")

func (f *faulty) Write(b []byte) (int, error) {
	if *f.turn--; *f.turn != 0 {
		return f.File.Write(b)
	}
	switch f.how {
	case "half":
		f.File.Write(b[:len(b)/2])
	case "whole":
		f.File.Write(b)
	}
	return 0, errDisk
}

func (f *faulty) Trim() error {
	if *f.turn--; *f.turn != 0 {
		return f.File.Trim()
	}
	if f.how == "whole" {
		f.File.Trim()
	}
	return errDisk
}

func (f *faulty) Sync() error {
	if *f.turn--; *f.turn != 0 {
		return f.File.Sync()
	}
	return errDisk
}

// Each write and each fsync fails in turn, in three ways. The process ends (here: the test is told), no share
// is acknowledged that is not on disk, and the next start has all that were.
func TestEachWriteFails(t *testing.T) {
	j := job(1, 1)
	for _, how := range []string{"nothing", "half", "whole"} {
		for turn := 1; ; turn++ {
			dir := t.TempDir()
			left, acked := turn, 0
			died := make(chan error, 1)
			w, err := Open(dir, 3, Options{
				Window: time.Microsecond,
				Now:    (&clock{t: start}).now,
				Wrap:   func(f File) File { return &faulty{f, &left, how} },
				Fatal: func(err error) {
					died <- err
					select {} // a process that ended does nothing more
				},
			})
			if err != nil { // the very first write: nothing was begun
				if !errors.Is(err, errDisk) {
					t.Fatal(err)
				}
				continue
			}
			done := make(chan struct{})
			go func() {
				defer close(done)
				if w.Job(j, 0) != nil {
					return
				}
				for i := range 3 {
					s, hash := mine(t, j, uint32(i))
					ok := make(chan error)
					w.Append(s, hash, func(err error) { ok <- err })
					if <-ok == nil {
						acked++
					}
				}
				w.Seal()
			}()
			survived := false
			select {
			case err := <-died:
				if !errors.Is(err, errDisk) {
					t.Fatal(err)
				}
			case <-done:
				survived = true
			}
			w.lock.Close()
			again := open(t, dir, Options{Window: time.Microsecond})
			if kept := len(again.Recalled().Shares); kept < acked {
				t.Errorf("%s at %d: %d acknowledged, %d kept", how, turn, acked, kept)
			}
			again.Close()
			checked(t, dir)
			if survived {
				if turn < 8 {
					t.Errorf("no fault came at %d", turn)
				}
				break
			}
		}
	}
}

func TestWorkers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "workers.txt")
	refuse := errors.New("not here")
	accept := func(name string) error {
		if strings.HasPrefix(name, "other.") {
			return refuse
		}
		return nil
	}
	w, err := OpenWorkers(path, accept)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"farm.a", "farm.b", "farm.a", "farm.c"} {
		if n, err := w.Worker(name); err != nil || n != []uint32{0, 1, 0, 2}[i] {
			t.Errorf("%s: %d, %v", name, n, err)
		}
	}
	if _, err := w.Worker("other.x"); !errors.Is(err, refuse) {
		t.Error(err)
	}
	w.Close()
	f, _ := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	fmt.Fprint(f, "farm.to") // torn
	f.Close()
	w, err = OpenWorkers(path, nil)
	if err != nil || !slices.Equal(w.Names(), []string{"farm.a", "farm.b", "farm.c"}) {
		t.Fatal(w.Names(), err)
	}
	if n, err := w.Worker("farm.top"); err != nil || n != 3 {
		t.Error(n, err)
	}
	w.Close()
	os.WriteFile(path, []byte("a\na\n"), 0o644)
	if _, err := OpenWorkers(path, nil); err == nil {
		t.Error("a name with two numbers")
	}
}

func BenchmarkAppend(b *testing.B) {
	w := open(b, b.TempDir(), Options{})
	defer w.Close()
	j := job(1, 1)
	w.Job(j, 0)
	var all sync.WaitGroup
	s, hash := mine(b, j, 1)
	n := uint64(0)
	for b.Loop() {
		all.Add(1)
		n++
		binary.LittleEndian.PutUint64(hash[:], n)
		w.Append(s, hash, func(error) { all.Done() })
	}
	all.Wait()
}
