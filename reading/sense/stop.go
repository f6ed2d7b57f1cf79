package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What follows on a loss: that machines rest, that the contract ends, or first the one and then the other.

// StopWord is the word that says what follows, the first behind the reason or else the nearest, and what
// that is; where none does, the contract ends. What rests and ends by one condition ends.
func (c *Clause) StopWord(reason phrase.Token) (phrase.Token, string) {
	best, far := reason, 1e9
	what := " terminate"
	for _, k := range c.Tokens {
		if !anyStop.Has(k.Concept) || k.From < reason.To && k.To > reason.From {
			continue
		}
		a := c.Apart(reason.From, reason.To, k.From, k.To)
		if k.From < reason.From {
			a += 60
		}
		if a < far {
			best, far, what = k, a, " terminate"
			if anyPause.Has(k.Concept) {
				what = " pause"
			}
		}
	}
	if what == " pause" && best.From > reason.From {
		if t, far := c.Near(anyEnd, best.To, best.To); t.From >= best.To && far < stopsTogether &&
			c.spanBetween(best.To, t.From).To == 0 && c.Count(sNeg, t.From, t.To, 14) == 0 &&
			!c.Holds(anyOwnWay, best.To, t.From) {
			return t, " terminate"
		}
	}
	return best, what
}

// EndsLater is the longer span behind a word of rest after which the contract ends, and the word for that.
func (c *Clause) EndsLater(rest phrase.Token) (phrase.Value, phrase.Token) {
	for _, t := range c.Tokens {
		if !anyOver.Has(t.Concept) || t.From < rest.To || c.Count(sNeg, t.From, t.To, 14) > 0 {
			continue
		}
		if v := c.spanBetween(rest.To, t.From); v.To > 0 && !c.Holds(anyOwnWay, rest.To, t.From) &&
			c.Apart(v.From, v.To, t.From, t.To) < stopsTogether {
			return v, t
		}
	}
	return phrase.Value{}, phrase.Token{}
}

// spanBetween is the last span of time between two places.
func (c *Clause) spanBetween(from, to int) (found phrase.Value) {
	for _, v := range c.Values {
		if v.Kind == phrase.Span && v.From >= from && v.To <= to {
			found = v
		}
	}
	return found
}

// SpanBehind is the end of the span that goes on from a place, or the place: "overdue by more than 30 days".
func (c *Clause) SpanBehind(at int) int {
	for _, v := range c.Values {
		if v.Kind == phrase.Span && v.From >= at && c.Apart(at, at, v.From, v.To) < 20 {
			return v.To
		}
	}
	return at
}

// Besides reports a word of a set outside of figures and their units.
func (c *Clause) Besides(s language.Set) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return s.Has(k.Concept) && !slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return k.From >= v.From && k.To <= v.To
		})
	})
}

// Last is the last word of a concept.
func (c *Clause) Last(what language.Concept) (last phrase.Token) {
	for _, k := range c.Tokens {
		if k.Concept == what {
			last = k
		}
	}
	return last
}

// Ender is the word that tells that it is the seller who may end a contract: one for him, or a verb of his
// ("podemos"), with none for the buyer between.
func (c *Clause) Ender(k phrase.Token) (phrase.Token, bool) {
	us, far := c.Near(anyUs, k.From, k.To)
	reach := 90.0
	if c.VerbLast() {
		reach = 150 // "当社は三十日前までに通知することにより、いつでも本契約を解除できる"
	}
	if far < 60 || far < reach && us.To <= k.From && !c.Holds(ofYou, us.To, k.From) {
		return us, true
	}
	for _, t := range c.Tokens {
		if t.Concept == isMay && t.Code() == "we" && c.Apart(k.From, k.To, t.From, t.To) < 60 {
			return t, true
		}
	}
	return us, false
}

// Picks reports a verb of choosing that the buyer is the subject of: nobody else stands nearer.
func (c *Clause) Picks(k phrase.Token) bool {
	_, you := c.Near(ofYou, k.From, k.To)
	_, us := c.Near(anyUs, k.From, k.To)
	return you < 30 && you < us
}

// LosingDay reports that what fails is a day, so that it need not be said whose: "there was no losing day".
func (c *Clause) LosingDay() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return sFail.Has(k.Concept) && k.Code() == "day"
	})
}

// Months reports a time of two months or more, after which no order is called off.
func (c *Clause) Months() bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Span && (v.Unit == "year" || v.Unit == "month" && v.Num >= 2)
	})
}

// EndTitle reports a short clause that names an end and nothing else, as the title of what follows on its
// line: "9. Early termination."
func (c *Clause) EndTitle() bool {
	return c.To-c.From < longestTitle && c.Has.Any(anyEnd) && !c.Question && !c.Has.Any(notEndTitle) &&
		!slices.ContainsFunc(c.Values, func(v phrase.Value) bool { return v.Kind != phrase.PlainNumber })
}

// longestTitle is the bytes of such a title.
const longestTitle = 48

var notEndTitle = setOf("may us you neg unpaid law majeure give")

// stopsTogether is how far the words for a rest and for an end stand at most that follow on one condition.
const stopsTogether = 60

var (
	anyStop   = setOf("terminate pause atend")
	anyPause  = setOf("pause")
	anyEnd    = setOf("terminate")
	anyOver   = setOf("terminate atend")
	anyOwnWay = language.SetOf("notice unpaid you")
	ofYou     = setOf("you")
)
