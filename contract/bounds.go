package contract

import (
	"cmp"
	"fmt"
	"math"

	"github.com/assaymining/assay/units"
)

// Bounds keep every sum inside int64: a contract lasts at most 36,525 days (units.ParseDays), so at
// these daily maxima its totals stay below 4.2e18 milli-satoshi and 7.4e18 millionths of a dollar.
// Each is far beyond any contract: all miners together earned some 450 BTC or $40 million a day in 2026.
const (
	maxTH           = 1e12  // 1 YH/s, a thousand times the network of 2026
	MaxUpfrontUSD   = 1e12  // dollars
	MaxUpfrontBTC   = 10e6  // bitcoin
	maxDailyUSD     = 2e8   // dollars a day
	maxDailyBTC     = 575.0 // bitcoin a day
	maxFlowUSD      = 1e12  // dollars in one movement (a price, a window of fees paid ahead)
	maxFlowBTC      = 10e6  // bitcoin in one movement
	maxGrowth       = 1000  // of an escalating fee over the first year's
	longestTermDays = 36525
)

// check refuses terms whose sums could leave the range of the integers that hold them.
func (t *Terms) check() error {
	switch {
	case !(t.TH <= maxTH):
		return fmt.Errorf("the hashrate is beyond 1 YH/s, a thousand times the whole network; check its unit")
	case t.UpfrontUSD.Float() > MaxUpfrontUSD || t.UpfrontBTC.BTC() > MaxUpfrontBTC:
		return fmt.Errorf("the price is beyond all the bitcoin there is; check its unit")
	case t.Delay+t.Length > longestTermDays:
		return fmt.Errorf("delay and term together pass 100 years; check their unit")
	case t.atOnce() > 1:
		return fmt.Errorf("what is paid at once is beyond all the bitcoin there is; check its units")
	case t.Fixed > 10:
		return fmt.Errorf("the promised return is beyond 1000 %% a day; check its unit")
	}
	if !(t.Bid*t.TH <= maxDailyBTC) || !(t.BidUSD*t.TH <= maxDailyUSD) {
		return fmt.Errorf("the bid is beyond the income of all miners together; check its unit")
	}
	for _, f := range t.Fees {
		grown := f.Growth(max(0, cmp.Or(t.Length, longestTermDays)-1))
		if !(f.USDPerDay*grown <= maxDailyUSD) || !(f.BTCPerDay*grown <= maxDailyBTC) {
			return fmt.Errorf("fee %q is beyond the income of all miners together; check its unit", f.Name)
		}
		if f.Share+f.Profit > 1 || f.Spend > 1 || f.Escalation > 10 {
			return fmt.Errorf("fee %q takes more than there is; check its percentage", f.Name)
		}
	}
	return nil
}

// atOnce is what is paid on one day at most, price, charges, deposit and the fees of stops together, as a
// share of the most that can be paid.
func (t *Terms) atOnce() float64 {
	usd, btc := t.UpfrontUSD.Float()+t.DepositUSD.Float(), t.UpfrontBTC.BTC()+t.DepositBTC.BTC()
	for _, f := range t.Fees {
		usd, btc = usd+f.OnceUSD.Float(), btc+f.OnceBTC.BTC()
	}
	for _, s := range t.Stops {
		usd, btc = usd+s.FeeUSD.Float(), btc+s.FeeBTC.BTC()
	}
	return max(usd/MaxUpfrontUSD, btc/MaxUpfrontBTC)
}

// Fits reports, as an error that a person can read, a day on which the contract would be larger than
// the market itself: the expectation per hash means nothing for a buyer who is the whole network.
func (t *Terms) Fits(f Facts) error {
	gross := float64(f.Subsidy+f.Fees) * t.TH
	if t.Fixed > 0 {
		gross = t.Fixed * (t.UpfrontBTC.BTC() + t.UpfrontUSD.Float()/f.Price)
	}
	daily, dollars := gross+(t.Bid+t.BidUSD/f.Price)*t.TH, gross*f.Price
	for i := range t.Fees {
		daily += t.Fees[i].BTCPerDay + t.Fees[i].USDPerDay/f.Price
		dollars += t.Fees[i].USDPerDay
	}
	upfront := t.UpfrontBTC.BTC() + t.UpfrontUSD.Float()/f.Price
	if !(daily <= maxDailyBTC) || !(dollars <= maxDailyUSD) || !(upfront <= MaxUpfrontBTC) ||
		math.IsInf(f.Price, 0) {
		return fmt.Errorf("on %s the contract would earn or cost more than all miners of the time together "+
			"(%s, BTC at $%s); check hashrate and price",
			f.Date, units.Hashrate(t.TH*1e12), units.Format(f.Price, 6))
	}
	return nil
}
