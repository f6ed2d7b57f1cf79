package redflag

import (
	"github.com/assaymining/assay/redflag/grounds"
)

// graver is the one of two answers that weighs more, the first where both weigh the same.
func graver(a, b Answer) Answer {
	if a.State != Present || b.State == Present && rank(b.Severity) < rank(a.Severity) {
		return b
	}
	return a
}

// noStop is the answer where no clause stated is of the kind that is asked for: it is known that there is
// none only where the case of every clause of the seller's is known.
func noStop(f grounds.Facts) Answer {
	for _, s := range f.Offer.Stops {
		if (s.When == "other" || s.When == "") && s.By != "buyer" {
			return unknown("in which case the seller may end or pause it (stops.when)")
		}
	}
	if grounds.MayEnd(f.Offer) {
		return absent("no such clause among those stated")
	}
	if quote := f.Said().Rights.Told(); quote != "" {
		return absent("not among the cases that its words name: \"" + grounds.Shorten(quote) + "\"")
	}
	return unknown("who may end or pause the contract, and when (stops)")
}
