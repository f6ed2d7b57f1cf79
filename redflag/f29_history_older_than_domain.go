package redflag

// F29: a history longer than the site's. Shown by the date of the domain's registration.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var historyOlderThanDomain = Rule{
	ID:       "F29_history_older_than_domain",
	Title:    "The claimed history is older than the site",
	Axis:     Trust,
	Severity: High,
	Needs:    "provider.since, terms.domain_since",
	Why:      "One seller claimed to mine since 2012 on a site made in 2015.",
	Caution:  "Firms change names and domains: ask for the older one and look it up.",
	Look:     "Under which name and address were you in business before the domain was registered?",
	Judge:    judgeHistoryOlderThanDomain,
	Sources: []cite.Source{
		read(
			"Digiconomist on a history older than the site",
			"https://digiconomist.net/fraud-risk-assessment-hashocean",
		),
	},
}

// domainGrace is how many days a business may be older than its domain without notice.
const domainGrace = 365

func judgeHistoryOlderThanDomain(f grounds.Facts) Answer {
	since, domain, seen := f.Offer.Provider.Since, f.Offer.Terms.DomainSince, f.Offer.Seen
	if domain != nil && seen != nil && *domain > *seen {
		a := unknown(
			"the date of the domain's registration, or of the offer: a site cannot be seen before it is registered",
		)
		a.Says = "the domain is said to be registered " + domain.String() + ", after the offer was seen " + seen.String() + ": one of the two dates is wrong, or it had another owner before"
		return a
	}
	if since == nil || domain == nil {
		return unknown(
			"start of business as claimed, and registration of the domain (provider.since, terms.domain_since)",
		)
	}
	days := float64(*domain - *since)
	says := "in business since " + since.String() + " as claimed, domain registered " + domain.String()
	if days > domainGrace {
		return present(says, Figure{"older_by", days, "days"})
	}
	return absent(says)
}
