package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What tells an account of what was, or of how things move, from a promise.

// moved reports a share by which something rose or fell: "revenue rose 18 %", "down 9 % on the quarter".
func (c *Clause) moved(v phrase.Value) bool {
	if from, to := c.Item(v.From); c.Holds(ofStakeOrGive, from, to) {
		return false
	}
	return slices.ContainsFunc(c.Nearby(besideMove, v.From, v.To), func(k phrase.Token) bool {
		told := k.Concept == isVary && !c.NoBeside(k) || k.Concept == isGrow && (k.Code() == "told" ||
			k.Code() == "before" && k.To <= v.From)
		return told && !c.Holds(sGive, k.From, k.To) && c.Between(v, k) == 0 &&
			c.Apart(v.From, v.To, k.From, k.To) <= besideMove
	})
}

// OfMarket reports a share or an amount of how the market moves, by its part of the clause or the name of its
// column: it speaks of nothing that the buyer has ("difficulty plus 3 % a month, price unchanged").
func (c *Clause) OfMarket(v phrase.Value) bool {
	from, to := c.part(v.From)
	market := false
	for _, k := range c.Tokens {
		switch {
		case k.From < from || k.To > to:
		case ofBuyer.Has(k.Concept):
			return false
		case anyMarket.Has(k.Concept) && !c.coin(k):
			market = true
		}
	}
	return market
}

// part is the stretch between commas, colons and the lines of columns in which a place stands.
func (c *Clause) part(at int) (from, to int) {
	from, to = c.From, c.To
	for _, p := range c.Breaks {
		if !p.Comma && p.Cost < colonCost {
			continue
		}
		if p.At >= at {
			return from, p.At
		}
		from = p.At
	}
	return from, to
}

// coin reports a word for the market that is a coin.
func (c *Clause) coin(m phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		return t.Code() == "BTC" && t.From < m.To && t.To > m.From && t.To-t.From >= m.To-m.From
	})
}

// colonCost is what a colon costs, at least.
const colonCost = 14

// ofBuyer is what makes a share beside a word for the market the buyer's.
var ofBuyer = setOf("return stake give guar whatever protect norisk back us you refer")

// besideMove is how near a word of rising or falling stands to the share that it rose by.
const besideMove = 16

// Moves reports an amount that changed, or one of two that differ with the time or the place: "revenue per
// machine fell from $9 to $5 a day", "at the night rate it earns 3 euros, at the day rate it loses one".
func (c *Clause) Moves(v phrase.Value) bool {
	from, to := c.Item(v.From)
	if c.Has.Any(anyPromised) || c.Holds(anySure, from, to) {
		return false
	}
	other, again := c.others(v)
	return again && c.Has.Any(sPast) || other && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		told := k.Concept == isGrow && k.Code() == "told" || anyFall.Has(k.Concept)
		return told && (!c.Holds(sGive, k.From, k.To) || c.falls(v)) && !c.NoBeside(k)
	})
}

// falls reports a smaller amount right behind another: "from $12 to $6".
func (c *Clause) falls(v phrase.Value) bool {
	return slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.From >= v.To && o.From-v.To <= 12 && o.Kind == v.Kind && o.Unit == v.Unit && o.Num < v.Num
	})
}

// others reports an amount beside v that differs from it, and one that comes again in the same time.
func (c *Clause) others(v phrase.Value) (other, again bool) {
	for _, o := range c.Values {
		differs := o.From != v.From && o.Kind == v.Kind && o.Unit == v.Unit && o.Num != v.Num
		other = other || differs || o.From != v.From && o.Kind == phrase.PlainNumber
		again = again || differs && o.Every == v.Every && v.Every != ""
	}
	return other, again
}

// anyPromised is what makes an amount a promise though something moves, anySure what does beside it.
var (
	anyPromised = setOf("stake guar whatever protect norisk refer")
	anySure     = setOf("constant")
	anyFall     = setOf("vary lossmay fail")
	anyHardware = setOf("piece machine host")
)

var isGrow, isVary = language.Must("grow"), language.Must("vary")

// Wages reports a clause that offers work, or payments by which a machine is bought. What is offered with two
// words of work may be steady: "technician wanted, fixed salary".
func (c *Clause) Wages() bool {
	if c.Has.Any(ofPledge) {
		return false
	}
	n := 0
	for _, k := range c.Tokens {
		if k.Code() == "staff" && !c.Has.Has(isYou) {
			return true
		}
		if k.Concept == isExcuse && k.Code() == "work" || k.Code() == "bought" {
			n++
		}
	}
	return n > 1 || n == 1 && !c.Has.Any(anySure)
}

// ofPledge is what no employer speaks of.
var ofPledge = setOf("stake guar whatever")

// Billed reports an amount that a bill comes to, and nobody receives: a word for a cost stands before it, and
// only a verb says that it comes ("the bill comes to 9 dollars a day").
func (c *Clause) Billed(v phrase.Value) bool {
	if c.Has.Any(anyReceived) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyBill.Has(k.Concept) && k.To <= v.From && c.Between(v, k) == 0 && !c.hardware(k) &&
			c.Apart(v.From, v.To, k.From, k.To) <= 40 && !c.NoBeside(k)
	})
}

// hardware reports a word that stands for a machine too, or for renting one.
func (c *Clause) hardware(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		of := anyHardware.Has(t.Concept) || k.Concept == isExcuse && t.Concept == isService
		return of && t.From <= k.From && t.To >= k.To
	})
}

var isExcuse, isService = language.Must("excuse"), language.Must("service")

// What is a bill, and what makes an amount beside one come to the buyer.
var anyBill, anyReceived = setOf("power fee excuse"), setOf("return you stake us norisk guar protect")

// likeCells reports a row of a comparison: behind its label stand amounts of one kind, three at least, in
// cells of their own.
func (c *Clause) likeCells() bool {
	cells := map[int]bool{}
	for _, v := range c.Values {
		if v.Kind != phrase.Money {
			return false
		}
		cells[c.Column(v.From)] = true
	}
	label := slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From < k.To && c.Column(k.From) == 0 && anyStakePrice.Has(k.Concept)
	})
	return label && len(cells) >= 3 && !cells[0]
}

var anyStakePrice = setOf("stake price")

// Recounted reports a word of the past beside an amount.
func (c *Clause) Recounted() bool {
	return c.likeCells() || slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		_, far := c.Near(sPast, v.From, v.To)
		return v.Kind == phrase.Money && far < 24
	})
}

// Used reports an amount beside a word for power.
func (c *Clause) Used(o phrase.Value) bool {
	_, far := c.Near(anyPower, o.From, o.To)
	return far < 60
}

// Timed reports a word for a time in a clause.
func (c *Clause) Timed(every string) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return phrase.AdverbTime(k.Concept) == every || phrase.NounTime(k.Concept) == every
	})
}

// Rates reports an amount of less than a coin's unit, which is a price of power ("at $0.05 it makes $3"), or
// a small one that a balance must reach.
func (c *Clause) Rates(a *phrase.Value) bool {
	k, far := c.Near(anyOnce, a.From, a.From)
	reached := far < 14 && k.To <= a.From && amount.Small(*a)
	return reached || a.Num < 1 && a.Unit != "BTC" && a.Unit != "ETH"
}

var anyOnce = setOf("once")

// GivenFor reports a bare number that is given, behind an amount of money.
func (c *Clause) GivenFor(a, b *phrase.Value) bool {
	_, gives := c.Near(sGive, b.From, b.To)
	return a != nil && a.Kind == phrase.Money && b.Kind == phrase.PlainNumber && gives < 12
}
