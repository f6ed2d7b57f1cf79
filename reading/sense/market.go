package sense

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
)

// What a clause says of the market, and of a price.

// WithMarket reports that a clause says of the market that it doubles, so that what it says of income is what
// follows from it.
func (c *Clause) WithMarket() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyMult.Has(k.Concept) && (c.ofMarket(k) || c.marketDid(k))
	})
}

// marketDid reports that a clause which speaks of neither the seller nor the reader says behind a multiple
// that the market rose, and not something else: "they doubled it, but bitcoin rose, not the machine".
func (c *Clause) marketDid(mult phrase.Token) bool {
	return !c.Has.Any(anyUsYou) && slices.ContainsFunc(c.Tokens, func(g phrase.Token) bool {
		m, far := c.Near(anyMarket, g.From, g.To)
		rose := g.Concept == isGrow && g.Code() == "told" && g.From >= mult.To
		return rose && far <= 12 && m.From >= mult.To && c.Count(sNeg, max(g.To, m.To), c.To, 0) > 0
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
func (c *Clause) Quoted(text []byte, v phrase.Value) bool {
	m, far := c.Near(anyMarket, v.From, v.From)
	market := m.To <= v.From && far < 6 && !c.Has.Any(anyYouOrStake)
	p, near := c.Near(anyPool, v.From, v.From)
	pools := c.Has.Any(anyBasis) || p.To <= v.From && near < 16
	rate := !c.Has.Any(notRate) && (pools || supposed(text[c.From:v.From]))
	return v.PerHash > 0 && (market || rate)
}

// supposed reports that what stands before a figure takes it as given: "at 46 sats per TH and day".
func supposed(before []byte) bool {
	return slices.ContainsFunc(givens, func(w string) bool {
		rest, ok := bytes.CutSuffix(bytes.TrimLeft(before, " "), []byte(w))
		return ok && (len(rest) == 0 || rest[len(rest)-1] == ' ')
	})
}

var givens = strings.Split("at |bei |mit |a |con |com |con un hashprice de |avec |by |at a hashprice of ",
	"|")

// notRate is what makes a rate for hashrate one that is promised.
var anyBasis, notRate = setOf("basis"), setOf("stake guar constant whatever protect norisk")

// Tariff reports a price in cents in a clause that names no income: what stays the same there is that price.
func (c *Clause) Tariff() bool {
	return !c.Has.Any(anyStakeReturn) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.PerKWh || v.Cents
	})
}

// Signed reports a share with a minus before it, in a clause that makes nothing sure: a result that may be
// either, and no promise ("-4 % after 24 months for the one, +7 % for the other").
func (c *Clause) Signed(text []byte) bool {
	return !c.Has.Any(notRate) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		before := text[c.From:v.From]
		minus := bytes.HasSuffix(before, []byte(" -")) || bytes.HasSuffix(before, []byte("(-")) ||
			bytes.HasSuffix(before, []byte(" minus "))
		return v.Kind == phrase.Percent && minus && len(bytes.Trim(before, " -")) > 0
	})
}
