package redflag

// F14: priced in dollars or another currency, paid in bitcoin. More common among real offers (21 of 31)
// than among frauds (3 of 12): machines and power are billed in dollars. It is the buyer's currency risk.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var dollarsInBitcoinOut = Rule{
	ID:       "F14_dollars_in_bitcoin_out",
	Title:    "Priced in another currency than bitcoin, paid in bitcoin",
	Axis:     ContractRisk,
	Severity: Low,
	Needs:    "price, payout.currency",
	Why:      "You carry the price of bitcoin and the difficulty; the seller has its money. Most real miners sell so: a risk of yours, no sign of fraud.",
	Caution:  "The folklore that this marks a fraud fails: of those priced in dollars or the like, 21 of 31 real offers, 3 of 12 frauds.",
	Look:     "What would the same money buy in bitcoin today?",
	Judge:    judgeDollarsInBitcoinOut,
	Sources:  []cite.Source{read("counts over 96 labelled offers", "")},
}

func judgeDollarsInBitcoinOut(f grounds.Facts) Answer {
	paid := f.PriceCurrency()
	switch out := f.Offer.Payout.Currency; {
	case paid == "" || out == "":
		return unknown("the currencies of price and payout")
	case paid != "BTC" && out == "BTC":
		return present("the price is in " + paid + ", payouts are in bitcoin")
	}
	return absent("price and payout are in the same currency or neither is bitcoin")
}
