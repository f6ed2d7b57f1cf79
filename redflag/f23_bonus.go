package redflag

// F23: deposit bonus, free hashrate, sign-up credit. Amber only: a listed seller gives them too.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var bonus = Rule{
	ID:       "F23_bonus",
	Title:    "A bonus of more than a tenth of the price",
	Axis:     Trust,
	Severity: Medium,
	Needs:    "terms.bonus",
	Why:      "Hashrate costs money; who gives it away counts on deposits, not on mining.",
	Caution:  "Listed sellers give welcome packs too.",
	Look:     "Who pays for the bonus?",
	Judge:    judgeBonus,
	Sources: []cite.Source{
		read(
			"Digiconomist on free hashrate \"forever\"",
			"https://digiconomist.net/fraud-risk-assessment-hashocean",
		),
	},
}

const largeBonus = 0.10 // share of the price

func judgeBonus(f grounds.Facts) Answer {
	b := f.Offer.Terms.Bonus
	if b == nil {
		return unknown("the bonus, if any, as a share of the price (terms.bonus)")
	}
	figures := []Figure{{"bonus", float64(*b) * 100, "%"}}
	if float64(*b) > largeBonus+1e-12 {
		return present("a bonus of "+b.String()+" of the price", figures...)
	}
	return absent("a bonus of "+b.String()+" of the price", figures...)
}
