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
	c.Price *= f.taxed()
	c.Fees, c.FeesKnown = f.feesAtMost(days)
	return c, true
}

// taxed is the factor of the taxes that come on top of amounts of money.
func (f Facts) taxed() float64 {
	if taxes := f.Offer.Price.Taxes; taxes != nil {
		return 1 + float64(*taxes)
	}
	return 1
}

// feesAtMost is the fees of Charged, and whether each has its amount.
func (f Facts) feesAtMost(days float64) (usd float64, known bool) {
	e, dated := f.On(f.Offer.Seen)
	dated = dated && e.PriceUSD > 0
	known = len(f.Offer.Fees) > 0 || f.Offer.FeesStated
	for i := range f.Offer.Fees {
		fee := &f.Offer.Fees[i]
		if fee.Once != nil || fee.PerPayout != nil {
			more, stated := f.atMost(fee, days)
			usd, known = usd+more, known && stated
			continue
		}
		aDay, stated := f.aDay(fee, e, dated)
		switch {
		case fee.ProfitShare != nil:
			aDay, stated = float64(*fee.ProfitShare)*e.Hashprice(), dated
		case fee.PerMonth != nil && fee.Each != offer.EachOrder && fee.Each != offer.EachMachine:
			aDay, stated = aDay*max(1, float64(f.Offer.Hardware.Count)), stated && f.Offer.Hashrate > 0
		case fee.PerMonth != nil:
			stated = stated && f.Offer.Hashrate > 0
		}
		usd, known = usd+aDay*days, known && stated
	}
	return usd, known
}

// atMost is the most that a fee takes of 1 TH/s over some days that is of no day: of an order of unknown size
// nobody can say.
func (f Facts) atMost(fee *offer.Fee, days float64) (usd float64, known bool) {
	th, amount, times := f.Offer.Hashrate.TH(), fee.PerPayout, days/f.every()
	if fee.Once != nil {
		amount, times = fee.Once, 1
		if fee.Each != offer.EachOrder {
			times = max(1, float64(f.Offer.Hardware.Count))
		}
	}
	v, ok := f.usd(amount.Float(), amount.Currency)
	if !ok || th <= 0 {
		return 0, false
	}
	return v * f.taxed() * times / th, true
}

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
