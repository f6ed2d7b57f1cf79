package redflag

// F20: not registered or listed. Context only: in the labelled offers it was coded from the very
// orders that found it, and orders have hit real miners too.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var notRegistered = Rule{
	ID:       "F20_not_registered",
	Title:    "Neither registered nor listed where the offer is a security",
	Axis:     Trust,
	Severity: Info,
	Needs:    "provider.registered, provider.listed",
	Why:      "A registered issuer has told a regulator who it is. Context, not evidence: our counts come from the orders that found it.",
	Caution:  "Circular as evidence. Real miners have been under such orders too.",
	Look:     "Under which name and number are you registered, and with whom?",
	Judge:    judgeNotRegistered,
	Sources: []cite.Source{
		read(
			"a prospectus of a listed miner, as the opposite",
			"https://www.sec.gov/Archives/edgar/data/1899123/000114036123048524/",
		),
	},
}

func judgeNotRegistered(f grounds.Facts) Answer {
	switch p := f.Offer.Provider; {
	case p.Listed == offer.True:
		return absent("the issuer is listed or regulated")
	case grounds.Refused(p.Registered):
		return present("looked for: not registered")
	case p.Listed == offer.False:
		return present("neither listed nor regulated")
	case grounds.Given(p.Registered):
		return absent("registered: " + grounds.Shorten(p.Registered))
	}
	return unknown("where the seller is registered (provider.registered, provider.listed)")
}
