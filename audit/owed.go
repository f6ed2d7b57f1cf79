package audit

import (
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// owing runs the contract over consecutive days by one boundary.
type owing struct {
	in              *Input
	calendar        calendar
	boundary        Boundary
	yesterdaysPrice bool
	terms           contract.Terms // of the day in hand; a copy
	state           contract.State
	flow            contract.Flow
}

// owed is what one day came to.
type owed struct {
	date      units.Date
	gross     units.MilliSat
	net       units.MilliSat
	ended     bool
	paused    bool
	forgiven  bool // the day's fees took all of it
	payoutFee units.MilliSat
	knows     bool // the history has the day
}

func newOwing(in *Input, c calendar, b Boundary) *owing {
	o := &owing{in: in, calendar: c, boundary: b, terms: *in.Terms, state: in.Terms.Start()}
	if in.Start == 0 {
		o.terms.Delay = 0 // the first day paid for is a day of mining
	}
	return o
}

// day advances the contract by one day. th is the hashrate that counts, TH/s; 0 is the contracted one at
// its promised uptime.
func (o *owing) day(date units.Date, th float64) owed {
	out := owed{date: date}
	f, err := o.calendar.facts(date, o.boundary)
	if err != nil {
		return out
	}
	if o.yesterdaysPrice {
		if before, err := o.calendar.h.At(date - 1); err == nil && before.PriceUSD > 0 {
			f.Price = before.PriceUSD
		}
	}
	o.set(date, th)
	if !(f.Price > 0) && needsPrice(&o.terms) || o.terms.Fits(f) != nil {
		return out
	}
	o.terms.Day(&o.state, f, &o.flow)
	out.knows = true
	out.gross = o.flow.Gross
	out.net = o.flow.Net
	out.ended = o.state.Ended
	out.paused = o.flow.Events&contract.Paused != 0
	out.forgiven = o.flow.Gross > 0 && o.flow.Net == 0
	for i := range o.terms.Fees {
		fee := &o.terms.Fees[i]
		out.payoutFee += fee.PayoutBTC
		if fee.PayoutUSD > 0 {
			out.payoutFee += units.RoundMilliSat(fee.PayoutUSD.Float() / f.Price)
		}
	}
	return out
}

// set gives the terms of the day: its hashrate, and the fees announced by then.
func (o *owing) set(date units.Date, th float64) {
	t := o.in.Terms
	o.terms.Uptime = t.Uptime
	switch {
	case th > 0 && t.TH > 0:
		o.terms.Uptime = th / t.TH
	case th > 0:
		o.terms.TH = th
		o.terms.Uptime = 1
	}
	if len(o.in.FeeChanges) == 0 {
		return
	}
	o.terms.Fees = slices.Clone(t.Fees)
	for _, change := range o.in.FeeChanges {
		if date < change.From {
			continue
		}
		found := false
		for i := range o.terms.Fees {
			fee := &o.terms.Fees[i]
			if fee.Name == change.Name || change.Name == "" && fee.Share > 0 {
				fee.Share = float64(change.Share)
				found = true
				break
			}
		}
		if !found && len(o.terms.Fees) < contract.MaxFees {
			o.terms.Fees = append(o.terms.Fees,
				contract.FeeTerm{Name: change.Name, Share: float64(change.Share)})
		}
	}
}

// needsPrice reports whether dollars enter what is owed.
func needsPrice(t *contract.Terms) bool {
	if t.PaysUSD || t.UpfrontUSD > 0 || t.UpfrontBTC > 0 || t.MinimumUSD > 0 || t.BidUSD > 0 || t.Bid > 0 ||
		t.ReturnCap > 0 {
		return true
	}
	return slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool {
		return f.USDPerDay > 0 || f.BTCPerDay > 0 || f.PayoutUSD > 0 || f.AfterEven || f.Spend > 0 ||
			f.Separate
	})
}

// feesInDollars reports whether a deducted fee is in dollars, or lessens the profit that another shares, so
// that what is owed moves with the price.
func feesInDollars(t *contract.Terms) bool {
	shared := slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool { return f.Profit > 0 })
	return slices.ContainsFunc(t.Fees,
		func(f contract.FeeTerm) bool { return f.USDPerDay > 0 && (!f.Separate || shared) })
}

// baseShare is what of the subsidy's part is left after fees that are shares of revenue; false where
// other fees are taken, so that the payer's own parts cannot be recomputed one by one.
func baseShare(in *Input, date units.Date) (float64, bool) {
	o := owing{in: in, terms: *in.Terms}
	o.set(date, 0)
	left := 1.0
	for i := range o.terms.Fees {
		fee := &o.terms.Fees[i]
		if fee.Separate || fee.PayoutBTC > 0 || fee.PayoutUSD > 0 {
			continue
		}
		if fee.Share <= 0 {
			return 0, false
		}
		left -= fee.Share
	}
	return left, left > 0 && in.Terms.Fixed == 0 && !math.IsNaN(left)
}
