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

// FeesUSDPerTHDay is what the fees of the first day come to, in dollars per TH/s, taxes included; false where
// one cannot be turned into that, or none is stated. Fees that wait for break-even, fall due at payouts or
// are charged once are left out, which favours the seller.
func (f Facts) FeesUSDPerTHDay() (float64, bool) {
	e, known := f.On(f.Offer.Seen)
	var sum, ofProfit float64
	for i := range f.Offer.Fees {
		fee := &f.Offer.Fees[i]
		if fee.After == offer.BreakEven {
			continue
		}
		v, ok := f.aDay(fee, e, known && e.PriceUSD > 0)
		if fee.ProfitShare != nil {
			ofProfit, ok = ofProfit+float64(*fee.ProfitShare), known && e.PriceUSD > 0
		}
		if !ok {
			return 0, false
		}
		sum += v
	}
	return sum + min(1, ofProfit)*max(0, e.Hashprice()-sum), len(f.Offer.Fees) > 0 || f.Offer.FeesStated
}

// aDay is a fee of a day in dollars for a TH/s, its taxes included; nothing of one that is of no day. A share
// of profit depends on the other fees.
func (f Facts) aDay(fee *offer.Fee, e Earned, dated bool) (usd float64, known bool) {
	o, taxed := f.Offer, f.taxed()
	switch {
	case fee.PerHashrateDay != nil:
		usd, known = f.usd(fee.PerHashrateDay.Value*taxed, fee.PerHashrateDay.Currency)
	case fee.EnergyPrice != nil && fee.Efficiency != nil:
		usd, known = f.usd(fee.EnergyPrice.Value*fee.Efficiency.KWhPerTHDay()*taxed, fee.EnergyPrice.Currency)
	case fee.RevenueShare != nil:
		usd, known = float64(*fee.RevenueShare)*e.Hashprice(), dated
	case fee.SpendShare != nil && o.Price.Bid != nil:
		usd, known = f.usd(float64(*fee.SpendShare)*o.Price.Bid.Value*taxed, o.Price.Bid.Currency)
	case fee.PerMonth != nil && o.Hashrate > 0:
		aDay := fee.PerMonth.Float() * monthsPerDay / o.Hashrate.TH()
		if fee.Each == offer.EachMachine {
			aDay *= float64(max(1, o.Hardware.Count))
		}
		usd, known = f.usd(aDay*taxed, fee.PerMonth.Currency)
	case fee.PerPayout != nil, fee.ProfitShare != nil, fee.Once != nil, fee.PerMonth != nil:
		return 0, true
	}
	return usd, known
}

// monthsPerDay counts a charge by the month day by day, as contracts are computed.
const monthsPerDay = 12.0 / 365

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
