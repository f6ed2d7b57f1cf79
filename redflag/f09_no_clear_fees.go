package redflag

// F09: no running cost is named. Machines draw power; somebody pays for it. A stated zero (power
// bundled in the price) is an answer; a blank is not known.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noClearFees = Rule{
	ID:       "F09_no_clear_fees",
	Title:    "The running costs are not named",
	Axis:     ContractRisk,
	Severity: Medium,
	Needs:    "fees, terms.fees_named",
	Why:      "A fee that exists without an amount can be any amount.",
	Caution:  "Some honest offers bundle power into the price: write \"fees: []\", a stated zero.",
	Look:     "What is deducted or billed per TH/s and day, per kWh, and per payout? Is that all?",
	Judge:    judgeNoClearFees,
	Sources: []cite.Source{
		read("Digiconomist, undisclosed fee", "https://digiconomist.net/fraud-risk-assessment-cloudminr"),
	},
}

func judgeNoClearFees(f grounds.Facts) Answer {
	switch o := f.Offer; {
	case o.Terms.FeesNamed == offer.False:
		return present("the seller's page was read and names no amount for its running costs")
	case len(o.Fees) > 0 && grounds.FeesHaveAmounts(o.Fees):
		return absent("each fee has an amount")
	case len(o.Fees) == 0 && o.FeesStated:
		return absent("the seller says that there is none")
	case o.Terms.FeesNamed == offer.True:
		return absent("the seller's page names them")
	}
	return unknown("the running costs (fees), or that the seller's page names none (terms.fees_named)")
}
