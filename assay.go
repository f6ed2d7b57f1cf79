// Package assay is the front door: Evidence in, Verdict out.
//
// A verdict is a pure function of a file of evidence: Evaluate does no I/O, reads no clock and draws
// no hidden random number, so that anyone can rerun it and get the same bytes. The evidence is the
// offer, the market's history with its hash, and the choices of the reader; whatever touches the
// world only fills it or shows the result.
//
// Three axes are never mixed: economics (does it beat buying bitcoin?), contract risk (who holds
// which right?) and trust (is there evidence that anyone mines?). Not knowing is an answer.
package assay

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
	"github.com/assaymining/assay/valuation"
)

// Evidence is everything a verdict is judged on.
type Evidence struct {
	Version   string // of the program that judges
	Offer     contract.Offer
	Warnings  []string        // from reading the offer
	AsOf      *units.Date     // nil: the day the offer was seen, else the last day of the history
	History   *market.History // what was seen on the market
	Spot      *redflag.Quote  // what verifiable hashrate costs on a market; nil: not known
	Forward   *redflag.Quote  // what hashrate over the contract's days costs on a forward market; nil: not known
	Overrides Overrides
	Choices   Choices

	batch *batch // that is screened together; nil: alone
}

// Overrides replace facts of the as-of day; zero leaves the fact.
type Overrides struct {
	HashpriceUSD float64 // USD per TH/s and day
	Difficulty   float64
	PriceUSD     float64 // USD per BTC
}

// Choices are what the reader may set about the judging itself.
type Choices struct {
	OpenDays   int                        // days that an open or unstated term is computed for; 0: DefaultOpenDays
	Discounts  bool                       // take fee discounts that need something of the buyer
	USDPer     map[units.Currency]float64 // dollars per unit of other currencies
	Paths      int                        // simulated markets; 0: DefaultPaths; negative: none
	Seed       uint64
	PriceDrift float64           // growth of the median price, fraction per year; 0: it stays
	PowerUSD   float64           // dollars per kWh that the reader pays; 0: not known, no own machine is compared
	Machine    *hardware.Machine // to own or host; nil: the cheapest to own and run
	BudgetUSD  float64           // dollars at hand, for sizing; 0: not known
	Tax        *valuation.TaxRates
	Brief      bool // only verdict, scenarios, chance, quantiles and fair prices: for screening many offers
}

// DefaultPaths is the number of simulated markets: at it the standard error of a fair price was 0.2 to
// 0.9 per cent on the three offers of docs/performance.md, and every verdict states its own.
const DefaultPaths = 16384

// DefaultOpenDays is how long an open contract is computed for: three years, the longest horizon at
// which forecasts of mined bitcoin have been scored (docs/terms.md).
const DefaultOpenDays = 1095

// Evaluate judges an offer. The error says which piece of evidence makes no sense and how to mend it;
// an offer that cannot be computed for lack of facts is no error but a verdict of "unknown".
// Same evidence, same bytes.
func Evaluate(e Evidence) (*Verdict, error) {
	return EvaluateOn(e, func(k MarketKey) (*Market, error) { return NewMarket(k, e.History) })
}

// EvaluateOn is Evaluate with the simulated market from elsewhere, so that a caller may keep and share
// it. markets must return what NewMarket would for the key, or an error that becomes a warning.
func EvaluateOn(e Evidence, markets func(MarketKey) (*Market, error)) (*Verdict, error) {
	c, asOf, err := conditions(e)
	if err != nil {
		return nil, err
	}
	v := &Verdict{
		Schema: VerdictSchema, Version: e.Version, Offer: contract.JSON(e.Offer),
		AsOf: asOf.String(), Data: dataOf(e.History, c),
		Verdict:     Summary{ContractRisk: NotKnown, Trust: NotKnown, Reasons: []string{}, Questions: []string{}},
		Assumptions: []string{},
		Warnings:    append([]string{}, e.Warnings...),
	}
	if e.AsOf == nil && e.Offer.Seen == nil {
		v.Assumptions = append(v.Assumptions, fmt.Sprintf(
			"the day the offer was seen is not stated: the last day of the history is taken, %s; %s gives another", asOf, need.AsOf))
	}
	v.Warnings = append(v.Warnings, staleness(e, asOf, c.AsOf)...)
	judgeTrust(v, e, asOf)
	return v, judgeEconomics(v, e, c, markets)
}

// conditions are the market on the as-of day with the reader's overrides, and the as-of day itself,
// which may lie after the last day that is known.
func conditions(e Evidence) (valuation.Conditions, units.Date, error) {
	asOf := e.History.Last()
	switch {
	case e.AsOf != nil:
		asOf = *e.AsOf
	case e.Offer.Seen != nil:
		asOf = *e.Offer.Seen
	}
	if asOf < e.History.First() {
		return valuation.Conditions{}, 0, fmt.Errorf("%s is before the history begins (%s); choose a later %s", asOf, e.History.First(), need.AsOf)
	}
	known := min(asOf, e.History.Last())
	day, err := e.History.At(known)
	if err != nil {
		return valuation.Conditions{}, 0, err
	}
	var yearAgo *market.Day
	if d, err := e.History.At(known - 365); err == nil {
		yearAgo = &d
	}
	c := valuation.ConditionsOf(day, yearAgo)
	if err := override(&c, e.Overrides); err != nil {
		return c, 0, err
	}
	return c, asOf, c.Check()
}

func override(c *valuation.Conditions, o Overrides) error {
	if o.HashpriceUSD > 0 && o.Difficulty > 0 {
		return fmt.Errorf("%s and %s both say what a hash earns; give one of them", need.Hashprice, need.Difficulty)
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

// staleness says which facts are older than the day that is judged.
func staleness(e Evidence, asOf, known units.Date) []string {
	var out []string
	if asOf > known {
		out = append(out, fmt.Sprintf("the market is known to %s only: conditions are %d days older than %s", known, asOf-known, asOf))
	}
	day, err := e.History.At(known)
	if err != nil {
		return out
	}
	for _, f := range []struct {
		what string
		from units.Date
	}{{"transaction fees", day.Carried.Fees}, {"the price", day.Carried.Price}, {"the difficulty", day.Carried.Difficulty}} {
		if f.from != 0 && f.from < known {
			out = append(out, fmt.Sprintf("%s of %s are carried forward from %s (%d days old)", f.what, known, f.from, known-f.from))
		}
	}
	return out
}
