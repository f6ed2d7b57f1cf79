package redflag

// K1: the seller holds what was earned until the buyer may withdraw it.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var earningsHeld = Rule{
	ID:       "K1_earnings_held",
	Title:    "The seller holds what you have earned",
	Axis:     ContractRisk,
	Severity: Medium,
	Needs:    "payout.to, payout.minimum, hashrate, the day's hashvalue",
	Why:      "A balance with the seller is lost with the seller, and one below the minimum payout may never be paid.",
	Caution:  "Small minimums only save network fees.",
	Look:     "Can payouts go to my own wallet each day? What happens to a rest below the minimum at the end?",
	Judge:    judgeEarningsHeld,
	Sources: []cite.Source{
		read("payout rules with a minimum of 0.005 BTC; a rest below it stays with the pool", ""),
	},
}

// longWait is a wait for the first payout, in days, from which the balance at risk is a month's.
const longWait = 30

func judgeEarningsHeld(f grounds.Facts) Answer {
	p := f.Offer.Payout
	if p.To == "custodial" {
		return present("payouts go to an account with the seller")
	}
	e, known := f.On(f.Offer.Seen)
	if p.Minimum != nil && p.Minimum.Currency == "BTC" && f.Offer.Hashrate > 0 && known && f.SHA256() {
		days := p.Minimum.Float() / (e.Hashvalue * f.Offer.Hashrate.TH())
		figures := []Figure{{"days_to_minimum", days, "days"}}
		if days >= longWait {
			return present(
				fmt.Sprintf(
					"at today's hashvalue the minimum payout takes %.0f days to reach, before fees",
					days,
				),
				figures...)
		}
		if p.To == "wallet" {
			return absent(
				fmt.Sprintf(
					"paid to the buyer's wallet; the minimum is reached in %.1f days, before fees",
					days,
				),
				figures...)
		}
	}
	if p.To == "wallet" && p.Minimum == nil {
		return Answer{
			State:   Unknown,
			Says:    "paid to the buyer's wallet, from an amount not known",
			Missing: []string{"the minimum payout (payout.minimum)"},
		}
	}
	return unknown("where payouts go and from which amount (payout.to, payout.minimum)")
}
