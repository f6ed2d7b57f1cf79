package redflag

// F16: fees may change. Nearly every real host has it, since power prices move; it is dangerous
// where nothing bounds it.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var feesMayChange = Rule{
	ID:       "F16_fees_may_change",
	Title:    "The seller may change a fee",
	Axis:     ContractRisk,
	Severity: Medium,
	Needs:    "fees.changeable, fees.cap, fees.notice",
	Why:      "A fee that may rise without bound can take all that the contract earns.",
	Caution:  "Usual, since power prices move: 11 of 12 real offers. Bad where one side decides, without a cap or a notice; a price that follows a published tariff is bounded by it, which you must read yourself.",
	Look:     "May this fee rise, by how much a year, on what notice, and what is it tied to?",
	Judge:    judgeFeesMayChange,
	Sources: []cite.Source{
		read(
			"BitFuFu service agreement (\"at any time without notice\")",
			"https://support.bitfufu.com/hc/en-001/articles/360002267496-BitFuFu-Service-Agreement",
		),
	},
}

// What bounds a fee, set by judgement: a notice of a week, in which a buyer can act, and a cap by which a
// fee does not double in a year.
const (
	leastNotice = units.Days(7)
	mostCap     = 1.0 // a year
)

func judgeFeesMayChange(f grounds.Facts) Answer {
	fees := f.Offer.Fees
	if len(fees) == 0 {
		if f.Offer.FeesStated {
			return absent("there are no fees to change")
		}
		return feesInWords(f, "whether fees may change (fees)")
	}
	fixed := true
	gravest := Answer{State: Unknown}
	for _, fee := range fees {
		fixed = fixed && fee.Changeable == offer.False
		if fee.Changeable == offer.True {
			gravest = graver(gravest, mayChange(fee))
		}
	}
	switch {
	case gravest.State == Present:
		return gravest
	case fixed:
		return absent("each fee is stated as unchangeable")
	}
	return feesInWords(f, "whether each fee may change (changeable: true or false)")
}

// feesInWords is what the words alone say of it: the document's own fields do not.
func feesInWords(f grounds.Facts, missing string) Answer {
	r := f.Said().Rights
	if r.Changes == "" {
		if r.Fixed != "" {
			return absent("its words say that fees do not change: \"" + grounds.Shorten(r.Fixed) + "\"")
		}
		return unknown(missing)
	}
	says, weight := "fees may change, in its words: \""+grounds.Shorten(r.Changes)+"\"", High
	if r.Notice > 0 {
		says += fmt.Sprintf(", on notice of %d d", r.Notice)
	}
	if r.CapSaid != "" {
		says += ", up to \"" + grounds.Shorten(r.CapSaid) + "\""
	}
	if r.Cap > 0 && r.Cap < mostCap || r.Notice >= int(leastNotice) {
		weight = Medium
	}
	return present(says).weighing(weight)
}

// mayChange is the answer for one fee that may change, with what bounds it. A price per kWh is no bound:
// the document has no word for a public tariff that it would follow.
func mayChange(fee offer.Fee) Answer {
	says := "the fee \"" + grounds.Shorten(fee.Name) + "\" may change"
	weight := High
	switch {
	case fee.Cap != nil && fee.Cap.PerDay()*365.25 < mostCap:
		says, weight = says+", by at most "+fee.Cap.String(), Medium
	case fee.Cap != nil:
		says += ", by as much as " + fee.Cap.String()
	}
	switch {
	case fee.Notice != nil && *fee.Notice >= leastNotice:
		says, weight = says+", on notice of "+fee.Notice.String(), Medium
	case fee.Notice != nil:
		says += ", on notice of " + fee.Notice.String()
	}
	if fee.Cap == nil && fee.Notice == nil {
		says += " without a cap or a notice that is stated"
	}
	return present(says).weighing(weight)
}
