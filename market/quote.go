package market

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// What a quote can be of. A market of several algorithms adds its own: "lowest ask (sha256ab)".
const (
	LowestAsk        = "lowest ask"
	LowestBidServed  = "lowest bid served"
	HighestBid       = "highest bid"
	HighestBidServed = "highest bid served"
	LastTrade        = "last"
	SuggestedPrice   = "suggested price"
)

// Quote is what hashrate costs on a market at a moment.
type Quote struct {
	Venue     string
	What      string  // LowestAsk and the like
	SatPerTH  float64 // satoshi per TH/s and day
	Available units.Hashrate
	At        int64 // Unix seconds
	From      cite.Source
}

// ForSale reports whether hashrate can be had for the quote: somebody asks it, or is served at it.
func (q Quote) ForSale() bool {
	what, _, _ := strings.Cut(q.What, " (")
	return what == LowestAsk || what == LowestBidServed
}

// Plausible is nil if the quote lies within a fifth and five times the day's hashvalue, or, where
// that is not known (zero), within 10 to 200 satoshi per TH/s and day. Outside, a unit was misread
// or the market is broken: prices inflated by 1,000 and by 1,000,000 have been published from
// misread units. The band is a choice: hashrate rarely trades beyond a few tens of per cent of what
// it earns.
func (q Quote) Plausible(hashvalue consensus.Hashvalue) error {
	low, high := 10.0, 200.0
	if sat := float64(hashvalue) * units.SatPerBTC; sat > 0 {
		low, high = sat/5, sat*5
	}
	if q.SatPerTH >= low && q.SatPerTH <= high {
		return nil
	}
	return fmt.Errorf("%s of %s is %s sat/TH/day, outside the plausible %s to %s", q.What, q.Venue,
		units.Format(q.SatPerTH, 5), units.Format(low, 3), units.Format(high, 3))
}

// MeanForward is the mean of the forward prices over the days from from to before to, in one currency,
// and how many of those days the curve covers. Prices of another currency than the first are passed
// over; without a covered day the count is zero.
func MeanForward(curve []Forward, from, to units.Date) (mean units.PerHashrateDay, covered units.Days) {
	sum := 0.0
	for _, f := range curve {
		days := min(f.To, to) - max(f.From, from)
		if days <= 0 || covered > 0 && f.Price.Currency != mean.Currency {
			continue
		}
		mean.Currency = f.Price.Currency
		covered += units.Days(days)
		sum += f.Price.Value * float64(days)
	}
	if covered > 0 {
		mean.Value = sum / float64(covered)
	}
	return mean, covered
}

// Forward is the price of hashrate that somebody offers today for a later time.
type Forward struct {
	From, To units.Date // To exclusive
	Price    units.PerHashrateDay
	Source   string
}
