package redflag

// G6: it is written down when and how the contract ends.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var terminationDescribed = Rule{
	ID:       "G6_termination_described",
	Title:    "It is written when and how the contract ends",
	Axis:     ContractRisk,
	Severity: Good,
	Needs:    "stops, term",
	Why:      "Who has thought about the end has a contract; who has not has a promise.",
	Caution:  "The clause may still be a bad one: see the stops.",
	Look:     "Where do the terms say how the contract ends, by whom, and what I get back?",
	Judge:    judgeTerminationDescribed,
	Sources: []cite.Source{
		read(
			"counts over 96 labelled offers: a stop rule is stated by 5 of 36 real offers, 1 of 39 frauds",
			"",
		),
	},
}

func judgeTerminationDescribed(f grounds.Facts) Answer {
	switch {
	case len(f.Offer.Stops) > 0:
		return present("the cases in which it ends are stated")
	case grounds.MayEnd(f.Offer) && f.Offer.Term.Days > 0:
		return present("it ends after its term and in no other case that is stated")
	}
	return unknown("the cases in which the contract ends (stops)")
}
