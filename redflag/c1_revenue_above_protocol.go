package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var revenueAboveProtocol = Rule{
	ID:       "C1_revenue_above_protocol",
	Title:    "The claimed revenue or hashprice does not agree with what the protocol gives",
	Axis:     Economics,
	Severity: High,
	Needs:    "claims.daily_revenue or claims.hashprice, its date, the chain facts of that date",
	Why: "Subsidy, fees and difficulty say what a terahash earns. No pool, machine or farm earns " +
		"more; what is far less is a slip of units, or what the seller keeps.",
	Caution: "The best within the past 30 days (at the subsidy of the day) and 10 % are allowed, so " +
		"that nobody is accused over last week's figure.",
	Look:    "From which difficulty, fees and price, and on which day, was this figure computed?",
	AskIf:   true,
	Sources: []cite.Source{grounds.ProtocolSource},
}

func judgeRevenueAboveProtocol(f grounds.Facts, c *offer.Claim, claimed units.PerHashrateDay) Answer {
	e, ok := f.On(f.Day(c))
	if !ok {
		return unknown(f.MissingDay(f.Day(c)))
	}
	if !f.SHA256() {
		return unknown("chain facts for " + f.Offer.Algorithm)
	}
	expected, best := e.Hashvalue, e.BestHashvalue
	arithmetic := units.Format(e.Hashvalue, 4) + " BTC per TH/s and day"
	if claimed.Currency != units.BTC {
		per, known := f.USDOn(1, claimed.Currency, &e.Date)
		if !known || e.PriceUSD <= 0 {
			return unknown("the price of a bitcoin in " + string(claimed.Currency) + " on " + e.Date.String())
		}
		expected, best = e.Hashprice()/per, e.BestHashprice/per
		arithmetic = fmt.Sprintf("%s BTC x %.0f %s = %s %s per TH/s and day", units.Format(e.Hashvalue, 4),
			e.PriceUSD/per, claimed.Currency, units.Format(expected, 4), claimed.Currency)
	}
	best = max(best, expected)
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", claimed.Value, string(claimed.Currency) + "/TH/day"},
		{"protocol", expected, string(claimed.Currency) + "/TH/day"},
		{"best_of_30_days", best, string(claimed.Currency) + "/TH/day"},
		{"ratio", claimed.Value / expected, "1"},
		{"ratio_to_best", claimed.Value / best, "1"},
	}}
	a.Says = fmt.Sprintf("claimed %s; on %s the protocol gave %s: %s times (%s times the best within the 30 "+
		"days before)", readable(claimed), e.Date, arithmetic, grounds.Times(claimed.Value/expected),
		grounds.Times(claimed.Value/best))
	if slip, found := grounds.SlipOf(claimed.Value / expected); found {
		a.State, a.Severity = Present, Medium
		a.Says += "; this number is right if it were per " + slip
	}
	if ratio := claimed.Value / expected; a.State == Absent && ratio < farBelow {
		a.State, a.Severity = Present, Low
		a.Says += ": too little to be what hashrate earns, before fees or after"
	}
	if a.State == Absent {
		heldBack(f, &a, claimed.Value/expected, heldBackBelow, "what the hashrate earns")
	}
	if over := claimed.Value / best; over > tolerance {
		a.State, a.Severity = Present, graded(over)
	}
	return a
}

// heldBackBelow is the share of what is left after the fees named below which a claim is no agreement; above
// it, it may be last month's figure.
const heldBackBelow = 0.7

// heldBack says so of a claim far below the chain.
func heldBack(f grounds.Facts, a *Answer, paid, below float64, what string) {
	h := f.HeldBack(paid, below, what)
	if h == nil {
		return
	}
	a.State, a.Severity = Present, Medium
	if paid < (1-h.Explained)/2 && below == heldBackBelow {
		a.Severity = High
	}
	a.Says += "; " + h.Says
	a.Figures = append(a.Figures, Figure{"not_paid_out", 1 - paid, "1"},
		Figure{"explained_by_fees", h.Explained, "1"})
	a.Ask = "Your own figure is a fraction of what a TH/s mines: who keeps the rest, and for what?"
}

// keeps says the same of what is to come back a day on the average of some days, in dollars for a TH/s: of
// what is left where difficulty grows as in the year before. Less than half of that is no caution.
func keeps(f grounds.Facts, a *Answer, e grounds.Earned, aDay, days float64) {
	heldBack(f, a, aDay/(e.Hashprice()*e.Mean(days)), 0.5, fmt.Sprintf("what the hashrate would earn in "+
		"%.0f days, were difficulty to grow as in the year before,", days))
}
