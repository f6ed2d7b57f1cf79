package redflag

// F28: a named partner denies the endorsement.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var falseEndorsement = Rule{
	ID:       "F28_false_endorsement",
	Title:    "A partner that is named denies it",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "terms.false_endorsement",
	Why:      "It is a lie that one letter to the partner uncovers.",
	Caution:  "Ask the partner itself; a missing mention on its page is no denial.",
	Look:     "Which partners may I ask whether they know you?",
	Judge:    judgeFalseEndorsement,
	Sources: []cite.Source{
		read("SEC and CFTC, alert on digital asset fraud (2019)", "https://cftc.gov/node/216156"),
	},
}

func judgeFalseEndorsement(f grounds.Facts) Answer {
	switch f.Offer.Terms.FalseEndorsement {
	case offer.True:
		return present("a named partner denies it")
	case offer.False:
		return absent("the named partners confirm it, or none is named")
	}
	return unknown("whether the partners named confirm it (terms.false_endorsement)")
}
