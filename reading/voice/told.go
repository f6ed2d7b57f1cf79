package voice

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// lures takes a question that holds out a return ("Want 2 % a day?") for what it says, unless what follows
// warns, denies or speaks of others.
func (d *doc) lures() {
	for i := range d.clauses {
		c := &d.clauses[i]
		if !c.Question || !c.Has.Any(anyLure) || c.Has.Any(anyLossmayOther) {
			continue
		}
		c.Question = false
		for k := i + 1; k < len(d.clauses) && k <= i+2 && d.clauses[k].Line == c.Line; k++ {
			next := d.clauses[k].Has
			c.Question = c.Question || next.Any(anyNegOtherLossmay) && !next.Any(anyNorisk)
		}
	}
}

// friends gives the clause behind a question about friends its word for them: "Brought a friend? You
// get 2 %".
func (d *doc) friends() {
	for i := 1; i < len(d.clauses); i++ {
		c, q := &d.clauses[i], &d.clauses[i-1]
		if k, _ := q.Near(anyRefer, q.From, q.From); q.Question && k.To > 0 && q.Line == c.Line &&
			c.Has.Any(sGive) && !c.Has.Any(anyRefer) {
			c.Tokens = append([]phrase.Token{{Word: k.Word, From: c.From, To: c.From}}, c.Tokens...)
			c.Has.Add(k.Concept)
		}
	}
}

// reports marks the clauses that tell of others, and those behind them on the line that speak of
// nobody else. That a court or the police is named says nothing: whoever offers may boast of their
// licence.
func (d *doc) reports() {
	for i := range d.clauses {
		c := &d.clauses[i]
		c.Reported = c.Has.Any(anyReport) && !c.Has.Any(anyUnlike) && c.crime()
		if i > 0 && d.clauses[i-1].Reported && d.clauses[i-1].Line == c.Line && !c.personal() {
			c.Reported = true
		}
		if !c.Reported && c.Has.Any(anyReport) {
			c.boasts()
		}
	}
}

// personal reports a pronoun of the seller or the reader; "the company" and "customers" are spoken of
// by others too.
func (c *clause) personal() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyUsYou.Has(k.Concept) && k.Code() == ""
	})
}

// boasts takes the names of courts and the police out of a clause that tells of no crime, with the no
// of "no victims": beside a promise they would make it one of others, or none.
func (c *clause) boasts() {
	kept := slices.DeleteFunc(slices.Clone(c.Tokens), func(k phrase.Token) bool {
		return slices.ContainsFunc(c.Tokens, func(r phrase.Token) bool {
			known := anyReport.Has(r.Concept) && r.Code() != "act" && !anyLie.Has(k.Concept)
			return known && (r.From < k.To && r.To > k.From ||
				k.Concept == isNeg && (k.To <= r.From && c.Apart(k.From, k.To, r.From, r.To) <= 16 ||
					k.From >= r.To && c.Apart(k.From, k.To, r.From, r.To) <= 3))
		})
	})
	c.Tokens, c.Has = kept, language.Set{}
	for _, k := range kept {
		c.Has.Add(k.Concept)
	}
}

// crime reports that a clause tells what was done by others or to them, and that the seller does not
// speak of himself behind it.
func (c *clause) crime() bool {
	last := phrase.Token{}
	for _, k := range c.Tokens {
		if anyReport.Has(k.Concept) && c.done(k) && !c.NoBefore(k, 16) && c.Count(sNeg, k.To, k.To, 3) == 0 {
			last = k
		}
	}
	return last.To > 0 && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		speaks := anyUs.Has(k.Concept) && k.Code() != "firm" || anyLure.Has(k.Concept)
		return speaks && k.From >= last.To && !c.negatedBehind(k)
	})
}

// done reports a word of a report that is one of a crime by itself, or, for what authorities do, beside one.
func (c *clause) done(k phrase.Token) bool {
	return k.Code() == "" || k.Code() == "act" && slices.ContainsFunc(c.Tokens, func(a phrase.Token) bool {
		return a.Code() == "authority" && (c.joined(a, k) || c.joined(k, a) ||
			k.From > a.To && slices.Contains(verbLast, c.Language))
	})
}

// joined reports that a word stands not far behind another, with no sign between.
func (c *clause) joined(a, k phrase.Token) bool {
	return k.From >= a.To && float64(k.From-a.To)/c.Scale <= 40 &&
		!slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool { return p.At >= a.To && p.At < k.From })
}

// verbLast is the languages that say at the end of a sentence who did what.
var verbLast = strings.Fields("tr ja ko hi")

// negatedBehind reports a no behind a word: "we do not".
func (c *clause) negatedBehind(k phrase.Token) bool {
	n, far := c.Near(sNeg, k.To, k.To)
	return n.From >= k.To && far < 30
}
