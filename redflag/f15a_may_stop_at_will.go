package redflag

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var mayStopAtWill = Rule{
	ID:       "F15a_may_stop_at_will",
	Title:    "The seller may end or pause the contract as it pleases",
	Axis:     ContractRisk,
	Severity: High,
	Needs:    "stops",
	Why:      "A contract that one side may end at will binds only the other.",
	Caution:  "Force majeure and unpaid fees are something else.",
	Look:     "In which cases may you end it, and what do I get back in each?",
	Judge:    judgeMayStopAtWill,
	Sources: []cite.Source{read("a batch hosting clause: ends if the buyer speaks badly of the platform, "+
		"or as the platform decides", "")},
}

// fairNotice is the notice in days from which a right to end at will weighs less: a month, in which a
// buyer can look elsewhere; set by judgement.
const fairNotice units.Days = 30

func judgeMayStopAtWill(f grounds.Facts) Answer {
	gravest := Answer{State: Unknown}
	for _, s := range f.Offer.Stops {
		if s.When != "provider_decides" || s.By == "buyer" {
			continue
		}
		verb := "end or pause"
		switch s.Then {
		case "terminate":
			verb = "end"
		case "pause":
			verb = "pause"
		}
		a := present("the seller may " + verb + " it as it decides").weighing(High)
		if s.Notice != nil {
			a.Says += ", with notice of " + s.Notice.String()
			if *s.Notice >= fairNotice {
				a.Severity = Medium
			}
		}
		gravest = graver(gravest, a)
	}
	if gravest.State == Present {
		return gravest
	}
	if r := f.Said().Rights; r.AtWill != "" {
		a := present("the seller may end it as it decides, in its words: \"" + grounds.Shorten(r.AtWill) + "\"")
		if r.Notice >= int(fairNotice) {
			return a.weighing(Medium)
		}
		return a.weighing(High)
	}
	return noStop(f)
}
