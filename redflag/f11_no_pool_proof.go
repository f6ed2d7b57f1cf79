package redflag

// F11: no pool account, no choice of pool, no proof on chain: the seller was asked and refused.
//
// Payouts that arrive prove nothing: one seller bought part of them on the market while mining less
// than 1 % of what it had sold. Only hashrate at a pool that the buyer can read is delivery.

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
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

func judgeNoPoolProof(f Facts) Answer {
	p := f.Offer.Proof
	switch {
	case p.BuyerChoosesPool == offer.True,
		p.PoolPays == offer.True,
		site(p.PoolAccount) != "" && address(p.PoolAccount),
		slices.ContainsFunc(p.Addresses, onChain):
		return absent("a pool, an account or an address is shown")
	case refused(p.PoolAccount):
		return present(
			"a read-only account at a pool was asked for and refused; nothing else is shown in its place",
		)
	}
	if quote := f.said().hidden; quote != "" {
		return present("its words refuse to show the mining: \"" + shorten(quote) + "\"")
	}
	return unknown("a read-only pool account, the choice of pool or an address (proof)")
}

// onChain reports whether a text has the form of a bitcoin address or of a transaction's hash, alone or
// at the end of a link to an explorer.
func onChain(s string) bool {
	return chainForm.MatchString(strings.TrimSpace(s[strings.LastIndex(s, "/")+1:]))
}

// chainForm is base58 from 1 or 3, bech32, or 64 hexadecimal digits (BIP 13, 173, 350).
var chainForm = regexp.MustCompile(
	`^(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|(?i:bc1[02-9ac-hj-np-z]{8,87})|[0-9a-fA-F]{64})$`,
)
