package session

import (
	"encoding/binary"
	"testing"

	"github.com/assaymining/assay/internal/script"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
)

// played is a session's surroundings while a script plays, and what it was seen to take.
type played struct {
	*shop
	*script.Script
	now   int64
	jobs  map[uint32]*jobs.Job
	taken map[[32]byte]bool
}

// play begins with a job; levels are low, so that shares are found at once.
func play(t testing.TB, b []byte) *played {
	s := begin(t)
	s.Min, s.Start, s.Max = 8, 8, 10
	p := &played{
		shop: s, Script: script.Of(b, 600), now: now, jobs: map[uint32]*jobs.Job{},
		taken: map[[32]byte]bool{},
	}
	p.another(0)
	return p
}

// another puts a job on one of four blocks, some so easy that every second hash is a block.
func (p *played) another(how byte) {
	bits := hard
	if how&4 != 0 {
		bits = easy
	}
	if len(p.jobs) < 40 {
		j := p.put(1+how&3, bits)
		p.jobs[j.ID] = j
	}
}

// wait lets up to an hour go by, or more than a day.
func (p *played) wait() {
	n := p.Word()
	p.now += int64(n) * 50
	if n == 0xffff {
		p.now += 1000 * (share.MaxTaken + share.MaxAhead)
	}
}

// solved turns the nonce of a header until its hash has a level.
func (p *played) solved(header *[80]byte, k share.Level) (nonce uint32) {
	for nonce = uint32(p.Byte()&3) << 20; ; nonce++ {
		binary.LittleEndian.PutUint32(header[76:], nonce)
		if k.Met(share.Hash(header[:])) {
			return nonce
		}
	}
}

// check holds what a session said of a share to what anybody can recompute.
func (p *played) check(h *Heard, by func(share.Share) bool) {
	p.t.Helper()
	if h.Judged.Job != nil {
		hash := share.Hash(h.Judged.Header[:])
		if hash != h.Judged.Hash || h.Judged.Block && !h.Judged.Job.Solves(hash) {
			p.t.Fatalf("a block whose hash %x is none: %+v", hash, h.Judged)
		}
	}
	if !h.Taken {
		return
	}
	one := h.Share
	j := p.jobs[one.Job]
	if h.Code != "" || j == nil || j.Prev != p.Bench.Current().Prev || !by(one) {
		p.t.Fatalf("taken: %+v, %q", one, h.Code)
	}
	hash, err := j.Verify(&one)
	if err != nil || p.taken[hash] || one.Level < p.Min || one.Level > p.Max {
		p.t.Fatalf("taken: %+v, %v, before: %v", one, err, p.taken[hash])
	}
	p.taken[hash] = true
}

// due reports whether an honest share must be taken: its job is on the current block, and not a day old.
func (p *played) due(job uint32, time uint32, hash [32]byte) bool {
	j := p.jobs[job]
	return j != nil && j.Prev == p.Bench.Current().Prev && !p.taken[hash] &&
		int64(time)+share.MaxTaken >= p.now/1000
}
