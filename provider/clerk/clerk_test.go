package clerk

import (
	"context"
	"encoding/binary"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// job is work of the least level.
func job(now time.Time) *share.Job {
	return &share.Job{
		ID: 1, Server: 1, Protocol: share.V1, Version: 0x20000000, Prev: [32]byte{1}, Bits: 0x1d00ffff,
		MinTime: uint32(now.Unix()),
		Coinbase1: []byte("\x01\x00\x00\x00\x01" + strings.Repeat("\x00", 32) + "\xff\xff\xff\xff\x18" +
			"\x03\x23\xc2\x0e" + "\x06Assay\x00" + "\x0c"),
		Coinbase2: []byte("\xff\xff\xff\xff\x01" + "\x00\xe1\xf5\x05\x00\x00\x00\x00" + "\x01\x51" +
			"\x00\x00\x00\x00"),
	}
}

// mined is the n-th share of a job.
func mined(t *testing.T, j *share.Job, n int) (share.Share, [32]byte) {
	s := share.Share{
		Job: j.ID, En1: [4]byte{1}, En2: [8]byte{byte(n)}, Time: j.MinTime, Version: j.Version,
		Level: share.MinLevel,
	}
	header, err := j.Header(&s)
	if err != nil {
		t.Fatal(err)
	}
	for ; ; s.Nonce++ {
		binary.LittleEndian.PutUint32(header[76:], s.Nonce)
		if hash := share.Hash(header[:]); s.Level.Met(hash) {
			s.Tail = share.TailOf(hash)
			return s, hash
		}
	}
}

// TestStalledNode: a node that does not answer while segments are sealed holds up no share, and nobody who
// looks at a page; what was sealed meanwhile is counted by the next step.
func TestStalledNode(t *testing.T) {
	const patience = time.Minute
	dir := t.TempDir()
	books, err := store.Open(t.Context(), filepath.Join(dir, "books.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer books.Close()
	at := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	asked, answer := make(chan struct{}), make(chan struct{})
	d := desk.New(books, "provider.example/assay", []byte("secret"))
	c, err := New(Options{
		Dir: dir, Desk: d, Now: now,
		Price: func(_ context.Context, day units.Date) (daybook.Facts, error) {
			return daybook.Facts{Day: day, Price: 76_000_000_000, Sources: []string{"test"}}, nil
		},
		Confirmations: func(context.Context, []desk.Found) ([]int, error) {
			asked <- struct{}{}
			<-answer
			return []int{1}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	today := units.Date(at.Unix() / 86_400)
	found := desk.Found{Hash: strings.Repeat("ab", 32), Height: 9, Day: today, Reward: 1}
	if err := d.Block(t.Context(), found); err != nil {
		t.Fatal(err)
	}
	w, err := segments.Open(filepath.Join(dir, "segments"), 1, segments.Options{
		Now: now, MaxShares: 2, Sealed: func(s segments.Sealed) { c.Sealed(s.Path, s.Until) },
	})
	if err != nil {
		t.Fatal(err)
	}
	stepped := make(chan error, 1)
	go func() { stepped <- c.Step(t.Context()) }()
	<-asked
	done := make(chan error, 1)
	go func() {
		j := job(at)
		if err := w.Job(j, 0); err != nil {
			done <- err
			return
		}
		acknowledged := make(chan error)
		for n := range 6 {
			s, hash := mined(t, j, n)
			w.Append(s, hash, func(err error) { go func() { acknowledged <- err }() })
			if err := <-acknowledged; err != nil {
				done <- err
				return
			}
		}
		c.Luck(today)
		_, err := c.Capacity()
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("shares and pages wait for the node")
	}
	close(answer)
	if err := <-stepped; err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	go func() { <-asked }()
	if err := c.Step(t.Context()); err != nil {
		t.Fatal(err)
	}
	if work := c.meter.Day(today).All.Work; work.Lo != 6<<share.MinLevel {
		t.Errorf("work %+v is counted, of six shares", work)
	}
}

// TestUncountable: a segment that cannot be counted is said at each step, and none behind it is counted.
func TestUncountable(t *testing.T) {
	dir := t.TempDir()
	books, err := store.Open(t.Context(), filepath.Join(dir, "books.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer books.Close()
	c, err := New(Options{Dir: dir, Desk: desk.New(books, "provider.example/assay", nil), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	c.Sealed(filepath.Join(dir, "segments", "s01-0000000000.seg"), 0)
	for range 2 {
		if err := c.Step(t.Context()); err == nil || !strings.Contains(err.Error(), "s01-0000000000.seg") ||
			c.Trouble() == nil {
			t.Fatalf("%v, %v", err, c.Trouble())
		}
	}
}
