package redflag

// F05: a return of 100 % a year and more, simple, beyond the price itself.
//
// It lies within what real contracts have yielded on their first day (up to 0.82 % a day), so that a claim
// of which nothing else is known weighs medium; promised, or beyond what the hashrate earned, critical.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var doublingInAYear = Rule{
	ID:       "F05_doubling_in_a_year",
	Title:    "The stated return is 100 % a year or more, simple",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "payout.fixed_return, claims.return",
	Why:      "A contract is a swap of money for hashrate at about its worth, plus the risk that the seller fails. A surplus of 100 % a year would be bought up by professionals first. 20 of 30 frauds, 0 of 36 real offers.",
	Caution:  "A variable offer's first day, times 365, can exceed it before difficulty and fees. It then is a miscalculation, not a promise, and weighs little.",
	Look:     "If this earns its own price within a year, why is it sold to me?",
	AskIf:    true,
	Judge:    func(f grounds.Facts) Answer { return overEdge(f, doublingPerDay, "%/year", 365) },
	Sources: []cite.Source{
		read(
			"Digiconomist, fraud risk assessment (high return, low risk)",
			"https://digiconomist.net/fraud-risk-assessment-hashocean",
		),
	},
}

// doublingPerDay is 100 % in 365 days, simple.
const doublingPerDay = 1.0 / 365
