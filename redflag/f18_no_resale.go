package redflag

// F18: no way out before the end. Too few known values to say more.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noResale = Rule{
	ID:       "F18_no_resale",
	Title:    "The contract cannot be sold on",
	Axis:     ContractRisk,
	Severity: Low,
	Needs:    "resale.transferable",
	Why:      "Without an exit you hold difficulty and seller to the end.",
	Caution:  "Common among short contracts, where it matters little.",
	Look:     "Can I transfer or sell the contract, where, and at what fee?",
	Judge:    judgeNoResale,
	Sources:  []cite.Source{read("counts over 96 labelled offers; few known values", "")},
}

func judgeNoResale(f grounds.Facts) Answer {
	switch f.Offer.Resale.Transferable {
	case offer.True:
		return absent("it can be transferred")
	case offer.False:
		return present("it cannot be transferred")
	}
	return unknown("whether it can be transferred (resale.transferable)")
}
