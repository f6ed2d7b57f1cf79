package redflag

// F15: the seller may stop when fees exceed revenue. Five of six real contracts have it; it is an
// option that the buyer wrote. At once and for good it costs most: a week's dip ends the contract.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
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
	Sources:  []cite.Source{read("HashFlare's exit and the future of cloud mining", "https://cointelegraph.com.cach3.com/news/hashflare-s-exit-and-the-future-of-cloud-mining.html")},
}

// shortGrace is a grace period in days below which a dip ends the contract: known clauses allow 10
// to 60 days (Hashnest 10, HashFlare 21, WorldGilt 45, Genesis 60).
const shortGrace units.Days = 10

func judgeMayStopUnprofitable(f Facts) Answer {
	gravest := Answer{State: Unknown}
	for _, s := range f.Offer.Stops {
		if s.When != "fees_exceed_revenue" || s.By == "buyer" {
			continue
		}
		a := present(stopSays(s), Figure{"grace", float64(max(int(s.For), 1)), "days"}).weighing(Medium)
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

// graver is the one of two answers that weighs more, the first where both weigh the same.
func graver(a, b Answer) Answer {
	if a.State != Present || b.State == Present && rank(b.Severity) < rank(a.Severity) {
		return b
	}
	return a
}

// noStop is the answer where no clause stated is of the kind that is asked for: it is known that there is
// none only where the case of every clause of the seller's is known.
func noStop(f Facts) Answer {
	for _, s := range f.Offer.Stops {
		if (s.When == "other" || s.When == "") && s.By != "buyer" {
			return unknown("in which case the seller may end or pause it (stops.when)")
		}
	}
	if mayEnd(f.Offer) {
		return absent("no such clause among those stated")
	}
	return unknown("who may end or pause the contract, and when (stops)")
}

func stopSays(s offer.Stop) string {
	end := map[string]string{"terminate": "the contract ends", "pause": "mining pauses"}[s.Then]
	if end == "" {
		end = "mining pauses or the contract ends (not said which)"
	}
	if s.For <= 1 {
		return "when fees exceed revenue on a day, " + end
	}
	return fmt.Sprintf("when fees exceed revenue for %d days, %s", s.For, end)
}

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
	Sources:  []cite.Source{read("a batch hosting clause: ends if the buyer speaks badly of the platform, or as the platform decides", "")},
}

// fairNotice is the notice in days from which a right to end at will weighs less: a month, in which a
// buyer can look elsewhere; set by judgement.
const fairNotice units.Days = 30

func judgeMayStopAtWill(f Facts) Answer {
	gravest := Answer{State: Unknown}
	for _, s := range f.Offer.Stops {
		if s.When != "provider_decides" || s.By == "buyer" {
			continue
		}
		verb := map[string]string{"pause": "pause", "terminate": "end"}[s.Then]
		if verb == "" {
			verb = "end or pause"
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
	return noStop(f)
}

// mayEnd is the kinds of stop by which a termination is described at all.
func mayEnd(o offer.Offer) bool { return o.StopsStated || len(o.Stops) > 0 }
