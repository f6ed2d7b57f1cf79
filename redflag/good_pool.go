package redflag

// G5: the buyer can see the hashrate at a pool: by naming the pool, by a read-only account there, or
// because the pool itself pays the buyer. The strongest sign there is, and the only one that makes
// an offer verifiable. An account on the seller's own site is the seller's word.

import (
	"net/url"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/contract"
)

var goodPool = Rule{
	ID:       "G5_auditable_at_pool",
	Title:    "Your hashrate can be seen at a pool that the seller does not run",
	Axis:     Trust,
	Severity: Good,
	Needs:    "proof.buyer_chooses_pool, proof.pool_pays, proof.pool_account, provider.website",
	Why:      "Delivered hashrate cannot be invented at somebody else's pool. 6 of 36 real offers let the buyer name the pool, 15 show a pool account; no fraud did either.",
	Caution:  "Payouts that arrive are no proof: they have been bought on the market. A dashboard of the seller's own is its word.",
	Look:     "Can you give me a read-only pool account that shows my hashrate, or may I name the pool?",
	Judge:    judgeGoodPool,
	Sources: []cite.Source{
		read("a cloud mining rating system", "https://bitcointalksearch.org/topic/cloud-mining-rating-system-846407/3-page.html"),
		read("indictment of HashFlare's founders: payouts partly bought on the market", "https://usaherald.com/2-estonians-charged-in-575m-crypto/2"),
	},
}

func judgeGoodPool(f Facts) Answer {
	p := f.Offer.Proof
	switch {
	case p.BuyerChoosesPool == contract.True:
		return present("the buyer names the pool")
	case p.PoolPays == contract.True:
		return present("the pool itself pays the buyer or shows the buyer's hashrate")
	case address(p.PoolAccount):
		switch same, known := sameSite(p.PoolAccount, f.Offer.Provider.Website); {
		case known && !same:
			return present("a read-only account at " + site(p.PoolAccount))
		case known:
			return absent("the account is on the seller's own site: that is its word")
		}
		return unknown("whether " + shorten(p.PoolAccount) + " is a pool that the seller does not run (provider.website)")
	case p.PoolAccount != "" || p.PoolPays == contract.False:
		return absent("no account at a pool is shown")
	}
	return unknown("a read-only pool account, or the choice of pool (proof)")
}

// sameSite compares two addresses by the last two labels of their hosts; false known where one is
// no address.
func sameSite(a, b string) (same, known bool) {
	x, y := site(a), site(b)
	return x == y, x != "" && y != ""
}

// site is the last two labels of an address's host, "" where it has none.
func site(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || !strings.Contains(u.Hostname(), ".") {
		return ""
	}
	labels := strings.Split(strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}
