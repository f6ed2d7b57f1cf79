// Package valuation says what a contract pays and costs under stated conditions, and where it breaks even.
//
// Conditions are the market of one day; Scenarios play a contract over simple futures drawn from them;
// BreakEvens and GridOf look for the conditions under which it gives back what it costs; Replay plays it over
// what really happened. Every figure here is exact: it comes from contract.Terms.Run, day by day, in whole
// milli-satoshi and millionths of a dollar. BTC efficiency comes first, dollars second (docs/terms.md).
//
// It refuses to call a price path or a promise likely: scenarios are "what if", and the promise of a
// fixed payout is labelled as such.
package valuation

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Conditions are the market of the as-of day, from which scenarios start.
type Conditions struct {
	AsOf       units.Date
	SubsidyBTC float64 // per block
	FeesBTC    float64 // per block
	Difficulty float64
	PriceUSD   float64 // USD per BTC
	Height     int     // of the first block of the as-of day
	GrowthYear float64 // difficulty over its value 365 days earlier; 0 unknown
}

// ConditionsOf are the conditions of a day; yearAgo is the same day a year before, or nil.
func ConditionsOf(d market.Day, yearAgo *market.Day) Conditions {
	c := Conditions{AsOf: d.Date, SubsidyBTC: d.SubsidyBTC, FeesBTC: d.FeesBTC, Difficulty: d.Difficulty,
		PriceUSD: d.PriceUSD, Height: d.FirstHeight}
	if yearAgo != nil && yearAgo.Difficulty > 0 {
		c.GrowthYear = d.Difficulty / yearAgo.Difficulty
	}
	return c
}

// Overrides replace facts of the as-of day; zero leaves the fact.
type Overrides struct {
	HashpriceUSD float64 // USD per TH/s and day
	Difficulty   float64
	PriceUSD     float64 // USD per BTC
}

// ConditionsAt are the conditions of a day of the history, or of its last where the day is later, with what
// the reader puts in their place.
func ConditionsAt(h *market.History, asOf units.Date, o Overrides) (Conditions, error) {
	if asOf < h.First() {
		return Conditions{}, fmt.Errorf(
			"%s is before the history begins (%s); choose a later %s",
			asOf,
			h.First(),
			need.AsOf,
		)
	}
	known := min(asOf, h.Last())
	day, err := h.At(known)
	if err != nil {
		return Conditions{}, err
	}
	var yearAgo *market.Day
	if d, err := h.At(known - 365); err == nil {
		yearAgo = &d
	}
	c := ConditionsOf(day, yearAgo)
	if err := c.override(o); err != nil {
		return c, err
	}
	return c, c.Check()
}

func (c *Conditions) override(o Overrides) error {
	if o.HashpriceUSD > 0 && o.Difficulty > 0 {
		return fmt.Errorf(
			"%s and %s both say what a hash earns; give one of them",
			need.Hashprice,
			need.Difficulty,
		)
	}
	if o.PriceUSD > 0 {
		c.PriceUSD = o.PriceUSD
	}
	if o.Difficulty > 0 {
		c.Difficulty = o.Difficulty
	}
	if o.HashpriceUSD > 0 && c.PriceUSD > 0 {
		c.Difficulty *= c.HashpriceUSD() / o.HashpriceUSD
	}
	return nil
}

// Hashvalue is what a TH/s earns a day, in BTC, by way of the price: HashpriceUSD over PriceUSD.
func (c Conditions) Hashvalue() consensus.Hashvalue {
	return consensus.Hashvalue(c.HashpriceUSD() / c.PriceUSD)
}

// HashpriceUSD is the hashprice of the conditions in USD per TH/s and day.
func (c Conditions) HashpriceUSD() float64 {
	return float64(consensus.HashvalueAt(c.SubsidyBTC+c.FeesBTC, c.Difficulty)) * c.PriceUSD
}

// Check refuses conditions under which nothing can be computed, with the fact that is missing.
func (c Conditions) Check() error {
	switch {
	case !(c.PriceUSD > 0) || math.IsInf(c.PriceUSD, 0):
		return fmt.Errorf(
			"no bitcoin price is known for %s; give one with %s",
			c.AsOf,
			need.Price.As("76000USD"),
		)
	case !(c.Difficulty > 0) || math.IsInf(c.Difficulty, 0):
		return fmt.Errorf(
			"no difficulty is known for %s; give one with %s",
			c.AsOf,
			need.Difficulty.As("1.25e14"),
		)
	}
	return nil
}

