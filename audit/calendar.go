package audit

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Average is how a payer averages transaction fees.
type Average string

// The averages that payers are known to use. FeeMedian is the median fee of the day's blocks; it is
// tried only where the fees of blocks are known, since daily means do not tell it.
const (
	FeeDay       Average = "day"
	FeeDayBefore Average = "day before"
	FeeWeek      Average = "7 days"
	Fee144       Average = "144 blocks"
	FeeMedian    Average = "median"
)

// BlockFee is the fees of one block.
type BlockFee struct {
	Time int64 // Unix seconds
	BTC  float64
}

// Boundary is a payer's day: which hours are a day and which blocks' fees it pays.
type Boundary struct {
	Zone    string  `json:"zone"`    // "UTC", "UTC+8"
	Days    string  `json:"days"`    // how many days chose it, or that nothing did
	Average Average `json:"average"` // of fees
	Found   bool    `json:"found"`   // from the residuals
	Stated  bool    `json:"stated"`  // by the payer or the reader
	hours   int     // east of UTC
}

// zones are the day boundaries that payers are known to use, in hours east of UTC.
var zones = [...]int{0, 8, 3, -5}

// utcBoundary is the contract's own day: hashvalue as docs/terms.md defines it.
func utcBoundary() Boundary { return boundary(0, FeeDay) }

// ZoneBoundary is a stated day boundary, in whole hours east of UTC.
func ZoneBoundary(hours int, average Average) Boundary {
	b := boundary(hours, average)
	b.Stated = true
	return b
}

func boundary(hours int, average Average) Boundary {
	zone := "UTC"
	if hours != 0 {
		zone = fmt.Sprintf("UTC%+d", hours)
	}
	return Boundary{Zone: zone, Average: average, hours: hours}
}

// candidates are all boundaries that are tried, the contract's own first: four zones times five averages,
// the median among them where the fees of blocks are known.
func (c calendar) candidates() []Boundary {
	averages := []Average{FeeDay, FeeDayBefore, FeeWeek, Fee144, FeeMedian}
	if len(c.blocks) == 0 {
		averages = averages[:4]
	}
	var list []Boundary
	for _, hours := range zones {
		for _, average := range averages {
			list = append(list, boundary(hours, average))
		}
	}
	return list
}

// calendar gives the facts of a payer's days.
type calendar struct {
	h      *market.History
	blocks []BlockFee // by time; may be empty
}

// facts are the market of the day that a boundary calls date; the error names what is missing.
func (c calendar) facts(date units.Date, b Boundary) (contract.Facts, error) {
	own, err := c.h.At(date)
	if err != nil {
		return contract.Facts{}, err
	}
	if b.hours == 0 && b.Average == FeeDay && len(c.blocks) == 0 {
		sub := own.SubsidyHashvalue()
		return contract.Facts{Date: date, Subsidy: sub, Fees: own.Hashvalue() - sub, Price: own.PriceUSD}, nil
	}
	start := date.Unix() - int64(b.hours)*3600
	end := start + consensus.SecondsPerDay
	d, subsidy := own.Difficulty, own.SubsidyBTC
	if b.hours != 0 {
		d = c.difficulty(start, end)
		subsidy = c.mean(start, end, func(d market.Day) float64 { return d.SubsidyBTC })
	}
	fees := c.fees(start, end, b.Average)
	return contract.Facts{
		Date:    date,
		Subsidy: consensus.HashvalueAt(subsidy, d),
		Fees:    consensus.HashvalueAt(fees, d),
		Price:   own.PriceUSD,
	}, nil
}

// fees is the fee of a block in BTC that the average pays for a window.
func (c calendar) fees(start, end int64, average Average) float64 {
	const day = consensus.SecondsPerDay
	switch average {
	case FeeDayBefore:
		start -= day
		end -= day
	case FeeWeek:
		start = end - 7*day
	case Fee144:
		if blocks := c.count(start, end); blocks > 0 {
			start = end - int64(consensus.BlocksPerDay/blocks*day)
		}
	}
	if list := c.within(start, end); len(list) > 0 {
		if average == FeeMedian {
			slices.Sort(list)
			return mixture.MedianOf(list)
		}
		return meanOf(list)
	}
	return c.mean(start, end, func(d market.Day) float64 { return d.FeesBTC })
}

// within is the fees of the blocks of a window; a copy.
func (c calendar) within(start, end int64) []float64 {
	var list []float64
	from := sort.Search(len(c.blocks), func(i int) bool { return c.blocks[i].Time >= start })
	for _, b := range c.blocks[from:] {
		if b.Time >= end {
			break
		}
		list = append(list, b.BTC)
	}
	return list
}

// mean is the mean over a window of a figure of the days it touches, weighted by blocks.
func (c calendar) mean(start, end int64, of func(market.Day) float64) float64 {
	var sum, weight float64
	c.touch(start, end, func(d market.Day, share float64) {
		w := share * max(float64(d.Blocks), 1)
		sum += w * of(d)
		weight += w
	})
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// count is the number of blocks of a window, days counted in parts.
func (c calendar) count(start, end int64) float64 {
	sum := 0.0
	c.touch(start, end, func(d market.Day, share float64) { sum += share * float64(d.Blocks) })
	return sum
}

// touch visits the known days of a window with the share of each that lies in it.
func (c calendar) touch(start, end int64, visit func(market.Day, float64)) {
	for _, d := range c.h.Days(units.DateOf(start), units.DateOf(end-1)+1) {
		from, to := max(d.Date.Unix(), start), min((d.Date+1).Unix(), end)
		visit(d, float64(to-from)/consensus.SecondsPerDay)
	}
}

// difficultyOf is that of a period whose days begin so many hours east of UTC.
func (c calendar) difficultyOf(p period, hours int) float64 {
	east := int64(hours) * 3600
	return c.difficulty(p.from.Unix()-east, (p.to+1).Unix()-east)
}

// difficulty is the time-weighted mean over a window, by the epochs where they are known.
func (c calendar) difficulty(start, end int64) float64 {
	epochs := c.h.Epochs()
	k := sort.Search(len(epochs), func(i int) bool { return epochs[i].Time > start }) - 1
	var sum, weight float64
	if k >= 0 {
		for i := k; i < len(epochs) && epochs[i].Time < end; i++ {
			from, to := max(epochs[i].Time, start), end
			if i+1 < len(epochs) {
				to = min(to, epochs[i+1].Time)
			}
			sum += epochs[i].Difficulty * float64(to-from)
			weight += float64(to - from)
		}
		return sum / weight
	}
	c.touch(start, end, func(d market.Day, share float64) {
		sum += d.Difficulty * share
		weight += share
	})
	if weight == 0 {
		return 1
	}
	return sum / weight
}

// retarget is by what share difficulty changed within a day of date or near enough to its ends that it
// falls on that day by some other boundary; 0 where it did not.
func (c calendar) retarget(date units.Date) float64 {
	epochs := c.h.Epochs()
	from, to := date.Unix()-8*3600, (date+1).Unix()+5*3600
	k := sort.Search(len(epochs), func(i int) bool { return epochs[i].Time >= from })
	if k == 0 || k >= len(epochs) || epochs[k].Time >= to {
		return 0
	}
	return math.Abs(epochs[k].Difficulty/epochs[k-1].Difficulty - 1)
}

// feeShare is the mean of fees over subsidy of days, both included.
func (c calendar) feeShare(from, to units.Date) float64 {
	sum, n := 0.0, 0
	for _, d := range c.h.Days(from, to+1) {
		if d.SubsidyBTC > 0 {
			sum += d.FeesBTC / d.SubsidyBTC
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
