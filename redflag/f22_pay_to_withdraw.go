package redflag

// F22: money is asked for before money is released ("tax", "verification", "unlocking").

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var payToWithdraw = Rule{
	ID:       "F22_pay_to_withdraw",
	Title:    "A payment is asked for before money is released",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "terms.withdrawal_payment, claims, terms.text",
	Why:      "A fee can be deducted from a balance that exists. Who asks for new money has no balance.",
	Caution:  "A network fee deducted from the payout is normal.",
	Look:     "Will I ever have to send money to receive money?",
	Judge:    judgePayToWithdraw,
	Sources: []cite.Source{
		read("SEC and CFTC, alert on digital asset fraud (2019)", "https://cftc.gov/node/216156"),
	},
}

func judgePayToWithdraw(f grounds.Facts) Answer {
	switch f.Offer.Terms.WithdrawalPayment {
	case offer.True:
		return present("a payment is asked for before a withdrawal")
	case offer.False:
		return absent("withdrawals ask for no payment")
	}
	if quote := f.Said().PayFirst; quote != "" { // words can be read wrongly: they alone are no sign of fraud
		return present("its words ask for it: \"" + grounds.Shorten(quote) + "\"").weighing(High)
	}
	return unknown("whether a withdrawal asks for a payment (terms.withdrawal_payment)")
}