// FeeShare is the share of transaction fees in the reward of a block.
func (c Conditions) FeeShare() float64 {
	if reward := c.SubsidyBTC + c.FeesBTC; reward > 0 {
		return c.FeesBTC / reward
	}
	return 0
}

// Unchanged is n days on which nothing changes, the first being the as-of day.
func (c Conditions) Unchanged(n int) []contract.Facts { return c.days(n, future{}) }

// Scheduled is Unchanged but for the subsidy, which halves where the block height says so: what is known
// ahead. It is Unchanged itself where no halving lies in these days.
func (c Conditions) Scheduled(n int) []contract.Facts { return c.days(n, future{halvings: true}) }

// Rewards is what a block pays on each of n days, in BTC: the subsidy on its schedule, fees as they are.
func (c Conditions) Rewards(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = c.SubsidyBTC*c.halved(i) + c.FeesBTC
	}
	return out
}

// Halving is the first of n days, the as-of day being the first, from which a smaller subsidy is paid than
// on the as-of day, at 144 blocks a day; ok is false where there is none.
func (c Conditions) Halving(n int) (day units.Date, ok bool) {
	for i := range n {
		if c.halved(i) < 1 {
			return c.AsOf + units.Date(i), true
		}
	}
	return 0, false
}

// future is a rule for the days ahead: the factor on difficulty, and whether subsidies halve.
type future struct {
	difficulty func(day int) float64 // nil: constant
	halvings   bool
}

// days writes the facts of n days of a future, the first being the as-of day.
func (c Conditions) days(n int, f future) []contract.Facts {
	out := make([]contract.Facts, n)
	for i := range out {
		d, subsidy := c.Difficulty, c.SubsidyBTC
		if f.difficulty != nil {
			d *= f.difficulty(i)
		}
		if f.halvings {
			subsidy *= c.halved(i)
		}
		out[i] = contract.Facts{
			Date:    c.AsOf + units.Date(i),
			Subsidy: consensus.HashvalueAt(subsidy, d),
			Fees:    consensus.HashvalueAt(c.FeesBTC, d),
			Price:   c.PriceUSD,
		}
	}
	return out
}

// halved is the mean subsidy of the day i days ahead over that of the as-of day, at 144 blocks a day. The
// subsidy of an as-of day on which it halves is a mean of two: the days that follow have the smaller.
func (c Conditions) halved(i int) float64 {
	first := c.Height + i*consensus.BlocksPerDay
	last := first + consensus.BlocksPerDay - 1
	now := float64(consensus.Subsidy(c.Height))
	if i == 0 || now == 0 {
		return 1
	}
	if mean := c.SubsidyBTC * units.SatPerBTC; mean < now && mean > now/2 {
		now, first, last = mean, first+consensus.BlocksPerDay, last+consensus.BlocksPerDay
	}
	boundary := last / consensus.HalvingBlocks * consensus.HalvingBlocks
	if boundary <= first {
		return float64(consensus.Subsidy(first)) / now
	}
	before := float64(boundary-first) / consensus.BlocksPerDay
	return (before*float64(consensus.Subsidy(first)) + (1-before)*float64(consensus.Subsidy(last))) / now
}

// Horizon is the number of days to compute: the whole term with what pauses may add to it, or openDays of
// an open contract.
func Horizon(t *contract.Terms, openDays int) int {
	if n := t.Longest(); n > 0 {
		return n
	}
	return t.Delay + openDays
}

// FactsOf turns market days into the facts of contract days. Days without a price have price 0.
func FactsOf(days []market.Day) []contract.Facts {
	out := make([]contract.Facts, len(days))
	for i := range days {
		d := &days[i]
		sub := d.SubsidyHashvalue()
		out[i] = contract.Facts{Date: d.Date, Subsidy: sub, Fees: d.Hashvalue() - sub, Price: d.PriceUSD}
	}
	return out
}
