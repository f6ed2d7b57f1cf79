// Package forecast says how difficulty, hashvalue and price may go from a day on: paths to run
// contracts over, and quantiles. It is built to be right as often as it says, not to sound sure.
//
// Fit learns a Model from a market.History and an as-of day, and reads nothing later. Quantiles and Fan
// summarise what the model expects; its paths themselves are drawn by package paths, and package
// backtest scores forecasts over history.
//
// Difficulty is a pool of members, each path belonging to one: last year's growth, fading into the trend
// of machines' efficiency; that trend alone; and an error correction towards the hashprice miners have
// lived with. Halvings come by block height. The price is not predicted: its median stays where it is
// unless a drift is asked for.
//
// Sources: docs/backtest.md (scores, and what was tried), Prat and Walter (JPE 2021), Kristoufek (2020).
package forecast

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/units"
)

// FirstUsable is the first day forecasts are offered for, 2013-01-01: before it, difficulty was that of
// graphics cards and the price that of one exchange.
const FirstUsable units.Date = 15706

const (
	// epochDays is how many days an epoch takes at ten minutes a block.
	epochDays = consensus.RetargetBlocks / consensus.BlocksPerDay

	// daysPerYear is that of the Julian year, which turns rates per year into rates per day.
	daysPerYear = 365.25
)

// Model is what Fit learnt: the process that paths follow, and what its figures are measured against. Its
// paths are drawn by the methods of the process: Simulate, Strips, EachTile.
type Model struct {
	paths.Process

	DayDifficulty float64 // mean of the as-of day, the yardstick of dilution
	DaySubsidyBTC float64 // mean of the as-of day's blocks, the yardstick of dilution

	blocksUnknown bool         // the history had no count of blocks: EpochBlocks is by the clock
	dollars       paths.Member // forecasts hashprice in dollars
}

// Overrides replaces facts of the as-of day by figures of the user's; 0 keeps the fact.
type Overrides struct {
	PriceUSD   float64
	Difficulty float64
	// Hashprice in USD per TH/s and day, fees included; it sets the price that gives it, so it
	// excludes PriceUSD.
	HashpriceUSD float64
}

// With is the model started from other facts. What was learnt (drifts, noises) stays; the level
// the error correction pulls to moves with difficulty and price, so that a different start is read
// as a different world and not as a shock to be undone. An error if a figure is negative, or if price
// and hashprice are both given.
func (m Model) With(o Overrides) (Model, error) {
	if o.PriceUSD < 0 || o.Difficulty < 0 || o.HashpriceUSD < 0 {
		return m, fmt.Errorf("price, difficulty and hashprice must be positive")
	}
	if o.PriceUSD > 0 && o.HashpriceUSD > 0 {
		return m, fmt.Errorf("price and hashprice contradict each other: give one of them")
	}
	before := m.LogHashprice()
	if o.Difficulty > 0 {
		m.DayDifficulty *= o.Difficulty / m.Difficulty
		m.Difficulty = o.Difficulty
	}
	if o.PriceUSD > 0 {
		m.PriceUSD = o.PriceUSD
	}
	if o.HashpriceUSD > 0 {
		m.PriceUSD = o.HashpriceUSD / float64(m.Hashvalue())
	}
	shift := m.LogHashprice() - before
	m.Members = slices.Clone(m.Members)
	for i := range m.Members {
		m.Members[i].Level += shift
	}
	m.dollars.Level += shift
	return m, nil
}

// Dollars is the model for hashprice in dollars alone. With a price that goes nowhere at the median,
// the pool's bitcoin times price has forecast too few dollars; hashprice itself has returned to its
// mean. Its bitcoin is wrong: use it for nothing else (docs/backtest.md).
func (m Model) Dollars() Model {
	m.Members = []paths.Member{m.dollars}
	return m
}

// Hashvalue is the expected BTC per TH/s and day at the difficulty in force, fees included.
func (m Model) Hashvalue() consensus.Hashvalue {
	return consensus.HashvalueAt(m.SubsidyBTC*(1+m.FeeShare), m.Difficulty)
}

// HashpriceUSD is Hashvalue at the as-of day's price, USD per TH/s and day.
func (m Model) HashpriceUSD() float64 { return float64(m.Hashvalue()) * m.PriceUSD }
