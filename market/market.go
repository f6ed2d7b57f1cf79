// Package market holds what was seen on chain and on markets as dated series: every difficulty
// epoch, and per UTC day the difficulty, price, fees, blocks and subsidy.
//
// Main types: History (Embedded, or read with Parse, or built with New), Day, Epoch. A history is
// immutable, and each day's figures depend only on what was known when the day ended: figures
// that are missing are carried forward and say so (Carried), none is interpolated from later ones.
// So CutAt(d), the history as it stood at the end of day d, is simply its beginning.
//
// It fetches nothing and forecasts nothing: a day after Last is an error.
//
// Sources and quantisation of the embedded history: SOURCES.md.
//
// Nothing in it is promised to other modules.
package market

import (
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Day is what is known of one UTC day.
type Day struct {
	Date       units.Date
	Difficulty float64 // time-weighted mean over the day
	PriceUSD   float64 // USD per BTC at the end of the day; 0: no price is known up to this day
	FeesBTC    float64 // mean per block of the day's blocks; 0 with Carried.Fees 0 may mean none known: see Cutoffs
	SubsidyBTC float64 // mean per block of the day's blocks, exact by height also on a halving day
	// Blocks is the number of blocks of the day by header time, FirstHeight the height of the first. Where
	// Carried.Blocks is set both are estimates at 600 s a block from the start of the epoch.
	Blocks, FirstHeight int
	Carried             Carried
}

// Carried says which figures of a day are older than the day: each date is that of the figure that
// was carried forward, 0 if the figure is the day's own (or none is known at all).
type Carried struct {
	Price  units.Date // last known price
	Fees   units.Date // last day of the feeDays known days whose mean per block is used
	Blocks units.Date // last day with a count of blocks
	// Difficulty is set where the last known epoch must have ended, or where no epoch is known.
	Difficulty units.Date
}

// Any reports whether some figure of the day is carried forward.
func (c Carried) Any() bool { return c != Carried{} }

// Hashvalue is the expected BTC per TH/s and day, subsidy and fees.
func (d Day) Hashvalue() consensus.Hashvalue {
	return consensus.HashvalueAt(d.SubsidyBTC+d.FeesBTC, d.Difficulty)
}

// SubsidyHashvalue is the expected BTC per TH/s and day from the subsidy alone.
func (d Day) SubsidyHashvalue() consensus.Hashvalue {
	return consensus.HashvalueAt(d.SubsidyBTC, d.Difficulty)
}

// HashpriceUSD is Hashvalue at the day's price, in USD per TH/s and day; 0 if no price is known.
func (d Day) HashpriceUSD() float64 { return float64(d.Hashvalue()) * d.PriceUSD }
