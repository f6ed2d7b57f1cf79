package redflag

// F15: the seller may stop when fees exceed revenue. Five of six real contracts have it; it is an
// option that the buyer wrote. At once and for good it costs most: a week's dip ends the contract.

import (
	"slices"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var mayStopUnprofitable = Rule{
	ID:       "F15_may_stop_unprofitable",
	Title:    "The seller may stop when mining does not pay",
	Axis:     ContractRisk,
	Severity: Medium,
	Needs:    "stops",
	Why:      "You carry the loss of bad days and lose the good days that may follow. It is an option that you gave away; it is no sign of fraud.",
	Caution:  "Nearly all real contracts have it. Its absence on an open-ended contract is odd: a promise to run at a loss.",
	Look:     "After how many days may you stop, is it a pause or the end, and is anything paid back?",
	Judge:    judgeMayStopUnprofitable,
	Sources: []cite.Source{read(
		"HashFlare's exit and the future of cloud mining",
		"https://www.cryptoglobe.com/latest/2018/07/cloud-mining-company-hashflare-have-terminated-bitcoin-mining-contracts/",
	)},
}

// shortGrace is a grace period in days below which a dip ends the contract: known clauses allow 10
// to 60 days (Hashnest 10, HashFlare 21, WorldGilt 45, Genesis 60).
const shortGrace units.Days = 10

func judgeMayStopUnprofitable(f grounds.Facts) Answer {
	gravest := Answer{State: Unknown}
	for _, s := range append(slices.Clip(f.Offer.Stops), f.Said().Rights.Stops...) {
		if s.When != "fees_exceed_revenue" || s.By == "buyer" {
			continue
		}
		a := present(grounds.StopSays(s), Figure{"grace", float64(max(int(s.For), 1)), "days"}).weighing(Medium)
		switch {
		case s.Then == "terminate" && s.For < shortGrace:
			a.Severity = High
		case s.Then == "pause":
			a.Severity = Low
		}
		gravest = graver(gravest, a)
	}
	if gravest.State == Present {
		return gravest
	}
	return noStop(f)
}
