package reading

import (
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// Whether what a rule finds is said, denied, or told of others.

// judge says a statement or its denial by the stance of the clause towards it.
func (d *doc) judge(i int, r rule, k phrase.Token, from, to int) bool {
	c := &d.clauses[i]
	s := c.StanceOf(k.From, k.To)
	s.Negated = d.ruledOut(c, r, k, s.Negated) || k.Concept == isVirtual && d.shownOnly(i)
	if c.Question && !s.Negated {
		if said := d.refusal(i, r, k, from, to); said || !c.Has.Any(anyNotneg) {
			return said
		}
	}
	if s.Other && r.grave && !r.flipped {
		return d.comparison(i, r, k, s, from, to)
	}
	if s.Negated != r.flipped {
		if r.denied != "" {
			d.say(i, r.denied, "", from, to)
		}
		return r.denied != ""
	}
	if r.what == "principal_back" {
		from, to = c.allBack(k, from, to)
	}
	st := d.say(i, r.what, value1(r, k), from, to)
	st.Grave, st.Hedged = r.grave, s.Hedged
	return true
}

// allBack widens the words for a price that comes back by those that say so, that it is all of it, and when.
func (c *clause) allBack(k phrase.Token, from, to int) (int, int) {
	b, far := c.Near(anyBack, k.From, k.To)
	if far >= 80 {
		return from, to
	}
	from, to = min(from, b.From), max(to, b.To)
	for _, s := range []language.Set{anyWhole, anyAtend} {
		if w, near := c.Near(s, b.From, b.To); near < 50 {
			from, to = min(from, w.From), max(to, w.To)
		}
	}
	return from, to
}

// losesNothing reports a question whether the stake is lost, to which the answer is no: "Do I lose my money?
// That cannot happen".
func (d *doc) losesNothing(i int, r rule, k phrase.Token) bool {
	c := &d.clauses[i]
	_, far := c.Near(anyStake, k.From, k.To)
	return r.flipped && r.of != nil && k.Concept == isFail && far < 24 && !c.Has.Any(notLost)
}

// notLost is what else somebody asks after, or has already paid.
var notLost = setOf("neg host bond service excuse basis pool uptime release machine other past market")

// ruledOut is whether a word is denied, by the ways of its concept: of some only what stands before counts.
func (d *doc) ruledOut(c *clause, r rule, k phrase.Token, negated bool) bool {
	switch {
	case r.what == "proof_refused": // "for safety we do not show": only what stands before denies it
		return c.Count(sNeg, max(c.From, k.From-12), k.From, 0) > 0 &&
			c.Count(sNeg, k.From, k.From, 12) > 0 && c.Count(sNeg, k.To, c.To, 0) == 0
	case r.flipped:
		return c.NotSo(k)
	// a denial itself: only a no before it takes it back
	case k.Concept == cLossMay, k.Concept == isUncertain:
		return c.NoBefore(k, 14)
	case k.Concept == isNorisk && c.Thing(k):
		return true
	case k.Concept == isNorisk: // "sin riesgo ninguno" is no denial, "we do not say that there is no risk" is
		_, loss := c.Near(anyDoubt, k.From, k.To)
		return loss < 24 || c.QuotedNo(d.Text, k) || c.DeniedLast(k) ||
			c.NoBefore(k, 14) && !c.Concord(d.Text, k)
	case k.Concept == isVirtual:
		return c.NoBefore(k, 20) || c.UnpaidFor()
	}
	return negated
}

// shownOnly reports that the clause behind says that nothing is paid.
func (d *doc) shownOnly(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].Line != d.clauses[i].Line {
		return false
	}
	next := &d.clauses[i+1]
	return next.To-next.From < 40 && next.UnpaidFor()
}

// comparison is what a clause about others says of the seller: that they do not and we do is a promise,
// that they do and we do not is a denial, anything else is left open.
func (d *doc) comparison(i int, r rule, k phrase.Token, s sense.Stance, from, to int) bool {
	c := &d.clauses[i]
	unlike, far := c.Near(sUnlike, from, to)
	if far < 120 {
		from, to = min(from, unlike.From), max(to, unlike.To)
	}
	for n := i + 1; far > 120 && n < len(d.clauses) && n <= i+2 && d.clauses[n].Line == c.Line; n++ {
		next := &d.clauses[n]
		if _, us := next.Near(anyUsUnlike, next.From, next.From); us < 12 &&
			!next.Has.Any(anyNegOtherLossmay) {
			far, to = us, next.To
		}
	}
	switch {
	case s.Negated && far < 120, !s.Negated && far < 120 && unlike.Code() == "only":
		d.say(i, r.what, value1(r, k), from, to).Grave = r.grave
	case s.Negated && r.denied != "" && c.NobodyCan(k):
		d.say(i, r.denied, "", from, to)
	default: // what is said of others says nothing of the seller
		return false
	}
	return true
}

// refusal says what a bare no behind a question says: that something is not so; or, where it is asked whether
// the income changes, that it does not: "did the daily figure change? It did not".
func (d *doc) refusal(i int, r rule, k phrase.Token, from, to int) bool {
	switch {
	case !d.Refused(i):
		return false
	case r.denied != "":
		d.say(i, r.denied, "", from, to)
	case r.what == "constant_income" && r.flipped, d.losesNothing(i, r, k):
		d.say(i, r.what, "", from, to).Grave = true
	default:
		return false
	}
	return true
}
