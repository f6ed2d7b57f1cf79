// Package grounds holds what a rule reads: the Facts of an offer.
//
// They are the offer, dated figures from outside it (Gather takes them from a history), what the seller's
// words come to (Said), what the public record holds of the seller (Recorded), and what follows from these
// without judging: prices and fees per TH/s and day, stated rates over what hashrate earned, prices that the
// seller does not set (Anchors). What is not known is nil, false or empty. It judges nothing; package redflag
// does.
//
// Nothing in it is promised to other modules.
package grounds

import (
	"context"
	"slices"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/promise"
	"github.com/assaymining/assay/units"
)

// Facts is all that the rules may know: the offer and dated figures from outside it. A nil pointer
// or a missing day is unknown.
type Facts struct {
	Offer   offer.Offer
	AsOf    units.Date // the day of the judgement
	Earned  []Earned   // for each of dates(Offer), as far as known; ascending
	Machine *Machine   // the cheapest new machine on the day the offer was seen
	// the cheapest machine on the day of the judgement, where the offer is undated
	Cheapest *Machine
	Lowest   lowest   // hashprice of the two years to the day of the judgement
	PriceUSD float64  // of a bitcoin on that day, for an offer without one; 0 not known
	Best     *Machine // the most efficient machine that was out by then, or within a year after
	// dollars for one unit of another currency on the day of the offer, where they are given; a currency
	// that is not among them is taken at its monthly mean rate
	USDPer  map[units.Currency]float64
	Money   units.Shown // what amounts are said in
	Spot    *Quote      // what verifiable hashrate costs on a market where anybody can buy it
	Forward *Quote      // what hashrate over the contract's days costs now, on a forward curve of the reader

	Promise *promise.RunOff // whether a promised rate can be paid; Judge works it out. nil: none is promised

	words  *Said // read by Once; nil: read on demand
	record *Recorded
}

// Once is the same facts with the offer's words read and the seller looked up, so that no rule does it again.
// It ends soon after the context, with part of the words.
func (f Facts) Once(ctx context.Context) Facts {
	if f.words != nil {
		return f
	}
	words, recorded := readWords(ctx, f.Offer), f.Recorded()
	f.words, f.record = &words, &recorded
	return f
}

// Earned is what the protocol gave for 1 TH/s and day on a date.
type Earned struct {
	Date      units.Date
	Hashvalue float64 // BTC per TH/s and day
	PriceUSD  float64 // USD per BTC; 0 unknown
	// BestHashvalue and BestHashprice are the highest of the 30 days that end with Date, each at no more
	// than Date's subsidy, so that nobody is accused over a figure that was right last week, and none
	// passes that a halving has ended.
	BestHashvalue float64 // BTC per TH/s and day
	BestHashprice float64 // USD per TH/s and day; 0 unknown
	// the lowest hashprice of the same days, so that a bid is not called low over one day of high fees
	LeastHashprice float64
	Network        units.Hashrate // of all miners together, as the day's difficulty implies; 0 not known
	HalvesIn       float64        // days to the next halving, at ten minutes a block; 0 not known
	Halved         float64        // what a halving leaves of hashvalue, its fees staying
	Growth         float64        // of difficulty over the 365 days before, a fraction; 0 not known, or none
	Source         cite.Source
}

// lowest is the lowest hashprice of two years, in USD per TH/s and day; 0 where none is.
type lowest struct {
	Hashprice float64
	Date      units.Date
}

// Hashprice is USD per TH/s and day, 0 where no price is known.
func (e Earned) Hashprice() float64 { return e.Hashvalue * e.PriceUSD }

// Machine is what hashrate costs to own.
type Machine struct {
	Model      string
	USDPerTH   float64
	Efficiency units.Efficiency
	Source     cite.Source
}

// Quote is a dated price of hashrate.
type Quote struct {
	BTCPerTHDay float64
	AsOf        units.Date
	Source      cite.Source
}

