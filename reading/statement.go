package reading

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// say adds a statement that rests on a stretch of the folded text.
func (d *doc) say(i int, what, val string, from, to int) *Statement {
	d.found = append(phrase.Roomy(d.found), Statement{What: what, Value: val, clause: i})
	s := &d.found[len(d.found)-1]
	s.From, s.To = d.Original(from, to)
	s.From, s.To = trimmed(d.Source, s.From, s.To)
	s.Quote = d.Source[s.From:s.To]
	return s
}

// trimmed is a stretch without blanks around it, in whole letters.
func trimmed(text string, from, to int) (int, int) {
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	part := text[from:to]
	from += len(part) - len(strings.TrimLeft(part, " \t\r\n"))
	return from, max(from, to-(len(part)-len(strings.TrimRight(part, " \t\r\n"))))
}

// ask adds a clause that was not understood.
func (d *doc) ask(c *clause, ask string) {
	from, to := d.Original(c.From, c.To)
	from, to = trimmed(d.Source, from, to)
	d.asked = append(d.asked, Asked{d.Source[from:to], from, to, ask})
}

// settle is what was found, each thing once, in the order of the text.
func (d *doc) settle() []Statement {
	slices.SortStableFunc(d.found, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.What, b.What), cmp.Compare(a.To, b.To))
	})
	d.market()
	out := d.found[:0]
	for _, s := range d.found {
		same := func(o Statement) bool {
			apart := slices.Contains(severally, s.What) && (s.From > o.To || o.From > s.To)
			return o.What == s.What && o.Value == s.Value && o.clause == s.clause && !apart
		}
		if k := slices.IndexFunc(out[max(0, len(out)-12):], same); k >= 0 {
			o := &out[max(0, len(out)-12)+k]
			o.Grave = o.Grave || s.Grave
			continue
		}
		out = append(out, s)
	}
	return out
}

// market makes shares of what is mined shares of what is spent, where the text sells hashrate by the day.
func (d *doc) market() {
	sold := slices.ContainsFunc(d.found, func(s Statement) bool {
		return s.What == "price" && strings.HasSuffix(s.Value, "/TH/day")
	})
	for i := range d.found {
		if s := &d.found[i]; sold && s.What == "fee" {
			s.Value = strings.Replace(s.Value, " of revenue", " of spend", 1)
		}
	}
}

// stance is who says what of a word: negations and doings of others around it.
type stance struct {
	negated bool // an odd number of negations governs it
	other   bool // it is said of others
	past    bool
	hedged  bool
	asked   bool
}

var (
	sNeg, sFail, sOther = setOf("neg"), setOf("fail"), setOf("other")
	sUnlike             = setOf("unlike")
	sHedge, sPast       = setOf("hedge"), setOf("past")
)

// stanceOf is the stance towards the word at a stretch of a clause.
func (c *clause) stanceOf(from, to int) stance {
	s := stance{negated: c.nos(from, to, 34), asked: c.Question}
	if c.Has.Any(sGuar) && (s.negated || c.guarAt(from, to)) {
		s.negated = c.denied(from, to)
	}
	if _, far := c.Near(anyDoubt, from, to); far < 40 {
		s.negated = true
	}
	if n := c.Count(sFail, from, to, 60); s.negated && n > 0 && !c.ownNo(from, to) {
		s.negated = false // never failed to pay what was promised
	}
	if o, far := c.Near(sOther, from, to); far < 90 {
		u, us := c.Near(anyUs, from, to)
		if c.NoBefore(u, 6) { // "is not ours"
			us = 1e9
		}
		s.other = (us > 16 || us >= far) && !c.contrasted(o, from, to) // "others only promise, we guarantee"
	}
	s.other = s.other || c.Reported
	if _, far := c.Near(sHedge, from, to); far < 60 {
		s.hedged = true
	}
	if _, far := c.Near(sPast, from, to); far < 60 {
		s.past = true
	}
	return s
}

// ownNo reports a no inside a word: "is-not-made-good".
func (c *clause) ownNo(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNeg && k.From < to && k.To > from
	})
}

// guarAt reports a word of a promise in a stretch.
func (c *clause) guarAt(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isGuar && k.From < to && k.To > from
	})
}

// nos reports a no within reach of a stretch that is none of a condition ("if you do not like it").
func (c *clause) nos(from, to int, reach float64) bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return n.Concept == isNeg && c.Apart(from, to, n.From, n.To) <= reach && !c.elsewhere(n, to) &&
			!slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
				return sWait.Has(k.Concept) && k.From <= n.From && k.To >= n.To && k.To-k.From > n.To-n.From
			})
	})
}

