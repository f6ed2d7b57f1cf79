package redflag

// G2: every fee is stated and cannot be changed.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var fixedFees = Rule{
	ID:       "G2_fixed_fees",
	Title:    "Every fee is stated and cannot be changed",
	Axis:     ContractRisk,
	Severity: Good,
	Needs:    "fees, fees.changeable",
	Why:      "Then the only unknowns are the market's.",
	Caution:  "A fixed fee in dollars can still exceed what is mined.",
	Look:     "Is this all you will ever deduct, at this rate, to the end?",
	Judge:    judgeFixedFees,
	Sources: []cite.Source{
		read(
			"counts over 96 labelled offers: an amount is stated by 18 of 36 real offers, 4 of 39 frauds",
			"",
		),
	},
}

func judgeFixedFees(f grounds.Facts) Answer {
	fees := f.Offer.Fees
	if len(fees) == 0 && f.Offer.FeesStated {
		return present("the seller says that there are no fees")
	}
	for _, fee := range fees {
		if fee.Changeable == offer.True {
			return absent("the fee \"" + grounds.Shorten(fee.Name) + "\" may change")
		}
	}
	for _, fee := range fees {
		if fee.Changeable == offer.Unknown {
			return unknown("whether the fee \"" + grounds.Shorten(fee.Name) + "\" may change")
		}
	}
	if len(fees) > 0 && grounds.FeesHaveAmounts(fees) {
		return present("each fee has an amount and cannot be changed")
	}
	return unknown("the fees and whether they may change (fees)")
}