// bestOf is the number of days in which the best is looked for before a claim is called
// impossible: hashprice moves, and pages are slow to follow (redflags F05a).
const bestOf = 30

// dates is the days on which chain facts are needed: the day the offer was seen and the day of each
// claim, ascending, without those that are unknown.
func dates(o offer.Offer) []units.Date {
	var all []units.Date
	if o.Seen != nil {
		all = append(all, *o.Seen)
	}
	for _, c := range o.Claims {
		if c.Date != nil {
			all = append(all, *c.Date)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// On is what the protocol gave on a day; false where the day or its figures are unknown, or where
// it lies after the day of the judgement.
func (f Facts) On(date *units.Date) (Earned, bool) {
	if date == nil || f.AsOf != 0 && *date > f.AsOf {
		return Earned{}, false
	}
	for _, e := range f.Earned {
		if e.Date == *date {
			return e, e.Hashvalue > 0
		}
	}
	return Earned{}, false
}

// MissingDay says which fact is wanted where on returned false.
func (f Facts) MissingDay(date *units.Date) string {
	switch {
	case date == nil:
		return "the day of the offer (seen:)"
	case f.AsOf != 0 && *date > f.AsOf:
		return "a date that is not in the future: " + date.String() + " lies after " + f.AsOf.String()
	}
	return "chain facts for " + date.String()
}

// SHA256 reports whether the offer is for bitcoin's algorithm; a blank is taken as such, since the
// document is about hashrate in TH/s.
func (f Facts) SHA256() bool {
	switch f.Offer.Algorithm {
	case "", "sha256", "SHA256", "sha-256", "SHA-256", "sha256d":
		return true
	}
	return false
}

// PriceUSDPerTH is the upfront price of 1 TH/s; false where it or its conversion is unknown.
func (f Facts) PriceUSDPerTH() (float64, bool) {
	p := f.Offer.Price
	switch {
	case p.PerHashrate != nil:
		return f.usd(p.PerHashrate.Value, p.PerHashrate.Currency)
	case p.Upfront != nil && f.Offer.Hashrate > 0 && f.SHA256():
		return f.usd(p.Upfront.Float()/f.Offer.Hashrate.TH(), p.Upfront.Currency)
	}
	return 0, false
}

// usd converts at the price of the day the offer was seen, of an undated one of the day of the judgement.
func (f Facts) usd(v float64, c units.Currency) (float64, bool) {
	if c == units.BTC && f.Offer.Seen == nil && f.PriceUSD > 0 {
		return v * f.PriceUSD, true
	}
	return f.USDOn(v, c, f.Offer.Seen)
}

// USDOn converts at the price of a day: of bitcoin that of the day itself, of a currency the rate that is
// given for the day of the offer, else the monthly mean that was known. Dollars are dollars.
func (f Facts) USDOn(v float64, c units.Currency, day *units.Date) (float64, bool) {
	switch c {
	case units.USD:
		return v, true
	case units.BTC:
		e, ok := f.On(day)
		return v * e.PriceUSD, ok && e.PriceUSD > 0
	}
	on, seen := f.AsOf, f.Offer.Seen
	if day != nil {
		on = *day
	}
	if given := f.USDPer[c]; given > 0 && (day == nil || seen != nil && *day == *seen) {
		return v * given, true
	}
	rate, ok := market.MonthlyRateOf(c, on)
	return v * rate.USDPer, ok
}

// FollowsRevenue reports whether payouts are known to follow what the machines earn.
func FollowsRevenue(b offer.Basis) bool {
	switch b {
	case offer.PoolRevenue, offer.FPPS, offer.PPS, offer.PPLNS, offer.Solo:
		return true
	}
	return false
}

// BasisKnown reports whether the document says what a payout follows.
func BasisKnown(b offer.Basis) bool { return b != "" && b != offer.BasisUnknown }
