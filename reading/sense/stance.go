package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// Stance is who says what of a word: negations and doings of others around it.
type Stance struct {
	Negated bool // an odd number of negations governs it
	Other   bool // it is said of others
	Past    bool // it is told of what was
	Hedged  bool // it is called an estimate or the like
	Asked   bool // it stands in a question
}

// StanceOf is the stance towards the word at a stretch of a clause.
func (c *Clause) StanceOf(from, to int) Stance {
	s := Stance{Negated: c.NoNear(from, to, 34), Asked: c.Question}
	if c.Has.Any(sGuar) && (s.Negated || c.guarAt(from, to)) {
		s.Negated = c.denied(from, to)
	}
	if _, far := c.Near(anyDoubt, from, to); far < 40 {
		s.Negated = true
	}
	if _, far := c.Near(sUncertain, from, to); far == 0 && !c.Has.Any(anyNorisk) {
		s.Negated = true // "we promise none", in one word
	}
	s.Negated = s.Negated || c.disclaimed(from) || c.listDenied(from)
	if s.Negated && c.neverFailed(from, to) {
		s.Negated = false // never failed to pay what was promised
	}
	if o, far := c.Near(sOther, from, to); far < 90 {
		u, us := c.Near(anyUs, from, to)
		if c.NoBefore(u, 6) { // "is not ours"
			us = 1e9
		}
		s.Other = (us > 16 || us >= far) && // "others only promise, we guarantee"
			!c.contrasted(o, from, to) && !c.withUs(o, from)
	}
	s.Other = s.Other || c.Reported
	if _, far := c.Near(sHedge, from, to); far < 60 || c.Head.Any(sHedge) {
		s.Hedged = true
	}
	if _, far := c.Near(sPast, from, to); far < 60 {
		s.Past = true
	}
	return s
}

// disclaimed reports that what stands at a place is what the reader is told not to expect, or what the seller
// wishes he could promise and cannot: "do not expect the same each day".
func (c *Clause) disclaimed(at int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		if !sUncertain.Has(k.Concept) || k.From > at && !c.VerbLast() {
			return false
		}
		denied := func(n phrase.Token) bool { return n.Concept == isNeg && n.From >= k.To }
		return k.Code() == "list" || k.Code() == "wish" && slices.ContainsFunc(c.Tokens, denied)
	})
}

// listDenied reports a place in a list that is led to by what is not given or promised: "it doesn't give
// you: a fixed income, ...".
func (c *Clause) listDenied(from int) bool {
	return slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		if p.Cost != colonCost || p.At > from || float64(p.At-c.From)/c.Scale > longestListHead ||
			c.Holds(notListDenied, c.From, p.At) {
			return false
		}
		return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
			g, far := c.Near(ofGiving, n.From, n.To)
			return n.Concept == isNeg && n.To <= p.At && g.To <= p.At && far <= 6 && n.Code() == "" &&
				!c.answers(n)
		})
	})
}

// longestListHead is the letters of what leads to such a list.
const longestListHead = 40

var ofGiving, notListDenied = setOf("give guar"), setOf("fail other notneg unlike norisk lossmay")

// neverFailed reports a word of failing beside a stretch that is neither denied in itself nor what a loss is
// made good by.
func (c *Clause) neverFailed(from, to int) bool {
	if c.ownNo(from, to) || c.Holds(anySafe, from, to) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(f phrase.Token) bool {
		start, end := c.Item(f.From)
		together := start <= from && from < end || c.Holds(sNeg, start, end)
		no, far := c.Near(sNeg, f.From, f.To)
		// "we promise nothing: a loss may come"
		own := c.Apart(no.From, no.To, from, to) < far && no.To <= from
		return f.Concept == isFail && c.Apart(f.From, f.To, from, to) <= 60 && together && !own
	})
}

// ownNo reports a no inside a word: "is-not-made-good".
func (c *Clause) ownNo(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNeg && k.From < to && k.To > from
	})
}

// guarAt reports a word of a promise in a stretch.
func (c *Clause) guarAt(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isGuar && k.From < to && k.To > from
	})
}

// NoNear reports a no within reach of a stretch that is none of a condition ("if you do not like it").
func (c *Clause) NoNear(from, to int, reach float64) bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		near := n.Concept == isNeg && c.Apart(from, to, n.From, n.To) <= reach
		return near && !c.elsewhere(n, to) && !c.otherCell(n, from) && !c.answers(n) &&
			!slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
				return sWait.Has(k.Concept) && k.From <= n.From && k.To >= n.To && k.To-k.From > n.To-n.From
			})
	})
}

