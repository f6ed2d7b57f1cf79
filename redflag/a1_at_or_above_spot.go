package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var atOrAboveSpot = Rule{
	ID:       "A1_at_or_above_spot",
	Title:    "Paying ahead saves less than a professional gets off, or nothing",
	Axis:     Economics,
	Severity: High,
	Needs:    "price, term, fees, hashvalue and price of the day",
	Why:      "A professional who paid 90 days ahead got 18 % off spot. Who pays spot or more ahead carries rising difficulty and the seller's failure for nothing: overpriced by construction.",
	Caution:  "On the day of a crash in hashprice an old price list looks dear: look at its date. Fees that begin later are left out. A hosted machine is not judged: it is worth something at the end.",
	Look:     "What discount to today's hashprice do I get for paying ahead?",
	AskIf:    true,
	Judge:    judgeAtOrAboveSpot,
	Sources:  []cite.Source{grounds.ForwardSource},
}

func judgeAtOrAboveSpot(f grounds.Facts) Answer {
	asked, priced := f.AskedSat()
	all := f.Anchors()
	reference := all[0]
	if all[1].Value != nil {
		reference = all[1]
	}
	if !priced || reference.Ratio == nil {
		return unknown("price per TH/s and day with all fees, the term, and chain facts of the day the " +
			"offer was seen")
	}
	ratio := *reference.Ratio
	figures := []Figure{{"asked", asked, "sat/TH/day"}, {reference.Name, *reference.Value, "sat/TH/day"},
		{"ratio", ratio, "1"}, {"forward_ratio", ratio / grounds.ForwardDiscount, "1"}}
	says := fmt.Sprintf("asked %.1f sat per TH/s and day with fees, %s %.1f on %s: %s times", asked,
		reference.Name, *reference.Value, reference.AsOf, grounds.Times(ratio))
	switch {
	case ratio >= 1:
		return present(says, figures...)
	case f.Offer.Price.Bid != nil:
		return absent(says+"; it is paid day by day, and nothing ahead", figures...)
	case ratio > grounds.ForwardDiscount:
		return present(says+"; a professional paying ahead got 18 % off", figures...).weighing(Medium)
	}
	return absent(says, figures...)
}
