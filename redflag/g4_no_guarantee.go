package redflag

// G4: nothing is guaranteed that nobody can know.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noGuarantee = Rule{
	ID:       "G4_no_guarantee",
	Title:    "No income is guaranteed",
	Axis:     Trust,
	Severity: Good,
	Needs:    "payout.guaranteed, claims, terms.text",
	Why:      "An honest seller says that the income varies and may not cover the price.",
	Caution:  "The sentence is cheap to copy.",
	Look:     "Do your terms say that income is not guaranteed?",
	Judge:    judgeNoGuarantee,
	Sources:  []cite.Source{read("counts over 96 labelled offers", "")},
}

func judgeNoGuarantee(f grounds.Facts) Answer {
	switch s := f.Said(); {
	case s.Income != "", s.Promised != "", f.Offer.Payout.Guaranteed == offer.True:
		return absent("income is called guaranteed")
	case s.Denial != "", f.Offer.Payout.Guaranteed == offer.False:
		return present("the seller says that income is not guaranteed")
	}
	return unknown("whether the seller says that income is not guaranteed (payout.guaranteed)")
}
