package redflag

// F03: a return is stated at all.
//
// Hashrate has a price and an output; only an investment scheme states a return. Where payouts are
// known to follow revenue and the protocol allows the figure on its own date, it is a calculator's
// result and weighs little. Source: the SEC's alert of 2013.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/contract"
)

var statedReturn = Rule{
	ID:       "F03_stated_return",
	Title:    "A return on the price is stated",
	Axis:     Trust,
	Severity: High,
	Needs:    "payout.fixed_return, claims.return, claims.total_return, quoted claims",
	Why:      "Sellers of hashrate state hashrate, price and fees. Sellers of a return state a percentage: 26 of 37 frauds, 1 of 36 real offers.",
	Caution:  "A calculator's result on today's figures is a return too. It weighs little where payouts follow revenue and the protocol allows it on that day.",
	Look:     "From which difficulty, price and fees was this return computed, and on which day?",
	AskIf:    true,
	Judge:    judgeStatedReturn,
	Sources:  []cite.Source{read("SEC, investor alert on Ponzi schemes using virtual currencies (2013)", "https://docslib.org/doc/7198886/ponzi-schemes-using-virtual-currencies")},
}

func judgeStatedReturn(f Facts) Answer {
	all := f.said().returns
	if len(all) == 0 {
		if followsRevenue(f.Offer.Payout.Basis) && f.said().guarantee == deniesGuarantee {
			return absent("payouts follow revenue and nothing is guaranteed")
		}
		return unknown("whether the seller states a return (claims)")
	}
	top := highest(all)
	if top.text == "" {
		top = all[0]
	}
	a := present("the seller states a return of "+top.text, rateFigure(top)...)
	if followsRevenue(f.Offer.Payout.Basis) && allClaimed(all) && possible(f, all) {
		a = a.weighing(Low)
		a.Says += "; payouts follow revenue, and on that day the protocol allowed it"
	}
	return a
}

// allClaimed reports whether no return is promised for the term.
func allClaimed(all []rate) bool {
	for _, r := range all {
		if r.fixed {
			return false
		}
	}
	return true
}

// possible reports whether every stated rate is known to lie within what the hashrate earned in
// the 30 days before it was claimed.
func possible(f Facts, all []rate) bool {
	for _, r := range all {
		ratio, ok := overEarning(f, r)
		if !ok || ratio > 1 {
			return false
		}
	}
	return true
}

// overEarning is the promised daily income over the most that its hashrate could earn, gross, in
// the 30 days before the claim; false where price, hashrate or day is unknown.
func overEarning(f Facts, r rate) (ratio float64, ok bool) {
	day := f.Offer.Seen
	if r.claim != nil && r.claim.Date != nil {
		day = r.claim.Date
	}
	e, known := f.on(day)
	price, priced := f.priceUSDPerTH()
	if !known || !priced || price <= 0 || e.BestHashprice <= 0 || r.perDay <= 0 || f.Offer.Payout.Basis == contract.SellerToken {
		return 0, false
	}
	return r.perDay * price / e.BestHashprice, true
}
