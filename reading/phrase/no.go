package phrase

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/language"
)

var (
	isNeg     = language.Must("neg")
	anyNeg    = setOf("neg")
	anyMarket = setOf("market")
)

// Labels reports that a label ends at a place, and that what it is of begins behind it: "Set-up: free",
// "Set-up | free".
func (d *Doc) Labels(from, to int) bool {
	gap := bytes.TrimSpace(d.Text[min(from, to):to])
	return len(gap) == 1 && (gap[0] == ':' || gap[0] == '|' || gap[0] == '-')
}

// NoBeside reports a no beside a word.
func (c *Clause) NoBeside(k Token) bool { return c.Count(anyNeg, k.From, k.To, 16) > 0 }

// Refuted reports a no beside a word that has none of its own: "is not ours" calls something a lie.
func (c *Clause) Refuted(k Token) bool {
	own := slices.ContainsFunc(c.Tokens, func(n Token) bool {
		return n.Concept == isNeg && n.From >= k.From && n.To <= k.To
	})
	return !own && c.NoBeside(k)
}

// NoBefore reports a no at most reach before a word.
func (c *Clause) NoBefore(k Token, reach float64) bool {
	return slices.ContainsFunc(c.Tokens, func(n Token) bool {
		return n.Concept == isNeg && n.To <= k.From && c.Apart(n.From, n.To, k.From, k.To) <= reach &&
			!c.spent(n, k)
	})
}

// spent reports a no that is of the market, in a part of the clause that ends before a word: "the
// luck, not the market: your income will change".
func (c *Clause) spent(n, k Token) bool {
	m, far := c.Near(anyMarket, n.To, n.To)
	return m.From >= n.To && far < 6 &&
		slices.ContainsFunc(c.Breaks, func(p Pause) bool { return p.At >= m.To && p.At < k.From })
}

// Refused reports that the clause behind a question is a bare no.
func (d *Doc) Refused(i int) bool {
	if i+1 >= len(d.Clauses) || !d.Clauses[i].Question {
		return false
	}
	next := &d.Clauses[i+1]
	return next.Has.Has(isNeg) && next.To-next.From < 16 ||
		slices.ContainsFunc(next.Tokens, func(k Token) bool { // "that cannot happen"
			return k.Code() == "no" && next.To-next.From < 2*(k.To-k.From)
		})
}
