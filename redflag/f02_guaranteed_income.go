package redflag

// F02: income or principal is called guaranteed, or an equal ("always profitable").
//
// The object of the verb decides: a guarantee of hashrate or uptime is a good sign and is judged
// as none. Sources: the SEC's and CFTC's alert of 2019 names "mining" farms and guaranteed returns.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var guaranteedIncome = Rule{
	ID:       "F02_guaranteed_income",
	Title:    "Income or principal is called guaranteed",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "claims.guaranteed, payout.guaranteed, terms.text",
	Why:      "Nobody can guarantee mining income. 10 of 13 frauds with a known answer said so, 1 of 36 real offers (a heading over a variable formula).",
	Caution:  "A guarantee of hashrate, uptime or delivery is a good sign. Read the object of the verb.",
	Look:     "Is any income guaranteed? By whom, and what happens when it is not met?",
	Judge:    judgeGuaranteedIncome,
	Sources: []cite.Source{
		read("SEC and CFTC, alert on digital asset fraud (2019)", "https://cftc.gov/node/216156"),
		read(
			"SEC, investor alert on Ponzi schemes using virtual currencies (2013)",
			"https://www.sec.gov/investor/alerts/ia_virtualcurrencies.pdf",
		),
	},
}

func judgeGuaranteedIncome(f grounds.Facts) Answer {
	said := f.Said()
	switch {
	case said.Income != "":
		return present("the seller says: \"" + grounds.Shorten(said.Income) + "\"")
	case f.Offer.Payout.Guaranteed == offer.True:
		return present("the seller guarantees income")
	case said.Denial != "", f.Offer.Payout.Guaranteed == offer.False:
		return absent("the seller says that income is not guaranteed")
	case said.Service != "":
		return absent("what is guaranteed is the service, not income: \"" + grounds.Shorten(said.Service) + "\"")
	case len(said.Unclear) > 0:
		a := unknown("what is guaranteed, and whether that is income (payout.guaranteed)")
		a.Says = "what is guaranteed was not understood: \"" + grounds.Shorten(said.Unclear[0]) + "\""
		return a
	}
	return unknown("whether income is guaranteed (payout.guaranteed)")
}
