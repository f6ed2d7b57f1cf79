// Package growth reads amounts of which one becomes another: what is paid in (PaidIn) and what is had in its
// place (Became), and from how much to how much it rises in a time (Rise).
//
// It looks at one clause; how clauses follow each other is the business of reading.
//
// Nothing in it is promised to other modules.
package growth

import (
	"math"
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// Possible reports a clause in which an amount may become another: it speaks of what is paid in or comes
// back, and of nothing else that two amounts can be of.
func Possible(c *sense.Clause) bool {
	if c.Has.Any(notGrown) && !gotBack(c) || c.Recounted() || c.Has.Any(anyBond) && !c.Has.Any(anyStake) {
		return false
	}
	return c.Has.Any(anyMoved) || c.Becomes()
}

// Became reports that b is what the buyer receives for a, which may stand in the clause before, and that
// nothing denies it.
func Became(c *sense.Clause, a, b *phrase.Value) bool {
	return amount.Larger(a, b) && received(c, b) && !c.NoNear(max(a.From, c.From), b.To, 16) &&
		!ofMonths(c, a, b)
}

// ofMonths reports two amounts of coins that came in months, one named right before the second: "14.8 BTC
// were paid out, in September it was 15.6".
func ofMonths(c *sense.Clause, a, b *phrase.Value) bool {
	m, far := c.Near(anyMonths, b.From, b.From)
	coins := a.Unit == "BTC" && b.Unit == "BTC" && !c.Has.Any(anyStake)
	return coins && far <= 12 && m.From >= a.To && m.To <= b.From
}

// received reports that an amount is one that the buyer receives.
func received(c *sense.Clause, v *phrase.Value) bool {
	role := c.RoleOf(*v, sense.MoneyRoles)
	return role == "return" || role == "" || role == "price" && c.Has.Any(anyGiveBack) ||
		(role == "price" || role == "bond") && takenOut(c, v)
}

// takenOut reports an amount that is withdrawn after a time: "deposit 500 and withdraw 1,400 in 20 days"; not
// the least or the most of what may be.
func takenOut(c *sense.Clause, v *phrase.Value) bool {
	r, far := c.Near(anyRelease, v.From, v.From)
	return r.To <= v.From && far <= 3 && !v.UpTo && !c.Has.Any(anyLimit) &&
		slices.ContainsFunc(c.Values, isSpan)
}

func isSpan(v phrase.Value) bool { return v.Kind == phrase.Span && v.Unit != "hour" }

// coins reports a bare part of a coin beside an amount of coins that is paid in: "send 0.05 BTC, get back
// 0.11".
func coins(c *sense.Clause, v *phrase.Value) bool {
	return v.Num > 0 && v.Num < 10 && v.Num != math.Trunc(v.Num) && c.Has.Any(anyGiveBack) &&
		slices.ContainsFunc(c.Values, func(o phrase.Value) bool { return o.Unit == "BTC" && o.To <= v.From })
}

// PaidIn is the one amount that a clause says is paid in, nil where there is none or several; also what is
// asked as a price, where the clause behind it tells of a later day.
func PaidIn(c *sense.Clause, later bool) *phrase.Value {
	if c.Has.Any(notGrown) || c.Has.Has(isNeg) || !c.Has.Any(anyStake) && !(later && c.Has.Any(anyPrice)) {
		return nil
	}
	var paid *phrase.Value
	for k := range c.Values {
		if v := &c.Values[k]; v.Kind == phrase.Money && v.Every == "" {
			if paid != nil {
				return nil
			}
			paid = v
		}
	}
	return paid
}

// Once reports an amount that comes once: money, or a bare number beside words of paying and receiving.
func Once(c *sense.Clause, v *phrase.Value) bool {
	if v.Every != "" || v.PerHash > 0 || v.PerKWh {
		return false
	}
	if v.Kind != phrase.PlainNumber {
		return v.Kind == phrase.Money
	}
	return !sense.OfCalendar(v.Num) && (coins(c, v) || bare(c, v))
}

// bare reports a number of ten or more beside words of paying and receiving.
func bare(c *sense.Clause, v *phrase.Value) bool {
	if c.Has.Any(anyGiveBack) || c.Has.Any(anyStake) && c.Has.Any(anyGuar) {
		round := v.Num >= 50 && math.Mod(v.Num, 10) == 0 && c.Has.Any(anyTimeGuar)
		return v.Num >= 10 && c.Has.Any(anyStake) || round
	}
	return false
}

// Rise is how many times its beginning an amount rises to in a time, and the words for that: "from 300 to
// 1,500 in eight weeks".
func Rise(c *sense.Clause) (times float64, words phrase.Token, ok bool) {
	if c.Has.Any(notRise) || c.Question {
		return 0, words, false
	}
	for k, a := range c.Values {
		r, ok := riseFrom(c, k)
		if !ok || r.low < 10 || r.high < 1.3*r.low || r.high > 100*r.low || r.next >= len(c.Values) {
			continue
		}
		if s := c.Values[r.next]; s.Kind == phrase.Span && c.Apart(a.From, r.end, s.From, s.To) < 16 {
			return r.high / r.low, phrase.Token{From: a.From, To: s.To}, true
		}
	}
	return 0, words, false
}

// rise is two amounts, written as one range or as two figures: where they end, and the figure behind them.
type rise struct {
	low, high float64
	end, next int
}

// riseFrom is the rise that begins with figure k of a clause, behind a "from"; its second amount must follow
// behind a "to" right away.
func riseFrom(c *sense.Clause, k int) (rise, bool) {
	a := c.Values[k]
	from, far := c.Near(anyFrom, a.From, a.From)
	if far > 3 || from.From > a.From || a.Kind != phrase.Money && a.Kind != phrase.PlainNumber {
		return rise{}, false
	}
	if a.Hi > a.Num || k+1 == len(c.Values) {
		return rise{a.Num, a.Hi, a.To, k + 1}, true
	}
	b := c.Values[k+1]
	follows := c.Holds(anyTo, a.Core, b.From) && b.From-a.To <= 8
	return rise{a.Num, b.Num, b.To, k + 2}, follows && (b.Kind == a.Kind || b.Kind == phrase.PlainNumber)
}

// gotBack reports an amount right behind words for what comes back, in a clause of which only a word of rent
// says that it is something else: "rent a rig for $150 and get back $230".
func gotBack(c *sense.Clause) bool {
	return !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return notGrown.Has(k.Concept) && !anyHost.Has(k.Concept)
	}) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		b, far := c.Near(anyBack, v.From, v.From)
		return v.Kind == phrase.Money && b.To <= v.From && far <= 3
	})
}

var (
	isNeg                     = language.Must("neg")
	anyBack, anyBond, anyHost = setOf("back"), setOf("bond"), setOf("host")
	anyStake, anyPrice        = setOf("stake"), setOf("price host")
	anyMonths                 = setOf("months")
	anyRelease, anyLimit      = setOf("release"), setOf("minpay atleast cap")
	anyGuar, anyFrom, anyTo   = setOf("guar"), setOf("atleast minpay"), setOf("to upto")
	anyGiveBack, anyMoved     = setOf("give back"), setOf("give return back stake")
	anyTimeGuar               = setOf("hour day week month year guar constant")

	// What tells amounts that grow from costs and machines, from ranges, and from what a fleet or a market
	// did.
	notGrown = setOf("fee power host discount hedge hash level question other lossmay setup kwh uptime")
	notRise  = setOf(`market hash power fee host excuse service uptime hedge other lossmay proof speed neg
		notice discount terminate`)
)

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }
