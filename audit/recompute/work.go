package recompute

import (
	"fmt"
	"io"
	"math/big"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// worked is what a day's segments come to.
type worked struct {
	work share.Work
	// headers that meet the network's target, and what their coinbase pays
	blocks   map[daybook.Hash]units.Sat
	network  payout.Network
	expected float64 // blocks that the shares stand for
}

// window is the days over which work proves a hashrate.
const window = 7

// work recomputes every share of a day.
func (a *auditor) work(s *daybook.Statement) (*worked, error) {
	w := &worked{blocks: map[daybook.Hash]units.Sat{}}
	var all, proven share.Reading
	for _, seg := range s.Segments {
		reading, err := a.segment(s, seg, w)
		if err != nil {
			return nil, err
		}
		if err := all.Add(reading); err != nil {
			return nil, err
		}
		if seg.Grade.Proven() {
			if err := proven.Add(reading); err != nil {
				return nil, err
			}
		}
	}
	w.work = all.Work
	a.days[s.Day] = proven
	if s.Work != all.Work {
		a.find(s.Day, RuleWork, "%v hashes are stated, and the shares come to %v", s.Work, all.Work)
	}
	sum, err := a.window(s.Day)
	if err != nil {
		return nil, err
	}
	if s.Capacity != sum {
		a.find(
			s.Day,
			RuleWork,
			"capacity is stated as %d shares of %v hashes, and the week's come to %d of %v",
			s.Capacity.Shares,
			s.Capacity.Work,
			sum.Shares,
			sum.Work,
		)
	}
	a.report.Days = append(a.report.Days, Day{
		Day: s.Day, Shares: all.Shares, Work: all.Work.String(), Proven: rate(sum.Bound()), Sold: s.Sold,
		Found: len(w.blocks), Expected: w.expected,
	})
	return w, nil
}

// window is the proven work of the days that end on one.
func (a *auditor) window(day units.Date) (sum share.Reading, err error) {
	for d := day - window + 1; d <= day; d++ {
		if err := sum.Add(a.days[d]); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// rate is work over the window as whole H/s.
func rate(w share.Work) uint64 {
	n := w.Big()
	n.Quo(n, big.NewInt(window*consensus.SecondsPerDay))
	if !n.IsUint64() {
		return ^uint64(0)
	}
	return n.Uint64()
}

// segment recomputes one segment and returns what its shares come to.
func (a *auditor) segment(
	s *daybook.Statement,
	seg daybook.Segment,
	w *worked,
) (total share.Reading, err error) {
	name := daybook.SegmentFile(seg.Server, seg.Seq)
	r, err := a.files.Open(a.ctx, name)
	if err != nil {
		return total, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	checked, err := share.RecheckWith(io.LimitReader(r, maxSegment), a.seen, w.found)
	if err != nil {
		a.find(s.Day, RuleFiles, "%s: %v", name, err)
		return total, nil
	}
	head := checked.Segment.Head
	switch {
	case !checked.Segment.Sealed || daybook.Hash(checked.Segment.Sum) != seg.File:
		a.find(s.Day, RuleFiles, "%s is not the file that the statement names", name)
	case head.Server != seg.Server || head.Seq != seg.Seq || head.Grade != seg.Grade ||
		units.Date(head.Day) != s.Day:
		a.find(
			s.Day,
			RuleFiles,
			"%s says that it is server %d, number %d of %v",
			name,
			head.Server,
			head.Seq,
			units.Date(head.Day),
		)
	}
	a.follow(s.Day, name, checked)
	if checked.BadCount > 0 {
		a.find(
			s.Day,
			RuleShares,
			"%s: %d of %d shares prove nothing; the first is number %d: %v",
			name,
			checked.BadCount,
			checked.BadCount+checked.Tree.Shares,
			checked.Bad[0].Number,
			checked.Bad[0].Err,
		)
	}
	if t := checked.Tree; t.Shares != seg.Shares || t.Work != seg.Work ||
		daybook.Hash(t.Root) != seg.Root {
		a.find(
			s.Day,
			RuleWork,
			"%s: %d shares of %v hashes are stated, and %d of %v are right",
			name,
			seg.Shares,
			seg.Work,
			t.Shares,
			t.Work,
		)
	}
	for _, one := range checked.Readings {
		if err := total.Add(one); err != nil {
			return total, err
		}
	}
	return total, nil
}

// follow holds a segment to the one before it of the same server.
func (a *auditor) follow(day units.Date, name string, c share.Checked) {
	at := a.chains[c.Segment.Head.Server]
	if at == nil {
		at = &sequence{}
		a.chains[c.Segment.Head.Server] = at
	}
	if c.Segment.Head.Seq != at.next || c.Segment.Head.Prev != at.sum {
		a.find(day, RuleHistory, "%s does not follow the segment before it", name)
	}
	at.next, at.sum = c.Segment.Head.Seq+1, c.Segment.Sum
}

// found notes a share that is a block.
func (w *worked) found(j *share.Job, s *share.Share, hash [32]byte) {
	w.expected += w.network.Expected(j.Bits, s.Level)
	if !j.Solves(hash) {
		return
	}
	if pays, err := j.Pays(); err == nil {
		w.blocks[share.Printed(hash)] = pays
	}
}
