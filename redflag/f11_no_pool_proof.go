package redflag

// F11: no pool account, no choice of pool, no proof on chain: the seller was asked and refused.
//
// Payouts that arrive prove nothing: one seller bought part of them on the market while mining less
// than 1 % of what it had sold. Only hashrate at a pool that the buyer can read is delivery.

import (
	"slices"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var noPoolProof = Rule{
	ID:       "F11_no_pool_proof",
	Title:    "Proof at a pool or on chain is refused",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "proof.pool_account, proof.buyer_chooses_pool, proof.pool_pays, proof.addresses",
	Why:      "Mined bitcoin comes from a pool or a coinbase. Who mines can show either without cost. 4 of 4 frauds with a known answer showed none, 0 of 15 real offers.",
	Caution:  "A pool of the seller's own proves that somebody mines, not that your hashrate is there.",
	Look:     "Why can you not show my hashrate at a pool, or one address that it is paid from?",
	AskIf:    true,
	Judge:    judgeNoPoolProof,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 1",
			"https://bitcointalk.org/index.php?topic=878387",
		),
		read(
			"a cloud mining rating system",
			"https://bitcointalk.org/index.php?topic=846407",
		),
	},
}

func judgeNoPoolProof(f grounds.Facts) Answer {
	p := f.Offer.Proof
	switch {
	case p.BuyerChoosesPool == offer.True,
		p.PoolPays == offer.True,
		grounds.Site(p.PoolAccount) != "" && grounds.Given(p.PoolAccount),
		slices.ContainsFunc(p.Addresses, grounds.OnChain):
		return absent("a pool, an account or an address is shown")
	case grounds.Refused(p.PoolAccount):
		return present(
			"a read-only account at a pool was asked for and refused; nothing else is shown in its place",
		)
	}
	if quote := f.Said().Hidden; quote != "" {
		return present("its words refuse to show the mining: \"" + grounds.Shorten(quote) + "\"")
	}
	return unknown("a read-only pool account, the choice of pool or an address (proof)")
}
