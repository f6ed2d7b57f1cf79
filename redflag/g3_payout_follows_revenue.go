package redflag

// G3: payouts follow what is mined.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var payoutFollowsRevenue = Rule{
	ID:       "G3_payout_follows_revenue",
	Title:    "Payouts follow what is mined",
	Axis:     Trust,
	Severity: Good,
	Needs:    "payout.basis",
	Why:      "Then the buyer carries the mining, as the owner of a machine does. All 36 real offers, 10 of 39 frauds.",
	Caution:  "A fraud can compute an invented payout by an honest formula: alone it proves nothing.",
	Look:     "By which formula is a day's payout computed, from which pool's figures?",
	Judge:    judgePayoutFollowsRevenue,
	Sources:  []cite.Source{read("counts over 96 labelled offers", "")},
}

func judgePayoutFollowsRevenue(f grounds.Facts) Answer {
	p := f.Offer.Payout
	switch {
	case p.FixedReturn != nil && p.FixedReturn.Value > 0:
		return absent("a return is promised instead")
	case grounds.FollowsRevenue(p.Basis) && p.OwnToken == offer.True:
		return present(
			"payouts are computed by " + string(
				p.Basis,
			) + ", and paid in a token that the seller issues (F13)",
		)
	case grounds.FollowsRevenue(p.Basis):
		return present("payouts follow " + string(p.Basis))
	case grounds.BasisKnown(p.Basis):
		return absent("payouts follow " + string(p.Basis))
	}
	return unknown("what the payout follows (payout.basis)")
}
