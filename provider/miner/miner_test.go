package miner

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// template is a block that nobody will find, on a previous block of its own number.
func template(prev byte) *jobs.Template {
	now := uint32(time.Now().Unix())
	return &jobs.Template{
		Height: 967_203, Version: 0x20000000, Prev: [32]byte{prev, 9}, Bits: 0x17021ec5, Time: now, MinTime: now - 3600,
		Value: 312_500_000, Witness: append([]byte{0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed}, make([]byte, 32)...),
		IDs: [][32]byte{{1}, {2}, {3}, {4}, {5}},
	}
}

// table numbers workers in memory.
type table struct {
	mu  sync.Mutex
	all []string
}

func (n *table) Worker(name string) (uint32, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if i := slices.Index(n.all, name); i >= 0 {
		return uint32(i), nil
	}
	if name == "nobody.knows" {
		return 0, fmt.Errorf("%s is unknown", name)
	}
	n.all = append(n.all, name)
	return uint32(len(n.all) - 1), nil
}

func (n *table) Known(name string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Contains(n.all, name)
}

type site struct {
	*Server
	t       testing.TB
	dir     string
	archive *segments.Writer
	v1, v2  string
	workers *table
	key     [32]byte
}

// begin serves both protocols on the loopback.
func begin(t testing.TB, change func(*Options)) *site {
	t.Helper()
	return beginIn(t, t.TempDir(), change)
}

// beginIn goes on with what is in a folder of segments.
func beginIn(t testing.TB, dir string, change func(*Options)) *site {
	t.Helper()
	s := &site{t: t, dir: dir, workers: &table{}}
	var err error
	s.archive, err = segments.Open(s.dir, 3, segments.Options{Fatal: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	authority := [32]byte{31: 7}
	o := Options{
		Archive: s.archive, Workers: s.workers, Payout: jobs.Payout{Server: 3, Script: []byte{0x51}},
		Submit: func([]byte) error { return nil }, Rand: rand.Reader, Authority: &authority,
		Start: 10, Min: 8, Max: 40, Interval: 100 * time.Millisecond,
		LastJob: s.archive.Recalled().LastJob,
	}
	if change != nil {
		change(&o)
	}
	if s.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	for _, k := range s.archive.Recalled().Shares {
		s.Recall(k.Prev, k.Tail)
	}
	s.key = s.keys.authorityX
	for _, p := range []share.Protocol{share.V1, share.V2} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if p == share.V1 {
			s.v1 = l.Addr().String()
		} else {
			s.v2 = l.Addr().String()
		}
		go s.Serve(l, p)
	}
	t.Cleanup(s.end)
	return s
}

func (s *site) end() {
	s.Server.Close()
	s.archive.Close()
}

// segments rechecks what was kept, and gives the hashes.
func (s *site) segments() map[[32]byte]bool {
	s.t.Helper()
	s.end()
	return recheck(s.t, s.dir)
}

// recheck recomputes every segment of a folder; each must be right and follow the one before.
func recheck(t testing.TB, dir string) map[[32]byte]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.seg"))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	seen, out := &share.Seen{}, map[[32]byte]bool{}
	var prev [32]byte
	for i, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := share.Recheck(f, seen)
		f.Close()
		if err != nil || c.BadCount > 0 || c.Tree != share.Tree(c.Segment.Foot) {
			t.Fatalf("%s: %v %+v", path, err, c.Bad)
		}
		if c.Segment.Head.Seq != uint64(i) || c.Segment.Head.Prev != prev {
			t.Fatalf("%s does not follow the one before", path)
		}
		prev = c.Segment.Sum
		for _, hash := range c.Hashes {
			out[hash] = true
		}
	}
	return out
}

// A swarm over both protocols and all kinds of channels: what each miner saw accepted is what the segments
// hold, one to one.
func TestBothSidesAgree(t *testing.T) {
	s := begin(t, nil)
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	accepted := map[[32]byte]bool{}
	refused := map[string]int{}
	note := func(one swarm.Share, why string) {
		mu.Lock()
		defer mu.Unlock()
		if why != "" {
			refused[why]++
			return
		}
		if accepted[one.Hash] {
			t.Errorf("share %x was accepted twice", one.Hash)
		}
		accepted[one.Hash] = true
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var all sync.WaitGroup
	mine := func(name string, f func(context.Context, string, swarm.Options) (swarm.Tally, error), at string, o swarm.Options) {
		o.User, o.Most, o.Answered, o.Authority = name, 40, note, s.key
		all.Go(func() {
			if tally, err := f(ctx, at, o); err != nil || tally.Accepted+tally.Refused != 40 || tally.Accepted < 20 {
				t.Errorf("%s: %+v, %v", name, tally, err)
			}
		})
	}
	mine("farm.one", swarm.MineV1, s.v1, swarm.Options{})
	mine("farm.rolls", swarm.MineV1, s.v1, swarm.Options{Rolls: true, Level: 12})
	mine("farm.extended", swarm.MineV2, s.v2, swarm.Options{Rolls: true})
	mine("farm.standard", swarm.MineV2, s.v2, swarm.Options{Standard: true, Level: 9})
	go func() { // new jobs, and one new block, under their feet
		for i := range 4 {
			time.Sleep(30 * time.Millisecond)
			s.SetTemplate(template(byte(1 + i/3)))
		}
	}()
	all.Wait()
	for why := range refused {
		if why != string(stratum.Stale) && why != `[21,"Stale share",null]` {
			t.Errorf("refused: %v", refused)
		}
	}
	counts := s.Counts()
	kept := s.segments()
	if len(kept) != len(accepted) || int(counts.Taken) != len(accepted) {
		t.Errorf("%d kept, %d taken, %d accepted", len(kept), counts.Taken, len(accepted))
	}
	for hash := range accepted {
		if !kept[hash] {
			t.Errorf("share %x was acknowledged and is not kept", hash)
		}
	}
}

// A server that lives on another day has certificates of that day: miners who share its clock take them, at
// whatever time of the system's.
func TestCertificateOfAnotherDay(t *testing.T) {
	later := func() time.Time { return time.Now().Add(72 * time.Hour) }
	s := begin(t, func(o *Options) { o.Now = later })
	work := template(1)
	work.Time = uint32(later().Unix())
	work.MinTime = work.Time - 3600
	if err := s.SetTemplate(work); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	o := swarm.Options{User: "farm.later", Most: 1, Authority: s.key, Now: later}
	if tally, err := swarm.MineV2(ctx, s.v2, o); err != nil || tally.Accepted+tally.Refused != 1 {
		t.Errorf("%+v, %v", tally, err)
	}
	o.Now = nil
	if _, err := swarm.MineV2(ctx, s.v2, o); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate of another day was taken: %v", err)
	}
}
