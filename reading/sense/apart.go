package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What a word of a promise is said of instead: a bill, a supposition, something that has its own word.

// Inside reports a word inside a longer one of a set: "if nothing changes", "virtual currency".
func (c *Clause) Inside(k phrase.Token, s language.Set) bool {
	return slices.ContainsFunc(c.Tokens, func(h phrase.Token) bool {
		return s.Has(h.Concept) && h.From <= k.From && h.To >= k.To && h.To-h.From > k.To-k.From
	})
}

// Unmoved reports that what stays the same is the market: "difficulty unchanged, price plus 40 %".
func (c *Clause) Unmoved(k phrase.Token) bool {
	m, far := c.Near(anyMarket, k.From, k.From)
	return k.Concept == isConstant && m.To <= k.From && far <= 2 && !c.Has.Any(anyYouOrStake)
}

// Gift reports that what a friend brings is hashrate that is given once, and no faster miner: "5 TH/s of
// bonus hashrate for each friend".
func (c *Clause) Gift(k phrase.Token) bool {
	return anyRefer.Has(k.Concept) && !slices.ContainsFunc(c.Tokens, func(g phrase.Token) bool {
		return g.Concept == isGrow && g.Code() != "gift"
	})
}

// Owed reports that what stays the same is what has to be paid: "it must be paid all the same".
func (c *Clause) Owed(k phrase.Token) bool {
	need, far := c.Near(anyNeed, k.To, k.To)
	due, near := c.Near(anyDue, need.To, need.To)
	return far < 8 && need.From >= k.To && due.From >= need.To && near < 8
}

// OwnWord reports that what comes in stands in a part of the clause that says of it that it moves: "the price
// of power is fixed, what your machines earn is not".
func (c *Clause) OwnWord(k, income phrase.Token) bool {
	from, to := c.Item(income.From)
	if k.From >= from && k.From < to || !c.Has.Any(anyCostOrService) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(m phrase.Token) bool {
		return anyMoving.Has(m.Concept) && m.From >= from && m.To <= to && m.From != k.From
	})
}

// Lost reports a clause that tells of a loss, or of what the writer owes, and makes nothing safe.
func (c *Clause) Lost() bool {
	return c.raised() ||
		c.Has.Any(sFail) && !c.Has.Has(isNeg) && !c.Has.Any(anySafeOrSure) && c.Has.Any(sPast)
}

// Reaches reports a word for a multiple that says to which amount something came, or one of hours: "inflows
// doubled to $2bn", "1.5 times the hours of downtime".
func (c *Clause) Reaches(k phrase.Token) bool {
	h, near := c.Near(anyHour, k.From, k.From)
	v, by := c.Near(anyVary, k.From, k.To) // "fell to half"
	if near <= 6 && h.To > 0 && h.To <= k.From || by <= 2 && v.To <= k.From && !c.NoBeside(v) {
		return true
	}
	to, far := c.Near(anyTo, k.To, k.To)
	return far < 3 && to.From >= k.To && !c.Has.Any(anyYouOrStake) &&
		slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Money && v.From >= to.To && v.From-to.To <= 3
		})
}

// Thing reports that what cannot be lost is a thing and no money: "you never lose your machine".
func (c *Clause) Thing(k phrase.Token) bool {
	t, far := c.Near(anyThing, k.To, k.To)
	s, near := c.Near(anyStakeReturn, k.To, k.To)
	return far < 14 && t.From >= k.To && t.To-t.From > 3 && !(near < far && s.From >= k.To)
}

// What moves, what makes safe or sure, to whom something comes, what a bill or a machine is.
var (
	anyMoving        = setOf("vary hedge uncertain lossmay neg change")
	anySafeOrSure    = setOf("guar protect norisk whatever constant")
	anyYouOrStake    = setOf("you stake us give")
	anyThing         = setOf("piece machine excuse")
	anyGoods         = setOf("piece machine service")
	anyPrice         = setOf("price")
	anyCostOrService = setOf("fee power host keep service pool hash price")
	anyBond, anyDue  = setOf("bond"), setOf("due")
	anyTo            = setOf("to upto")
	anyStakeReturn   = setOf("stake return")
	anyRelease       = setOf("release")
	anyBack          = setOf("back")
	anyWord          = setOf("guar uncertain")
	isConstant       = language.Must("constant")
)

// Removed reports that what is waited for is the removal of machines, for which a deposit is held: "returned
// when you take your machines away".
func (c *Clause) Removed() bool {
	return c.Has.Any(anyBond) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		m, far := c.Near(anyMachines, k.To, k.To)
		return anyRelease.Has(k.Concept) && far < 10 && m.To-m.From > 3 && (m.From >= k.To || c.VerbLast())
	})
}

var anyMachines = setOf("piece machine")

// OfPromise reports a no in another part of the clause, of a promise there: "payments may be late, we promise
// no profit".
func (c *Clause) OfPromise(n, k phrase.Token) bool {
	from, to := c.Item(n.From)
	return (k.To <= from || k.From >= to) && slices.ContainsFunc(c.Tokens, func(g phrase.Token) bool {
		return anyWord.Has(g.Concept) && g.From >= from && g.To <= to
	})
}

