package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What a seller keeps from the buyer: proof that was asked for, and his balance where he complains.

// withheld says that what the clause before names as proof is shown to nobody ("we are asked for the pool
// account. We do not hand that out"), and that a balance is kept because its owner complained.
func (d *doc) withheld(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported {
		return
	}
	for _, k := range c.Tokens {
		switch {
		case anySecret.Has(k.Concept) && d.keptBack(i, k):
			d.say(i, "proof_refused", "", k.From, k.To).Grave = true
			return
		case k.Code() == forfeit && c.complained() && !c.NoBefore(k, 24):
			d.say(i, "provider_may_end", "will", c.firstComplaint(k), k.To).Grave = true
			return
		}
	}
}

// The codes of words for what is lost, for one who complains, and of those that say of what was named that
// nobody is shown it: with a no, and by themselves.
const (
	forfeit   = "forfeit"
	complaint = "complaint"
	those     = "those"
	ours      = "ours"
)

// keptBack reports a word by which nobody is shown what the clause before names.
func (d *doc) keptBack(i int, k phrase.Token) bool {
	c := &d.clauses[i]
	if c.Has.Any(anyProof) || i == 0 || c.Line-d.clauses[i-1].Line > 1 || !d.clauses[i-1].Has.Any(anyProof) {
		return false
	}
	return k.Code() == those && c.NoBefore(k, 16) || k.Code() == ours && !c.NoBefore(k, 16)
}

// shown reports a word by which proof is handed out, where nothing denies it.
func (c *clause) shown(k phrase.Token) bool { return k.Code() == those && !c.NoBefore(k, 16) }

// complained reports a clause that speaks of one who complains.
func (c *clause) complained() bool { return slices.ContainsFunc(c.Tokens, complains) }

func complains(k phrase.Token) bool { return k.Code() == complaint }

// firstComplaint is where that stands, or what is lost, whichever comes first.
func (c *clause) firstComplaint(k phrase.Token) int {
	return min(k.From, c.Tokens[slices.IndexFunc(c.Tokens, complains)].From)
}

var anyProof = setOf("proof pool")
