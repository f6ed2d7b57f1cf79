package market

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Unknown stands for a figure of an Observation that is not there.
const Unknown = -1

// feeDays is the number of known days whose fees, as a mean over all their blocks, are carried
// forward: a week, so that the quiet weekend is in it once; a single day's fees vary by a third.
const feeDays = 7

// Observation is what a source says of one UTC day; Unknown (or any negative number) where it
// says nothing.
type Observation struct {
	Date        units.Date
	PriceUSD    float64 // USD per BTC at the end of the day; 0 is unknown too
	FeesBTC     float64 // mean per block
	Blocks      int
	FirstHeight int     // of the day's first block; Unknown: the height after the day before's last
	Difficulty  float64 // time-weighted mean; Unknown: computed from the epochs
}

// newHistory builds a history from days without holes, oldest first, and the epochs in force on them,
// oldest first (none: they are derived from the changes of difficulty). firstHeight is the height
// of the first day's first block where its observation does not say. It owns both slices.
// An error names the day and what is wrong.
func newHistory(obs []Observation, epochs []Epoch, firstHeight int) (*History, error) {
	if len(obs) == 0 {
		return nil, fmt.Errorf("the history has no days")
	}
	if err := checkEpochs(epochs); err != nil {
		return nil, err
	}
	b := builder{days: make([]Day, len(obs)), epochs: epochs, given: len(epochs) > 0, height: firstHeight}
	for i, o := range obs {
		if i > 0 && o.Date != obs[i-1].Date+1 {
			return nil, fmt.Errorf("%s follows %s; give every day once, oldest first", o.Date, obs[i-1].Date)
		}
		if err := b.add(i, o); err != nil {
			return nil, err
		}
	}
	h := &History{days: b.days, epochs: b.epochs[:b.begun], fees: len(obs), blocks: len(obs)}
	for i := len(obs) - 1; i >= 0; i-- {
		if obs[i].FeesBTC >= 0 {
			h.fees = i
		}
		if obs[i].Blocks >= 0 {
			h.blocks = i
		}
	}
	if b.given {
		h.known = make([]units.Date, len(h.epochs))
		for i, e := range h.epochs {
			h.known[i] = units.DateOf(e.Time)
		}
	} else {
		h.epochs, h.known, h.derived = b.derived.epochs, b.derived.known, true
	}
	return h, nil
}

// builder adds day after day, looking only back.
type builder struct {
	days    []Day
	epochs  []Epoch
	given   bool // epochs were given; else derived
	begun   int  // epochs begun by the end of the day
	derived deriver
	height  int // of the next block

	price, difficulty          float64    // last known
	priced, counted, difficult units.Date // the day of it
	fees                       feeWindow
}

// add fills days[i] from o.
func (b *builder) add(i int, o Observation) error {
	d := &b.days[i]
	d.Date = o.Date
	for b.begun < len(b.epochs) && b.epochs[b.begun].Time < (o.Date+1).Unix() {
		b.begun++
	}
	if err := b.setDifficulty(d, o); err != nil {
		return err
	}
	if err := b.setBlocks(d, o); err != nil {
		return err
	}
	if o.PriceUSD > 0 {
		b.price, b.priced = o.PriceUSD, o.Date
	} else {
		d.Carried.Price = b.priced
	}
	d.PriceUSD = b.price
	if o.FeesBTC >= 0 {
		d.FeesBTC = o.FeesBTC
		b.fees.add(o.Date, o.FeesBTC, d.Blocks)
	} else {
		d.FeesBTC, d.Carried.Fees = b.fees.mean(), b.fees.last
	}
	if !b.given {
		b.derived.step(b.days, i)
	}
	return nil
}

// setDifficulty takes the observed mean, else that of the epochs, else the last known.
func (b *builder) setDifficulty(d *Day, o Observation) error {
	switch {
	case o.Difficulty > 0:
		d.Difficulty = o.Difficulty
	case b.begun > 0:
		d.Difficulty = meanDifficulty(b.epochs[max(b.begun-2, 0):b.begun], o.Date)
		if b.epochs[b.begun-1].over(o.Date) {
			d.Carried.Difficulty = b.difficult
			return nil
		}
	case b.difficulty > 0:
		d.Difficulty, d.Carried.Difficulty = b.difficulty, b.difficult
		return nil
	default:
		return fmt.Errorf("no difficulty is known on or before %s; begin with a day that has one", o.Date)
	}
	if !(d.Difficulty >= consensus.Difficulty(0x207fffff) && d.Difficulty <= 1e60) {
		return fmt.Errorf("difficulty %v on %s is not one of Bitcoin", d.Difficulty, o.Date)
	}
	b.difficulty, b.difficult = d.Difficulty, o.Date
	return nil
}

// longestEpoch is how long an epoch lasts at most: since the end of 2010 (height 100,800) the longest
// was that of 13 June 2021 with just under twenty days. A day later than that without a newer epoch
// is one whose difficulty nobody has told.
const (
	longestEpoch = 21 * consensus.SecondsPerDay
	steadyMiners = 100_800
)

// over reports whether the epoch must have ended before the day did.
func (e Epoch) over(date units.Date) bool {
	return e.Height >= steadyMiners && (date+1).Unix() > e.Time+longestEpoch
}

// setBlocks takes the observed count, else estimates it, and sets the exact mean subsidy.
func (b *builder) setBlocks(d *Day, o Observation) error {
	if o.FirstHeight >= 0 {
		b.height = o.FirstHeight
	}
	if b.height < 0 || b.height > math.MaxInt32 {
		return fmt.Errorf("height %d on %s is out of range", b.height, o.Date)
	}
	d.FirstHeight, d.Blocks = b.height, o.Blocks
	if o.Blocks >= 0 {
		b.counted = o.Date
	} else {
		d.Carried.Blocks = b.counted
		d.Blocks = max(b.estimate(o.Date)-b.height, 0)
	}
	b.height += d.Blocks
	if d.Blocks == 0 {
		d.SubsidyBTC = consensus.Subsidy(d.FirstHeight).BTC()
	} else {
		d.SubsidyBTC = consensus.Issuance(d.FirstHeight, b.height).BTC() / float64(d.Blocks)
	}
	return nil
}

// estimate is the height of the next block at the end of date, from the last epoch known.
func (b *builder) estimate(date units.Date) int {
	end := (date + 1).Unix()
	if known := b.derived.epochs; len(known) > 0 {
		return nextHeight(known[len(known)-1], end)
	}
	if b.begun > 0 {
		return nextHeight(b.epochs[b.begun-1], end)
	}
	return b.height + consensus.BlocksPerDay
}

// feeWindow is the last feeDays days with known fees.
type feeWindow struct {
	total  [feeDays]float64 // BTC of the day's blocks
	blocks [feeDays]int
	n      int // days seen
	last   units.Date
}

func (w *feeWindow) add(date units.Date, perBlock float64, blocks int) {
	w.total[w.n%feeDays], w.blocks[w.n%feeDays] = perBlock*float64(blocks), blocks
	w.n++
	w.last = date
}

// mean is per block over the window, 0 if it has no block.
func (w *feeWindow) mean() float64 {
	var total float64
	var blocks int
	for i := range min(w.n, feeDays) {
		j := (max(w.n-feeDays, 0) + i) % feeDays // oldest first, so that equal windows add equally
		total += w.total[j]
		blocks += w.blocks[j]
	}
	if blocks == 0 {
		return 0
	}
	return total / float64(blocks)
}
