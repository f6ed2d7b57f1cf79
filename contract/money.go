package contract

import (
	"fmt"

	"github.com/assaymining/assay/units"
)

// Between bitcoin and dollars at the price of a day. Each amount is rounded once, to the nearest, when it
// comes to be; sums of rounded amounts are then exact.

// toBTC is dollars in bitcoin at a price, to the nearest milli-satoshi, at most maxFlowBTC.
func toBTC(m units.Micro, price float64) units.MilliSat {
	if !(price > 0) {
		unpriced(price)
	}
	v := float64(m) * (units.MSatPerBTC / 1e6) / price
	if v > maxFlowBTC*units.MSatPerBTC {
		v = maxFlowBTC * units.MSatPerBTC
	}
	return units.MilliSat(units.Round(v))
}

// toUSD is bitcoin in dollars at a price, to the nearest millionth, at most maxFlowUSD.
func toUSD(m units.MilliSat, price float64) units.Micro {
	if !(price > 0) {
		unpriced(price)
	}
	v := float64(m) * price / (units.MSatPerBTC / 1e6)
	if v > maxFlowUSD*1e6 {
		v = maxFlowUSD * 1e6
	}
	return units.Micro(units.Round(v))
}

// unpriced panics; apart, so that what calls it stays small.
func unpriced(price float64) {
	panic(fmt.Sprintf("contract: a dollar amount on a day without a price (%v)", price))
}

// bounded limits a day's revenue or fee: on a path on which difficulty or price falls without end, no
// contract earns or costs more than all miners together (see bounds.go).
func bounded(m units.MilliSat) units.MilliSat { return min(m, maxDailyBTC*units.MSatPerBTC) }
