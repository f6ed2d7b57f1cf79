// Package compile turns an offer as written into the terms that a machine can run.
//
// Offer does it. What an offer leaves open it does not invent: it says what it had to assume, in plain
// sentences, and an upper bound is called one.
package compile

import (
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// StopPolicy says whose hand is on the switch when a day's fees exceed its revenue.
type StopPolicy uint8

// The policies that clause pricing compares. AsWritten is the offer's own text.
const (
	AsWritten    StopPolicy = iota
	NoStops                 // the contract runs on to the end of its term, profitable or not
	OwnersOption            // the buyer switches off on each unprofitable day and pays nothing for it
	KnockOut                // the contract ends after KnockOutDays unprofitable days in a row
)

// KnockOutDays is the run of unprofitable days that ends a KnockOut contract (HashFlare terms 2017-18:
// 21 days, cointelegraph 2018-07-20).
const KnockOutDays = 21

// Options are the choices of the judge, not of the seller.
type Options struct {
	Discounts bool                       // take fee discounts that need something of the buyer
	Stops     StopPolicy                 // AsWritten unless a clause is being priced
	USDPer    map[units.Currency]float64 // dollars per unit of each fiat currency besides USD
	Uptime    float64                    // delivered share of time; 0: as promised, else 1
}

// Offer turns an offer into Terms. The second result lists what had to be assumed, in plain
// sentences; the error says which fact is missing for any computation at all.
// Unknown fees, uptime and term are not invented: the run is then an upper bound, and the
// assumption says so.
func Offer(o offer.Offer, opt Options) (*contract.Terms, []string, error) {
	c := &compiler{o: o, opt: opt, t: &contract.Terms{TH: o.Hashrate.TH(), Uptime: 1, Every: 1}}
	for _, step := range []func() error{c.price, c.delivery, c.fees, c.payout, c.stops} {
		if err := step(); err != nil {
			return nil, nil, err
		}
	}
	terms, err := contract.New(*c.t)
	if err != nil {
		return nil, nil, err
	}
	if terms.Unpriced && terms.PriceSetsPayout() {
		c.assume("the price is not stated: what waits for it to be earned back is counted from the first day")
	}
	return terms, c.assumed, nil
}

type compiler struct {
	o       offer.Offer
	opt     Options
	t       *contract.Terms
	assumed []string
}

func (c *compiler) assume(format string, args ...any) {
	c.assumed = append(c.assumed, fmt.Sprintf(format, args...))
}

// dollars is the factor from a currency to USD, or an error that says how to give it.
func (c *compiler) dollars(cur units.Currency) (float64, error) {
	if cur == units.USD {
		return 1, nil
	}
	if v := c.opt.USDPer[cur]; v > 0 {
		return v, nil
	}
	return 0, fmt.Errorf("its amounts are in %s, and how many dollars that is on the day is "+
		"not known; give the dollars of 1 %s, as in %s", cur, cur, need.FX.As(string(cur)+"="+rateOf(cur)))
}

// rateOf is a rate as an example: of a currency's size, and of no day.
func rateOf(cur units.Currency) string {
	switch cur {
	case "EUR", "GBP", "CHF":
		return "1.10"
	}
	return "0.01"
}

// taxed is an amount with the taxes that come on top of prices.
func (c *compiler) taxed(v float64) float64 {
	if tax := c.o.Price.Taxes; tax != nil {
		return v * (1 + float64(*tax))
	}
	return v
}

func (c *compiler) price() error {
	p, err := c.o.Price, error(nil)
	if p.Taxes != nil && *p.Taxes > 0 {
		c.assume("taxes of %s are added to the price and to every fee that is an amount of money; shares of "+
			"what is mined are taken as they are written", *p.Taxes)
	}
	if p.Deposit != nil {
		var err error
		if c.t.DepositUSD, c.t.DepositBTC, err = c.amount("the deposit", p.Deposit.Float(),
			p.Deposit.Currency); err != nil {
			return err
		}
		switch {
		case p.Deposit.Minor == 0:
		case c.o.Term.Days == 0:
			c.assume("the deposit of %s comes back at an end that is not stated: it is counted as paid, and "+
				"as returned only where the contract ends", p.Deposit)
		default:
			c.assume("the deposit of %s is paid with the price and comes back at the end: the same amount, "+
				"whatever bitcoin has done", p.Deposit)
		}
	}
	switch {
	case p.Upfront != nil && c.o.Owned != nil: // what a sale brings bears no taxes of a purchase
		c.t.UpfrontUSD, c.t.UpfrontBTC, err = c.amount("the price", p.Upfront.Float(), p.Upfront.Currency)
	case p.Upfront != nil:
		c.t.UpfrontUSD, c.t.UpfrontBTC, err = c.amount("the price", c.taxed(p.Upfront.Float()),
			p.Upfront.Currency)
	case p.PerHashrate != nil:
		c.t.UpfrontUSD, c.t.UpfrontBTC, err = c.amount("the price", c.taxed(p.PerHashrate.Value)*c.t.TH,
			p.PerHashrate.Currency)
	}
	c.t.Unpriced = !p.Stated()
	if err != nil || p.Bid == nil {
		return err
	}
	if p.Bid.Currency == units.BTC {
		c.t.Bid = c.taxed(p.Bid.Value)
		return nil
	}
	rate, err := c.dollars(p.Bid.Currency)
	c.t.BidUSD = c.taxed(p.Bid.Value) * rate
	return err
}

// amount is money in its currency as whole accrual units, one of the two results being zero.
func (c *compiler) amount(what string, v float64, cur units.Currency) (usd units.Micro, btc units.MilliSat,
	err error) {
	if cur == units.BTC {
		if !(v <= contract.MaxUpfrontBTC) {
			return 0, 0, fmt.Errorf("%s is beyond all the bitcoin there is; check its unit", what)
		}
		return 0, units.RoundMilliSat(v), nil
	}
	rate, err := c.dollars(cur)
	if err == nil && !(v*rate <= contract.MaxUpfrontUSD) {
		err = fmt.Errorf("%s is beyond all the bitcoin there is; check its unit", what)
	}
	if err != nil {
		return 0, 0, err
	}
	return units.RoundMicro(v * rate), 0, nil
}

func (c *compiler) delivery() error {
	o, t := c.o, c.t
	if o.Hashrate == 0 && o.Payout.FixedReturn == nil {
		return fmt.Errorf("hashrate is missing; write \"hashrate: 30 TH/s\" (or payout.fixed_return where " +
			"the seller promises a rate)")
	}
	if o.StartDelay != nil {
		t.Delay = int(*o.StartDelay)
	}
	t.Length = int(o.Term.Days)
	switch {
	case c.opt.Uptime > 0:
		t.Uptime = math.Min(c.opt.Uptime, 1)
	case o.Uptime.Promised != nil && o.Uptime.Compensated != offer.True:
		t.Uptime = float64(*o.Uptime.Promised)
	case o.Uptime.Promised == nil:
		c.assume("uptime is not stated: 100 %% is used, which flatters the offer")
	}
	return nil
}

func (c *compiler) fees() error {
	if len(c.o.Fees) > contract.MaxFees {
		return fmt.Errorf("the offer has %d fees; at most %d can be computed: merge the small ones",
			len(c.o.Fees), contract.MaxFees)
	}
	if !c.o.FeesStated && c.o.Price.Bid == nil {
		c.assume("fees are not stated: none are charged here, so every figure is an upper bound")
	}
	names := map[string]int{}
	for _, f := range c.o.Fees {
		if f.Name == "" {
			f.Name = "running fee"
		}
		if names[f.Name]++; names[f.Name] > 1 {
			f.Name = fmt.Sprintf("%s %d", f.Name, names[f.Name])
		}
		if !f.HasAmount() {
			c.assume("the amount of the fee %q is not stated: it is not charged here, so every figure is an "+
				"upper bound", f.Name)
			continue
		}
		ft, err := c.fee(f)
		if err != nil {
			return fmt.Errorf("fee %q: %w", f.Name, err)
		}
		c.t.Fees = append(c.t.Fees, ft)
	}
	if c.t.Uptime < 1 && slices.ContainsFunc(c.t.Fees,
		func(f contract.FeeTerm) bool { return f.USDPerDay > 0 || f.BTCPerDay > 0 }) {
		c.assume("running fees are charged in full, though the hashrate works %.4g %% of the time: that "+
			"power not used is not billed is not stated", 100*c.t.Uptime)
	}
	return nil
}

func (c *compiler) fee(f offer.Fee) (contract.FeeTerm, error) {
	ft := contract.FeeTerm{Name: f.Name, Separate: f.Paid == offer.Separately,
		AfterEven:  f.After == offer.BreakEven && f.PerPayout == nil && f.Once == nil,
		PrepaidFor: int(f.Prepaid)}
	if f.Escalation != nil {
		ft.Escalation, ft.EscalationDays = f.Escalation.Value, int(f.Escalation.Step())
		last := int(c.o.Term.Days) - 1
		if grown := ft.Growth(last); grown < math.Pow(1+ft.Escalation, float64(last/ft.Step())) {
			c.assume("%s is counted at no more than %.0f times its first amount, though its escalation "+
				"takes it further by the end of the term", f.Name, grown)
		}
	}
	keep := 1.0
	if f.Discount != nil {
		if c.opt.Discounts {
			keep = 1 - float64(f.Discount.Share)
			c.assume("the %s discount on %s is taken; it needs: %s", f.Discount.Share, f.Name,
				f.Discount.Needs)
		} else {
			c.assume("the %s discount on %s is not taken, since it needs: %s", f.Discount.Share, f.Name,
				f.Discount.Needs)
		}
	}
	var err error
	switch {
	case f.PerHashrateDay != nil:
		err = c.perDay(&ft, f.PerHashrateDay.Value*c.t.TH*keep, f.PerHashrateDay.Currency)
	case f.Efficiency != nil && f.EnergyPrice != nil:
		err = c.perDay(&ft, f.Efficiency.KWhPerTHDay()*f.EnergyPrice.Value*c.t.TH*keep,
			f.EnergyPrice.Currency)
	case f.RevenueShare != nil:
		ft.Share, ft.Separate = float64(*f.RevenueShare)*keep, false
	case f.ProfitShare != nil:
		ft.Profit, ft.Separate = float64(*f.ProfitShare)*keep, false
	case f.SpendShare != nil:
		ft.Spend, ft.Separate = float64(*f.SpendShare)*keep, true
	case f.PerPayout != nil:
		ft.PayoutUSD, ft.PayoutBTC, err = c.amount("its amount", c.taxed(f.PerPayout.Float())*keep,
			f.PerPayout.Currency)
	case f.Once != nil:
		ft.OnceUSD, ft.OnceBTC, err = c.amount("its amount",
			c.taxed(f.Once.Float())*keep*c.times(f), f.Once.Currency)
	case f.PerMonth != nil:
		err = c.perDay(&ft, f.PerMonth.Float()*12/365*keep*c.times(f), f.PerMonth.Currency)
	}
	if err == nil && f.Paid == "" && (ft.USDPerDay > 0 || ft.BTCPerDay > 0) {
		c.assume("how %s is paid is not stated: it is taken out of the payout", f.Name)
	}
	return ft, err
}

// times is how often an amount is charged that is for the order or for each machine.
func (c *compiler) times(f offer.Fee) float64 {
	switch {
	case f.Each != offer.EachMachine:
		return 1
	case c.o.Hardware.Count == 0:
		c.assume("%s is charged for each machine, and how many there are is not stated (hardware.count): "+
			"one is counted", f.Name)
		return 1
	}
	return float64(c.o.Hardware.Count)
}

func (c *compiler) perDay(ft *contract.FeeTerm, amount float64, cur units.Currency) error {
	amount = c.taxed(amount)
	if cur == units.BTC {
		ft.BTCPerDay = amount
		return nil
	}
	rate, err := c.dollars(cur)
	ft.USDPerDay = amount * rate
	return err
}

func (c *compiler) payout() error {
	p, t := c.o.Payout, c.t
	if p.Every != nil && *p.Every > 0 {
		t.Every = int(*p.Every)
	}
	if p.Minimum != nil {
		var err error
		if t.MinimumUSD, t.MinimumBTC, err = c.amount("the minimum payout", p.Minimum.Float(),
			p.Minimum.Currency); err != nil {
			return err
		}
	}
	t.SubsidyOnly = p.Basis == offer.PPS
	if p.Basis == offer.PPS {
		c.assume("payouts follow PPS: transaction fees stay with the pool")
	}
	switch {
	case p.FixedReturn != nil:
	case p.Basis == offer.Solo:
		t.LuckTH = t.TH * t.Uptime
	case p.Basis == offer.PPLNS && p.PoolHashrate > 0:
		t.LuckTH = max(p.PoolHashrate.TH(), t.TH*t.Uptime)
	case p.Basis == offer.PPLNS:
		c.assume("payouts follow the blocks that the pool finds, and its hashrate is not stated: their " +
			"luck is not counted, and a small pool has a lot of it")
	}
	if p.FixedReturn != nil {
		t.Fixed = p.FixedReturn.PerDay()
	}
	c.principal()
	switch p.Currency {
	case "", "BTC":
	case "USD", "USDT", "USDC":
		t.PaysUSD = true
	default:
		c.assume("payouts in %s are counted at the bitcoin value of the mining; what %s can be sold for is "+
			"not known", p.Currency, p.Currency)
	}
	return nil
}

// principal adds a price that is to come back to what a seller promises, and to nothing else: what is mined
// is not a promise, and the price coming back on top of it would be one.
func (c *compiler) principal() {
	switch {
	case c.o.Terms.PrincipalReturned != offer.True:
	case c.t.Fixed == 0:
		c.assume("that the price comes back at the end is the seller's word: it is not counted")
	case c.t.Length == 0:
		c.assume("the price is to come back at an end that is not stated: it is not counted")
	default:
		c.t.PrincipalReturned = true
	}
}

// rights are the stops that no figure says when they are used, in words.
var rights = map[string]string{
	"provider_decides": "the seller's right to end it at will",
	"buyer_decides":    "your right to end it at will",
	"fees_unpaid":      "the right to end it over fees that are not paid",
	"site_closed":      "the right to end it when the site closes",
	"other":            "the right to end it in another case",
}

func (c *compiler) stops() error {
	switch c.opt.Stops {
	case NoStops:
		return nil
	case OwnersOption:
		c.t.Stops = []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}
		return nil
	case KnockOut:
		c.t.Stops = []contract.StopTerm{{Days: KnockOutDays, By: "provider"}}
		return nil
	}
	if len(c.o.Stops) > contract.MaxStops {
		return fmt.Errorf("the offer has %d stops; at most %d can be computed: keep those that come first",
			len(c.o.Stops), contract.MaxStops)
	}
	for _, s := range c.o.Stops {
		switch s.When {
		case "fees_exceed_revenue":
			st := contract.StopTerm{Days: max(1, int(s.For)), Pause: s.Then == "pause", By: s.By,
				Extends: s.ExtendsTerm == offer.True}
			if s.Fee != nil {
				var err error
				if st.FeeUSD, st.FeeBTC, err = c.amount("the fee of a stop", s.Fee.Float(),
					s.Fee.Currency); err != nil {
					return err
				}
			}
			c.t.Stops = append(c.t.Stops, st)
			if st.Extends && c.o.Term.Days > 0 {
				c.assume("days of a pause are added to the term, as many as it has and at most a year")
			}
		case "return_reaches":
			if s.At == nil {
				return fmt.Errorf("stop return_reaches has no level; write \"at: 200%%\"")
			}
			c.t.ReturnCap = float64(*s.At)
		default:
			what := rights[s.When]
			c.assume("%s is not computed: nobody can say when it is used", what)
			if s.Fee != nil {
				c.assume("whoever uses %s pays %s: that is not counted", what, s.Fee)
			}
		}
	}
	return nil
}