// elsewhere reports a no behind a place that is of what follows it: "without any work", "no need to know",
// "regardless of neither price nor ...".
func (c *clause) elsewhere(n phrase.Token, to int) bool {
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

var anyWhatever = setOf("whatever")

// contrasted reports that others are spoken of only to say that the seller is unlike them: "unlike those
// sites, we do pay 2 %".
func (c *clause) contrasted(o phrase.Token, from, to int) bool {
	if u, far := c.Near(sUnlike, o.From, o.To); far > 24 || o.To > from || u.From > from {
		return false
	}
	if c.holds(anyUs, o.To, from) {
		return true
	}
	comma := slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool { return p.At >= o.To && p.At < from })
	return comma && !c.holds(anyUs, to, c.To)
}

// denied reports that a negation governs a word that may be a guarantee: one that stands near, and has
// nothing of its own between ("you need no experience for our guaranteed income").
func (c *clause) denied(from, to int) bool {
	n := 0
	for _, k := range c.Tokens {
		switch {
		case anyHedgeUncertain.Has(k.Concept) && k.From < from && k.To >= to: // "not guaranteed" is one phrase
			n++
		case k.Concept != isNeg:
		case k.To <= from && (c.Apart(k.From, k.To, from, to) <= 34 || from-k.To <= 70) &&
			(!c.holds(ownNegated, k.To, from) || c.unable(k.To, from)):
			n++
		case k.From >= to && c.Apart(k.From, k.To, from, to) <= 34 && !c.holds(anyYou, to, k.From) &&
			!c.apposed(k, to):
			n++
		case k.To > from && k.From < to:
			n++
		}
	}
	return n > 0
}

var anyHedgeUncertain = setOf("hedge uncertain")

// apposed reports a no behind a comma that is of what follows it: "guaranteed returns, not a gamble".
func (c *clause) apposed(n phrase.Token, to int) bool {
	return n.To < c.To-3 && slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.At >= to && p.At < n.From && n.From-p.At <= 3
	})
}

// unable reports that it is denied that somebody can: "no miner can promise", not "nobody can match our".
func (c *clause) unable(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isMay && k.From >= from && k.To <= to && !c.holds(anyUs, k.To, to)
	})
}

// holds reports a word of a set between two places.
func (c *clause) holds(s language.Set, from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return s.Has(k.Concept) && k.From >= from && k.To <= to
	})
}

// ownNegated is what a negation denies in place of a guarantee behind it.
var (
	ownNegated = setOf("fee keep power host us setup minpay refer need due first uptime service")
	anyYou     = setOf("you refer fee need due first hedge lossmay")
)

// object is the kind of thing that a word is said of.
type object uint8

const (
	ofNothing object = iota
	ofIncome
	ofStake
	ofCost
	ofService
	ofMarket
)

var objects = []struct {
	object object
	words  language.Set
	weight float64
}{
	{ofIncome, setOf("return"), 1},
	{ofIncome, setOf("give"), 0.6}, // verbs are said of costs too: "you pay", "he pays"
	{ofStake, setOf("stake"), 1},
	{ofCost, setOf("fee power host bond setup minpay"), 1},
	{ofCost, setOf("price"), 0.5},
	{ofService, setOf("service uptime excuse pool basis kwh hash"), 1},
	{ofMarket, setOf("market"), 0.7},
}

// gives reports a word for a price inside a longer one of giving.
func (c *clause) gives(t phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From <= t.From && k.To >= t.To && k.To-k.From > t.To-t.From && sGive.Has(k.Concept)
	})
}

// objectOf is the nearest thing to a word, and how far it is; the word itself does not count.
// A verb of giving does not stand between a stake and what comes back of it.
func (c *clause) objectOf(k phrase.Token, reach float64, wanted []object) (object, phrase.Token, float64) {
	best, far := phrase.Token{}, reach
	found := ofNothing
	for _, o := range objects {
		if (o.object == ofIncome || o.object == ofService) && len(wanted) == 1 && wanted[0] == ofStake {
			continue
		}
		for _, t := range c.Nearby(reach, k.From, k.To) {
			if !o.words.Has(t.Concept) || t.From < k.To && t.To > k.From && t.To-t.From >= k.To-k.From {
				continue // the word itself, or what holds it
			}
			if o.object == ofCost && c.gives(t) {
				continue // "we guarantee to pay"
			}
			if a := c.Apart(k.From, k.To, t.From, t.To) / o.weight; a < far {
				best, far, found = t, a, o.object
			}
		}
	}
	return found, best, far
}
