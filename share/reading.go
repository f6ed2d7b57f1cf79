package share

import (
	"fmt"
	"io"
	"math/big"
)

// Reading is what shares come to: their number, their work, the sum of the squares of each one's work, and
// the highest level among them.
type Reading struct {
	Shares  uint64
	Work    Work
	Squares Work
	Highest Level
}

// Count adds a share of level k. It returns ErrOverflow beyond 128 bits.
func (r *Reading) Count(k Level) error {
	return r.Add(Reading{Shares: 1, Work: k.work(), Squares: power(2 * uint(k)), Highest: k})
}

// Add adds another reading. It returns ErrOverflow beyond 128 bits and changes nothing then.
func (r *Reading) Add(o Reading) error {
	work, err := r.Work.Add(o.Work)
	if err != nil {
		return err
	}
	squares, err := r.Squares.Add(o.Squares)
	if err != nil {
		return err
	}
	*r = Reading{r.Shares + o.Shares, work, squares, max(r.Highest, o.Highest)}
	return nil
}

// Big is the number of hashes as an integer without bound.
func (w Work) Big() *big.Int {
	n := new(big.Int).SetUint64(w.Hi)
	return n.Or(n.Lsh(n, 64), new(big.Int).SetUint64(w.Lo))
}

// WorkOf is n as Work; false where it is negative or beyond 128 bits.
func WorkOf(n *big.Int) (Work, bool) {
	if n.Sign() < 0 || n.BitLen() > 128 {
		return Work{}, false
	}
	lo := new(big.Int).And(n, new(big.Int).SetUint64(^uint64(0)))
	return Work{Hi: new(big.Int).Rsh(n, 64).Uint64(), Lo: lo.Uint64()}, true
}

// String is the number of hashes in decimal.
func (w Work) String() string { return w.Big().String() }

// Bound is the work that readings prove: with a chance of 999 in 1,000 at least so many hashes were made,
// W - isqrt(14 Q) - 3 max(2^k), and never below zero (Bernstein's inequality with x = ln 1000, rounded so
// that the bound only falls; W is the work, Q its squares). Whole numbers throughout.
func (r Reading) Bound() Work {
	n := new(big.Int).Mul(r.Squares.Big(), big.NewInt(14))
	n.Sqrt(n).Add(n, big.NewInt(1)) // up, so that the bound is not above what was derived
	n.Add(n, new(big.Int).Mul(r.Highest.work().Big(), big.NewInt(3)))
	n.Sub(r.Work.Big(), n)
	bound, ok := WorkOf(n)
	if !ok {
		return Work{}
	}
	return bound
}

// Bad is a share that proves nothing, and why.
type Bad struct {
	Number uint64 // of the share in its segment, from 0
	Share  Share
	Err    error
}

// Checked is what a segment proves when everything in it is recomputed.
type Checked struct {
	Segment  Segment
	Tree     Tree // of the shares that are right
	Readings map[uint32]Reading
	Hashes   [][32]byte // of the shares that are right: what Seen holds other segments against
	Bad      []Bad      // the first few
	BadCount uint64
}

// Bounds of a recheck, so that a stranger's segment costs little: a writer seals at 262,144 shares.
const (
	maxJobs      = 100_000
	maxShares    = 1_000_000
	maxBadListed = 20
)

// Seen are the headers that the segments of a day and of the two days before it had. The zero value is
// empty. Older ones need not be kept: a share whose header is older than maxAge when it comes is
// refused for that, and it was no more than MaxAhead ahead when it came first.
type Seen struct {
	days map[uint32]map[[16]byte]struct{}
}

// seenDays are the days whose headers are kept: a share of 00:00 may have a header of a day before, which had
// come two hours before that.
const seenDays = 3

// turn forgets what is too old to come again on a day.
func (s *Seen) turn(day uint32) {
	for d := range s.days {
		if d+seenDays <= day {
			delete(s.days, d)
		}
	}
	if s.days == nil {
		s.days = map[uint32]map[[16]byte]struct{}{}
	}
	if s.days[day] == nil {
		s.days[day] = map[[16]byte]struct{}{}
	}
}

// has looks for half of a hash: that two of a billion shares have that in common is one in 10^20.
func (s *Seen) has(hash *[32]byte) bool {
	half := [16]byte(hash[:16])
	for _, day := range s.days {
		if _, ok := day[half]; ok {
			return true
		}
	}
	return false
}

func (s *Seen) add(day uint32, hash *[32]byte) { s.days[day][[16]byte(hash[:16])] = struct{}{} }

