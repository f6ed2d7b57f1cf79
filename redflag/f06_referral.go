package redflag

// F06: a referral programme exists. Alone it separates nothing: real sellers pay one too.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var referral = Rule{
	ID:       "F06_referral",
	Title:    "The seller pays for referrals",
	Axis:     Economics,
	Severity: Info,
	Needs:    "referral",
	Why:      "Praise may be paid for, and the commission is part of your price. It says nothing about fraud: every seller of whom we know it pays one, real or not.",
	Caution:  "Does not separate frauds from real offers.",
	Look:     "What share of my price goes to whoever sent me here?",
	AskIf:    true,
	Judge:    judgeReferral,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 5",
			"https://bitcointalk.org/index.php?topic=878387",
		),
	},
}

func judgeReferral(f grounds.Facts) Answer {
	r := f.Offer.Referral
	switch {
	case r.Levels > 0 || r.Share != nil && *r.Share > 0:
		return present("a referral programme exists", referralFigures(f)...)
	case !r.Stated && f.Said().Network.Quote != "":
		return present("a referral programme exists, in its words: \"" +
			grounds.Shorten(f.Said().Network.Quote) + "\"")
	case r.Stated:
		return absent("the seller says that it has none")
	}
	return unknown("whether referrals are paid (referral)")
}

func referralFigures(f grounds.Facts) []Figure {
	var figures []Figure
	r := f.Offer.Referral
	if r.Levels > 0 {
		figures = append(figures, Figure{"levels", float64(r.Levels), "1"})
	}
	if r.Share != nil {
		figures = append(figures, Figure{"share", float64(*r.Share) * 100, "%"})
	}
	return figures
}
