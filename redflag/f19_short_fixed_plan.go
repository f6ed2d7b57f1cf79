package redflag

// F19: a promised income over half a year or less. Short variable terms are normal.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var shortFixedPlan = Rule{
	ID:       "F19_short_fixed_plan",
	Title:    "A fixed plan of 180 days or less",
	Axis:     Trust,
	Severity: High,
	Needs:    "term, payout.basis, payout.fixed_return",
	Why:      "Of 1,780 schemes offered in forums half were gone within a week: a short promise is paid while the scheme still grows.",
	Caution:  "Short terms with variable payouts are normal, thirty days and less.",
	Look:     "Who was paid after the end of the last plan, and from what?",
	AskIf:    true,
	Judge:    judgeShortFixedPlan,
	Sources: []cite.Source{
		read(
			"Vasek and Moore, analyzing the bitcoin Ponzi scheme ecosystem (2018)",
			"https://link.springer.com/chapter/10.1007/978-3-662-58820-8_8",
		),
	},
}

const shortTermDays = 180

func judgeShortFixedPlan(f grounds.Facts) Answer {
	promised := judgePromisedPayout(f)
	term := f.Offer.Term
	switch {
	case promised.State == Absent:
		return absent("no income is promised")
	case term.Open || term.Days > shortTermDays:
		return absent("the term is longer", termFigure(f)...)
	case promised.State == Unknown || term.Days == 0:
		return unknown("the term, and whether income is promised (term, payout.basis)")
	}
	return present(fmt.Sprintf("income is promised for %d days", term.Days), termFigure(f)...)
}

func termFigure(f grounds.Facts) []Figure {
	if f.Offer.Term.Days == 0 {
		return nil
	}
	return []Figure{{"term", float64(f.Offer.Term.Days), "days"}}
}
