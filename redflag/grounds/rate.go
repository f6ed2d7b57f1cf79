package grounds

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/number"
	"github.com/assaymining/assay/units"
)

// Rate is one return that the seller states.
type Rate struct {
	PerDay float64 // received per day, simple, fraction of the price; 0 not known
	Gain   float64 // beyond the price, per day: less than PerDay where the price is part of what is received
	Text   string  // as written
	Claim  *offer.Claim
}

// Beside is what is received per day beside a price that comes back at the end, and whether it does: of a
// total, in which the price is, it comes back once.
func (r Rate) Beside(returned bool) (perDay float64, _ bool) {
	if !returned || r.Gain <= 0 {
		return r.PerDay, returned && r.Gain >= r.PerDay
	}
	return r.Gain, true
}

// returns is every return that the offer states in figures, the promised one first. A total return
// becomes a rate over the term, where the term is known.
func returns(o offer.Offer) []Rate {
	var all []Rate
	if r := o.Payout.FixedReturn; r != nil && r.Value > 0 {
		all = append(all, Rate{r.PerDay(), r.PerDay(), r.String(), nil})
	}
	for i := range o.Claims {
		c := &o.Claims[i]
		switch {
		case c.Return != nil && c.Return.Value > 0:
			all = append(all, Rate{c.Return.PerDay(), c.Return.PerDay(), c.Return.String(), c})
		case c.TotalReturn != nil && *c.TotalReturn > 0:
			r := Rate{0, 0, c.TotalReturn.String() + " in all", c}
			if o.Term.Days > 0 {
				r.PerDay = float64(*c.TotalReturn) / float64(o.Term.Days)
				r.Gain = max(0, float64(*c.TotalReturn)-1) / float64(o.Term.Days)
			}
			all = append(all, r)
		}
	}
	for _, stop := range o.Stops { // what ends at a multiple of its price sells a return, not hashrate
		if stop.When == "return_reaches" && stop.At != nil && *stop.At > 1 {
			all = append(
				all,
				Rate{0, 0, stop.At.String() + " of the price in all, after which it ends", nil},
			)
		}
	}
	return all
}

// Named is every income that the offer names without calling it a return, as a rate on the price: in how
// many days the price is paid back, and what a TH/s is said to pay a day.
func (f Facts) Named() []Rate {
	var all []Rate
	for i := range f.Offer.Claims {
		c := &f.Offer.Claims[i]
		if c.Payback != nil && *c.Payback > 0 {
			perDay := 1 / float64(*c.Payback)
			all = append(all, Rate{perDay, perDay, fmt.Sprintf("a payback of %d days", *c.Payback), c})
		}
		for _, p := range []*units.PerHashrateDay{c.DailyRevenue, c.Hashprice} {
			if p != nil {
				all = f.revenue(all, perTH{*p, p.String(), c})
			}
		}
	}
	for _, said := range f.Said().PerTH {
		all = f.revenue(all, said)
	}
	return append(all, f.Said().Paybacks...)
}

// revenue adds what a TH/s is said to pay a day as a rate on its price, where that is known.
func (f Facts) revenue(all []Rate, said perTH) []Rate {
	usd, known := f.USDOn(said.Paid.Value, said.Paid.Currency, f.DayOf(Rate{Claim: said.Claim}))
	price, priced := f.PriceUSDPerTH()
	if !known || !priced || price <= 0 {
		return all
	}
	return append(all, Rate{usd / price, usd / price, said.Text, said.Claim})
}

// unearnable is how many times the best of 30 days a named income may be and still be a mistake: a page
// that is old, luck, a slip (a seller who mines named 2.2 times in March 2026). Above it no hashrate earns
// it, and what names it is a promise.
const unearnable = 3

// tooSoon is the same of a price paid back: it is after fees, and set against what hashrate earns before
// them.
const tooSoon = 1.5

