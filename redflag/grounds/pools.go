package grounds

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// pools is the sites of pools that take anybody's machines and whose blocks are told by the tag in
// their coinbase; a read-only account elsewhere is not known to be one at a pool. From the list of
// mempool.space (github.com/mempool/mining-pools, pools-v2.json of 2026-02-24), without pools that
// mine for their owner alone, and the older name of one of them. It says nothing about sellers.
var pools = []string{
	"antpool.com", "bcmonster.com", "binance.com", "bitcoin.com", "bitfufu.com", "bitminter.com", "bitsolo.net", "braiins.com",
	"btc.com", "btc.top", "btcc.com", "btcguild.com", "bwpool.net", "bytepool.com", "canoepool.com", "ckpool.org", "connectbtc.com",
	"dpool.top", "eclipsemc.com", "eligius.st", "emcd.io", "f2pool.com", "foundrydigital.com", "ghash.io", "give-me-coins.com",
	"hpt.com", "kano.is", "luxor.tech", "maxipool.org", "mining-dutch.nl", "mmpool.org", "neopool.com", "nicehash.com",
	"novablock.com", "ocean.xyz", "okminer.com", "parasite.space", "polmine.pl", "poolin.com", "public-pool.io", "rawpool.com",
	"sbicrypto.com", "secpool.com", "sigmapool.com", "slushpool.com", "spiderpool.com", "ultimuspool.com", "viabtc.com",
	"whitebit.com", "zulupool.com",
}

// PoolKnown reports whether an address lies on the site of a known pool.
func PoolKnown(address string) bool { return slices.Contains(pools, Site(address)) }

// SameSite compares two addresses by what their owners registered; known is false where one has no such
// name.
func SameSite(a, b string) (same, known bool) {
	x, y := Site(a), Site(b)
	return x == y, x != "" && y != ""
}

// Host is the name of an address's host in lower case, "" where it has none.
func Host(address string) string {
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}

// Site is the name that was registered for an address's host, by the list of public suffixes
// (publicsuffix.org): "bitmining.co.jp" of "pool.bitmining.co.jp". It is "" where there is none, as for a
// number.
func Site(address string) string {
	h := Host(address)
	if dot := strings.LastIndex(h, "."); dot < 0 || strings.Trim(h[dot+1:], "0123456789") == "" {
		return ""
	}
	name, err := publicsuffix.EffectiveTLDPlusOne(h)
	if err != nil {
		return ""
	}
	return name
}
