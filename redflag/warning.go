package redflag

import (
	"fmt"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

// farAbove reports whether a return is stated that no hashrate of that price could have earned: more than the
// best of the 30 days allows, with the tolerance of claims, or more than any real contract is on record to
// have yielded where that is not known.
func farAbove(f grounds.Facts) bool {
	edge := percentADay * (1 - 1e-9)
	if f.NothingEarnsIt() {
		edge = doublingPerDay * (1 - 1e-9)
	}
	for _, r := range f.Said().Returns {
		ratio, ok := f.OverEarning(r)
		if ok && ratio > tolerance || !ok && (r.Gain >= edge || f.BeyondOwning(r)) {
			return true
		}
	}
	return len(f.Unearned()) > 0
}

// warning is the sentence that an offer must begin with, where what it would pay is a promise, or a price too
// low to be true: a figure of it would be the seller's word in our mouth. Empty where there is nothing to
// warn of.
func warning(f grounds.Facts, by findings, r Report) string {
	promised := weighs(promisedPayout.ID, Critical)(by) || f.Offer.Payout.Basis == offer.Fixed
	switch {
	case r.Trust.Word == FraudSigns && !promised:
		return "Do not pay: " + r.Trust.Reason + "."
	case promised, farAbove(f):
		return r.RunOff.Broken(promised)
	case isPresent(guaranteedIncome.ID)(by):
		return "Do not pay: income is guaranteed, which no miner can know; who guarantees it pays from something " +
			"else than mining."
	case isPresent(principalReturned.ID)(by):
		return r.RunOff.Returning()
	case weighs(statedReturn.ID, High)(by):
		if standing(f, f.Said().Returns) != unlawful && f.Said().Sworn {
			return "Do not pay: " + by[statedReturn.ID].Says + ", which no miner can know."
		}
		return "Do not pay: " + by[statedReturn.ID].Says + ", which no hashrate earns."
	case weighs(belowCost.ID, Critical)(by), weighs(belowCost.ID, High)(by):
		return cheap(f, by[belowCost.ID])
	}
	return ""
}

// cheap says of a price how far it is below what it must cost, from the figures of its finding.
func cheap(f grounds.Facts, by Finding) string {
	o, at := f.Offer, map[string]float64{}
	for _, x := range by.Figures {
		at[x.Name] = x.Value
	}
	long := "for its term"
	if o.Term.Days > 0 {
		long = fmt.Sprintf("for %d days", int(o.Term.Days))
	}
	if mined := at["mined_a_day"]; mined > 0 {
		return fmt.Sprintf("Too good to be true: a TH/s costs %s a day here with its fees, and mines %s at any "+
			"pool: who has it keeps it.", f.Money.USD(at["asked_a_day"]), f.Money.USD(mined))
	}
	if owning := at["machine_share"] + at["power"]; owning > 0 {
		return fmt.Sprintf("Too good to be true: a TH/s %s costs %s here with its fees, and %s to own and power at "+
			"the cheapest.", long, f.Money.USD(at["asked_with_fees"]), f.Money.USD(owning))
	}
	return fmt.Sprintf("Too good to be true: a TH/s %s costs %s here, and would mine %s even at the lowest "+
		"hashprice of two years.", long, f.Money.USD(at["asked"]), f.Money.USD(at["mined_at_least"]))
}
