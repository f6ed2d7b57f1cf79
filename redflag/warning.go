package redflag

import (
	"fmt"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// farAbove reports whether a return is stated that no hashrate of that price could have earned: more than the
// best of the 30 days allows, with the tolerance of claims, or more than any real contract is on record to
// have yielded where that is not known.
func (f Facts) farAbove() bool {
	for _, r := range f.said().returns {
		ratio, ok := overEarning(f, r)
		if ok && ratio > tolerance || !ok && r.gain >= percentADay*(1-1e-9) {
			return true
		}
	}
	return false
}

// warning is the sentence that an offer must begin with, where what it would pay is a promise, or a price too
// low to be true: a figure of it would be the seller's word in our mouth. Empty where there is nothing to
// warn of.
func warning(f Facts, by findings, r Report) string {
	promised := weighs(promisedPayout.ID, Critical)(by) || f.Offer.Payout.Basis == offer.Fixed
	switch {
	case r.Trust.Word == FraudSigns && !promised:
		return "Do not pay: " + r.Trust.Reason + "."
	case promised, f.farAbove():
		return r.broken(promised)
	case isPresent(guaranteedIncome.ID)(by):
		return "Do not pay: income is guaranteed, which no miner can know; who guarantees it pays from " +
			"something else " +
			"than mining."
	case weighs(statedReturn.ID, High)(by):
		return "Do not pay: " + by[statedReturn.ID].Says + ", which no hashrate earns."
	case weighs(belowCost.ID, Critical)(by), weighs(belowCost.ID, High)(by):
		return cheap(f.Offer, by[belowCost.ID])
	}
	return ""
}

// broken says why a promise cannot be kept, with the day on which the money is gone.
func (r Report) broken(promised bool) string {
	run := r.RunOff
	if run == nil {
		return "Do not pay: income is promised for the term, which no miner can know: the mark of a " +
			"scheme that " +
			"pays from deposits."
	}
	what := "is promised"
	if !promised {
		what = "is named as the return"
	}
	says := fmt.Sprintf("Do not pay: %s %% a day %s", units.Format(run.PromisedPerDay*100, 3), what)
	if run.ShareNotMined >= 0.01 {
		says += ", and " + run.NotMined()
	} else {
		says += " whatever mining gives, which no miner can know"
	}
	switch {
	case run.BreaksOnDay > 0:
		says += fmt.Sprintf("; with steady deposits of others the money is gone on day %d", run.BreaksOnDay)
	case run.Back() > 0 && run.Back() < 1 && run.BreaksReturned > 0:
		says += fmt.Sprintf("; even if it were kept, %s of the price would come back, and if all of it "+
			"is to come back "+
			"the money is gone on day %d", units.ShowShare(run.Back()), run.BreaksReturned)
	case run.Back() > 0 && run.Back() < 1:
		says += fmt.Sprintf("; even if it were kept, %s of the price would come "+
			"back", units.ShowShare(run.Back()))
	case run.BreaksHarder > 0:
		says += fmt.Sprintf("; with steady deposits of others the money is gone on day %d", run.BreaksHarder)
	}
	return says + "."
}

// cheap says of a price how far it is below what it must cost, from the figures of its finding.
func cheap(o offer.Offer, f Finding) string {
	at := map[string]float64{}
	for _, x := range f.Figures {
		at[x.Name] = x.Value
	}
	long := "for its term"
	if o.Term.Days > 0 {
		long = fmt.Sprintf("for %d days", int(o.Term.Days))
	}
	if owning := at["machine_share"] + at["power"]; owning > 0 {
		return fmt.Sprintf("Too good to be true: a TH/s %s costs %s here with its fees, and %s to own "+
			"and power at the "+
			"cheapest.", long, units.ShowUSD(at["asked_with_fees"]), units.ShowUSD(owning))
	}
	return fmt.Sprintf("Too good to be true: a TH/s %s costs %s here, and would mine %s even at the "+
		"lowest hashprice of "+
		"two years.", long, units.ShowUSD(at["asked"]), units.ShowUSD(at["mined_at_least"]))
}
