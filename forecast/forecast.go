// Package forecast says how difficulty, hashvalue and price may go from a day on: paths to run
// contracts over, and quantiles. It is built to be right as often as it says, not to sound sure.
//
// Fit learns a Model from a market.History and an as-of day, and reads nothing later. Simulate
// gives Paths: plain arrays from a counter-based generator, the same bytes for the same seed on any
// number of cores. Quantiles summarises them; Backtest scores such forecasts over history.
//
// Difficulty is a pool of two members, each path belonging to one: a drift shrunk from last year's
// growth towards the trend of machines' efficiency, and an error correction towards the hashprice
// miners have lived with. A market curve makes a third. Halvings come by block height. The price is
// not predicted: its median stays where it is unless a drift is asked for.
//
// Sources: docs/backtest.md (scores, and what was tried), Prat and Walter (JPE 2021), Kristoufek (2020).
package forecast

import (
	"fmt"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// MaxHorizon is the longest horizon a forecast is given for.
const MaxHorizon units.Days = maxDays

// firstUsable is the first day forecasts are offered for: before it, difficulty was that of
// graphics cards and the price that of one exchange.
const firstUsable units.Date = 15706 // 2013-01-01

// Model is what Fit learnt: every figure a path starts from. Rates are per day unless said.
type Model struct {
	AsOf              units.Date
	Height            int     // of the first block after the as-of day
	Difficulty        float64 // in force at the end of the as-of day
	DayDifficulty     float64 // mean of the as-of day, the yardstick of dilution
	SubsidyBTC        float64 // of the next block
	DaySubsidyBTC     float64 // mean of the as-of day's blocks, the yardstick of dilution
	PriceUSD          float64
	EpochBlocks       float64 // found in the running epoch
	EpochDays         float64 // since it began
	BlocksUnknown     bool    // the history had no count of blocks: EpochBlocks is by the clock
	Gap, GapSD        float64 // ln hashrate above difficulty in force, and how sure
	HashrateSD        float64 // noise of ln hashrate per square root of a day
	PriceSD           float64 // of ln price per square root of a day
	PriceDriftSD      float64 // of the price's drift per day, about none
	Correlation       float64 // of the two noises' standard deviations: hashrate noise gains this share of the price's
	FeeShare          float64 // fees / subsidy, now
	FeeMean, FeeSD    float64 // what it returns to; noise of its log per epoch
	TransientHalfLife float64 // days
	Members           []Member

	dollars Member // forecasts hashprice in dollars
}

// Member is one way difficulty may go. The parameters of its paths are drawn about these.
type Member struct {
	Name                   string
	Weight                 float64 // share of the paths
	Drift, DriftSD         float64 // lasting growth of ln hashrate per day
	Transient, TransientSD float64 // growth per day on top, fading with Model.TransientHalfLife
	Pull                   float64 // per day, towards price and level
	RewardPull             bool    // halvings move what it is pulled to
	OwnLevel               bool    // the level is the path's own start and drift; Level is not used
	Level, LevelSD         float64 // ln(price * subsidy / difficulty) at rest, as of today
	Trend, TrendSD         float64 // fall of that level per day
}

// Config says what to simulate. The zero value of an option is its default.
type Config struct {
	Days  units.Days // 1 to MaxHorizon; day 1 is the day after the as-of day
	Paths int        // default DefaultPaths; rounded up to a multiple of 8
	Seed  uint64
	// PriceDrift is the growth of the median price, as a fraction per year; 0: it stays.
	PriceDrift float64
	// Workers is how many goroutines may run; 0: one per core where it pays. Results do not depend on it.
	Workers int
	// Subsidy asks for Paths.Subsidy. Hashvalue always has fees in it.
	Subsidy bool

	kernel int // tests: 1 + which of kernels runs; 0: the fastest
}

// DefaultPaths is the number of paths where none is asked for.
const DefaultPaths = 4096

// maxPathDays and maxPaths bound memory: 2^28 path-days are 2 GiB, 2^20 paths' states 112 MiB.
const (
	maxPathDays = 1 << 28
	maxPaths    = 1 << 20
)

func (c Config) check() (Config, error) {
	if c.Days < 1 || c.Days > MaxHorizon {
		return c, fmt.Errorf("a horizon of %d days is outside 1 to %d; write for example 365d", c.Days, MaxHorizon)
	}
	if c.Paths == 0 {
		c.Paths = DefaultPaths
	}
	c.Paths = (c.Paths + laneCount - 1) / laneCount * laneCount
	if most := min(maxPaths, maxPathDays/int(c.Days)); c.Paths < laneCount || c.Paths > most {
		return c, fmt.Errorf("%d paths of %d days are outside 8 to %d paths for that horizon", c.Paths, c.Days, most)
	}
	if !(c.PriceDrift > -1 && c.PriceDrift <= 10) {
		return c, fmt.Errorf("a price drift of %g per year is outside -99%% to 1000%%", c.PriceDrift)
	}
	return c, nil
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
// as a different world and not as a shock to be undone.
func (m Model) With(o Overrides) (Model, error) {
	if o.PriceUSD < 0 || o.Difficulty < 0 || o.HashpriceUSD < 0 {
		return m, fmt.Errorf("price, difficulty and hashprice must be positive")
	}
	if o.PriceUSD > 0 && o.HashpriceUSD > 0 {
		return m, fmt.Errorf("price and hashprice contradict each other: give one of them")
	}
	before := m.restRatio()
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
	shift := m.restRatio() - before
	m.Members = append([]Member(nil), m.Members...)
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
	m.Members = []Member{m.dollars}
	return m
}

// Hashvalue is the expected BTC per TH/s and day at the difficulty in force, fees included.
func (m Model) Hashvalue() consensus.Hashvalue {
	return consensus.HashvalueAt(m.SubsidyBTC*(1+m.FeeShare), m.Difficulty)
}

// HashpriceUSD is Hashvalue at the as-of day's price, USD per TH/s and day.
func (m Model) HashpriceUSD() float64 { return float64(m.Hashvalue()) * m.PriceUSD }
