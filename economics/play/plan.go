package play

import (
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
)

// plan is a contract reduced to a few numbers where its terms are linear in the day's hashvalue and
// in 1/price, and else with its fees one by one. It says nothing new: contract.Terms.Day is the
// specification, and a test holds the two together. Promised payouts (whole is false) are played with
// Terms.Run: where each day pays the same, a rounding would decide when they have reached a sum.
type plan struct {
	terms      *contract.Terms
	whole      bool    // the numbers below express the contract
	delay, end int     // mining days are delay <= day < end
	gross      float64 // TH/s delivered
	gain       float64 // the same less shares of revenue
	gainAfter  float64 // the same from the day after break-even, where shares wait for it
	waits      bool    // they do
	deductUSD  float64 // dollars a day, taken out of the revenue, never below zero
	payUSD     float64 // dollars a day, paid beside it
	payBTC     float64
	bidUSD     float64 // of these a bid, which is a price and no fee
	bidBTC     float64
	upfrontUSD float64
	upfrontBTC float64
	held       bool    // payouts wait: not every day, or for a least amount
	every      int     // days between payouts
	least      float64 // bitcoin of a payout, and dollars
	leastUSD   float64
	last       int     // days from purchase to the end of the term; 0 where it is open
	pause      int     // unprofitable days in a row from which days are paused; 0 never
	knockOut   int     // unprofitable days in a row that end the contract; 0 never
	returnCap  float64 // dollars received, less those paid by day, over the upfront price that end it; 0 none
	floor      float64 // hashprice (USD per TH/s and day) from which deducted fees leave something
	even       float64 // hashprice from which a day is profitable, as stops see it; 0 where there are none
	safe       float64 // the higher of the two: no floor and no clause binds
	charges    *charges
}

// newPlan compiles terms for a horizon in days.
// feeShare is the part of revenue that a PPS contract does not get.
func newPlan(t *contract.Terms, horizon int, feeShare float64) plan {
	p := plan{terms: t, delay: t.Delay, end: horizon, gross: t.TH * t.Uptime,
		upfrontUSD: t.UpfrontUSD.Float(), upfrontBTC: t.UpfrontBTC.BTC(), whole: t.Fixed == 0 && t.TH > 0}
	p.every, p.last, p.least, p.leastUSD = max(t.Every, 1), t.Last(), t.MinimumBTC.BTC(), t.MinimumUSD.Float()
	p.held = p.every > 1 || p.least > 0 || p.leastUSD > 0
	delivered := p.gross
	if t.SubsidyOnly {
		p.gross *= 1 - feeShare
	}
	for _, s := range t.Stops {
		if s.Pause && (p.pause == 0 || s.Days < p.pause) {
			p.pause = s.Days
		}
		if !s.Pause && (p.knockOut == 0 || s.Days < p.knockOut) {
			p.knockOut = s.Days
		}
	}
	p.waits = waitsForEven(t)
	p.bidUSD, p.bidBTC = t.BidUSD*delivered, t.Bid*delivered
	if !linear(t) || (t.ReturnCap > 0 || p.waits) && (p.held || p.bidUSD+p.bidBTC > 0) {
		p.charges, p.safe = newCharges(t, horizon), math.Inf(1)
		return p
	}
	spend := 1.0
	for _, f := range t.Fees {
		spend += f.Spend
		if f.Separate {
			p.payUSD += f.USDPerDay
		} else {
			p.deductUSD += f.USDPerDay
		}
	}
	p.gain, p.gainAfter, p.returnCap = p.gross*kept(t, false), p.gross*kept(t, true), t.ReturnCap
	if p.deductUSD > 0 {
		p.floor = p.deductUSD / p.gain // infinite where nothing is gained
	}
	if (p.pause > 0 || p.knockOut > 0) && p.gross > 0 {
		p.even = (p.deductUSD + p.payUSD) / p.gross
	}
	p.payUSD += p.bidUSD * spend
	p.payBTC += p.bidBTC * spend
	p.safe = max(p.floor, p.even)
	if p.payBTC > 0 || p.held || p.returnCap > 0 || p.waits { // these are in dollars what each day's price makes them
		p.safe = math.Inf(1)
	}
	return p
}

// linear reports whether what a day pays is linear in hashvalue and 1/price, and depends on nothing that went
// before but its stops.
func linear(t *contract.Terms) bool {
	if t.PaysUSD {
		return false
	}
	var taken, rest bool // daily amounts taken out; shares of what they leave, or that wait for break-even
	for _, f := range t.Fees {
		if f.PayoutBTC > 0 || f.PayoutUSD > 0 || f.PrepaidFor > 1 || f.Escalation > 0 || f.BTCPerDay > 0 ||
			f.AfterEven && f.Share == 0 && f.Profit == 0 {
			return false
		}
		taken = taken || f.USDPerDay > 0 && !f.Separate
		rest = rest || f.Profit > 0 || f.AfterEven
	}
	return !taken || !rest
}

// waitsForEven reports whether a fee waits for break-even.
func waitsForEven(t *contract.Terms) bool {
	return slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool { return f.AfterEven })
}

// kept is the share of revenue that shares of it and of profit leave, before or after break-even.
func kept(t *contract.Terms, even bool) float64 {
	left := 1.0
	for _, f := range t.Fees {
		if !f.AfterEven || even {
			left -= min(f.Share, left)
			left -= left * f.Profit
		}
	}
	return left
}