// Goods reports that what is sent back is a machine, so that what comes back for it is its price: "send the
// machine back within 30 days and we refund the full price".
func (c *Clause) Goods() bool {
	later := func(v phrase.Value) bool {
		return v.Kind == phrase.Span && v.Num*amount.Days(v.Unit) > longestTrial
	}
	return !slices.ContainsFunc(c.Values, later) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		_, far := c.Near(anyMachines, k.From, k.To)
		return anyBack.Has(k.Concept) && far < 6 && c.Count(anyBack, c.From, c.To, 0) > 1
	})
}

// longestTrial is the days within which goods are sent back.
const longestTrial = 62

// raised reports a clause that tells of money which the writer owes, and speaks to nobody: "we raised 12
// million by a secured note, with principal repaid at maturity".
func (c *Clause) raised() bool {
	return !c.Has.Has(isYou) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Code() == "raised"
	})
}

// Uncovered reports that something does not cover what it costs, in the clause or the one before: a
// condition, and no protection; or that what is insured is nothing that is received or was put in.
func (c *Clause) Uncovered(k phrase.Token) bool {
	return k.Code() == "insured" && c.insuresOther(k) || c.insuresGoods() || c.labels(k) || c.raised() ||
		c.costUncovered() || c.VerbLast() && c.changesNothing(k)
}

// insuresOther reports a word of insurance that is of nothing received or put in: its proceeds, or goods in a
// clause that speaks to nobody.
func (c *Clause) insuresOther(k phrase.Token) bool {
	if own, far := c.Near(anyReturn, k.To, k.To); own.From > k.To && far <= 1 || !c.Has.Any(anyStakeReturn) {
		return true
	}
	return c.Has.Any(anyGoods) && !c.Has.Has(isYou) &&
		!slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
			return anyStakeReturn.Has(t.Concept) && !c.Is(t, sGive) // "a versé" is of both
		})
}

// costUncovered reports a clause of no stake that is, or stands under, a condition by which a cost is not
// covered.
func (c *Clause) costUncovered() bool {
	return !c.Has.Any(anyStake) &&
		(c.Head.Any(anyUnprofit) || c.Has.Has(isNeg) && c.Has.Any(anyFeePowerHost))
}

// changesNothing reports a word for a cover of which a no at the end says that it does nothing for an income:
// "insurance does not change what mining earns".
func (c *Clause) changesNothing(k phrase.Token) bool {
	n, far := c.Near(sNeg, c.To, c.To)
	return far < 16 && c.Holds(anyReturn, k.To, n.From) && !c.Has.Any(anyStake)
}

// insuresGoods reports a clause that names a fire or the like, and nothing of the buyer's but a price: what
// is insured is goods.
func (c *Clause) insuresGoods() bool {
	return slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool { return t.Code() == "peril" }) &&
		!slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
			return anyStakeReturn.Has(t.Concept) && !c.Is(t, sGive) && !c.Is(t, anyPrice)
		})
}

// OfGoods reports a word of a guarantee that is one of an insurance of goods: "seguro contra incendio".
func (c *Clause) OfGoods(k phrase.Token) bool {
	return k.Concept == isGuar && (c.insuresGoods() || c.labels(k))
}

// labels reports a word that ends the label of an amount: "sum insured: 1,400,000 €".
func (c *Clause) labels(k phrase.Token) bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money && v.From >= k.To && v.From-k.To <= len(" : ") &&
			c.colon(k.To, v.From) && v.Num >= leastReported
	})
}

// NetOf reports that freight or power is taken from what comes back, an order that is undone, or that it is
// hashrate that is made good.
func (c *Clause) NetOf(k phrase.Token) bool {
	h, near := c.Near(anyHashUptime, k.To, k.To)
	if anyBack.Has(k.Concept) && near < 8 && h.From >= k.To {
		return true
	}
	return slices.ContainsFunc(c.Tokens, func(m phrase.Token) bool {
		p, far := c.Near(anyPowerAside, m.To, m.To)
		return sExcuse.Has(m.Concept) && m.From >= k.To && far < longestTurn && p.From >= m.To
	})
}

var anyPowerAside, anyHashUptime = setOf("power aside"), setOf("hash uptime")

// Partly reports a share of less than all beside what comes back: "you recover about 70 % of your stake".
func (c *Clause) Partly(k phrase.Token) bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && v.Hi < 0.99 && v.Every == "" &&
			c.Apart(v.From, v.To, k.From, k.To) <= 16
	})
}

// Alone reports a word that is all that stands between two commas: "the same here, 64 % back".
func (c *Clause) Alone(k phrase.Token) bool {
	from, to := c.Item(k.From)
	if from > c.From || to == c.To || to-k.To > 1 {
		return false
	}
	for _, p := range c.Breaks {
		if p.Cost == colonCost && p.At <= k.From {
			from = p.At // behind the name of who speaks
		}
	}
	return k.From-from <= 4
}
