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
	_, hedge := c.Near(sHedge, from, to)
	_, past := c.Near(sPast, from, to)
	return Stance{
		Negated: c.negated(from, to),
		Other:   c.Reported || c.ofOthers(from, to),
		Past:    past < nearStance,
		Hedged:  hedge < nearStance || c.Head.Any(sHedge),
		Asked:   c.Question,
	}
}

// nearStance is how near a word that hedges, or tells of what was, stands to what it is of.
const nearStance = 60

// negated reports that a stretch is denied: by a no, a doubt or a list of what is not given; not where the no
// is of failing: never failed to pay what was promised.
func (c *Clause) negated(from, to int) bool {
	no := c.NoNear(from, to, 34)
	if c.Has.Any(sGuar) && (no || c.guarAt(from, to)) {
		no = c.denied(from, to)
	}
	no = no || c.doubted(from, to) || c.disclaimed(from) || c.listDenied(from)
	return no && !c.neverFailed(from, to)
}

// doubted reports a word near a stretch by which it is no promise, or one in it that says "we promise none".
func (c *Clause) doubted(from, to int) bool {
	_, doubt := c.Near(anyDoubt, from, to)
	_, unsure := c.Near(sUncertain, from, to)
	return doubt < 40 || unsure == 0 && !c.Has.Any(anyNorisk)
}

// ofOthers reports that a stretch is said of others: they are named near it, and the seller is not, or no
// nearer ("others only promise, we guarantee") and not as unlike them.
func (c *Clause) ofOthers(from, to int) bool {
	o, far := c.Near(sOther, from, to)
	if far >= 90 {
		return false
	}
	u, us := c.Near(anyUs, from, to)
	own := us <= 16 && us < far && !c.NoBefore(u, 6) // not "is not ours"
	return !own && !c.contrasted(o, from, to) && !c.withUs(o, from)
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
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		if k.Concept != isNeg { // "not guaranteed", in one word
			return anyHedgeUnsure.Has(k.Concept) && k.From < from && k.To >= to
		}
		return !c.answers(k) && c.deniesAt(k, from, to)
	})
}

// deniesAt reports a no that governs a stretch: inside it, or near it with nothing between that it is of.
func (c *Clause) deniesAt(n phrase.Token, from, to int) bool {
	near := c.Apart(n.From, n.To, from, to) <= 34
	before := n.To <= from && (near || from-n.To <= 70) &&
		(!c.Holds(ownNegated, n.To, from) || c.unable(n.To, from))
	behind := n.From >= to && near && !c.Holds(anyYou, to, n.From) && !c.apposed(n, to)
	return before || behind || n.To > from && n.From < to
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
