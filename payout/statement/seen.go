package statement

import (
	"cmp"
	"math"
	"slices"
)

// remembered is how many rows are kept to tell a doubled one by, in two generations of half as many. A file
// of no more rows may be in any order.
const remembered = 1 << 18

// seen tells a row that stood in the file before, in bounded memory: of a file of many rows it knows the last
// ones, and of those it has forgotten the times. A row of such a time may repeat a forgotten one.
type seen struct {
	young, old map[uint64]int32 // hash of what makes a row itself, to its line
	times      [2]span          // of young and old
	gone       span             // of what was forgotten
	most       int              // of a generation
}

// span is the times of some rows, both ends included.
type span struct{ from, to int64 }

// nowhere is the span of no row.
func nowhere() span { return span{math.MaxInt64, math.MinInt64} }

func (s span) with(o span) span { return span{min(s.from, o.from), max(s.to, o.to)} }

// newSeen takes how many rows are known; 0 is remembered.
func newSeen(known int) *seen {
	return &seen{most: cmp.Or(known, remembered) / 2, young: map[uint64]int32{},
		times: [2]span{nowhere(), nowhere()}, gone: nowhere()}
}

// line is where a row stood before; false where it is new as far as is known.
func (s *seen) line(key uint64) (int32, bool) {
	if at, ok := s.young[key]; ok {
		return at, true
	}
	at, ok := s.old[key]
	return at, ok
}

// forgot reports whether a row of this time may have stood among those that are not known any more.
func (s *seen) forgot(unix int64) bool { return unix >= s.gone.from && unix <= s.gone.to }

// note remembers a row.
func (s *seen) note(key uint64, unix int64, line int) {
	if len(s.young) >= s.most {
		s.gone = s.gone.with(s.times[1])
		if s.old == nil {
			s.old = map[uint64]int32{}
		}
		clear(s.old) // a map that has grown is kept: another would grow anew beside it
		s.old, s.young = s.young, s.old
		s.times = [2]span{nowhere(), s.times[0]}
	}
	s.young[key] = int32(line)
	s.times[0] = s.times[0].with(span{unix, unix})
}

// foldAt is how many rows are held one by one; those of a longer file are summed by day as they are read.
const foldAt = 1 << 16

// folded are rows summed by day, of what an audit reads nothing finer than days of.
type folded struct {
	days   map[foldKey]*Row
	middle sizes // the middle amount of each kind, of the last rows that were summed
	left   int64 // of all bitcoin, thousandths of a satoshi
}

// foldKey is what rows must share to be summed.
type foldKey struct {
	day   int64
	kind  Kind
	dated bool
	more  bool
	split bool
}

// fold sums the rows held so far, but those of the last moment, whose entry may not be whole yet.
func (b *builder) fold() *Error {
	if b.days == nil {
		b.days = &folded{days: map[foldKey]*Row{}, left: 21_000_000 * 100_000_000_000}
	}
	last := b.s.Rows[len(b.s.Rows)-1].Time
	n := len(b.s.Rows)
	for n > 0 && b.s.Rows[n-1].Time == last {
		n--
	}
	if n == 0 { // all of one moment
		n = len(b.s.Rows)
	}
	tail := slices.Clone(b.s.Rows[n:])
	b.s.Rows = b.s.Rows[:n]
	halves := b.halves
	b.wholeEntries()
	b.halves = nil
	if h, ok := halves[last]; ok && len(tail) > 0 {
		b.halves = map[int64]uint8{last: h}
	}
	if err := b.sum(); err != nil {
		return err
	}
	b.s.Rows = append(b.s.Rows[:0], tail...)
	return nil
}

// sum adds the rows held to their days.
func (b *builder) sum() *Error {
	middle := b.middles()
	for k, m := range middle {
		switch before := b.days.middle[k]; {
		case before > 0 && m > 0 && (m/before >= unlike || before/m >= unlike):
			return &Error{b.s.Name, b.s.Rows[0].Line, twoSizes}
		case m == 0: // too few of the kind to tell
			middle[k] = before
		}
	}
	b.days.middle = middle
	b.outliers(middle)
	if err := b.rounded(middle); err != nil {
		return err
	}
	for i := range b.s.Rows {
		r := &b.s.Rows[i]
		if b.days.left -= abs(int64(r.Amount)); b.days.left < 0 {
			return &Error{b.s.Name, r.Line, "the rows sum to more bitcoin than there is; check their unit"}
		}
		b.days.add(r)
	}
	return nil
}

// add sums a row to those of its day.
func (f *folded) add(r *Row) {
	key := foldKey{day: r.Time / 86400, kind: r.Kind, dated: r.Dated}
	if r.Dated {
		key.day = int64(r.Day)
	}
	if r.More != nil {
		key.more, key.split = true, r.More.Split
	}
	d := f.days[key]
	if d == nil {
		one := *r
		one.id = 0
		one.Of = 1
		if r.More != nil {
			more := *r.More
			one.More = &more
		}
		f.days[key] = &one
		return
	}
	d.Of++
	d.Amount += r.Amount
	d.TH = max(d.TH, r.TH)
	if r.More != nil {
		d.More.Base += r.More.Base
		d.More.Fees += r.More.Fees
		d.More.Shares += r.More.Shares
		d.More.Share += r.More.Share
		d.More.Fee += r.More.Fee
	}
}

// unfold gives the days as rows, once all were read.
func (b *builder) unfold() *Error {
	if b.days == nil {
		return nil
	}
	b.wholeEntries()
	if err := b.sum(); err != nil {
		return err
	}
	b.s.Rows = make([]Row, 0, len(b.days.days))
	for _, r := range b.days.days {
		b.s.Rows = append(b.s.Rows, *r)
	}
	slices.SortFunc(b.s.Rows, func(x, y Row) int { return x.Line - y.Line })
	b.s.ByDay = true
	return nil
}
