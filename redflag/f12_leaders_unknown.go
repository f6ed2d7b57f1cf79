package redflag

// F12: nobody known stands behind the offer. Names clear nobody: 19 of 24 frauds had them.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var leadersUnknown = Rule{
	ID:       "F12_leaders_unknown",
	Title:    "Nobody known runs it",
	Axis:     Trust,
	Severity: High,
	Needs:    "provider.leaders_named",
	Why:      "Who cannot be found cannot be sued. No real offer hid its leaders, 5 of 24 frauds did.",
	Caution:  "Names clear nobody: 19 of 24 frauds had named leaders. Look them up outside the seller's page.",
	Look:     "Who are the directors, and where else can I find them under that name and face?",
	Judge:    judgeLeadersUnknown,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 6",
			"https://bitcointalk.org/index.php?topic=878387",
		),
	},
}

func judgeLeadersUnknown(f grounds.Facts) Answer {
	switch f.Offer.Provider.LeadersNamed {
	case offer.True:
		return absent("leaders are named")
	case offer.False:
		return present("looked for: the leaders are not known")
	}
	return unknown("who runs it (provider.leaders_named)")
}
