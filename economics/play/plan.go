package play

import (
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
)

// plan is a contract reduced to a few numbers where its terms are linear in the day's hashvalue and in
// 1/price, and else with its fees one by one. It says nothing new: contract.Terms.Day is the specification,
// and a test holds the two together (docs/adr/007).
//
// Why this works: a fee of f dollars a day is f/price bitcoin, so that over days whose sums of hashvalue
// and of 1/price are H and R, the payouts are gain*H - deductUSD*R, whatever the order of the days. Only
// where the fees of a day exceed its revenue does this fail, since nobody pays a negative payout: such days
// lie below a hashprice that the plan knows, nothingBindsFrom.
type plan struct {
	terms *contract.Terms
	// the numbers below express the contract, but for what setAside adds; where not (a promise, luck, a term
	// that pauses extend) Terms.Run plays it
	whole bool

	delay, end int // mining days are delay <= day < end, day 0 being the purchase
	last       int // days from purchase to the end of the term; 0 where it is open

	// Revenue, in TH/s: times the day's hashvalue (BTC per TH/s and day) it is bitcoin.
	gross        float64 // delivered
	gain         float64 // the same less shares of revenue
	gainAfter    float64 // the same from the day after break-even, where shares wait for it
	waitsForEven bool    // they do

	// What is taken out of the revenue, never below zero, and what is paid beside it, each day.
	deductUSD, payUSD, payBTC float64
	bidUSD, bidBTC            float64 // of what is paid: a bid, which is a price and no fee
	upfrontUSD, upfrontBTC    float64 // on day 0, with charges that are made once
	onceUSD, onceBTC          float64 // these charges

	// Payouts.
	payoutsWait bool    // not every day, or for a least amount
	every       int     // days between payouts
	minimumBTC  float64 // least payout
	minimumUSD  float64 // the same in dollars of the day

	// What ends or interrupts it.
	pause     int     // unprofitable days in a row from which days are paused; 0 never
	knockOut  int     // unprofitable days in a row that end the contract; 0 never
	returnCap float64 // dollars received, less those paid by day, over the upfront price that end it; 0 none

	// Where something binds, as hashprices in dollars per TH/s and day.
	floor          float64 // from it deducted fees leave something to pay out
	profitableFrom float64 // from it a day's fees are covered, as stops see it; 0 where there are none
	// the higher of the two; infinite where sums of hashvalue and 1/price do not suffice
	nothingBindsFrom float64

	charges *charges // fees that have to be looked at one by one; nil: none
}

// newPlan compiles terms for a horizon in days.
// feeShare is the part of revenue that a PPS contract does not get.
func newPlan(t *contract.Terms, horizon int, feeShare float64) plan {
	p := plan{terms: t, delay: t.Delay, end: horizon, gross: t.TH * t.Uptime,
		upfrontUSD: t.UpfrontUSD.Float(), upfrontBTC: t.UpfrontBTC.BTC()}
	for _, f := range t.Fees {
		p.onceUSD, p.onceBTC = p.onceUSD+f.OnceUSD.Float(), p.onceBTC+f.OnceBTC.BTC()
	}
	p.upfrontUSD, p.upfrontBTC = p.upfrontUSD+p.onceUSD, p.upfrontBTC+p.onceBTC
	p.whole = t.Fixed == 0 && t.TH > 0 && t.LuckTH == 0 && !t.PrincipalReturned && t.MaxExtension() == 0 &&
		!(looksAtPrice(t) && p.onceUSD+p.onceBTC+stopFees(t) > 0)
	p.every, p.last = max(t.Every, 1), t.Last()
	p.minimumBTC, p.minimumUSD = t.MinimumBTC.BTC(), t.MinimumUSD.Float()
	p.payoutsWait = p.every > 1 || p.minimumBTC > 0 || p.minimumUSD > 0
	delivered := p.gross
	if t.SubsidyOnly {
		p.gross *= 1 - feeShare
	}
	p.pause, p.knockOut = soonestStop(t, true), soonestStop(t, false)
	p.waitsForEven = someFeeWaits(t)
	p.bidUSD, p.bidBTC = t.BidUSD*delivered, t.Bid*delivered
	if !linear(t) || (t.ReturnCap > 0 || p.waitsForEven) && (p.payoutsWait || p.bidUSD+p.bidBTC > 0) {
		p.charges, p.nothingBindsFrom = newCharges(t, horizon), math.Inf(1)
		return p
	}
	p.reduce(t)
	return p
}

// soonestStop is the fewest unprofitable days in a row after which a stop pauses the contract, or ends it;
// 0 never.
func soonestStop(t *contract.Terms, pause bool) int {
	soonest := 0
	for _, s := range t.Stops {
		if s.Pause == pause && (soonest == 0 || s.Days < soonest) {
			soonest = s.Days
		}
	}
	return soonest
}

// reduce makes the numbers of terms that are linear, and finds from which hashprice on nothing binds.
func (p *plan) reduce(t *contract.Terms) {
	spend := 1.0
	for _, f := range t.Fees {
		spend += f.Spend
		if f.Separate {
			p.payUSD += f.USDPerDay
		} else {
			p.deductUSD += f.USDPerDay
		}
	}
	p.gain, p.gainAfter = p.gross*kept(t, false), p.gross*kept(t, true)
	p.returnCap = t.ReturnCap
	if p.deductUSD > 0 {
		p.floor = p.deductUSD / p.gain // infinite where nothing is gained
	}
	if (p.pause > 0 || p.knockOut > 0) && p.gross > 0 {
		p.profitableFrom = (p.deductUSD + p.payUSD) / p.gross
	}
	p.payUSD += p.bidUSD * spend
	p.payBTC += p.bidBTC * spend
	p.nothingBindsFrom = max(p.floor, p.profitableFrom)
	if p.payBTC > 0 || p.payoutsWait || p.returnCap > 0 || p.waitsForEven {
		p.nothingBindsFrom = math.Inf(1) // these are in dollars what each day's price makes them
	}
}

// linear reports whether what a day pays is linear in hashvalue and 1/price, and depends on nothing that went
// before but its stops.
func linear(t *contract.Terms) bool {
	if t.PaysUSD {
		return false
	}
	var taken, rest bool    // daily amounts taken out; shares that wait for break-even
	var others, profit bool // fees that are no share of the gross; shares of what they leave
	for _, f := range t.Fees {
		if f.PayoutBTC > 0 || f.PayoutUSD > 0 || f.PrepaidFor > 1 || f.Escalation > 0 || f.BTCPerDay > 0 ||
			f.AfterEven && f.Share == 0 && f.Profit == 0 {
			return false
		}
		taken = taken || f.USDPerDay > 0 && !f.Separate
		rest = rest || f.AfterEven
		others, profit = others || f.USDPerDay > 0 || f.Spend > 0, profit || f.Profit > 0
	}
	return (!taken || !rest) && (!others || !profit)
}

// someFeeWaits reports whether a fee waits for break-even.
func someFeeWaits(t *contract.Terms) bool {
	return slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool { return f.AfterEven })
}

// kept is the share of revenue that shares of it and of profit leave, before or after break-even.
func kept(t *contract.Terms, even bool) float64 {
	profit, shared := 1.0, 0.0
	for _, f := range t.Fees {
		if !f.AfterEven || even {
			profit -= min(f.Share, profit)
			shared += f.Profit
		}
	}
	return profit * max(0, 1-shared)
}