// answers reports a no that answers what stands before it and ends in a colon, so that it is of nothing
// behind: "everybody knows the risk. Here, no: your share earns 4 %".
func (c *Clause) answers(n phrase.Token) bool {
	comma := func(p phrase.Pause) bool { return p.Comma && p.At < n.From && n.From-p.At <= 2 }
	return n.Concept == isNeg && c.colon(n.To, n.To+2) && slices.ContainsFunc(c.Breaks, comma)
}

// otherCell reports a word in another cell of a row than a place: "| 8 EUR | never |" under "ends".
func (c *Clause) otherCell(k phrase.Token, at int) bool {
	return c.Cells > 1 && k.From < k.To && c.Column(k.From) != c.Column(at) && c.Column(at) > 1
}

// elsewhere reports a no behind a place that is of what follows it: "without any work", "no need to know",
// "regardless of neither price nor ...".
func (c *Clause) elsewhere(n phrase.Token, to int) bool {
	if n.From < to {
		return false
	}
	need, far := c.Near(anyNeed, n.To, n.To)
	w, near := c.Near(anyWhatever, n.From, n.From)
	m, price := c.Near(anyMarket, n.To, n.To)
	return n.Code() == "without" || need.From >= n.From && far < 4 ||
		w.To <= n.From && w.To > to && near < 6 ||
		m.From >= n.To && price < 8
}

// contrasted reports that others are spoken of only to say that the seller is unlike them: "unlike those
// sites, we do pay 2 %".
func (c *Clause) contrasted(o phrase.Token, from, to int) bool {
	if u, far := c.Near(sUnlike, o.From, o.To); far > 24 || o.To > from || u.From > from {
		return false
	}
	if c.Holds(anyUs, o.To, from) {
		return true
	}
	comma := slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool { return p.At >= o.To && p.At < from })
	return comma && !c.Holds(anyUs, to, c.To)
}

// withUs reports that between others and a word behind them, in another part of the clause, the seller speaks
// of himself: "while other miners tremble, whoever is with us receives the same".
func (c *Clause) withUs(o phrase.Token, from int) bool {
	return o.To <= from && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyUs.Has(k.Concept) && k.From >= o.To && k.To <= from && slices.ContainsFunc(c.Breaks,
			func(p phrase.Pause) bool { return p.At >= o.To && p.At < k.From })
	})
}

// denied reports that a negation governs a word that may be a guarantee: one that stands near, and has
// nothing of its own between ("you need no experience for our guaranteed income").
func (c *Clause) denied(from, to int) bool {
	n := 0
	for _, k := range c.Tokens {
		switch {
		case anyHedgeUnsure.Has(k.Concept) && k.From < from && k.To >= to: // "not guaranteed"
			n++
		case k.Concept != isNeg:
		case c.answers(k):
		case k.To <= from && (c.Apart(k.From, k.To, from, to) <= 34 || from-k.To <= 70) &&
			(!c.Holds(ownNegated, k.To, from) || c.unable(k.To, from)):
			n++
		case k.From >= to && c.Apart(k.From, k.To, from, to) <= 34 && !c.Holds(anyYou, to, k.From) &&
			!c.apposed(k, to):
			n++
		case k.To > from && k.From < to:
			n++
		}
	}
	return n > 0
}

// apposed reports a no behind a comma that is of what follows it: "guaranteed returns, not a gamble".
func (c *Clause) apposed(n phrase.Token, to int) bool {
	return n.To < c.To-3 && slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.At >= to && p.At < n.From && n.From-p.At <= 3
	})
}

// unable reports that it is denied that somebody can: "no miner can promise", not "nobody can match our".
func (c *Clause) unable(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isMay && k.From >= from && k.To <= to && !c.Holds(anyUs, k.To, to)
	})
}

// anySafe is what makes good, of which a loss is what it makes good.
var anySafe = setOf("protect")

// ownNegated is what a negation denies in place of a guarantee behind it.
var (
	ownNegated = setOf("fee keep power host us setup minpay refer need due first uptime service")
	anyYou     = setOf("you refer fee need due first hedge lossmay")
)
