package jobs

import (
	"sync"
	"sync/atomic"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// Bounds of what a bench keeps.
const (
	// keptPrevs is how many blocks' shares are remembered: reorganisations of up to six come back to one.
	keptPrevs = 8
	// keptJobs is how many jobs are known; an older one is unknown. With one every 30 seconds an hour's.
	keptJobs = 128
)

// Bench holds the jobs in hand and the headers that were seen.
type Bench struct {
	table atomic.Pointer[table]
	mu    sync.Mutex // writers of table, and made
	made  map[[32]byte]struct{}
}

// table is never changed once it is shown.
type table struct {
	current *Job
	known   *seen // on the current job's previous block; nil where it is forgotten
	jobs    map[uint32]*Job
	order   []uint32 // of jobs, oldest first
	seen    map[[32]byte]*seen
	prevs   []([32]byte) // of seen, oldest first
}

// NewBench is a bench without a job.
func NewBench() *Bench {
	b := &Bench{made: map[[32]byte]struct{}{}}
	b.table.Store(&table{jobs: map[uint32]*Job{}, seen: map[[32]byte]*seen{}})
	return b
}

// Recall tells of a share that was kept before the program began: handed in again it is a duplicate.
func (b *Bench) Recall(prev [32]byte, tail [8]byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t := b.table.Load()
	if t.seen[prev] == nil {
		t = t.clone()
		t.remember(prev)
		t.look()
		b.table.Store(t)
	}
	t.seen[prev].add(tail)
}

// Put makes a job the one to work on. Jobs on another previous block are stale from now on.
func (b *Bench) Put(j *Job) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	old := b.table.Load()
	if n := len(old.order); n > 0 && j.ID <= old.order[n-1] {
		return errTaken
	}
	t := old.clone()
	t.current = j
	t.jobs[j.ID] = j
	t.order = append(t.order, j.ID)
	if len(t.order) > keptJobs {
		delete(t.jobs, t.order[0])
		t.order = t.order[1:]
	}
	t.remember(j.Prev)
	t.look()
	b.table.Store(t)
	return nil
}

func (t *table) clone() *table {
	c := &table{
		current: t.current,
		jobs:    make(map[uint32]*Job, len(t.jobs)+1),
		order:   append([]uint32(nil), t.order...),
		seen:    make(map[[32]byte]*seen, len(t.seen)+1),
		prevs:   append([][32]byte(nil), t.prevs...),
	}
	for id, j := range t.jobs {
		c.jobs[id] = j
	}
	for prev, s := range t.seen {
		c.seen[prev] = s
	}
	return c
}

// remember keeps the headers on prev, and forgets the oldest ones.
func (t *table) remember(prev [32]byte) {
	if t.seen[prev] != nil {
		return
	}
	t.seen[prev] = &seen{}
	t.prevs = append(t.prevs, prev)
	if len(t.prevs) > keptPrevs {
		delete(t.seen, t.prevs[0])
		t.prevs = t.prevs[1:]
	}
}

// look finds the headers that shares of the current job are held to.
func (t *table) look() {
	if t.current != nil {
		t.known = t.seen[t.current.Prev]
	}
}

// job is a job in hand: mostly the current one.
func (t *table) job(id uint32) *Job {
	if j := t.current; j != nil && j.ID == id {
		return j
	}
	return t.jobs[id]
}

// Current is the job to work on, nil before the first.
func (b *Bench) Current() *Job { return b.table.Load().current }

// Job is a job in hand, stale ones among them; nil where it is unknown.
func (b *Bench) Job(id uint32) *Job { return b.table.Load().job(id) }

// Judged is what came of a share.
type Judged struct {
	Job    *Job
	Header [80]byte
	Hash   [32]byte // in the order of SHA-256's output
	// Block says that the hash meets the network's target: the block is to be submitted, whatever Code says.
	Block bool
	Code  stratum.Code // why the share is refused; empty where it is taken
}

// Root is the root of transactions that a sender's last share had. Its next one mostly has it too: a header
// has 80 bits to turn before another extranonce is needed, and a header-only channel has none of its own. The
// zero value has none. A sender's is used by one goroutine at a time.
type Root struct {
	known bool
	job   uint32 // its number: a job that is not needed any more is not kept for it
	level share.Level
	en1   [share.Extranonce1]byte
	en2   [share.Extranonce2]byte
	root  [32]byte
}

// of is the root of a share.
func (r *Root) of(j *Job, s *share.Share) ([32]byte, error) {
	if r.known && r.job == s.Job && r.level == s.Level && r.en1 == s.En1 && r.en2 == s.En2 {
		return r.root, nil
	}
	root, err := j.Job.Root(s)
	if err == nil {
		*r = Root{true, s.Job, s.Level, s.En1, s.En2, root}
	}
	return root, err
}

// Judge looks at a share. s has everything but Tail and the flag of a block, which Judge adds; last is its
// sender's; rolls says whether its sender may roll version bits; now is the time in seconds since 1970. A
// share that is taken is remembered, so that it is taken once.
func (b *Bench) Judge(s *share.Share, last *Root, rolls bool, now uint32) Judged {
	t := b.table.Load()
	j := t.job(s.Job)
	if j == nil {
		return Judged{Code: stratum.InvalidJob}
	}
	out := Judged{Job: j}
	root, err := last.of(j, s)
	if err != nil {
		out.Code = stratum.InvalidJob
		return out
	}
	out.Header = j.Above(root, s)
	out.Hash = share.Hash(out.Header[:])
	s.Tail = share.TailOf(out.Hash)
	if meets(&out.Hash, &j.target) && b.first(out.Hash) {
		out.Block = true
		s.Flags |= share.FoundBlock
	}
	switch {
	case t.current.Prev != j.Prev || t.known == nil:
		out.Code = stratum.Stale
	case s.Time < j.MinTime || s.Time > now+share.MaxAhead || int64(s.Time)+share.MaxTaken < int64(now):
		out.Code = stratum.InvalidTime
	case s.Version != j.Version && !rolls:
		out.Code = stratum.VersionFixed
	case (s.Version^j.Version)&^share.VersionMask != 0:
		out.Code = stratum.VersionBits
	case !s.Level.Met(out.Hash):
		out.Code = stratum.LowDifficulty
	case !t.known.add(s.Tail): // what was taken before passed all of the above
		out.Code = stratum.Duplicate
	}
	return out
}

// madeMost bounds the blocks that are remembered; on a real network that is years of them.
const madeMost = 1024

// first reports whether a block was not seen before, so that a miner cannot have it submitted for ever.
func (b *Bench) first(hash [32]byte) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, twice := b.made[hash]; twice {
		return false
	}
	if len(b.made) >= madeMost {
		clear(b.made)
	}
	b.made[hash] = struct{}{}
	return true
}

// cached is something that is worked out of a job and a level once.
type cached struct {
	once  sync.Once
	bytes []byte
}

// What is cached of a job for each level.
const (
	CacheNotify   = iota // the line of V1
	CacheExtended        // the message of V2, without its channel's number
)

// Cached is what build makes for a level, made once for all sessions. Nobody may change it.
func (j *Job) Cached(what int, k share.Level, build func() []byte) []byte {
	c := &j.cache[what][k]
	c.once.Do(func() { c.bytes = build() })
	return c.bytes
}
