package redflag

// F16: fees may change. Nearly every real host has it, since power prices move; it is dangerous
// where nothing bounds it.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/contract"
)

var feeChange = Rule{
	ID:       "F16_fees_may_change",
	Title:    "The seller may change a fee",
	Axis:     ContractRisk,
	Severity: Medium,
	Needs:    "fees.changeable, fees.cap, fees.notice",
	Why:      "A fee that may rise without bound can take all that the contract earns.",
	Caution:  "Usual where it follows a tariff: 11 of 12 real offers. Bad only where one side decides, without cap or notice.",
	Look:     "May this fee rise, by how much a year, on what notice, and what is it tied to?",
	Judge:    judgeFeeChange,
	Sources:  []cite.Source{read("BitFuFu service agreement (\"at any time without notice\")", "https://support.bitfufu.com/hc/en-001/articles/360002267496-BitFuFu-Service-Agreement")},
}

func judgeFeeChange(f Facts) Answer {
	fees := f.Offer.Fees
	if len(fees) == 0 {
		if f.Offer.FeesStated {
			return absent("there are no fees to change")
		}
		return unknown("whether fees may change (fees)")
	}
	fixed := true
	var bounded *contract.Fee
	for i, fee := range fees {
		if fee.Changeable == contract.Unknown {
			fixed = false
		}
		if fee.Changeable != contract.True {
			continue
		}
		linked := fee.EnergyPrice != nil
		if fee.Cap == nil && fee.Notice == nil && !linked {
			return present("the fee \"" + shorten(fee.Name) + "\" may change without a cap, notice or tariff that is stated").weighing(High)
		}
		bounded = &fees[i]
	}
	switch {
	case bounded != nil:
		return present("the fee \"" + shorten(bounded.Name) + "\" may change; a cap, a notice or a tariff is stated")
	case fixed:
		return absent("each fee is stated as unchangeable")
	}
	return unknown("whether each fee may change (changeable: true or false)")
}
