package grounds

import (
	"cmp"
	"fmt"
	"math"
	"strconv"

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

// HeldBack is what a seller's own figure leaves unsaid, where it is far below what is earned.
type HeldBack struct {
	Explained float64 // by the fees named, a share of what is earned
	Says      string
}

// HeldBack says of the share of something earned that is paid out by the seller's own figure how much is not,
// and how much of that the fees explain; nil where it is no less than so much of what they leave.
func (f Facts) HeldBack(paid, below float64, what string) *HeldBack {
	fees, known := f.feesAtMost(1)
	e, dated := f.On(f.Offer.Seen)
	explained := 0.0
	if known && dated && e.Hashprice() > 0 {
		explained = min(1, fees/e.Hashprice())
	}
	if !(paid < below*(1-explained)) {
		return nil
	}
	h := &HeldBack{explained, fmt.Sprintf("by the seller's own figure %.0f %% of %s is not paid out",
		100*(1-paid), what)}
	switch {
	case known && explained > 0:
		h.Says += fmt.Sprintf(", and the fees named explain %.0f %%", 100*explained)
	case known:
		h.Says += ", and no fee is named that explains it"
	default:
		h.Says += ", and the fees that are stated do not say why"
	}
	return h
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

// BeyondOwning reports whether a return is stated, without an end and without the hashrate that earns it,
// that is more than the cheapest machine of the offer's day gains of its price when it is new and has the
// cheapest power, were mining never to get harder: the rest is paid by somebody else. Of an offer that ends
// it says nothing: it is no machine, may cost little and gain much in a few days.
func (f Facts) BeyondOwning(r Rate) bool {
	e, known := f.On(f.DayOf(r))
	m, term := f.Machine, f.Offer.Term
	if _, priced := f.PriceUSDPerTH(); priced || f.Offer.Price.Bid != nil ||
		term.Days > 0 && !term.Open || !known || m == nil || m.USDPerTH <= 0 || e.BestHashprice <= 0 ||
		!f.SHA256() {
		return false
	}
	_, power := m.Owning(1)
	return r.Gain > (e.BestHashprice-power)/m.USDPerTH-1.0/machineDays
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

// NothingEarnsIt reports whether no hashrate, machine or revenue is named that a stated return could come
// from. Sellers of hashrate name it; a return alone is what schemes sell.
func (f Facts) NothingEarnsIt() bool {
	o := f.Offer
	return o.Hashrate == 0 && o.Price.PerHashrate == nil && o.Price.Bid == nil && o.Hardware.Model == "" &&
		!FollowsRevenue(o.Payout.Basis)
}

// Times is a ratio with two digits behind the point, and more where they would say 1 or 0 of what is not.
func Times(ratio float64) string {
	for digits := 2; ; digits++ {
		s := strconv.FormatFloat(ratio, 'f', digits, 64)
		v, _ := strconv.ParseFloat(s, 64)
		if cmp.Compare(v, 1) == cmp.Compare(ratio, 1) && math.Abs(v-ratio) <= 0.05*ratio || digits == 9 {
			return s
		}
	}
}

// InDays is a number of days, or never.
func InDays(days float64) string {
	if math.IsInf(days, 0) {
		return "never, even"
	}
	return fmt.Sprintf("%.0f days", days)
}
