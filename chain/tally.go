package chain

import (
	"slices"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Day is the sum of the blocks whose header time lies in one UTC day.
type Day struct {
	Date        units.Date
	Difficulty  float64   // mean over the day's seconds
	Fees        units.Sat // of all blocks
	FeesKnown   bool      // every block's fees are known
	Subsidy     units.Sat // that the schedule allows, of all blocks
	Blocks      int
	FirstHeight int // lowest height of the day's blocks; 0 if there are none
}

// Tally sums blocks into days. A day is handed out once the chain's median time has passed its end,
// so that no later block can belong to it.
type Tally struct {
	net     Network
	days    map[units.Date]*Day
	changes []change // of difficulty, by height
	first   units.Date
	next    units.Date // first day not yet handed out
	seen    int
	genesis bool // the first block was block 0
}

type change struct {
	time       int64
	difficulty float64
}

// NewTally begins an empty tally. The day of its first block is never handed out, unless that is
// block 0: blocks before it may belong to that day.
func NewTally(n Network) *Tally { return &Tally{net: n, days: map[units.Date]*Day{}} }

// Add counts a block; blocks come by height without holes.
func (t *Tally) Add(b Block) {
	date := units.DateOf(b.Header.Time())
	switch t.seen {
	case 0:
		t.genesis = b.Height == 0
		t.first, t.next = date, date
		if !t.genesis {
			t.next++
		}
	case 1:
		if t.genesis && date > t.first { // the network slept after block 0 (mainnet for six days)
			t.next = t.first
			t.skip(date)
		}
	}
	t.seen++
	if d := consensus.Difficulty(b.Header.Bits()); len(t.changes) == 0 ||
		t.changes[len(t.changes)-1].difficulty != d {
		t.changes = append(t.changes, change{b.Header.Time(), d})
	}
	day := t.days[date]
	if day == nil {
		day = &Day{Date: date, FeesKnown: true, FirstHeight: b.Height}
		t.days[date] = day
	}
	day.Blocks++
	day.Fees += b.Fees
	day.FeesKnown = day.FeesKnown && b.FeesKnown
	day.Subsidy += t.net.Subsidy(b.Height)
	day.FirstHeight = min(day.FirstHeight, b.Height)
}

// skip marks the days between block 0 and block 1 as none of the chain's.
func (t *Tally) skip(second units.Date) {
	for d := t.first + 1; d < second; d++ {
		t.days[d] = nil
	}
}

// Done hands out the days that end at or before the median time, in order, each once.
func (t *Tally) Done(median int64) []Day {
	var out []Day
	for ; t.seen > 0 && (t.next+1).Unix() <= median; t.next++ {
		day, ok := t.days[t.next]
		delete(t.days, t.next)
		switch {
		case ok && day == nil:
			continue
		case !ok:
			day = &Day{Date: t.next, FeesKnown: true}
		}
		day.Difficulty = t.difficulty(t.next)
		if !day.FeesKnown {
			day.Fees = 0
		}
		out = append(out, *day)
	}
	if len(t.changes) > 8 { // the changes of handed-out days are not needed again
		i := slices.IndexFunc(t.changes, func(c change) bool { return c.time > t.next.Unix() })
		if i > 1 {
			t.changes = t.changes[i-1:]
		}
	}
	return out
}

// difficulty is the mean over the day's seconds: each difficulty holds from the header time of the
// first block that has it.
func (t *Tally) difficulty(d units.Date) float64 {
	from, to := d.Unix(), (d + 1).Unix()
	sum := 0.0
	for i, c := range t.changes {
		start, end := c.time, to
		if i == 0 {
			start = min(start, from)
		}
		if i+1 < len(t.changes) {
			end = t.changes[i+1].time
		}
		start, end = max(start, from), min(end, to)
		if end > start {
			sum += c.difficulty * float64(end-start)
		}
	}
	return sum / consensus.SecondsPerDay
}
