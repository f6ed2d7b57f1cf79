package redflag

// F08: the seller names nothing that has a price: no hashrate, no algorithm, no power unit.
//
// Only a page that was read and names none counts; a blank in a document may be its writer's.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var nothingToPrice = Rule{
	ID:       "F08_nothing_to_price",
	Title:    "The page names no hashrate that could be priced",
	Axis:     Trust,
	Severity: High,
	Needs:    "hashrate, terms.hashrate_named",
	Why:      "Without hashrate there is nothing to check a payout against; what is sold is a return.",
	Caution:  "Frauds are described by the press and real offers by their own manuals: judge the offer's own page, never a summary.",
	Look:     "How many TH/s of which algorithm do I buy?",
	Judge:    judgeNothingToPrice,
	Sources:  []cite.Source{read("counts over 96 labelled offers; biased, see the caution", "")},
}

func judgeNothingToPrice(f grounds.Facts) Answer {
	switch o := f.Offer; {
	case o.Hashrate > 0 || o.Price.Bid != nil || o.Price.PerHashrate != nil:
		return absent("the hashrate or its price is named")
	case o.Terms.HashrateNamed == offer.False:
		return present("the seller's page was read and names no hashrate")
	case o.Terms.HashrateNamed == offer.True:
		return absent("the seller's page names the hashrate")
	}
	return unknown("the hashrate bought, or that the seller's page names none (terms.hashrate_named)")
}
