package grounds

import (
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/number"
)

// Rate is one return that the seller states.
type Rate struct {
	PerDay float64 // received per day, simple, fraction of the price; 0 not known
	Gain   float64 // beyond the price, per day: less than PerDay where the price is part of what is received
	Text   string  // as written
	Claim  *offer.Claim
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
	if !ok || r.PerTH {
		return Rate{}, false
	}
	if r.Money != "" {
		paid := o.Price.Upfront
		if paid == nil || paid.Float() <= 0 || !sameMoney(string(paid.Currency), r.Money) {
			return Rate{}, false
		}
		r.Share = r.Amount / paid.Float()
	}
	one.PerDay = r.Share / r.Days
	one.Gain = one.PerDay
	if r.Days > 1 && r.Share >= 1 { // a total that is at least the price is taken as holding it
		one.Gain = (r.Share - 1) / r.Days
	}
	return one, true
}

// sameMoney reports whether two names are one money; the tokens that stand for a dollar are one.
func sameMoney(a, b string) bool {
	dollar := func(s string) bool { return s == "USD" || s == "USDT" || s == "USDC" }
	return a == b || dollar(a) && dollar(b)
}
