package session

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

const now = int64(1_764_000_100_000) // milliseconds

// easy and hard are bits of a network where half of all hashes are blocks, and of one where none is.
const (
	easy uint32 = 0x207fffff
	hard uint32 = 0x17021ec5
)

// names knows farm.a and farm.b.
type names struct{}

func (names) Worker(name string) (uint32, error) {
	switch name {
	case "farm.a":
		return 7, nil
	case "farm.b", "bc1qexample.w1":
		return 8, nil
	}
	return 0, errors.New("unknown")
}

func template(prev byte, bits uint32) *jobs.Template {
	return &jobs.Template{
		Height: 967_203, Version: 0x20000000, Prev: [32]byte{prev}, Bits: bits, Time: uint32(now / 1000),
		MinTime: uint32(now/1000) - 600, Value: 312_500_000, IDs: [][32]byte{{1}, {2}},
	}
}

// shop is a configuration with jobs put on its bench.
type shop struct {
	*Config
	t    testing.TB
	last uint32
}

func begin(t testing.TB) *shop {
	n := uint32(0)
	c := &Config{
		Bench: jobs.NewBench(), Workers: names{}, Start: 10, Min: 8, Max: 50, Interval: 5,
		Extranonce: func() [4]byte { n++; return [4]byte{3, 0, 0, byte(n)} },
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	return &shop{Config: c, t: t}
}

func (s *shop) put(prev byte, bits uint32) *jobs.Job {
	s.last++
	j, err := jobs.JobOf(template(prev, bits), jobs.Payout{Server: 3, Script: []byte{0x51}}, s.last, uint64(now))
	if err == nil {
		err = s.Bench.Put(j)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return j
}

// solve turns the nonce until what the share's hash is suits.
func solve(t testing.TB, j *jobs.Job, one *share.Share, suits func(hash [32]byte) bool) {
	for ; ; one.Nonce++ {
		header, err := j.Job.Header(one)
		if err != nil {
			t.Fatal(err)
		}
		if suits(share.Hash(header[:])) {
			return
		}
	}
}

// Levels follow a miner of any rate, from any start, and stay there: a simulated miner whose shares come at
// random settles within one level of one share each interval.
func TestLevelsSettle(t *testing.T) {
	c := begin(t).Config
	for _, rate := range []float64{1e3, 1e6, 1e9, 1.2e12} {
		for _, from := range []share.Level{8, 20, 40} {
			random := rand.New(rand.NewPCG(uint64(rate), uint64(from)))
			k, at := from, float64(now)
			v := vardiff{since: now}
			changes := 0
			for at < float64(now)+3600e3 {
				wait := random.ExpFloat64() * math.Exp2(float64(k)) / rate * 1000
				for wait > 2000 { // nothing came: the server looks at the clock
					at, wait = at+2000, wait-2000
					next := c.level(v.next(c, int64(at), k), 0)
					if next != k { // the search begins anew at another level; it has no memory
						k, wait = next, random.ExpFloat64()*math.Exp2(float64(next))/rate*1000
					}
				}
				at += max(wait, 0.5) // a line carries so many messages
				v.count(k)
				next := c.level(v.next(c, int64(at), k), 0)
				if next != k && at > float64(now)+1800e3 {
					changes++
				}
				k = next
			}
			ideal := math.Log2(rate * c.Interval)
			if math.Abs(float64(k)-ideal) > 2 || changes > 12 {
				t.Errorf("%g H/s from level %d: level %d where %.1f is right, %d changes in the last half hour", rate,
					from, k, ideal, changes)
			}
		}
	}
}

// A processor's miner begins at the level of machines, and is at its own within 75 seconds (7.5 s a
// share); one whose shares came falls slowly when it rests.
func TestFirstShareComesSoon(t *testing.T) {
	c := begin(t).Config
	c.Interval, c.Min = 7.5, 24
	levelAfter := func(v vardiff, seconds int64) share.Level {
		k := share.Level(36)
		for at := int64(0); at <= seconds*1000; at += 2000 {
			k = c.level(v.next(c, now+at, k), 0)
		}
		return k
	}
	if k := levelAfter(vardiff{since: now}, 75); k != 24 {
		t.Errorf("level %d after 75 seconds without a share", k)
	}
	if k := levelAfter(vardiff{since: now, known: true}, 70); k < 32 {
		t.Errorf("level %d after a rest of 70 seconds", k)
	}
}

func TestTargets(t *testing.T) {
	for k := share.MinLevel; k <= share.MaxLevel; k++ {
		target := targetOf(k)
		if !k.Met(target) || (k + 1).Met(target) {
			t.Fatalf("the target of level %d is not its own", k)
		}
		if least, ok := leastLevel(target); !ok || least != k {
			t.Fatalf("the least level of target %d is %d", k, least)
		}
		target[0]-- // a little tighter: the level above
		if least, ok := leastLevel(target); k < share.MaxLevel && (!ok || least != k+1) {
			t.Fatalf("the least level below target %d is %d", k, least)
		}
	}
	if _, ok := leastLevel([32]byte{1}); ok {
		t.Error("a target that nobody meets has a level")
	}
}

func TestJoin(t *testing.T) {
	frame := func(channel, seq, n uint32, sum uint64) []byte {
		return stratum.AppendMessage(nil, &stratum.SubmitSuccess{Channel: channel, Sequence: seq, Count: n, Sum: sum})
	}
	b := append([]byte("before"), frame(2, 5, 1, 16)...)
	if !Join(b, frame(2, 6, 1, 32)) || Join(b, frame(3, 7, 1, 1)) || Join(b[:10], frame(2, 7, 1, 1)) {
		t.Fatal("joined what must not be, or not what may")
	}
	var m stratum.SubmitSuccess
	if err := m.Parse(b[6+stratum.FrameHead:]); err != nil || m != (stratum.SubmitSuccess{Channel: 2, Sequence: 6, Count: 2, Sum: 48}) {
		t.Errorf("%+v, %v", m, err)
	}
	if Join(b, stratum.AppendMessage(nil, &stratum.SetNewPrevHash{})) {
		t.Error("another message is joined")
	}
}
