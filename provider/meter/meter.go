// Package meter counts the work of a provider's facilities, by worker and day, and says how much may be sold
// against it.
//
// Main types: Meter (readings and how far each server has reported), Capacity (what is proven and sold). It
// takes what share.Recheck made of sealed segments, so that only recomputed shares count. Whole numbers
// throughout; it reads no file and no clock.
//
// Nothing in it is promised to other modules.
package meter

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// window is the days over which work proves a hashrate.
const window = 7

// secondsOfWindow are the seconds of Window days.
const secondsOfWindow = window * 86_400

// Day is what was metered on one day.
type Day struct {
	Workers map[uint32]share.Reading
	// Proven are the shares of grades A and B, All those of every grade.
	Proven, All share.Reading
}

// Meter holds readings by day and the segments that they came from. The zero value is empty.
type Meter struct {
	days    map[units.Date]*Day
	servers map[uint8]*server
}

type server struct {
	next  uint64   // sequence number of the segment to come
	sum   [32]byte // of the segment before it
	until uint64   // milliseconds since 1970 up to which it has reported
}

// Errors of Add. A gap stops the close of its day: what is missing may have been mined.
var (
	errGap      = errors.New("a segment is missing")
	errChain    = errors.New("a segment does not follow the one before it")
	errUnsealed = errors.New("a segment is not sealed")
	errFalse    = errors.New("a segment does not say what its shares come to")
)

// Add counts a segment that was rechecked; until is the time up to which its server has now reported, in
// milliseconds since 1970. The same segment again changes nothing. Shares that prove nothing are refused as a
// whole: a provider keeps only what it has checked.
func (m *Meter) Add(c *share.Checked, until uint64) error {
	head := c.Segment.Head
	switch {
	case !c.Segment.Sealed:
		return errUnsealed
	case c.BadCount > 0:
		return fmt.Errorf("share %d: %w", c.Bad[0].Number, c.Bad[0].Err)
	case c.Tree != share.Tree(c.Segment.Foot):
		return errFalse
	}
	if m.days == nil {
		m.days, m.servers = map[units.Date]*Day{}, map[uint8]*server{}
	}
	s := m.servers[head.Server]
	if s == nil {
		s = &server{}
		m.servers[head.Server] = s
	}
	switch {
	case head.Seq < s.next:
		return nil
	case head.Seq > s.next:
		return fmt.Errorf("%w: server %d has %d after %d", errGap, head.Server, head.Seq, s.next)
	case head.Prev != s.sum:
		return fmt.Errorf("%w: server %d, %d", errChain, head.Server, head.Seq)
	}
	if err := m.count(units.Date(head.Day), head.Grade, c.Readings); err != nil {
		return err
	}
	s.next, s.sum, s.until = head.Seq+1, c.Segment.Sum, max(s.until, until)
	return nil
}

func (m *Meter) count(date units.Date, grade share.Grade, readings map[uint32]share.Reading) error {
	d := m.days[date]
	if d == nil {
		d = &Day{Workers: map[uint32]share.Reading{}}
		m.days[date] = d
	}
	for _, worker := range slices.Sorted(maps.Keys(readings)) {
		sum := d.Workers[worker]
		if err := sum.Add(readings[worker]); err != nil {
			return err
		}
		d.Workers[worker] = sum
		if err := d.All.Add(readings[worker]); err != nil {
			return err
		}
		if grade.Proven() {
			if err := d.Proven.Add(readings[worker]); err != nil {
				return err
			}
		}
	}
	return nil
}

// Day is what was metered on a day; it is the meter's own and not to be written. A day without work is empty.
func (m *Meter) Day(date units.Date) Day {
	if d := m.days[date]; d != nil {
		return *d
	}
	return Day{}
}

// Complete reports whether every server has reported up to the end of a day, and which has not.
func (m *Meter) Complete(date units.Date) error {
	end := (uint64(date) + 1) * 86_400_000
	for _, n := range slices.Sorted(maps.Keys(m.servers)) {
		if m.servers[n].until < end {
			return fmt.Errorf(
				"server %d has reported up to %d ms, and %v ends at %d",
				n,
				m.servers[n].until,
				date,
				end,
			)
		}
	}
	return nil
}

// Capacity is what may be sold on a day.
type Capacity struct {
	Reading share.Reading // of grades A and B over the Window days that end on the day
	Bound   share.Work    // what they prove
	Rate    uint64        // H/s, the bound over the window's seconds
}

// Capacity is what the Window days that end on date prove.
func (m *Meter) Capacity(date units.Date) (Capacity, error) {
	var c Capacity
	for d := date - window + 1; d <= date; d++ {
		if err := c.Reading.Add(m.Day(d).Proven); err != nil {
			return Capacity{}, err
		}
	}
	c.Bound = c.Reading.Bound()
	c.Rate = RateOf(c.Bound)
	return c, nil
}

// RateOf is the hashrate that work proves over the window, in whole H/s; beyond 64 bits it is the largest.
func RateOf(w share.Work) uint64 {
	rate := w.Big()
	rate.Quo(rate, big.NewInt(secondsOfWindow))
	if !rate.IsUint64() {
		return ^uint64(0)
	}
	return rate.Uint64()
}

// ErrOverbooked is a sale beyond what is proven.
var ErrOverbooked = errors.New("overbooked")

// MaxSold is the part of the proven hashrate that may be sold, in percent (design: sold at most proven, less
// a margin for machines that fail within the week).
const MaxSold = 95

// Allows reports whether a hashrate in H/s may be sold in all: at most MaxSold percent of what is proven
// (I8). The error says how much may.
func (c Capacity) Allows(sold uint64) error {
	if most := c.Rate/100*MaxSold + c.Rate%100*MaxSold/100; sold > most {
		return fmt.Errorf("%w: %d H/s would be sold, %d H/s are proven, so %d H/s may be",
			ErrOverbooked, sold, c.Rate, most)
	}
	return nil
}
