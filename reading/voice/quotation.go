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

// quotationsOf is what stands between quotation marks on a line.
func (d *doc) quotationsOf(r row) (all []quotation) {
	open, q := false, quotation{}
	for i := r.first; i < r.end; i++ {
		for k, letter := range string(d.Text[d.clauses[i].From:d.clauses[i].To]) {
			at := d.clauses[i].From + k
			switch {
			case !open && (letter == '"' || letter == '「' || letter == '『'):
				open, q = true, quotation{from: at + len(string(letter)), first: i}
			case open && (letter == '"' || letter == '」' || letter == '』'):
				open, q.to, q.last = false, at, i
				all = append(all, q)
			}
		}
	}
	return all
}

// offers reports that a quotation holds a share, what is sure, or a demand.
func (d *doc) offers(q quotation) bool {
	return slices.ContainsFunc(d.clauses[q.first:q.last+1], func(c clause) bool {
		within := func(from, to int) bool { return from >= q.from && to <= q.to }
		return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Percent && within(v.From, v.To)
		}) || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return (anySure.Has(k.Concept) || anyDemand.Has(k.Concept)) && within(k.From, k.To)
		})
	})
}

// ofOthers reports that the words around a quotation give it to others: they say that a message goes round,
// in a text that warns; that somebody else says so; or deny that there is such a thing.
func (d *doc) ofOthers(q quotation, warns bool) bool {
	lead, tail := &d.clauses[q.first], &d.clauses[q.last]
	around := func(k phrase.Token) bool { return k.To <= q.from || k.From >= q.to }
	heard, lied, denied, last := false, false, 0, -1
	for _, c := range d.clauses[q.first : q.last+1] {
		for _, k := range c.Tokens {
			switch {
			case !around(k):
			case anyHeard.Has(k.Concept):
				heard = heard || warns || !anyHearsay.Has(k.Concept)
			case anyLieScam.Has(k.Concept):
				lied = true
			case k.Concept == isNeg && k.From > last:
				last = k.From
				if k.To <= q.from != slices.Contains(verbLast, c.Language) {
					denied++
				}
			case notDenied.Has(k.Concept), k.Code() == "only":
				return false
			}
		}
	}
	if !heard && warns && lead.From >= q.from-3 && q.first > 0 {
		b := &d.clauses[q.first-1]
		heard = b.Has.Any(anyHearsay) && lead.Line <= b.Line+2
	}
	return (heard || lied && denied == 0) && !tail.sells() || denied == 1 && q.first == q.last
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
