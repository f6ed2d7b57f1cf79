package redflag

import "github.com/assaymining/assay/offer"

// rate is one return that the seller states.
type rate struct {
	perDay float64 // received per day, simple, fraction of the price; 0 not known
	gain   float64 // beyond the price, per day: less than perDay where the price is part of what is received
	text   string  // as written
	fixed  bool    // promised for the term, not claimed
	claim  *offer.Claim
}

// returns is every return that the offer states in figures, the promised one first. A total return
// becomes a rate over the term, where the term is known.
func returns(o offer.Offer) []rate {
	var all []rate
	if r := o.Payout.FixedReturn; r != nil && r.Value > 0 {
		all = append(all, rate{r.PerDay(), r.PerDay(), r.String(), true, nil})
	}
	for i := range o.Claims {
		c := &o.Claims[i]
		switch {
		case c.Return != nil && c.Return.Value > 0:
			all = append(all, rate{c.Return.PerDay(), c.Return.PerDay(), c.Return.String(), false, c})
		case c.TotalReturn != nil && *c.TotalReturn > 0:
			r := rate{0, 0, c.TotalReturn.String() + " in all", false, c}
			if o.Term.Days > 0 {
				r.perDay = float64(*c.TotalReturn) / float64(o.Term.Days)
				r.gain = max(0, float64(*c.TotalReturn)-1) / float64(o.Term.Days)
			}
			all = append(all, r)
		}
	}
	for _, stop := range o.Stops { // what ends at a multiple of its price sells a return, not hashrate
		if stop.When == "return_reaches" && stop.At != nil && *stop.At > 1 {
			all = append(
				all,
				rate{0, 0, stop.At.String() + " of the price in all, after which it ends", false, nil},
			)
		}
	}
	return all
}

// highest is the highest daily rate of those stated, 0 where none is.
func highest(all []rate) rate {
	var top rate
	for _, r := range all {
		if r.perDay > top.perDay {
			top = r
		}
	}
	return top
}
