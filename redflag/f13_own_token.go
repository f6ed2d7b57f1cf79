package redflag

// F13: payouts come in a token that the seller itself issues, or may switch to it.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var ownToken = Rule{
	ID:       "F13_own_token",
	Title:    "Payouts come in the seller's own token",
	Axis:     Trust,
	Severity: High,
	Needs:    "payout.basis, payout.own_token",
	Why:      "A token costs its issuer nothing, so paying in it needs no mining. 5 of 16 frauds with a known answer, 0 of 32 real offers; a switch to it in mid-contract was the end each time.",
	Caution:  "A discount for fees paid in a token is something else, as long as payouts are bitcoin.",
	Look:     "In which coin am I paid, who issues it, and may you change that?",
	Judge:    judgeOwnToken,
	Sources:  []cite.Source{read("counts over 96 labelled offers", "")},
}

func judgeOwnToken(f grounds.Facts) Answer {
	switch p := f.Offer.Payout; {
	case p.OwnToken == offer.True || p.Basis == offer.SellerToken:
		return present("the payout currency is issued by the seller")
	case p.OwnToken == offer.False || p.Currency == "BTC":
		return absent("payouts are not in a token of the seller's")
	}
	return unknown("the payout currency and who issues it (payout.currency, payout.own_token)")
}
