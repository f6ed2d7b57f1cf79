package redflag

// F17: no risk is disclosed. Boilerplate is cheap to copy, so its presence proves nothing.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noRiskDisclosed = Rule{
	ID:       "F17_no_risk_disclosed",
	Title:    "No risk is mentioned anywhere",
	Axis:     Trust,
	Severity: Medium,
	Needs:    "terms.risk_disclosed",
	Why:      "Who sells a machine says that it may not pay. All 5 frauds with a known answer said nothing.",
	Caution:  "Few known values, and the text is cheap to copy: its presence clears nobody.",
	Look:     "Where do your terms say what I can lose?",
	Judge:    judgeNoRiskDisclosed,
	Sources: []cite.Source{
		read(
			"Texas and North Carolina orders",
			"https://www.ssb.texas.gov/news-publications/one-day-after-order-crypto-mining-firm-stops-us-sales",
		),
	},
}

func judgeNoRiskDisclosed(f grounds.Facts) Answer {
	switch f.Offer.Terms.RiskDisclosed {
	case offer.True:
		return absent("risks are mentioned")
	case offer.False:
		return present("the terms were read and mention no risk")
	}
	return unknown("whether the terms mention risks (terms.risk_disclosed)")
}
