package grounds

import (
	"github.com/assaymining/assay/offer"
)

// Charged is what a buyer of 1 TH/s pays over some days, in dollars, everything counted.
type Charged struct {
	Price     float64 // the price, or the bid of each day, with its taxes
	Fees      float64 // what is stated of them
	FeesKnown bool    // every fee has its amount
}

// Sum is price and fees.
func (c Charged) Sum() float64 { return c.Price + c.Fees }

// Charged counts a charge that depends on later days, or on how often is paid out, at its most: of who says
// that an offer is too cheap, no charge may be forgotten. ok is false where no price is known.
func (f Facts) Charged(days float64) (c Charged, ok bool) {
	if !f.SHA256() {
		return c, false
	}
	if p, priced := f.PriceUSDPerTH(); priced {
		c.Price = p
	} else if bid := f.Offer.Price.Bid; bid != nil {
		p, known := f.usd(bid.Value, bid.Currency)
		if !known {
			return c, false
		}
		c.Price = p * days
	} else {
		return c, false
	}
	if taxes := f.Offer.Price.Taxes; taxes != nil {
		c.Price *= 1 + float64(*taxes)
	}
	c.Fees, c.FeesKnown = f.feesAtMost(days)
	return c, true
}

// feesAtMost is the fees of Charged, and whether each has its amount.
func (f Facts) feesAtMost(days float64) (usd float64, known bool) {
	daily, known := f.FeesUSDPerTHDay()
	usd = daily * days
	for i := range f.Offer.Fees {
		more, stated := f.atMost(&f.Offer.Fees[i], days)
		usd, known = usd+more, known && stated
	}
	if taxes := f.Offer.Price.Taxes; taxes != nil {
		usd *= 1 + float64(*taxes)
	}
	return usd, known
}

// atMost is the most that a fee takes of 1 TH/s over some days, of those which FeesUSDPerTHDay leaves out: of
// an order of unknown size nobody can say.
func (f Facts) atMost(fee *offer.Fee, days float64) (usd float64, known bool) {
	th, machines := f.Offer.Hashrate.TH(), 1.0
	if fee.Each != offer.EachOrder {
		machines = max(1, float64(f.Offer.Hardware.Count))
	}
	amount, times := fee.Once, machines
	switch {
	case fee.Once != nil:
	case fee.PerMonth != nil:
		amount, times = fee.PerMonth, machines*days/monthDays
	case fee.PerPayout != nil:
		amount, times = fee.PerPayout, days/f.every()
	case fee.ProfitShare != nil:
		e, dated := f.On(f.Offer.Seen)
		return float64(*fee.ProfitShare) * e.Hashprice() * days, dated && e.PriceUSD > 0
	default:
		return 0, true
	}
	v, ok := f.usd(amount.Float(), amount.Currency)
	if !ok || th <= 0 {
		return 0, false
	}
	return v * times / th, true
}

const monthDays = 30.4375

// Owning is what 1 TH/s of a machine costs over some days: its share of the machine, and power at the
// cheapest.
func (m Machine) Owning(days float64) (share, power float64) {
	return m.USDPerTH * days / machineDays, m.Efficiency.KWhPerTHDay() * cheapestPower * days
}

const (
	machineDays   = 1460 // life of a machine, four years: an assumption in the seller's favour
	cheapestPower = 0.04 // USD/kWh, in the seller's favour
)

// What a bound is counted over, in days: a machine's life; a year at most, since mining gets harder; and a
// month where the term is not known.
const (
	LongestOwned = machineDays
	BoundedDays  = 365
	shortestDays = 30
)

// DaysBought is the days that a price buys, so many at most.
func (f Facts) DaysBought(most float64) float64 {
	switch t := f.Offer.Term; {
	case t.Days > 0 && !t.Open:
		return min(most, float64(t.Days))
	case t.Open:
		return most
	}
	return shortestDays
}

// every is the days between two payouts.
func (f Facts) every() float64 {
	if d := f.Offer.Payout.Every; d != nil && *d > 1 {
		return float64(*d)
	}
	return 1
}
