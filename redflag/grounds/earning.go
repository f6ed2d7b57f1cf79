package grounds

import (
	"math"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// What the offer asks and states, set beside what hashrate earned.

// ProtocolSource is where a day's earnings come from when no history is named.
var ProtocolSource = cite.Source{
	What: "protocol arithmetic: reward per block x 86400e12 / (difficulty x 2^32) (docs/terms.md)",
}

// Day is the day a claim was made.
func (f Facts) Day(c *offer.Claim) *units.Date {
	if c.Date != nil {
		return c.Date
	}
	return f.Offer.Seen
}

// PriceCurrency is the currency of the price, "" where unknown.
func (f Facts) PriceCurrency() string {
	switch p := f.Offer.Price; {
	case p.Upfront != nil:
		return string(p.Upfront.Currency)
	case p.PerHashrate != nil:
		return string(p.PerHashrate.Currency)
	case p.Bid != nil:
		return string(p.Bid.Currency)
	}
	return ""
}

// FeesUSDPerTHDay is the sum of fees in dollars per TH/s and day at the hashprice of the day the
// offer was seen; false where a fee cannot be turned into that, or none is stated.
func (f Facts) FeesUSDPerTHDay() (float64, bool) {
	o := f.Offer
	if len(o.Fees) == 0 {
		return 0, o.FeesStated
	}
	e, known := f.On(o.Seen)
	var sum float64
	for _, fee := range o.Fees {
		v, ok := 0.0, true
		switch {
		case fee.PerHashrateDay != nil:
			v, ok = f.usd(fee.PerHashrateDay.Value, fee.PerHashrateDay.Currency)
		case fee.EnergyPrice != nil && fee.Efficiency != nil:
			v, ok = f.usd(fee.EnergyPrice.Value*fee.Efficiency.KWhPerTHDay(), fee.EnergyPrice.Currency)
		case fee.RevenueShare != nil:
			v, ok = float64(*fee.RevenueShare)*e.Hashprice(), known && e.PriceUSD > 0
		case fee.SpendShare != nil && o.Price.Bid != nil:
			v, ok = f.usd(float64(*fee.SpendShare)*o.Price.Bid.Value, o.Price.Bid.Currency)
		case fee.PerPayout != nil, fee.ProfitShare != nil, fee.Once != nil, fee.PerMonth != nil:
			v = 0 // depend on later days, or on the size of the order; leaving them out favours the seller
		default:
			ok = false
		}
		if !ok {
			return 0, false
		}
		sum += v
	}
	return sum, true
}

// OverEarning is the stated daily income over the most that its hashrate could earn, gross, within
// the 30 days before the claim; false where price, hashrate or day is unknown.
func (f Facts) OverEarning(r Rate) (ratio float64, ok bool) {
	e, known := f.On(f.DayOf(r))
	price, priced := f.PriceUSDPerTH()
	if !known || !priced || price <= 0 || e.BestHashprice <= 0 || r.PerDay <= 0 ||
		f.Offer.Payout.Basis == offer.SellerToken {
		return 0, false
	}
	return r.PerDay * price / e.BestHashprice, true
}

// DayOf is the day on which a rate was named: of its claim, else of the offer.
func (f Facts) DayOf(r Rate) *units.Date {
	if r.Claim != nil && r.Claim.Date != nil {
		return r.Claim.Date
	}
	return f.Offer.Seen
}

// highestYield is the highest day-one gross yield on record for a real contract, 0.82 % of the price
// a day (Genesis Mining before the halving of 2016: $5.47 a day on 3.5 TH/s at $190). It stands in,
// in the seller's favour, where price and hashrate are not known.
const highestYield = 0.0082

// Yield is what a dollar of hashrate earns a day, gross, and where that is known from, if it is.
func (f Facts) Yield() (perDay float64, basis string, known bool) {
	e, ok := f.On(f.Offer.Seen)
	if price, priced := f.PriceUSDPerTH(); ok && priced && price > 0 && e.BestHashprice > 0 {
		return e.BestHashprice / price, "the offer's own price and hashrate, best of the 30 days to " +
			"" + e.Date.String(), true
	}
	if ok && f.Machine != nil && f.Machine.USDPerTH > 0 && e.BestHashprice > 0 {
		return e.BestHashprice / f.Machine.USDPerTH, "the cheapest new machine, best of the 30 days to " +
			"" + e.Date.String(), true
	}
	return highestYield, "not known; the highest day-one yield on record (0.82 % a day, 2016) in the " +
		"seller's favour", false
}

// Payback is in how many days what 1 TH/s earns, at so many dollars on the first and less fees of each, comes
// to a price, if nothing changes but the subsidy, which halves on its day; infinite where it never does.
func (e Earned) Payback(price, hashprice, fees float64) float64 {
	days := price / (hashprice - fees)
	if hashprice <= fees {
		return math.Inf(1)
	}
	if e.HalvesIn <= 0 || days <= e.HalvesIn {
		return days
	}
	left, after := price-(hashprice-fees)*e.HalvesIn, hashprice*e.Halved-fees
	if after <= 0 {
		return math.Inf(1)
	}
	return e.HalvesIn + left/after
}

// Mean is what a day of so many gives on average, over what the first gives, if difficulty grows as in the
// year before and the subsidy halves on its day.
func (e Earned) Mean(days float64) float64 {
	const steps = 100
	sum := 0.0
	for i := range steps {
		day := (float64(i) + 0.5) / steps * days
		v := math.Pow(1+e.Growth, -day/daysPerYear)
		if e.HalvesIn > 0 && day >= e.HalvesIn {
			v *= e.Halved
		}
		sum += v
	}
	return sum / steps
}

const daysPerYear = 365.25
