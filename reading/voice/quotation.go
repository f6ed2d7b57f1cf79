package voice

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What stands between quotation marks and belongs to others by the words around it: a message that goes
// round, an offer that the seller does not make, what somebody else is said to say.

// quotation is words between quotation marks on one line, in one clause or in several.
type quotation struct {
	from, to    int // without the marks
	first, last int // the clauses that it begins and ends in
}

// quotations takes out what a line quotes of others.
func (d *doc) quotations(rows []row) {
	warns := warned(rows)
	for _, r := range rows {
		for _, q := range d.quotationsOf(r) {
			if d.offers(q) && d.ofOthers(q, warns) {
				d.mute(q)
			}
		}
	}
}

// mostQuoted is how many quotations of a clause are looked at: what is left of a crowd of them is nobody's.
const mostQuoted = 24

// quotationsOf is what stands between quotation marks on a line.
func (d *doc) quotationsOf(r row) (all []quotation) {
	open, q := false, quotation{}
	for i := r.first; i < r.end; i++ {
		most := len(all) + mostQuoted
		for k, letter := range string(d.Text[d.clauses[i].From:d.clauses[i].To]) {
			at := d.clauses[i].From + k
			switch {
			case !open && (letter == '"' || letter == '「' || letter == '『'):
				open, q = true, quotation{from: at + len(string(letter)), first: i}
			case open && (letter == '"' || letter == '」' || letter == '』'):
				open, q.to, q.last = false, at, i
				if len(all) < most {
					all = append(all, q)
				}
			}
		}
	}
	return all
}

// leastOffered is the least bare number that may be an amount which is offered.
const leastOffered = 50

// offers reports that a quotation holds a share or an amount, what is sure, or a demand.
func (d *doc) offers(q quotation) bool {
	return slices.ContainsFunc(d.clauses[q.first:q.last+1], func(c clause) bool {
		within := func(from, to int) bool { return from >= q.from && to <= q.to }
		return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			large := v.Kind == phrase.PlainNumber && v.Num >= leastOffered
			return (large || v.Kind == phrase.Percent || v.Kind == phrase.Money) && within(v.From, v.To)
		}) || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return (anySure.Has(k.Concept) || anyDemand.Has(k.Concept)) && within(k.From, k.To)
		})
	})
}

// ofOthers reports that the words around a quotation give it to others: they say that a message goes round,
// in a text that warns or tells who says so; that somebody else says it, or that it is a lie; or deny that
// there is such a thing, by one no where the language puts it, or by the only one right behind.
func (d *doc) ofOthers(q quotation, warns bool) bool {
	n := notes{warns: warns, last: -oneNo, verbLast: slices.Contains(verbLast, d.clauses[q.first].Language)}
	for _, k := range d.around(q) {
		n.read(k, q)
	}
	heard := n.other || n.warns && (n.heard || d.announced(q)) || n.lied && n.denied == 0 && !n.us
	return !n.own && (heard && !(n.us && n.offers) || n.refuse(q))
}

// notes is what the words around a quotation say of it.
type notes struct {
	heard, warns, other bool // that somebody was told it, that this is told or warned of, that others say it
	lied, called        bool // that it is a lie; right behind it
	own                 bool // what frauds say of themselves
	us, offers          bool // the seller offers something outside it
	verbLast            bool
	noes, denied, last  int // how often it may be denied, and where last
}

// refuse reports that the words deny what is quoted in their clause: by one no where the language puts it, or
// by the only one right behind.
func (n *notes) refuse(q quotation) bool {
	right := n.noes == 1 && n.last >= q.to && n.last-q.to <= 2
	return q.first == q.last && !n.called && (n.denied == 1 || right)
}

// read notes one word.
func (n *notes) read(k phrase.Token, q quotation) {
	n.us = n.us || anyUs.Has(k.Concept) && k.Code() == ""
	n.offers = n.offers || k.From >= q.to && anyOffered.Has(k.Concept)
	switch {
	case k.Concept == isNarrate:
		n.warns = true
	case anyHearsay.Has(k.Concept):
		n.heard = true
	case anyHeard.Has(k.Concept):
		n.other = true
	case anyLieScam.Has(k.Concept):
		n.lied, n.called = true, n.called || k.From >= q.to && k.From-q.to <= beside
	case k.Concept == isNeg:
		n.deny(k, q)
	default:
		n.own = n.own || notDenied.Has(k.Concept) || k.Code() == "only"
	}
}

// deny counts a no; two close together are one ("nobody may not").
func (n *notes) deny(k phrase.Token, q quotation) {
	again := k.From-n.last < oneNo
	n.last = k.From
	if again {
		return
	}
	n.noes++
	if k.To <= q.from != n.verbLast {
		n.denied++
	}
}

// oneNo is the bytes within which two noes are one, beside those of what stands right behind a quotation.
const oneNo, beside = 40, 12

// around is the words of the clauses in which a quotation begins and ends that stand before and behind it.
func (d *doc) around(q quotation) (all []phrase.Token) {
	for _, c := range d.clauses[q.first : q.last+1] {
		for _, k := range c.Tokens {
			if k.To <= q.from || k.From >= q.to {
				all = append(all, k)
			}
		}
	}
	return all
}

// announced reports that the clause before a quotation that begins a clause says that messages go round.
func (d *doc) announced(q quotation) bool {
	c := &d.clauses[q.first]
	return c.From >= q.from-3 && q.first > 0 && d.clauses[q.first-1].Has.Any(anyHearsay) &&
		c.Line <= d.clauses[q.first-1].Line+2
}

// mute takes the words and figures of a quotation out of the clauses that it stands in; a clause that is all
// quoted is told.
func (d *doc) mute(q quotation) {
	for i := q.first; i <= q.last; i++ {
		c := &d.clauses[i]
		if c.From >= q.from-3 && c.To <= q.to+3 {
			c.tell()
			continue
		}
		c.keep(func(k int) bool { return c.Tokens[k].To <= q.from || c.Tokens[k].From >= q.to })
		c.Values = slices.DeleteFunc(slices.Clone(c.Values), func(v phrase.Value) bool {
			return v.From >= q.from && v.To <= q.to
		})
	}
}

// notDenied is what frauds deny, or ask for.
var notDenied = set("fail lossmay norisk need")