// Unearned is the incomes that are named and that no hashrate could earn, without those that a mistake of
// unit explains. Where what hashrate earned is not known, it is the paybacks that are faster than any on
// record.
func (f Facts) Unearned() []Rate {
	var all []Rate
	for _, r := range f.Named() {
		over, known := f.OverEarning(r)
		e, _ := f.On(f.DayOf(r))
		price, _ := f.PriceUSDPerTH()
		_, slip := SlipOf(r.PerDay * price / e.Hashprice())
		if !slip {
			_, slip = SlipOf(over) // of a page that is some days old
		}
		paysBack := r.Claim != nil && r.Claim.Payback != nil || slices.Contains(f.Said().Paybacks, r)
		switch {
		case known && paysBack && over > tooSoon, known && !paysBack && over > unearnable && !slip,
			!known && paysBack && r.PerDay > highestYield:
			all = append(all, r)
		}
	}
	return all
}

// perTH is an income that words name for a TH/s and day.
type perTH struct {
	Paid  units.PerHashrateDay
	Text  string
	Claim *offer.Claim
}

// Highest is the highest daily rate of those stated, 0 where none is.
func Highest(all []Rate) Rate {
	var top Rate
	for _, r := range all {
		if r.PerDay > top.PerDay {
			top = r
		}
	}
	return top
}

// RateOf is the rate of one claim, without figures where it has none.
func (s Said) RateOf(c *offer.Claim) Rate {
	for _, r := range s.Returns {
		if r.Claim != nil && r.Claim == c {
			return r
		}
	}
	return Rate{}
}

// rateOf is the return that a statement comes to, on the price of the offer where it is stated in money.
func rateOf(st reading.Statement, t text, o offer.Offer) (Rate, bool) {
	one := Rate{Text: Shorten(st.Quote) + t.origin, Claim: t.claim}
	if m := number.Multiple(st); m > 0 {
		if o.Term.Days > 0 {
			one.PerDay, one.Gain = m/float64(o.Term.Days), max(0, m-1)/float64(o.Term.Days)
		}
		return one, true
	}
	r, ok := number.Return(st)
	if !ok || r.PerTH { // heard beside it, as PerTH
		return Rate{}, false
	}
	if r.Money != "" {
		paid, in := atOnce(o)
		if paid <= 0 || !sameMoney(string(in), r.Money) {
			return Rate{}, false
		}
		r.Share = r.Amount / paid
	}
	one.PerDay = r.Share / r.Days
	one.Gain = one.PerDay
	if r.Days > 1 && r.Share >= 1 { // a total that is at least the price is taken as holding it
		one.Gain = (r.Share - 1) / r.Days
	}
	return one, true
}

// atOnce is the whole price that is paid once, 0 where none is stated.
func atOnce(o offer.Offer) (paid float64, in units.Currency) {
	switch p := o.Price; {
	case p.Upfront != nil:
		return p.Upfront.Float(), p.Upfront.Currency
	case p.PerHashrate != nil:
		return p.PerHashrate.Value * o.Hashrate.TH(), p.PerHashrate.Currency
	}
	return 0, ""
}

// perTHOf is the income for a TH/s that a statement names.
func perTHOf(st reading.Statement, t text) (perTH, bool) {
	r, ok := number.Return(st)
	money := units.Currency(r.Money)
	if sameMoney(r.Money, "USD") {
		money = units.USD
	}
	paid := units.PerHashrateDay{Value: r.Amount / r.Days, Currency: money}
	return perTH{paid, Shorten(st.Quote) + t.origin, t.claim}, ok && r.PerTH && r.Money != ""
}

// sameMoney reports whether two names are one money; the tokens that stand for a dollar are one.
func sameMoney(a, b string) bool {
	dollar := func(s string) bool { return s == "USD" || s == "USDT" || s == "USDC" }
	return a == b || dollar(a) && dollar(b)
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

// NothingEarnsIt reports whether no hashrate, machine or revenue is named that a stated return could come
// from. Sellers of hashrate name it; a return alone is what schemes sell.
func (f Facts) NothingEarnsIt() bool {
	o := f.Offer
	return o.Hashrate == 0 && o.Price.PerHashrate == nil && o.Price.Bid == nil && o.Hardware.Model == "" &&
		!FollowsRevenue(o.Payout.Basis)
}
