package economics

import (
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// Choices are what the reader may set about the judging itself.
type Choices struct {
	// days that an open or unstated term is computed for; 0: DefaultOpenDays
	OpenDays   int
	Discounts  bool                       // take fee discounts that need something of the buyer
	USDPer     map[units.Currency]float64 // dollars per unit of other currencies
	Currency   units.Currency             // that amounts are said in; empty: that of the price
	Paths      int                        // simulated markets; 0: DefaultPaths; negative: none
	Seed       uint64
	PriceDrift float64 // growth of the median price, fraction per year; 0: it stays
	// dollars per kWh that the reader pays; 0: not known, no own machine is compared
	PowerUSD  float64
	Machine   *hardware.Machine // to own or host; nil: the cheapest to own and run
	BudgetUSD float64           // dollars at hand, for sizing; 0: not known
	Tax       *tax.Rates
	Brief     bool // only verdict, scenarios, chance, quantiles and fair prices: for screening many offers
}

// DefaultPaths is the number of simulated markets: at it the standard error of a fair price was 0.2 to
// 0.9 per cent on the three offers of docs/performance.md, and every verdict states its own.
const DefaultPaths = 16384

// DefaultOpenDays is how long an open contract is computed for: three years, the longest horizon at
// which forecasts of mined bitcoin have been scored (docs/terms.md).
const DefaultOpenDays = 1095

// Compile is how an offer is compiled under these choices.
func (c Choices) Compile() compile.Options {
	return compile.Options{Discounts: c.Discounts, USDPer: c.USDPer}
}

// OpenTerm is the number of days that an open or unstated term is computed for.
func (c Choices) OpenTerm() int {
	if c.OpenDays == 0 {
		return DefaultOpenDays
	}
	return c.OpenDays
}

// paths is the number of simulated markets.
func (c Choices) paths() int {
	if c.Paths == 0 {
		return DefaultPaths
	}
	return c.Paths
}
