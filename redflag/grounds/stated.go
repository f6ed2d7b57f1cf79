package grounds

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/offer"
)

// What the document states by itself, without a market.

// doubled is a return in all, the price included, that no day's figures come to: a calculator states a
// day's or a year's, and no real offer on record states that it doubles the price.
const doubled = 2

// Doubles reports whether the offer states that the price comes back twice or more in all.
func Doubles(o offer.Offer) bool {
	for _, c := range o.Claims {
		if c.TotalReturn != nil && *c.TotalReturn >= doubled {
			return true
		}
	}
	for _, stop := range o.Stops {
		if stop.When == "return_reaches" && stop.At != nil && *stop.At >= doubled {
			return true
		}
	}
	return false
}

// FeesHaveAmounts reports whether every fee has a form that says how much.
func FeesHaveAmounts(fees []offer.Fee) bool {
	open := func(f offer.Fee) bool { return !f.HasAmount() && f.EnergyPrice == nil }
	return !slices.ContainsFunc(fees, open)
}

// MayEnd reports whether it is stated who may end the contract, or that nobody may.
func MayEnd(o offer.Offer) bool { return o.StopsStated || len(o.Stops) > 0 }

// StopSays is a stop on unprofitable days in words.
func StopSays(s offer.Stop) string {
	end := "mining pauses or the contract ends (not said which)"
	switch s.Then {
	case "terminate":
		end = "the contract ends"
	case "pause":
		end = "mining pauses"
	}
	if s.For <= 1 {
		return "when fees exceed revenue on a day, " + end
	}
	return fmt.Sprintf("when fees exceed revenue for %d days, %s", s.For, end)
}
