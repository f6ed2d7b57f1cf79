package reading

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What a word of a promise is said of instead: a bill, a supposition, something that has its own word.

// supposed reports a word inside a longer one that supposes something: "if nothing changes".
func (c *clause) supposed(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(h phrase.Token) bool {
		return h.Concept == isHedge && h.From <= k.From && h.To >= k.To && h.To-h.From > k.To-k.From
	})
}

// owed reports that what stays the same is what has to be paid: "it must be paid all the same".
func (c *clause) owed(k phrase.Token) bool {
	need, far := c.Near(anyNeed, k.To, k.To)
	due, near := c.Near(sDue, need.To, need.To)
	return far < 8 && need.From >= k.To && due.From >= need.To && near < 8
}

// ownWord reports that what comes in stands in a part of the clause that says of it that it moves: "the price
// of power is fixed, what your machines earn is not".
func (c *clause) ownWord(k, income phrase.Token) bool {
	from, to := c.Item(income.From)
	if k.From >= from && k.From < to || !c.Has.Any(anyCostOrService) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(m phrase.Token) bool {
		return anyMoving.Has(m.Concept) && m.From >= from && m.To <= to && m.From != k.From
	})
}

// lost reports a clause that tells of a loss, and makes nothing safe.
func (c *clause) lost() bool {
	return c.Has.Any(sFail) && !c.Has.Has(isNeg) && !c.Has.Any(anySafeOrSure) && c.Has.Any(sPast)
}

// reaches reports a word for a multiple that says to which amount something came: "inflows doubled to $2bn".
func (c *clause) reaches(k phrase.Token) bool {
	to, far := c.Near(anyTo, k.To, k.To)
	return far < 3 && to.From >= k.To && !c.Has.Any(anyYouOrStake) &&
		slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Money && v.From >= to.To && v.From-to.To <= 3
		})
}

// ofOwn reports that what cannot be lost is a thing and no money: "you never lose your machine".
func (d *doc) ofOwn(c *clause, k phrase.Token) bool {
	t, far := c.Near(anyHardware, k.To, k.To)
	s, near := c.Near(anyStakeReturn, k.To, k.To)
	return far < 14 && t.From >= k.To && !(near < far && s.From >= k.To) &&
		!bytes.ContainsAny(d.Text[k.To:t.From], ",:;")
}

var (
	anyMoving     = setOf("vary hedge uncertain lossmay neg change")
	anySafeOrSure = setOf("guar protect norisk whatever constant")
	anyYouOrStake = setOf("you stake us give")
	anyHardware   = setOf("piece machine excuse")
)

// removed reports that what is waited for is the removal of machines, for which a deposit is held: "returned
// when you take your machines away".
func (c *clause) removed() bool {
	return c.Has.Any(anyBond) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		m, far := c.Near(anyMachines, k.To, k.To)
		return sRelease.Has(k.Concept) && far < 10 && m.To-m.From > 3 && (m.From >= k.To || c.VerbLast())
	})
}

var anyMachines = setOf("piece machine")

// uncovered reports that something does not cover what it costs: a condition, and no protection.
func (c *clause) uncovered() bool {
	return c.Has.Has(isNeg) && c.Has.Any(anyFeePowerHost) && !c.Has.Any(anyStake)
}
