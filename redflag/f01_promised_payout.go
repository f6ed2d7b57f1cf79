package redflag

// F01: the buyer's income is a stated amount or percentage for the term.
//
// A miner's income is a share of blocks: it falls when difficulty rises and nobody knows it ahead.
// Who promises it must pay the difference from somewhere else, and in a cloud-mining offer that is
// the next buyer's money. The promise gives it away even where the rate looks modest: half of the
// frauds with a stated rate named 0.27 to 0.82 % a day, inside the day-one yields of real offers
// (0.13 to 0.82 %). Sources: the SEC's alert of 2013; the Philippine SEC's traits of 2018.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var promisedPayout = Rule{
	ID:       "F01_promised_payout",
	Title:    "Income is promised for the term, whatever the machines earn",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "payout.basis, payout.fixed_return, payout.guaranteed, claims, terms.text",
	Why:      "No miner can know what a terahash will earn in three months: difficulty moves every two weeks. A promised rate is paid from somewhere else, usually from the next buyer's money. 25 of 35 known frauds did it and 0 of 36 real offers.",
	Caution:  "A hedged product can name a rate. Ask who bears the loss if revenue falls short, and see the hedge.",
	Look:     "What exactly do I receive on a day on which the machines earn half? Who pays the difference, from what?",
	Judge:    judgePromisedPayout,
	Sources: []cite.Source{
		read(
			"SEC, investor alert on Ponzi schemes using virtual currencies (2013)",
			"https://www.sec.gov/investor/alerts/ia_virtualcurrencies.pdf",
		),
		read(
			"Philippine SEC, advisory on mining contracts (2018)",
			"http://www.bworldonline.com/sec-warns-public-vs-investing-in-cloud-mining-contracts/",
		),
	},
}

func judgePromisedPayout(f grounds.Facts) Answer {
	p := f.Offer.Payout
	stated := f.Said().Returns
	top := grounds.Highest(stated)
	switch {
	case p.FixedReturn != nil && p.FixedReturn.Value > 0 && grounds.FollowsRevenue(p.Basis):
		return present(
			"the document says that payouts follow revenue ("+string(
				p.Basis,
			)+") and promises "+p.FixedReturn.String()+": both cannot be true",
			Figure{"promised", p.FixedReturn.PerDay() * 100, "%/day"},
		)
	case p.FixedReturn != nil && p.FixedReturn.Value > 0:
		return present("the seller promises "+p.FixedReturn.String()+" whatever the machines earn",
			Figure{"promised", p.FixedReturn.PerDay() * 100, "%/day"})
	case p.Basis == offer.Fixed:
		return present("the payout is a stated amount and follows no revenue", rateFigure(top)...)
	case p.Basis == offer.SellerToken && len(stated) > 0:
		return present(
			"the seller pays at its own discretion in its own token and states a return ("+top.Text+")",
			rateFigure(top)...)
	case f.Said().Promised != "":
		return present(
			"the seller promises in words: \""+grounds.Shorten(f.Said().Promised)+"\"",
			rateFigure(f.Said().Promise)...)
	case p.Guaranteed == offer.True && len(stated) > 0:
		return present(
			"the seller guarantees income and states a return ("+stated[0].Text+")",
			rateFigure(top)...)
	case p.Basis == offer.SellerToken:
		return present("the seller decides what it pays, in its own token").weighing(High)
	case grounds.FollowsRevenue(p.Basis):
		return absent("payouts follow what is mined (" + string(p.Basis) + ")")
	}
	return unknown("what the payout follows (payout.basis)")
}

// rateFigure is the rate as a figure, none where it is not known per day.
func rateFigure(r grounds.Rate) []Figure {
	if r.PerDay == 0 {
		return nil
	}
	return []Figure{{"promised", r.PerDay * 100, "%/day"}}
}
