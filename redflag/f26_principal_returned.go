package redflag

// F26: the price comes back at the end. It makes the plan a loan to the seller, not mining: after
// the term a machine is worn, and no miner can return what it cost.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var principalReturned = Rule{
	ID:       "F26_principal_returned",
	Title:    "The price is returned at the end",
	Axis:     Trust,
	Severity: High,
	Needs:    "terms.principal_returned, claims, terms.text",
	Why:      "Machines wear and go out of date. Who returns the price has borrowed it.",
	Caution:  "A trial period or a refund before the start is something else.",
	Look:     "From what is my price paid back, and what secures it?",
	Judge:    judgePrincipalReturned,
	Sources:  []cite.Source{read("counts over 96 labelled offers; few known values", "")},
}

func judgePrincipalReturned(f grounds.Facts) Answer {
	switch f.Offer.Terms.PrincipalReturned {
	case offer.True:
		return present("the price comes back at the end")
	case offer.False:
		return absent("the price does not come back")
	}
	if quote := f.Said().Principal; quote != "" {
		return present("its words say so: \"" + grounds.Shorten(quote) + "\"")
	}
	return unknown("whether the price comes back (terms.principal_returned)")
}
