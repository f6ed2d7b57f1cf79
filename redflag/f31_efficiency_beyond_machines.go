package redflag

// F31: an efficiency that no machine had.
//
// A contract that is billed or hosted at fewer joules than the best machine of its time needs hashes from
// nowhere: whoever states the figure has no such machine, or does not bill what it draws. The edge is half of
// the best that was out by a year after the offer, so that machines announced ahead of their release and gaps
// in the catalogue accuse nobody.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var efficiencyBeyondMachines = Rule{
	ID:       "F31_efficiency_beyond_machines",
	Title:    "It names an efficiency that no machine of its time had",
	Axis:     Trust,
	Severity: High,
	Needs:    "hardware.efficiency or a fee's efficiency, seen",
	Why:      "Joules per terahash are physics: makers publish them, and nobody hosts a machine that does not exist.",
	Caution:  "An efficiency used only to compute a fee may hold a discount. A prototype may be ahead of what is on sale, by months and not by half.",
	Look:     "Which machine is this, from which maker, and since when is it delivered?",
	AskIf:    true,
	Judge:    judgeEfficiencyBeyondMachines,
	Sources:  []cite.Source{read("catalogue of mining machines (hardware/SOURCES.md)", "")},
}

// beyond is an efficiency over the best one on record below which no bin, rounding or gap in the catalogue
// explains it: set by judgement. (Of the machines that led in their time, from 2013 to 2026, none is below
// 0.97 of what the catalogue has by a year later.)
const beyond = 0.5

func judgeEfficiencyBeyondMachines(f grounds.Facts) Answer {
	var least units.Efficiency
	note := func(e *units.Efficiency) {
		if e != nil && *e > 0 && (least == 0 || *e < least) {
			least = *e
		}
	}
	note(f.Offer.Hardware.Efficiency)
	for _, fee := range f.Offer.Fees {
		note(fee.Efficiency)
	}
	if least == 0 || f.Best == nil || !f.SHA256() {
		return unknown("the efficiency of the machine, and the day (hardware.efficiency, seen)")
	}
	ratio := float64(least / f.Best.Efficiency)
	figures := []Figure{
		{"stated", float64(least), "J/TH"},
		{"best_machine", float64(f.Best.Efficiency), "J/TH"},
		{"ratio", ratio, "1"},
	}
	says := fmt.Sprintf(
		"%s named; the best machine out by a year after the offer is the %s with %s",
		least,
		f.Best.Model,
		f.Best.Efficiency,
	)
	a := absent(says, figures...)
	if ratio < beyond {
		a.State = Present
	}
	a.Sources = []cite.Source{f.Best.Source}
	return a
}
