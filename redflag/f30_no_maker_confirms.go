package redflag

// F30: no maker of machines confirms an order. Amber.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noMakerConfirms = Rule{
	ID:       "F30_no_maker_confirms",
	Title:    "No maker of machines confirms an order",
	Axis:     Trust,
	Severity: Medium,
	Needs:    "proof.maker_confirms",
	Why:      "Few firms make such machines, and large orders are announced by both sides.",
	Caution:  "Small hosts buy second-hand and through dealers.",
	Look:     "Which maker sold you the machines, and may I ask it?",
	Judge:    judgeNoMakerConfirms,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 2",
			"https://bitcointalk.org/index.php?topic=878387",
		),
	},
}

func judgeNoMakerConfirms(f grounds.Facts) Answer {
	switch f.Offer.Proof.MakerConfirms {
	case offer.True:
		return absent("a maker confirms it")
	case offer.False:
		return present("asked: no maker confirms an order")
	}
	return unknown("whether a maker of machines confirms an order (proof.maker_confirms)")
}
