package sense

import (
	"math"
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What is said without the word for it: what an amount becomes, that less came of it, that nothing is lost.

// Turned is what is put in and what a time makes of it, without a word for that: "you put in 150, in fifteen
// days it is 400".
func (c *Clause) Turned() (a, b phrase.Value, ok bool) {
	if c.Has.Any(notTurned) || c.Question || len(c.Values) != 3 {
		return a, b, false
	}
	a, b = c.Values[0], c.Values[2]
	s := c.Values[1]
	amounts := sum(a) && sum(b) && (b.Kind == phrase.PlainNumber || b.Kind == a.Kind)
	k, far := c.Near(anyStake, a.From, a.From)
	putIn := far <= 3 && k.To <= a.From && a.Num >= 20
	return a, b, amounts && putIn && s.Kind == phrase.Span && b.From-s.To <= longestTurn &&
		b.Num >= 1.3*a.Num && b.Num <= 100*a.Num
}

// sum reports an amount that is paid once, or a bare number that may be one.
func sum(v phrase.Value) bool {
	return (v.Kind == phrase.Money || v.Kind == phrase.PlainNumber) && v.Every == ""
}

// Fewer reports a clause that tells of less that was had for as much as a: "one put in 3,000 and took 5,000.
// Another put in 3,000 and took 900".
func (c *Clause) Fewer(a phrase.Value) bool {
	k := slices.IndexFunc(c.Values, func(v phrase.Value) bool { return v.Num == a.Num && v.Every == "" })
	return k >= 0 && c.Has.Any(anyStake) && slices.ContainsFunc(c.Values[k+1:], func(v phrase.Value) bool {
		return v.Kind == c.Values[k].Kind && v.Every == "" && v.Num < 0.9*a.Num && v.Num >= a.Num/100
	})
}

// Repeats reports the same figure three times or more, each beside a day of the week or a month: "Monday 11,
// Tuesday 11, Wednesday 11".
func (c *Clause) Repeats() (from, to int, ok bool) {
	if len(c.Values) < 3 || c.Has.Any(notRepeated) {
		return 0, 0, false
	}
	same := 0
	for _, v := range c.Values {
		_, far := c.Near(anyCalendar, v.From, v.To)
		money := v.Kind == phrase.Money || v.Kind == phrase.PlainNumber || v.Kind == phrase.Percent
		if !money || far > 8 || v.Num != c.Values[0].Num {
			return 0, 0, false
		}
		same++
	}
	return c.Values[0].From, c.Values[same-1].To, true
}

// SumOf reports an amount that is what another comes to over the days that the clause names: "$5 a day for 31
// days, i.e. $155"; or what it was before costs: "4.60 gross and 1.20 net a day".
func (c *Clause) SumOf(v, o phrase.Value) bool {
	g, far := c.Near(anyOutput, o.To, o.To)
	if far <= 2 && g.From >= o.To && o.From >= c.From && o.To <= c.To {
		return true
	}
	return o.From > v.To && slices.ContainsFunc(c.Values, func(s phrase.Value) bool {
		return s.Kind == phrase.Span && s.Num > 1 && math.Abs(v.Num*s.Num-o.Num) <= 0.01*o.Num
	})
}

// OnLoan reports an amount inside a word for what is owed, or right behind one for a loss: "plus 60 of
// interest", "minus 540 a day".
func (c *Clause) OnLoan(v phrase.Value) bool {
	return c.borrowed() || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		minus := anyMinus.Has(k.Concept) && k.To <= v.From && v.From-k.To <= 1
		return minus || k.Concept == isLoan && k.From <= v.From && k.To >= v.Core
	})
}

var anyMinus = setOf("unprofit uncertain")

// borrowed reports a clause of a loan, in which nothing is the buyer's: "rate of interest: 12.2 % fixed".
func (c *Clause) borrowed() bool { return c.Has.Has(isLoan) && !c.Has.Any(notBorrowed) }

var notBorrowed = setOf("you stake give return guar whatever protect back")

// Later reports a clause that begins with a time, in which one amount comes: "in a hundred days 2,200 euros
// lie there".
func (c *Clause) Later() bool {
	return len(c.Values) == 2 && c.Values[0].Kind == phrase.Span && c.Values[1].Kind == phrase.Money &&
		c.Values[0].From < c.From+longestTurn && !c.Has.Any(notLater)
}

// Becomes reports two amounts and a time, and no word that is known: "$500 -> $1,150, 45 days".
func (c *Clause) Becomes() bool {
	spans, amounts := 0, 0
	for _, v := range c.Values {
		switch v.Kind {
		case phrase.Span:
			spans++
		case phrase.Money:
			amounts++
		}
	}
	return spans == 1 && amounts == 2 && c.Cells <= 1 &&
		!slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return !figureOrMoney.Has(k.Concept) && !c.Is(k, besideAmounts)
		})
}

// OnlyShown reports a word for what is only seen, in a clause that speaks of no hashrate.
func (c *Clause) OnlyShown(k phrase.Token) bool {
	return k.Code() == "shown" && !c.Has.Any(anyHashSpeed)
}

// OfHours reports a multiple of hours that were missed, and of no money: "credited double the missing hours".
func (c *Clause) OfHours(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(h phrase.Token) bool {
		far := c.Apart(k.From, k.To, h.From, h.To)
		return anyHour.Has(h.Concept) && h.From >= k.To && far < longestTurn &&
			!slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
				return h.From >= v.From && h.To <= v.To
			})
	})
}

// NeverHere is the loss that a question asks about and the answer denies, by words for what there is not at
// the seller's: "Losing? That does not exist here".
func (c *Clause) NeverHere(answer *Clause) (phrase.Token, bool) {
	l, far := c.Near(anyLoss, c.From, c.From)
	if far >= longestTurn || answer.Question || answer.Told || c.Has.Any(notOfStake) ||
		answer.Has.Any(notOfStake) {
		return l, false
	}
	return l, slices.ContainsFunc(answer.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNeg && k.Code() == "here" && k.From-answer.From < longestTurn
	})
}

var isLoan = language.Must("loan")

// figureOrMoney is words of figures, and those of a time or a currency.
var figureOrMoney = setOf(`pct permille pctpre num frac hour day week month quarter year per months stop cur
	cents to price term atend piece apiece`)

// besideAmounts is what may stand beside two amounts and a time: "only", "then", "hurry".
var besideAmounts = setOf("pressure need first us you")

// longestTurn is how far what is said so may stand from what it is said of.
const longestTurn = 24

// notTurned is what makes such amounts something else; anyLoss is words of losing, notOfStake makes it one of
// something else.
var (
	notTurned = setOf(`fee power host discount hedge hash piece loan unpaid setup uptime notice bond excuse
		other lossmay past uncertain give need neg`)
	notRepeated  = setOf("fee power host keep uptime hash price unpaid neg other lossmay discount")
	notLater     = setOf("fee power host need due loan unpaid bond setup minpay uptime discount price")
	anyCalendar  = setOf("weekday months")
	anyHashSpeed = setOf("hash speed")
	anyLoss      = setOf("fail lossmay")
	notOfStake   = setOf("service uptime fee host power pool hash excuse machine")
)
