package market

import (
	"fmt"
	"math"
	"sort"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Epoch is 2016 blocks of one difficulty.
type Epoch struct {
	Height     int     // of its first block, a multiple of 2016
	Time       int64   // header time of that block, Unix seconds
	Bits       uint32  // compact target
	Difficulty float64 // of Bits
}

// checkEpochs is an error unless the epochs ascend in height and time and no two begin on one day.
func checkEpochs(epochs []Epoch) error {
	for i, e := range epochs {
		if e.Height < 0 || e.Height%consensus.RetargetBlocks != 0 {
			return fmt.Errorf("epoch height %d is not a multiple of 2016", e.Height)
		}
		if i > 0 &&
			(e.Height <= epochs[i-1].Height || units.DateOf(e.Time) <= units.DateOf(epochs[i-1].Time)) {
			return fmt.Errorf("epoch at height %d begins on %s, not after the one at height %d",
				e.Height, units.DateOf(e.Time), epochs[i-1].Height)
		}
		if _, err := consensus.Target(e.Bits); err != nil {
			return fmt.Errorf("epoch at height %d: %w", e.Height, err)
		}
	}
	return nil
}

// meanDifficulty is the time-weighted mean over the UTC day, over the part after the first epoch's
// start if that lies within the day. 0 if no epoch has begun by the end of the day.
func meanDifficulty(epochs []Epoch, date units.Date) float64 {
	start, end := date.Unix(), (date + 1).Unix()
	k := sort.Search(len(epochs), func(i int) bool { return epochs[i].Time > start })
	if k > 0 && (k == len(epochs) || epochs[k].Time >= end) {
		return epochs[k-1].Difficulty // the whole day, without rounding
	}
	var sum, weight float64
	for i := max(k-1, 0); i < len(epochs) && epochs[i].Time < end; i++ {
		from, to := max(epochs[i].Time, start), end
		if i+1 < len(epochs) {
			to = min(to, epochs[i+1].Time)
		}
		sum += epochs[i].Difficulty * float64(to-from)
		weight += float64(to - from)
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// nextHeight estimates the height of the first block after the Unix time end from the last epoch
// begun by then, at 600 s a block and never beyond the epoch's last block.
func nextHeight(last Epoch, end int64) int {
	return last.Height + int(min(1+(end-last.Time)/consensus.BlockSeconds, consensus.RetargetBlocks))
}

// sameDifficulty is the relative difference up to which two daily means are one difficulty:
// ten times the noise of means implied from a hashrate (1e-7), a fiftieth of the smallest retarget
// since 2011 (0.005 %); found by trial on the embedded history.
const sameDifficulty = 1e-6

func same(a, b float64) bool { return math.Abs(a-b) <= sameDifficulty*b }

// deriver finds epochs in daily mean difficulties: one is known at the end of the second of two
// days with the same difficulty that differs from the one before. It began in the first of the
// days that changed, at the moment that makes that day's mean, and at the multiple of 2016
// nearest to the height reached. Bits are the nearest compact form; Difficulty is the file's.
// The start of the first epoch lies before the file and is set back at 600 s a block.
// Two epochs of equal difficulty in a row (2009) are found as one.
type deriver struct {
	epochs  []Epoch
	known   []units.Date
	changed int // the first day whose difficulty is not that of the last epoch
}

// step looks at days[i], whose earlier days it has seen.
func (v *deriver) step(days []Day, i int) {
	n := len(v.epochs)
	if i == 0 {
		return
	}
	d := days[i].Difficulty
	if n > 0 && same(days[i-1].Difficulty, v.epochs[n-1].Difficulty) {
		v.changed = i
	}
	if v.changed == i || !same(d, days[i-1].Difficulty) {
		return
	}
	e := Epoch{Bits: consensus.NearestBits(d), Difficulty: d}
	if n == 0 {
		first := days[i-1]
		e.Height = consensus.EpochStart(first.FirstHeight)
		e.Time = first.Date.Unix() - int64(first.FirstHeight-e.Height)*consensus.BlockSeconds
	} else {
		old, first := v.epochs[n-1], days[v.changed]
		share := min(max((first.Difficulty-d)/(old.Difficulty-d), 0), 1) // of that day at the old difficulty
		height := float64(first.FirstHeight) + share*float64(first.Blocks)
		e.Height = int(math.Round(height/consensus.RetargetBlocks)) * consensus.RetargetBlocks
		e.Height = max(e.Height, old.Height+consensus.RetargetBlocks)
		e.Time = first.Date.Unix() + int64(share*(consensus.SecondsPerDay-1))
	}
	v.epochs, v.known = append(v.epochs, e), append(v.known, days[i].Date)
	v.changed = i + 1
}
