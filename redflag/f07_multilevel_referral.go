package redflag

// F07: commissions on several levels, or of a tenth of the price and more.
//
// Mining margins cannot pay 10 % of the price to whoever brought the buyer. A share is set against
// what it is a share of: 10 % of a pool's 2 % fee is nothing. Source: Puppet's criterion 5.

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var multilevelReferral = Rule{
	ID:       "F07_multilevel_referral",
	Title:    "Commissions reach several levels, or 10 % of the price",
	Axis:     Trust,
	Severity: High,
	Needs:    "referral.levels, referral.share, referral.of",
	Why:      "Mining margins do not carry a tenth of the price in commissions; new buyers' money does. 12 of 20 frauds, 0 of 5 real offers of whom it is known.",
	Caution:  "Turn every commission into a share of the buyer's price: a tenth of a pool's fee is 0.2 % of revenue.",
	Look:     "How many levels earn from my purchase, and what share of my price is paid out in all?",
	Judge:    judgeMultilevelReferral,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 5",
			"https://bitcointalk.org/index.php?topic=878387",
		),
		read(
			"Philippine SEC, advisory on mining contracts (2018)",
			"http://www.bworldonline.com/sec-warns-public-vs-investing-in-cloud-mining-contracts/",
		),
	},
}

// mostCommission is a share of the price: "almost 10 %" cannot be paid from mining margins (Puppet).
const mostCommission = 0.10

func judgeMultilevelReferral(f grounds.Facts) Answer {
	r := f.Offer.Referral
	ofPrice := r.Of == "" || r.Of == "price"
	none := r.Stated && r.Levels == 0
	switch {
	case r.Levels > 1:
		return present(fmt.Sprintf("commissions on %d levels", r.Levels), referralFigures(f)...)
	case r.Share != nil && ofPrice && float64(*r.Share) >= mostCommission-1e-12:
		return present("a commission of "+r.Share.String()+" of the price", referralFigures(f)...)
	case none:
		return absent("no commissions are paid")
	case !r.Stated && f.Said().Network.Quote != "":
		return networkInWords(f.Said().Network)
	case r.Share != nil && ofPrice:
		return absent("one level at most, below a tenth of the price", referralFigures(f)...)
	case r.Share != nil && r.Of == "pool_fee" && *r.Share <= 1:
		return absent("one level at most, "+r.Share.String()+" of a pool's fee", referralFigures(f)...)
	case r.Share != nil:
		return unknown(
			"what the commission of " + r.Share.String() + " comes to as a share of the price (referral.of)",
		)
	case r.Levels == 1:
		return unknown("the share of the price that the referrer receives (referral.share)")
	}
	return unknown("levels and share of the referral programme, if any (referral)")
}

// networkInWords is what the words alone say of levels and shares.
func networkInWords(n grounds.Network) Answer {
	quote := "in its words: \"" + grounds.Shorten(n.Quote) + "\""
	levels, top := n.Most()
	figures := []Figure{{"levels", float64(levels), "1"}}
	if top > 0 {
		figures = append(figures, Figure{"share", top * 100, "%"})
	}
	switch {
	case levels > 1:
		return present(fmt.Sprintf("commissions on %d levels, ", levels)+quote, figures...)
	case n.Grave:
		return present("whoever brings others is paid for it, " + quote)
	case len(n.Shares) == 0:
		return unknownOf("the share of the price that the referrer receives (referral.share)", quote)
	case top >= mostCommission-1e-12:
		return unknownOf("what the commission is a share of (referral.of)", quote)
	}
	return absent("one level at most, below a tenth, "+quote, figures...)
}

// unknownOf is an open answer that quotes what was read.
func unknownOf(missing, says string) Answer {
	a := unknown(missing)
	a.Says = "not known; " + says
	return a
}
