package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What stays the same, or is whatever it may be, other than income.

// Declines reports that something falls by the same amount, and does not stay the same.
func (c *Clause) Declines(k phrase.Token) bool {
	v, far := c.Near(anyVary, k.To, k.To)
	return k.Concept != isVary && far < 3 && v.From >= k.To && !c.Has.Has(isNeg)
}

var anyVary = setOf("vary")

// Untouched is where a clause denies that the market moves what the buyer earns: "swings of the price have no
// bearing on your payout"; nothing where it speaks of a cost, of hashrate or of what is mined.
func (c *Clause) Untouched() (from, to int) {
	if c.Question || c.Has.Any(notUntouched) {
		return 0, 0
	}
	for _, k := range c.Tokens {
		m, far := c.Near(anyMarketVary, k.From, k.To)
		t, near := c.Near(ofEarner, k.From, k.To)
		if k.Code() == "touch" && far < 60 && near < 40 && !c.StanceOf(k.From, k.To).Other {
			return min(k.From, m.From, t.From), max(k.To, m.To, t.To)
		}
	}
	return 0, 0
}

var (
	anyMarketVary, ofEarner = setOf("market vary"), setOf("return stake")
	notUntouched            = setOf(`fee keep power host service uptime solo pool refer basis hash wantreturn
		lossmay lie excuse`)
)

// OfThing reports a word for what stays the same right before what does, which is no income: "you get a fixed
// speed at a fixed price".
func (c *Clause) OfThing(k phrase.Token) bool {
	t, far := c.Near(anyFixedThing, k.To, k.To)
	return k.Concept == isConstant && t.From > k.To && far <= 1
}

var anyFixedThing = setOf("speed")

// GivesNothing reports that a clause denies that anything is received: "you get nothing then, and owe
// nothing".
func (c *Clause) GivesNothing() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return sGive.Has(k.Concept) && c.NoBefore(k, 4)
	})
}

// Unspent reports that "whatever" is what something has not become, or the sum that was paid itself:
// "whatever has not been spent returns to you", "the discount does not depend on the sum".
func (c *Clause) Unspent(k phrase.Token) bool {
	n, far := c.Near(anyNegDefect, k.To, k.To)
	s, near := c.Near(anyStake, k.From, k.To)
	behind := s.From >= k.To && !c.VerbLast() || s.To <= k.From && c.VerbLast()
	return n.From >= k.To && far <= 6 || s.To > 0 && near <= 8 && behind && !c.Has.Any(anyReturn)
}

var anyNegDefect = setOf("neg defect")

// Flat reports a word that says of an amount which is kept, or of a share that was had back, how it is:
// "0.0001 BTC flat, deducted from the amount".
func (c *Clause) Flat(k phrase.Token) bool {
	kept := slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money && v.Every == "" && k.From >= v.To && k.From-v.To <= 2
	})
	return kept && c.Has.Any(anyFeeKeep) && !c.Has.Any(anyReturn) ||
		c.Has.Any(anyBack) && !c.Has.Any(anyStake) && c.Partly(k)
}

var anyFeeKeep = setOf("fee keep")

// Received reports a clause that says of what comes in that it is constant, and what it withstands or, twice,
// that it stays.
func (c *Clause) Received(twice bool) bool {
	return c.Has.Any(anyConstant) && (twice || c.Has.Any(anyWithstood)) &&
		(c.Has.Any(anyYouGive) || c.Has.Any(anyEachTime))
}

// TwiceSame reports that a clause says in two ways of what is received that it stays: "what you got in month
// one you get in month twelve, no surprises".
func (c *Clause) TwiceSame() bool {
	n, last := 0, 0
	for _, k := range c.Tokens {
		if anyConstant.Has(k.Concept) && k.From >= last {
			n, last = n+1, k.To
		}
	}
	return n > 1 && c.Has.Any(anyReturnGive)
}

// Withstood is what a constant sum withstands: a word like "whatever", or a list behind a sign that names the
// market, where the clause speaks of no bill and nothing that falls.
func (c *Clause) Withstood(k phrase.Token) (phrase.Token, bool) {
	if w, _ := c.Near(anyWhatever, k.From, k.To); w.To > 0 {
		return w, !c.ofPool(w)
	}
	m, _ := c.Near(anyMarket, k.To, k.To)
	listed := m.From >= k.To && slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.At >= k.To && p.At < m.From
	})
	return m, listed && !c.Has.Any(notListed)
}

// ofPool reports that what is withstood is the luck of a pool, in a clause that names no sum: what a scheme
// of payout is.
func (c *Clause) ofPool(w phrase.Token) bool {
	_, far := c.Near(anyPool, w.To, w.To)
	return far < 16 && !slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money || v.Kind == phrase.Percent
	})
}

var anyPool = setOf("pool")

var (
	anyConstant, anyWithstood = setOf("constant"), setOf("whatever market")
	anyYouGive                = setOf("you give return stake")
	anyEachTime               = setOf("daily weekly monthly quarterly yearly")
	notListed                 = setOf("excuse vary service due price")
)

// Unpromising reports a word that something stays as it is, said of what is no promised income.
func (c *Clause) Unpromising(k phrase.Token) bool {
	return c.Tariff() || c.Unmoved(k) || c.Alone(k) || c.Flat(k) || c.Wages() || c.refunded(k) ||
		c.ofCompany() || c.borrowed()
}

// ofCompany reports a clause of a report on a company's results: an amount that no buyer has, and nobody
// spoken to ("revenue was unchanged at $6.3 million").
func (c *Clause) ofCompany() bool {
	return !c.Has.Any(notReported) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money && v.Every == "" && v.Num >= leastReported
	})
}

// leastReported is the least amount of such a report.
const leastReported = 1e5

var notReported = setOf("you stake guar whatever protect norisk daily weekly monthly")

// refunded reports that what is the same is what was paid, which goes back when an order is called off, or a
// deposit: "you get the same number of dollars as on the invoice".
func (c *Clause) refunded(k phrase.Token) bool {
	ruled := c.Has.Any(notRefunded) && !(c.Has.Any(anyPledge) && c.Has.Any(anyBack))
	return k.Concept == isConstant && !ruled && slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		_, you := c.Near(ofYou, t.From, t.To)
		return t.Code() == "bill" || t.Concept == isDefect || anyEnd.Has(t.Concept) && you < 8 ||
			anyBack.Has(t.Concept) && (c.Has.Any(anyPlaced) || c.Has.Any(anyBond))
	})
}

var (
	isDefect    = language.Must("defect")
	anyPledge   = setOf("bond")
	notRefunded = setOf(`return daily weekly monthly quarterly yearly month week atend guar protect`)
)
