package redflag

// F11: no pool account, no choice of pool, no proof on chain: the seller was asked and refused.
//
// Payouts that arrive prove nothing: one seller bought part of them on the market while mining less
// than 1 % of what it had sold. Only hashrate at a pool that the buyer can read is delivery.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/contract"
)

var noPool = Rule{
	ID:       "F11_no_pool_proof",
	Title:    "Proof at a pool or on chain is refused",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "proof.pool_account, proof.buyer_chooses_pool, proof.pool_pays, proof.addresses",
	Why:      "Mined bitcoin comes from a pool or a coinbase. Who mines can show either without cost. 4 of 4 frauds with a known answer showed none, 0 of 15 real offers.",
	Caution:  "A pool of the seller's own proves that somebody mines, not that your hashrate is there.",
	Look:     "Why can you not show my hashrate at a pool, or one address that it is paid from?",
	AskIf:    true,
	Judge:    judgeNoPool,
	Sources: []cite.Source{
		read("Puppet, criteria to spot a cloud mining scam, no. 1", "https://bitbin.it/2SSgEPnt/raw"),
		read("a cloud mining rating system", "https://bitcointalksearch.org/topic/cloud-mining-rating-system-846407/3-page.html"),
	},
}

func judgeNoPool(f Facts) Answer {
	p := f.Offer.Proof
	switch {
	case p.BuyerChoosesPool == contract.True, p.PoolPays == contract.True, address(p.PoolAccount), len(p.Addresses) > 0:
		return absent("a pool, an account or an address is shown")
	case p.PoolAccount != "" || p.PoolPays == contract.False:
		return present("asked for: no pool account, no choice of pool, no address is shown")
	}
	return unknown("a read-only pool account, the choice of pool or an address (proof)")
}
