package redflag

// F03: a return is stated at all.
//
// Hashrate has a price and an output; only an investment scheme states a return. Where payouts are known to
// follow revenue and the protocol allowed the figure at its own date, it is a calculator's result and
// weighs little; where that is not known, medium: a blank is no evidence. Words that promise it on what is
// paid, and do not call it an estimate, weigh high: no miner can know it. Source: the SEC's alert of 2013.

import (
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
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

func judgeStatedReturn(f grounds.Facts) Answer {
	all := f.Said().Returns
	if len(all) == 0 {
		if len(f.Said().Unclear) > 0 {
			return notUnderstood(f.Said())
		}
		if grounds.FollowsRevenue(f.Offer.Payout.Basis) && judgeNoGuarantee(f).State == Present {
			return absent("payouts follow revenue and nothing is guaranteed")
		}
		return unknown("whether the seller states a return (claims)")
	}
	top := grounds.Highest(all)
	if top.Text == "" {
		top = all[0]
	}
	a := present("the seller states a return of "+top.Text, rateFigure(top)...)
	if f.Said().Multiple != "" && top.PerDay == 0 {
		return a
	}
	switch s := standing(f, all); {
	case s == lawful && grounds.FollowsRevenue(f.Offer.Payout.Basis):
		a = a.weighing(Low)
		a.Says += "; payouts follow revenue, and within the 30 days before the protocol allowed it"
	case s == open && f.Said().Sworn && !grounds.FollowsRevenue(f.Offer.Payout.Basis):
		a.Says = "the seller promises a return of " + top.Text
	case s == lawful || s == open && !grounds.Doubles(f.Offer):
		a = a.weighing(Medium)
	}
	return a
}

// stands is what the protocol and the offer say to a stated return.
type stands uint8

const (
	open     stands = iota // not known: it may be what the hashrate earned
	lawful                 // a claim that lies within what the hashrate earned
	unlawful               // promised for the term, paid from no revenue, or more than the hashrate earned
)

// standing judges stated returns together: the worst of them. What is not known makes none unlawful.
func standing(f grounds.Facts, all []grounds.Rate) stands {
	if grounds.BasisKnown(f.Offer.Payout.Basis) && !grounds.FollowsRevenue(f.Offer.Payout.Basis) ||
		judgePromisedPayout(f).State == Present {
		return unlawful
	}
	least := lawful
	for _, r := range all {
		switch ratio, ok := f.OverEarning(r); {
		case ok && ratio > impossibleRatio, !ok && f.BeyondOwning(r):
			return unlawful
		case !ok:
			least = open
		}
	}
	return least
}

// notUnderstood quotes the words that were not understood, the first three, and asks about the first.
func notUnderstood(s grounds.Said) Answer {
	a := unknown("what the words say, as figures (payout.basis, claims.return)")
	quotes := make([]string, 0, 3)
	for _, quote := range s.Unclear[:min(3, len(s.Unclear))] {
		quotes = append(quotes, "\""+grounds.Shorten(quote)+"\"")
	}
	a.Says = "words about a return or a guarantee were not understood: " + strings.Join(quotes, ", ")
	a.Ask, a.unread = s.Ask, true
	return a
}
