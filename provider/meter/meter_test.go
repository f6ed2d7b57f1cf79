package meter

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// sealed is a segment as Recheck gives it, made up of readings.
func sealed(
	seq uint64,
	prev [32]byte,
	day units.Date,
	grade share.Grade,
	readings map[uint32]share.Reading,
) *share.Checked {
	c := &share.Checked{Readings: readings}
	c.Segment = share.Segment{
		Head: share.Head{
			Server: 1,
			Grade:  grade,
			Day:    uint32(day),
			Seq:    seq,
			Prev:   prev,
		}, Sealed: true, Sum: [32]byte{byte(seq + 1)},
	}
	return c
}

func reading(levels ...share.Level) (r share.Reading) {
	for _, k := range levels {
		if err := r.Count(k); err != nil {
			panic(err)
		}
	}
	return r
}

func TestAdd(t *testing.T) {
	m := &Meter{}
	end := uint64(20_001) * 86_400_000
	first := sealed(0, [32]byte{}, 20_000, share.GradeA, map[uint32]share.Reading{7: reading(30, 31)})
	if err := m.Add(first, end-1); err != nil {
		t.Fatal(err)
	}
	if m.Complete(20_000) == nil {
		t.Error("a day is complete a millisecond before its end")
	}
	if err := m.Add(first, end); err != nil { // the same again
		t.Error(err)
	}
	if err := m.Add(sealed(2, [32]byte{2}, 20_000, share.GradeA, nil), end); !errors.Is(err, errGap) {
		t.Error(err)
	}
	if err := m.Add(sealed(1, [32]byte{9}, 20_000, share.GradeA, nil), end); !errors.Is(err, errChain) {
		t.Error(err)
	}
	second := sealed(
		1,
		[32]byte{1},
		20_000,
		share.GradeD,
		map[uint32]share.Reading{7: reading(30), 8: reading(33)},
	)
	if err := m.Add(second, end); err != nil || m.Complete(20_000) != nil {
		t.Error(err, m.Complete(20_000))
	}
	d := m.Day(20_000)
	if d.Workers[7] != reading(30, 31, 30) || d.All != reading(30, 31, 30, 33) ||
		d.Proven != reading(30, 31) {
		t.Errorf("%+v", d)
	}
	bad := sealed(2, [32]byte{2}, 20_000, share.GradeA, nil)
	bad.BadCount, bad.Bad = 1, []share.Bad{{Err: share.ErrLow}}
	if err := m.Add(bad, end); !errors.Is(err, share.ErrLow) {
		t.Error(err)
	}
	bad.BadCount, bad.Tree.Shares = 0, 3
	if err := m.Add(bad, end); !errors.Is(err, errFalse) {
		t.Error(err)
	}
	bad.Segment.Sealed = false
	if err := m.Add(bad, end); !errors.Is(err, errUnsealed) {
		t.Error(err)
	}
}

func TestCapacity(t *testing.T) {
	m := &Meter{}
	for i := range uint64(10) {
		levels := make([]share.Level, 4000)
		for k := range levels {
			levels[k] = 40
		}
		c := sealed(
			i,
			[32]byte{byte(i)},
			20_000+units.Date(i),
			share.GradeA,
			map[uint32]share.Reading{1: reading(levels...)},
		)
		if i == 0 {
			c.Segment.Head.Prev = [32]byte{}
		}
		if err := m.Add(c, 0); err != nil {
			t.Fatal(err)
		}
	}
	c, err := m.Capacity(20_009)
	if err != nil || c.Reading.Shares != 7*4000 {
		t.Fatalf("%+v, %v", c, err)
	}
	done := uint64(7*4000) << 40 / secondsOfWindow
	if c.Rate >= done || c.Rate < done*97/100 {
		t.Errorf("%d H/s are proven of %d", c.Rate, done)
	}
	if err := c.Allows(c.Rate * 95 / 100); err != nil {
		t.Error(err)
	}
	if err := c.Allows(c.Rate*95/100 + 1); !errors.Is(err, ErrOverbooked) {
		t.Error(err)
	}
	if RateOf(share.Work{Hi: math.MaxUint64}) != math.MaxUint64 {
		t.Error("a rate beyond 64 bits wraps")
	}
}

// The bound lies above what was truly done no more often than once in a thousand windows: 4,000 windows of
// 100 miners with Poisson shares, at most 12 above (the chance of 13 or more at one in a thousand is 0.1 %).
func TestBoundHolds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	above := 0
	for range 4000 {
		var got share.Reading
		var done uint64
		for k := share.Level(30); k < 34; k++ {
			const mean = 400
			done += mean << k
			for range poisson(r, mean) {
				if err := got.Count(k); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got.Bound().Cmp(share.Work{Lo: done}) > 0 {
			above++
		}
	}
	if above > 12 {
		t.Errorf("%d windows of 4,000 prove more than was done", above)
	}
}

// poisson counts exponential gaps within mean.
func poisson(r *rand.Rand, mean float64) (n int) {
	for sum := r.ExpFloat64(); sum < mean; sum += r.ExpFloat64() {
		n++
	}
	return n
}
