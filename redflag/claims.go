package redflag

import (
	"math"

	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

// The claims against the protocol: each figure that a seller names is set against what the same
// figures give, on the claim's own date, in its own dimension. A claim may be right by mistake of
// unit ("per hour" sold as "per day"); then the finding says so.

// tolerance is how far a revenue may exceed the best of the 30 days before it is called too high:
// ten per cent for rounding, a pool's luck on a day and fees of single blocks. (A seller's own
// worked payout of 2022-10-25 is 6 % above the day's expectation.)
const tolerance = 1.10

// Severity by how many times too high a claim is; set by judgement.
const (
	muchTooHigh = 1.5
	absurd      = 3.0
	farBelow    = 0.1 // of the day's figure: no fees explain so little
)

var claimRules = []Rule{revenueAboveProtocol, powerCostWrong, staticPayback, returnAboveProtocol}

// judgeClaims is one finding for each claim that is a figure, in the order of the document.
func judgeClaims(f grounds.Facts) []Finding {
	var all []Finding
	for i := range f.Offer.Claims {
		c := &f.Offer.Claims[i]
		switch {
		case c.DailyRevenue != nil:
			all = append(all, revenueAboveProtocol.finding(judgeRevenueAboveProtocol(f, c, *c.DailyRevenue)))
		case c.Hashprice != nil:
			all = append(all, revenueAboveProtocol.finding(judgeRevenueAboveProtocol(f, c, *c.Hashprice)))
		case c.PowerCost != nil:
			all = append(all, powerCostWrong.finding(judgePowerCostWrong(f, c)))
		case c.Payback != nil:
			all = append(all, staticPayback.finding(judgeStaticPayback(f, c)))
		case c.Return != nil || c.TotalReturn != nil:
			all = append(all, returnAboveProtocol.finding(judgeReturnAboveProtocol(f, c)))
		}
	}
	return all
}

// readable is a price without the last digits of binary arithmetic.
func readable(p units.PerHashrateDay) string {
	return units.Format(p.Value, 8) + " " + string(p.Currency) + "/TH/day"
}

// graded is the severity of a claim that is too high by a factor.
func graded(over float64) Severity {
	switch {
	case over > absurd:
		return Critical
	case over > muchTooHigh:
		return High
	}
	return Medium
}

// sameFigure is how near a claim must be to today's arithmetic to be that arithmetic: one tenth.
const sameFigure = 0.10

func near(a, b float64) bool { return b > 0 && math.Abs(a/b-1) <= sameFigure }
