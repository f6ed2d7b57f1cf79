package voice

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// cautioned marks the lines that call something a fraud, where nobody sells, makes anything sure or asks the
// reader for money.
func (d *doc) cautioned(rows []row) {
	for _, r := range rows {
		if !d.cautions(r) {
			continue
		}
		for i := r.first; i < r.end; i++ {
			// "we never ask you to pay first" is the seller's own
			if c := &d.clauses[i]; !(c.Has.Has(isNeg) && c.Has.Any(anyDue)) {
				d.tell(row{first: i, end: i + 1}, false)
			}
		}
	}
	for i := range d.clauses {
		if c := &d.clauses[i]; c.calledSign() || c.calledFraud() {
			c.tell()
		}
	}
	for i := 1; i < len(d.clauses); i++ {
		c := &d.clauses[i]
		if d.clauses[i-1].calls(anyScam) && d.clauses[i-1].Line == c.Line && !c.speaks(anyUs) && c.spots() {
			c.tell()
		}
	}
}

// spots reports a clause that says by what frauds are known.
func (c *clause) spots() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anySigns.Has(k.Concept) && (k.Code() == "" || flees(k))
	})
}

// calledSign reports a clause that calls what it names before a sign to walk away, with no figure, nobody who
// sells and nobody spoken to: "steady returns are a warning sign".
func (c *clause) calledSign() bool {
	if c.priced() || c.speaks(anyYouUs) || c.Has.Any(ofSellers) || c.Has.Has(isNeg) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		r, far := c.Near(anyReturn, k.From, k.From)
		return flees(k) && far < 40 && r.To <= k.From
	})
}

// calledFraud reports a clause that calls what it names before a fraud, with nobody spoken to or spoken of
// beside: "offers of a fixed daily yield are fraudulent without exception".
func (c *clause) calledFraud() bool {
	if c.Question || c.speaks(anyYouUs) || c.Has.Any(ofSellers) || c.Has.Has(isNeg) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyScam.Has(k.Concept) && c.Holds(anyPromised, c.From, k.From) &&
			!c.Holds(anyPromised, k.To, c.To) && !c.Holds(anyBetween, c.From, k.From)
	})
}

// anyPromised is what frauds promise, anyBetween who else may be called so.
var anyPromised, anyBetween = set("return constant guar back mult"), set("other report hearsay")

// cautions reports such a line.
func (d *doc) cautions(r row) bool {
	called, sure, signs := false, false, false
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		if c.speaks(anyUs) || c.Has.Any(ofSellers) || c.Has.Any(anyDue) && c.priced() {
			return false
		}
		called = called || !c.Question && c.calls(anyScam)
		signs = signs || c.Has.Any(anySigns)
		sure = sure || c.Has.Any(anySure) && !d.heard(c)
	}
	return called && !r.sells && !d.tariff(r) && (!sure || signs)
}

// ofSellers is what nobody says who warns.
var ofSellers, anyDue, anyReturn = set("lure unlike virtual"), set("due"), set("return")
