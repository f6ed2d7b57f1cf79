package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// noOfAnother reports that a no behind a word of failing is of what follows it: it stands in another part of
// the clause, or whoever speaks there speaks of himself.
func (c *Clause) noOfAnother(n, k phrase.Token) bool {
	if n.From < k.To || c.VerbLast() {
		return false
	}
	from, to := c.Item(k.From)
	return n.From < from || n.From >= to || c.Holds(anyUs, k.To, n.From) ||
		c.Holds(anyExcuseFree, n.From, n.To+12)
}

// noInterest reports a no of interest or the like right beside it, and not of a word of failing farther off:
// "if the pool is late we pass it on without interest".
func (c *Clause) noInterest(n, k phrase.Token) bool {
	r, far := c.Near(anyReturn, n.From, n.To)
	return (n.Code() == "without" || n.Code() == "none") && far <= 3 && r.To > 0 &&
		c.Apart(n.From, n.To, k.From, k.To) > 12
}

// noCompensation reports that what a no denies is that a loss is made good: "we do not compensate lost
// income".
func (c *Clause) noCompensation(n, k phrase.Token) bool {
	return n.From < k.From && !c.VerbLast() && c.Holds(anyProtect, n.To, k.From) ||
		c.VerbLast() && n.From > k.To && c.Holds(anyProtect, k.To, n.To)
}

// FlatCharge reports that a sum which stays the same is what is charged once or taken off: "0.0001 BTC flat".
func (c *Clause) FlatCharge(k phrase.Token) bool {
	return c.Also(k, isOnce) && !c.Has.Any(anyReturn)
}

// OfMarketItself reports that it is the market that stays the same, by the word right beside: "difficulty
// flat, price unchanged".
func (c *Clause) OfMarketItself(k phrase.Token) bool {
	m, far := c.Near(anyMarket, k.From, k.To)
	_, own := c.Near(anyStakeReturn, k.From, k.To)
	if m.To == 0 || own <= far || c.coin(m) {
		return false
	}
	if m.From == m.To { // the name of the column
		return far <= 1
	}
	return far <= 3 && !c.Holds(anyWhateverOrNeg, min(m.From, k.From)-8, max(m.To, k.To))
}

// InPart reports that it is a part of the stake that comes back: "about 70 % of what was paid".
func (c *Clause) InPart(from, to int) bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && v.Num < 0.95 && v.Every == "" && v.From >= from && v.To <= to
	})
}

// Instalments reports that a price is paid in so many parts, or that hours are multiplied: "in two payments
// without interest", "hours of downtime, 1.5 times".
func (c *Clause) Instalments(from, to int) bool {
	if h, near := c.Near(anyHour, from, from); near <= 3 && h.To > 0 && h.To <= from {
		return true
	}
	r, far := c.Near(anyReturn, to, to)
	n, near := c.Near(sNeg, r.From, r.From)
	return far < 24 && r.From >= to && near < 4 && n.From >= to && n.To <= r.From
}

// Account reports an amount in a reckoning of what comes in and what power takes: other figures stand
// beside it, and nothing is promised to anybody.
func (c *Clause) Account() bool {
	figures := 0
	for _, v := range c.Values {
		if v.Kind == phrase.Money || v.Kind == phrase.PlainNumber {
			figures++
		}
	}
	return figures >= 3 && c.Has.Any(anyPower) && !c.Has.Any(notAccount)
}

// onArrival reports a deposit for a machine or its place, before it is set up, in a clause that speaks of
// no money to be released: "deposit: $120 a machine, before it is connected".
func (c *Clause) onArrival(due phrase.Token) bool {
	return c.Pledge(due) && c.Has.Any(anyPlaced) && !c.Released(due)
}

// OfFee reports a share of what a friend pays as a fee, and of no purchase.
func (c *Clause) OfFee(v phrase.Value) bool {
	fee, far := c.Near(anyFee, v.From, v.To)
	return far <= 6 && c.Between(v, fee) == 0 && !c.Has.Any(anyStake)
}

// Also reports that a word stands for another concept too.
func (c *Clause) Also(k phrase.Token, what language.Concept) bool {
	return slices.ContainsFunc(c.At(k.From), func(t phrase.Token) bool {
		return t.Concept == what &&
			t.To == k.To
	})
}

// hoursLost reports a word of failing right beside one of hours or days, in which a machine stood: "heures
// perdues"; or what somebody loses who cancels.
func (c *Clause) hoursLost(k phrase.Token) bool {
	h, far := c.Near(anyTimeLost, k.From, k.To)
	e, _ := c.Near(anyEnd, k.From, k.From)
	return k.Concept == isFail && (far <= 2 && h.To > h.From && k.Code() != "day" ||
		e.To > 0 && e.To <= k.From && k.From-e.To <= len(", he ") && !c.Has.Any(anyStakeReturn))
}

var anyTimeLost = setOf("hour day week month")

// Liability reports a word of failing inside one for what is lost while machines stand, which somebody
// answers for or not: "lost earnings are not made good".
func (c *Clause) Liability(k phrase.Token) bool {
	return c.hoursLost(k) || c.unanswered(k) || slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		return t.Code() == "lost" && t.Concept == isService && t.From <= k.From && t.To >= k.To
	})
}

// unanswered reports a loss that somebody is said not to answer for, or that nothing covers: "is not liable
// for loss of profit", "the policy does not cover a loss of income".
func (c *Clause) unanswered(k phrase.Token) bool {
	return k.Concept == isFail && slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		covers := anyCover.Has(t.Concept) && (c.NoBefore(t, 8) || c.Count(sNeg, t.To, t.To, 6) > 0) ||
			anyUnprofit.Has(t.Concept) && t.To <= k.From
		return covers && !c.Has.Any(anyStake) && c.Apart(k.From, k.To, t.From, t.To) <= 24 ||
			t.Code() == "liable" && (t.To <= k.From || c.VerbLast()) &&
				(c.NoBefore(t, 24) || c.Count(sNeg, t.To, t.To, 6) > 0)
	})
}
