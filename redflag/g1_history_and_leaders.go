package redflag

// G1: a history that can be checked, and known leaders. Separates least: most frauds had leaders.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var historyAndLeaders = Rule{
	ID:       "G1_history_and_leaders",
	Title:    "In business for years, with leaders who can be found",
	Axis:     Trust,
	Severity: Good,
	Needs:    "provider.since, provider.leaders_named, provider.listed",
	Why:      "Half of the short-lived schemes on record were gone within 28 days, one in ten lasted 10 months.",
	Caution:  "It separates least of all signs: 19 of 24 frauds had named leaders, and some ran for years.",
	Look:     "Since when can the firm be found in registers and in other people's reports?",
	Judge:    judgeHistoryAndLeaders,
	Sources: []cite.Source{
		read(
			"Moore, Han and Clayton on the life of high-yield schemes (2012)",
			"https://link.springer.com/chapter/10.1007/978-3-642-32946-3_4",
		),
	},
}

// checkedDays is two years: longer than nine in ten high-yield schemes by far; set by judgement.
const checkedDays = 730

func judgeHistoryAndLeaders(f grounds.Facts) Answer {
	p := f.Offer.Provider
	if p.LeadersNamed == offer.False {
		return absent("the leaders are not known")
	}
	day := f.AsOf
	if f.Offer.Seen != nil {
		day = *f.Offer.Seen
	}
	switch {
	case p.Since != nil && day > 0 && day-*p.Since < checkedDays:
		return absent(fmt.Sprintf("in business for %d days", max(0, day-*p.Since)))
	case judgeHistoryOlderThanDomain(f).State == Present:
		return absent("the history that is claimed is older than the site (F29)")
	case p.LeadersNamed == offer.True && p.Since != nil && day > 0:
		return present(
			fmt.Sprintf("leaders are named; in business since %s", *p.Since),
			Figure{"in_business", float64(day - *p.Since), "days"},
		)
	case p.LeadersNamed == offer.True && p.Listed == offer.True:
		return present("leaders are named, and the issuer is listed or regulated")
	}
	return unknown("start of business and leaders (provider.since, provider.leaders_named)")
}
