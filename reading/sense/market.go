package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What a clause says of the market, and of a price.

// WithMarket reports that a clause says of the market that it doubles, so that what it says of income is what
// follows from it.
func (c *Clause) WithMarket() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyMult.Has(k.Concept) && c.ofMarket(k)
	})
}

var anyMult = setOf("mult")

// ofMarket reports that what a word is said of is the market: its difficulty doubled.
func (c *Clause) ofMarket(k phrase.Token) bool {
	m, far := c.Near(anyMarket, k.From, k.To)
	_, own := c.Near(anyStakeReturn, k.From, k.To)
	if c.ownCoins(m) {
		return false
	}
	return far < 20 && m.From < k.From || far < 12 && own > far && !c.coin(m)
}

// ownCoins reports that a word for bitcoin is said of the buyer's: "your bitcoins", "we double them", or in a
// language that leaves both out, what is done to them within a time.
func (c *Clause) ownCoins(coin phrase.Token) bool {
	if coin.To == 0 || c.Has.Any(notOwned) || !c.coin(coin) {
		return false
	}
	_, you := c.Near(anyUsYou, coin.From, coin.To)
	return you < 16 || c.Has.Any(anyGiveGrow) && !c.Has.Any(anyReturn) && c.VerbLast()
}

var anyGiveGrow, anyReturn = setOf("give grow"), setOf("return")

var notOwned = setOf("hedge past lossmay uncertain neg other")

// Quoted reports an amount for hashrate right behind a word of the market: "hashprice $0.049/TH/day".
func (c *Clause) Quoted(v phrase.Value) bool {
	m, far := c.Near(anyMarket, v.From, v.From)
	return v.PerHash > 0 && m.To <= v.From && far < 6 && !c.Has.Any(anyYouOrStake)
}

// Tariff reports a price in cents in a clause that names no income: what stays the same there is that price.
func (c *Clause) Tariff() bool {
	return !c.Has.Any(anyStakeReturn) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.PerKWh || v.Cents
	})
}
