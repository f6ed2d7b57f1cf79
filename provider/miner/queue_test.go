package miner

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
)

// TestQueue: answers leave in the order of their questions, whatever the order in which they become ready.
func TestQueue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var want, got []string
		var open []int
		drain := func() {
			for {
				b, _, ok := q.next()
				if !ok {
					return
				}
				got = append(got, string(b))
			}
		}
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			if len(open) > 0 && rapid.Bool().Draw(t, "ready") {
				at := rapid.IntRange(0, len(open)-1).Draw(t, "which")
				q.ready(open[at])
				open = slices.Delete(open, at, at+1)
				drain()
				continue
			}
			text := fmt.Sprint(i, "-", string(bytes.Repeat([]byte("x"), i)))
			waits := rapid.Bool().Draw(t, "waits")
			number := q.add([]byte(text), waits)
			want = append(want, text)
			if waits {
				open = append(open, number)
			}
			drain()
			left := want[len(got):]
			size := 0
			for _, text := range left {
				size += len(text)
			}
			if q.length() != len(left) || q.size() != size {
				t.Fatalf("%d answers of %d bytes wait, want %d of %d", q.length(), q.size(), len(left), size)
			}
		}
		for _, number := range open {
			q.ready(number)
		}
		drain()
		if !slices.Equal(got, want) {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}

// stalled is an archive whose disk does nothing until it is let go.
type stalled struct {
	Archive
	mu   sync.Mutex
	acks []func(error)
	free bool
	most atomic.Int64
}

func (s *stalled) Append(one share.Share, hash [32]byte, ack func(error)) {
	s.Archive.Append(one, hash, func(err error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.free {
			ack(err)
			return
		}
		s.acks = append(s.acks, func(error) { ack(err) })
		s.most.Store(max(s.most.Load(), int64(len(s.acks))))
	})
}

func (s *stalled) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free = true
	for _, ack := range s.acks {
		ack(nil)
	}
}

// TestStalledDisk: of a miner who hands in share upon share while the disk does nothing, so many are taken as
// may wait; the others are taken later, and all are answered.
func TestStalledDisk(t *testing.T) {
	const waiting = 8
	var disk *stalled
	s := begin(t, func(o *Options) {
		disk = &stalled{Archive: o.Archive}
		o.Archive = disk
		o.Limits.Waiting = waiting
		o.Min, o.Max, o.Start = 8, 8, 8
	})
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var answered, refused atomic.Int64
	done := make(chan error, 1)
	go func() {
		_, err := swarm.MineV1(ctx, s.v1, swarm.Options{
			User: "farm.deep", Rate: 1e5, Answered: func(_ swarm.Share, why string) {
				answered.Add(1)
				if why != "" {
					refused.Add(1)
				}
			},
		})
		done <- err
	}()
	for disk.most.Load() < waiting && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(300 * time.Millisecond) // some 100 shares more at this rate
	if n := disk.most.Load(); n != waiting {
		t.Errorf("%d shares were taken while the disk stood still, want %d", n, waiting)
	}
	if n := answered.Load(); n != 0 {
		t.Errorf("%d shares were answered while the disk stood still", n)
	}
	disk.release()
	for answered.Load() < 4*waiting && ctx.Err() == nil {
		time.Sleep(10 * time.Millisecond)
	}
	cancel()
	<-done
	if answered.Load() < 4*waiting || refused.Load() > 0 {
		t.Errorf("%d shares answered, %d refused", answered.Load(), refused.Load())
	}
}

// TestSaysAndGoes: whoever says something and closes his side at once is let go, and does not stay until he
// has been silent for long. Many of them, as it depends on what comes first.
func TestSaysAndGoes(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 40 {
		nc := dial(t, s.v1)
		io.WriteString(nc, `{"id":1,"method":"mining.subscribe","params":[]}`+"\n"+
			`{"id":2,"method":"mining.authorize","params":["farm.h","x"]}`+"\n")
		if err := nc.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		all.Go(func() { ended(t, nc, 10*time.Second) })
	}
	all.Wait()
}