// Recheck recomputes every share of a segment: job, level, target, age, duplicates. A share that proves
// nothing is counted and listed, and the rest goes on; a file that is not a segment is an error with its
// place. seen holds the headers of segments before it and gets this one's; nil looks at this segment alone,
// and not at the age of headers, which is what tells a replay of what seen has forgotten.
func Recheck(r io.Reader, seen *Seen) (Checked, error) { return RecheckWith(r, seen, nil) }

// RecheckWith is Recheck, and tells each share that is right, with its job and the hash of its header.
func RecheckWith(r io.Reader, seen *Seen, each func(*Job, *Share, [32]byte)) (Checked, error) {
	c := &checker{
		jobs: map[uint32]*Job{},
		seen: seen,
		each: each,
		out:  Checked{Readings: map[uint32]Reading{}},
	}
	if seen == nil {
		c.seen, c.alone = &Seen{}, true
	}
	var err error
	c.out.Segment, err = Read(r, Visitor{Head: c.head, Job: c.job, Share: c.share})
	c.settle()
	if err != nil {
		return c.out, err
	}
	if c.out.Tree, err = TreeOf(c.leaves); err != nil {
		return c.out, err
	}
	for i := range c.leaves {
		c.out.Hashes = append(c.out.Hashes, c.leaves[i].Hash)
	}
	return c.out, nil
}

type checker struct {
	jobs   map[uint32]*Job
	seen   *Seen
	alone  bool // no other segment was looked at: how old headers are says nothing
	day    uint32
	start  uint64                       // of the segment, in milliseconds since 1970
	each   func(*Job, *Share, [32]byte) // nil: nobody
	leaves []Leaf
	number uint64
	waits  bool // held waits for another share of its job, to be hashed beside it
	held   Share
	out    Checked
}

func (c *checker) head(h Head) error {
	c.day, c.start = h.Day, h.StartMS
	c.seen.turn(h.Day)
	return nil
}

func (c *checker) job(j Job) error {
	c.settle()
	if len(c.jobs) >= maxJobs {
		return fmt.Errorf("more than %d jobs in one segment", maxJobs)
	}
	if old, ok := c.jobs[j.ID]; ok && old.sum() != j.sum() {
		return fmt.Errorf("job %d is two different jobs", j.ID)
	}
	c.jobs[j.ID] = &j
	return nil
}

func (c *checker) share(s Share) error {
	if c.waits && c.held.Job == s.Job && c.jobs[s.Job] != nil {
		c.waits = false
		hashes, errs := c.jobs[s.Job].verifyTwo(&c.held, &s)
		c.take(&c.held, hashes[0], errs[0])
		c.take(&s, hashes[1], errs[1])
	} else {
		c.settle()
		c.held, c.waits = s, true
	}
	if c.number >= maxShares {
		return fmt.Errorf("more than %d shares in one segment", maxShares)
	}
	return nil
}

// settle takes the share that waits by itself.
func (c *checker) settle() {
	if !c.waits {
		return
	}
	c.waits = false
	j := c.jobs[c.held.Job]
	if j == nil {
		c.take(&c.held, [32]byte{}, missing(c.held.Job))
		return
	}
	hash, err := j.Verify(&c.held)
	c.take(&c.held, hash, err)
}

func missing(job uint32) error { return fmt.Errorf("job %d is not in the segment before it", job) }

// take counts a share, or why it proves nothing, in the order of the segment.
func (c *checker) take(s *Share, hash [32]byte, err error) {
	if err == nil {
		err = c.count(s, hash)
	}
	if err != nil {
		c.out.BadCount++
		if len(c.out.Bad) < maxBadListed {
			c.out.Bad = append(c.out.Bad, Bad{c.number, *s, err})
		}
	}
	c.number++
}

func (c *checker) count(s *Share, hash [32]byte) error {
	received := (c.start + uint64(s.ReceivedMS)) / 1000
	switch {
	case c.alone:
	case uint64(s.Time)+maxAge < received:
		return errOld
	case uint64(s.Time) > received+MaxAhead:
		return errAhead
	}
	if c.seen.has(&hash) {
		return errTwice
	}
	reading := c.out.Readings[s.Worker]
	if err := reading.Count(s.Level); err != nil {
		return err
	}
	c.out.Readings[s.Worker] = reading
	c.seen.add(c.day, &hash)
	c.leaves = append(c.leaves, Leaf{Hash: hash, Level: s.Level, Worker: s.Worker, Job: s.Job})
	if c.each != nil {
		c.each(c.jobs[s.Job], s, hash)
	}
	return nil
}
