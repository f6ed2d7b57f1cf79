package redflag

// F22: money is asked for before money is released ("tax", "verification", "unlocking").

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/contract"
)

var payToWithdraw = Rule{
	ID:       "F22_pay_to_withdraw",
	Title:    "A payment is asked for before money is released",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "terms.withdrawal_payment",
	Why:      "A fee can be deducted from a balance that exists. Who asks for new money has no balance.",
	Caution:  "A network fee deducted from the payout is normal.",
	Look:     "Will I ever have to send money to receive money?",
	Judge:    judgePayToWithdraw,
	Sources:  []cite.Source{read("SEC and CFTC, alert on digital asset fraud (2019)", "https://cftc.gov/node/216156")},
}

func judgePayToWithdraw(f Facts) Answer {
	switch f.Offer.Terms.WithdrawalPayment {
	case contract.True:
		return present("a payment is asked for before a withdrawal")
	case contract.False:
		return absent("withdrawals ask for no payment")
	}
	return unknown("whether a withdrawal asks for a payment (terms.withdrawal_payment)")
}
