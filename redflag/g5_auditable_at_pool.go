package redflag

// G5: the buyer can see the hashrate at a pool: by naming the pool, by a read-only account there, or
// because the pool itself pays the buyer. The strongest sign there is, and the only one that makes
// an offer verifiable. An account on the seller's own site is the seller's word, and so is one on a site
// that is not known to be a pool: anybody can put up a page with figures.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var auditableAtPool = Rule{
	ID:       "G5_auditable_at_pool",
	Title:    "Your hashrate can be seen at a pool that the seller does not run",
	Axis:     Trust,
	Severity: Good,
	Needs:    "proof.buyer_chooses_pool, proof.pool_pays, proof.pool_account, provider.website, the known pools",
	Why:      "Delivered hashrate cannot be invented at somebody else's pool. 6 of 36 real offers let the buyer name the pool, 15 show a pool account; no fraud did either.",
	Caution:  "Payouts that arrive are no proof: they have been bought on the market. A dashboard of the seller's own is its word.",
	Look:     "Can you give me a read-only pool account that shows my hashrate, or may I name the pool?",
	Judge:    judgeAuditableAtPool,
	Sources: []cite.Source{
		read(
			"a cloud mining rating system",
			"https://bitcointalk.org/index.php?topic=846407",
		),
		read(
			"indictment of HashFlare's founders: payouts partly bought on the market",
			"https://www.justice.gov/opa/pr/two-estonian-citizens-arrested-575-million-cryptocurrency-fraud-and-money-laundering-scheme",
		),
	},
}

func judgeAuditableAtPool(f grounds.Facts) Answer {
	p := f.Offer.Proof
	switch {
	case p.BuyerChoosesPool == offer.True:
		return present("the buyer names the pool")
	case p.PoolPays == offer.True:
		return present("the pool itself pays the buyer or shows the buyer's hashrate")
	case grounds.Given(p.PoolAccount):
		return poolAccount(p.PoolAccount, f.Offer.Provider.Website)
	case grounds.Refused(p.PoolAccount):
		return absent("an account at a pool is refused")
	}
	return unknown("a read-only pool account, or the choice of pool (proof)")
}

// poolAccount judges the address of an account: at a known pool that the seller does not run, on the
// seller's own site, or on one of which it is not known whether any pool is there.
func poolAccount(account, website string) Answer {
	same, known := grounds.SameSite(account, website)
	switch {
	case known && same:
		return absent("the account is on the seller's own site: that is its word")
	case known && grounds.PoolKnown(account):
		return present("a read-only account at " + grounds.Site(account))
	case grounds.PoolKnown(account):
		return unknown(
			"the seller's website, to tell whether it runs " + grounds.Site(account) + " itself (provider.website)",
		)
	}
	name := grounds.Host(account)
	if name == "" {
		name = grounds.Shorten(account)
	}
	a := unknown("whether " + name + " is a pool that finds blocks, and that the seller does not run it")
	a.Says = "an account is shown at " + name + ", which is not known to be a pool"
	a.Ask = "Is " + name + " a pool that finds blocks: in which blocks is its tag, and who runs it? Anybody can put up a page with figures."
	return a
}
