package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// Words of a promise that are said of something else than the buyer's money.

// Carried reports words for no loss beside those for what is carried over to the next payout: "below the
// threshold it is carried over, nothing is lost".
func (c *Clause) Carried(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(o phrase.Token) bool {
		return o.Code() == "carried" && c.Apart(o.From, o.To, k.From, k.To) < carriedReach
	})
}

// SoThat reports a word of failing that is what a request is to avoid, where no stake stands near: "update
// the address so that payouts aren't interrupted".
func (c *Clause) SoThat(k phrase.Token) bool {
	if _, own := c.Near(anyStake, k.From, k.To); k.Concept != isFail || own < nearStake {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(o phrase.Token) bool {
		ahead := o.To <= k.From && !c.Holds(sNeg, c.From, o.From) || c.VerbLast()
		return o.Code() == "sothat" && ahead && c.Apart(o.From, o.To, k.From, k.To) < carriedReach
	})
}

// AtMost reports an amount beside a word for the most, where its language puts it, in a clause that names no
// stake: what can be withdrawn, "at most $100,000 in 30 days".
func (c *Clause) AtMost(v phrase.Value) bool {
	at := v.From
	if c.VerbLast() {
		at = v.To
	}
	most, far := c.Near(anyCap, at, at)
	return far < 4 && (most.To <= v.From || most.From >= v.To) && !c.Has.Any(anyStake)
}

// Limits reports a clause of how much can be withdrawn at most, which promises nothing: "withdrawal limit:
// $500 a day, verified $10,000".
func (c *Clause) Limits() bool {
	limit := func(k phrase.Token) bool { return k.Code() == "limit" }
	return !c.Has.Any(anyPromised) && !c.Has.Any(anySure) && slices.ContainsFunc(c.Tokens, limit)
}

// SoonerPaid reports a word for more speed right before one for a payout: "offers to speed up your payout".
func (c *Clause) SoonerPaid(k phrase.Token) bool {
	r, far := c.Near(anyRelease, k.To, k.To)
	return r.From >= k.To && far <= soonerReach && !c.Has.Any(anyHashSpeed)
}

// carriedReach is how far what is carried over or asked for stands from what is not lost, soonerReach how far
// a payout stands from what comes sooner, nearStake a stake from its loss.
const carriedReach, soonerReach, nearStake = 50, 8, 24

var anyCap = setOf("cap")
