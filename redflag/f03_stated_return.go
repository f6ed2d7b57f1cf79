package redflag

// F03: a return is stated at all.
//
// Hashrate has a price and an output; only an investment scheme states a return. Where payouts are known to
// follow revenue and the protocol allowed the figure at its own date, it is a calculator's result and
// weighs little; where that is not known, medium: a blank is no evidence. Source: the SEC's alert of 2013.

import (
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
)

var statedReturn = Rule{
	ID:       "F03_stated_return",
	Title:    "A return on the price is stated",
	Axis:     Trust,
	Severity: High,
	Needs:    "payout.fixed_return, claims.return, claims.total_return, quoted claims",
	Why:      "Sellers of hashrate state hashrate, price and fees. Sellers of a return state a percentage: 26 of 37 frauds, 1 of 36 real offers.",
	Caution:  "A calculator's result on today's figures is a return too. It weighs little where payouts follow revenue and the protocol allowed it within 30 days.",
	Look:     "From which difficulty, price and fees was this return computed, and on which day?",
	AskIf:    true,
	Judge:    judgeStatedReturn,
	Sources: []cite.Source{
		read(
			"SEC, investor alert on Ponzi schemes using virtual currencies (2013)",
			"https://www.sec.gov/investor/alerts/ia_virtualcurrencies.pdf",
		),
	},
}

func judgeStatedReturn(f Facts) Answer {
	all := f.said().returns
	if len(all) == 0 {
		if len(f.said().unclear) > 0 {
			return notUnderstood(f.said())
		}
		if followsRevenue(f.Offer.Payout.Basis) && judgeNoGuarantee(f).State == Present {
			return absent("payouts follow revenue and nothing is guaranteed")
		}
		return unknown("whether the seller states a return (claims)")
	}
	top := highest(all)
	if top.text == "" {
		top = all[0]
	}
	a := present("the seller states a return of "+top.text, rateFigure(top)...)
	if f.said().multiple != "" && top.perDay == 0 {
		return a
	}
	switch s := standing(f, all); {
	case s == lawful && followsRevenue(f.Offer.Payout.Basis):
		a = a.weighing(Low)
		a.Says += "; payouts follow revenue, and within the 30 days before the protocol allowed it"
	case s == lawful || s == open && !doubles(f.Offer):
		a = a.weighing(Medium)
	}
	return a
}

// doubled is a return in all, the price included, that no day's figures come to: a calculator states a
// day's or a year's, and no real offer on record states that it doubles the price.
const doubled = 2

// doubles reports whether the offer states that the price comes back twice or more in all.
func doubles(o offer.Offer) bool {
	for _, c := range o.Claims {
		if c.TotalReturn != nil && *c.TotalReturn >= doubled {
			return true
		}
	}
	for _, stop := range o.Stops {
		if stop.When == "return_reaches" && stop.At != nil && *stop.At >= doubled {
			return true
		}
	}
	return false
}

// stands is what the protocol and the offer say to a stated return.
type stands uint8

const (
	open     stands = iota // not known: it may be what the hashrate earned
	lawful                 // a claim that lies within what the hashrate earned
	unlawful               // promised for the term, paid from no revenue, or more than the hashrate earned
)

// standing judges stated returns together: the worst of them. What is not known makes none unlawful.
func standing(f Facts, all []rate) stands {
	if basisKnown(f.Offer.Payout.Basis) && !followsRevenue(f.Offer.Payout.Basis) ||
		judgePromisedPayout(f).State == Present {
		return unlawful
	}
	least := lawful
	for _, r := range all {
		switch ratio, ok := overEarning(f, r); {
		case ok && ratio > impossibleRatio:
			return unlawful
		case !ok:
			least = open
		}
	}
	return least
}

// overEarning is the stated daily income over the most that its hashrate could earn, gross, within
// the 30 days before the claim; false where price, hashrate or day is unknown.
func overEarning(f Facts, r rate) (ratio float64, ok bool) {
	day := f.Offer.Seen
	if r.claim != nil && r.claim.Date != nil {
		day = r.claim.Date
	}
	e, known := f.on(day)
	price, priced := f.priceUSDPerTH()
	if !known || !priced || price <= 0 || e.BestHashprice <= 0 || r.perDay <= 0 ||
		f.Offer.Payout.Basis == offer.SellerToken {
		return 0, false
	}
	return r.perDay * price / e.BestHashprice, true
}

// notUnderstood quotes the words that were not understood, the first three, and asks about the first.
func notUnderstood(s said) Answer {
	a := unknown("what the words say, as figures (payout.basis, claims.return)")
	quotes := make([]string, 0, 3)
	for _, quote := range s.unclear[:min(3, len(s.unclear))] {
		quotes = append(quotes, "\""+shorten(quote)+"\"")
	}
	a.Says = "words about a return or a guarantee were not understood: " + strings.Join(quotes, ", ")
	a.Ask, a.unread = s.ask, true
	return a
}
