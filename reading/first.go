package reading

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/phrase"
)

// Payment before money: a clause asks the buyer for money, it or a neighbour speaks of his money being
// released, and one of them makes the second wait for the first. An invoice, a machine, an identity check
// or a cost that is taken from the amount is not meant.

var (
	sRelease = setOf("release")
	sDue     = setOf("due")
	sWait    = setOf("first need")
	sExcuse  = setOf("excuse")
)

// payFirst says that money is asked for before money is released.
func (d *doc) payFirst(i int) {
	c := &d.clauses[i]
	if !c.Has.Any(sDue) || c.Reported && !d.addressed(i) || c.Question && !d.complained(i) {
		return
	}
	due, ok := d.awaited(i)
	from, to := c.Undeducted()
	switch {
	case ok && d.asksAmount(i, due):
	case to > 0:
		d.say(i, "pay_first", "", from, to).Grave = true
	case !ok:
		d.neverAsked(i)
	case d.untied(i, due):
	case c.Has.Any(anyNeed) || c.Settled(due): // and not "payouts less the fee"
		d.say(i, "pay_first", "", due.From, due.To).Grave = true
	}
}

// asksAmount says a demand with its amount, and reports that there is one; a share of what is mined is none.
func (d *doc) asksAmount(i int, due phrase.Token) bool {
	c := &d.clauses[i]
	v, ok := c.Asked(due)
	if ok && !(v.Kind == phrase.Percent && c.IsOf(v, anyOutput)) {
		d.say(i, "pay_first", amountOf(v), min(due.From, v.From), max(due.To, v.To)).Grave = true
	}
	return ok
}

// awaited is the demand that the release of money waits for: none that is spared the buyer, taken from the
// amount, or told of others.
func (d *doc) awaited(i int) (phrase.Token, bool) {
	c := &d.clauses[i]
	due := d.demand(c)
	if due.To == 0 || c.Spared(due) || c.TakenOff(due) || c.Called() {
		return due, false
	}
	return due, d.waits(i, due)
}

// untied reports a demand that no money waits for by its own clause: nothing is released there, and it is not
// said to come first, or only after a clause that denies any payment.
func (d *doc) untied(i int, due phrase.Token) bool {
	c := &d.clauses[i]
	return !c.Released(due) && (!c.Has.Any(anyFirst) || d.neverSaid(i))
}

// neverSaid reports that the clause before, on the same line, says that no payment is asked for.
func (d *doc) neverSaid(i int) bool {
	return slices.ContainsFunc(d.found[max(0, len(d.found)-12):], func(s Statement) bool {
		return s.Of == "payment" && s.clause == i-1
	})
}

// addressed reports that a clause which seems to tell of others speaks of the reader's own money, and names
// what he is to pay: "your funds were seized from the fraudsters. Pay 780 euros, and they are released".
func (d *doc) addressed(i int) bool {
	c := &d.clauses[i]
	amount := slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money || v.Kind == phrase.Percent
	})
	if !amount || c.Has.Any(anyOther) && c.Has.Any(anyLie) {
		return false
	}
	return c.OfReader() || i > 0 && d.clauses[i-1].Line == c.Line && d.clauses[i-1].OfReader()
}

// asksReader reports that a clause which seems to tell of others asks the reader himself for an amount, and
// quotes nobody: no report does.
func (d *doc) asksReader(i int) bool {
	c := &d.clauses[i]
	return d.addressed(i) && !bytes.ContainsAny(d.Text[c.From:c.To], "\"") &&
		slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return k.Concept == isYou && k.Code() == ""
		})
}

// neverAsked says that nobody has to pay before he is paid: "we never ask for a deposit to withdraw".
func (d *doc) neverAsked(i int) {
	c := &d.clauses[i]
	if c.Question || !c.Has.Any(sRelease) && !c.Has.Any(anyOther) && !d.releases(i) {
		return
	}
	for _, k := range c.Tokens {
		n, far := c.Near(sNeg, k.From, k.To)
		if sDue.Has(k.Concept) && far <= 34 && !c.Unless(n, k) && !(c.Has.Any(anyFirst) && far > 24) {
			d.say(i, "denial", "", min(n.From, k.From), max(n.To, k.To)).Of = "payment"
			return
		}
	}
}

// releases reports that the clauses around speak of money that is paid out.
func (d *doc) releases(i int) bool {
	return slices.ContainsFunc(d.around(i), func(n *clause) bool { return n.Has.Any(sRelease) })
}

// complained reports a question that tells of a demand with its amount, and of money that waits for
// it: "they want 15 % before I can withdraw, is that right?"; not one that the text answers.
func (d *doc) complained(i int) bool {
	c := &d.clauses[i]
	if !c.Has.Any(sRelease) || !c.Has.Any(anyFirst) || d.Refused(i) {
		return false
	}
	if i+1 < len(d.clauses) && d.clauses[i+1].Has.Any(anyNegFree) {
		return false
	}
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money || v.Kind == phrase.Percent || v.Kind == phrase.PlainNumber &&
			v.Num >= 50
	})
}

// heldBack reports that the clause behind, on the same line, says that money cannot be had without it.
func (d *doc) heldBack(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].Line != d.clauses[i].Line {
		return false
	}
	next := d.clauses[i+1].Has
	return next.Has(isNeg) && next.Any(sRelease) && next.Any(anyReturnStake)
}

// waits reports that the release of money waits for the demand, in the clause or around it, and that the
// demand is not one for an invoice, a machine or the like.
func (d *doc) waits(i int, due phrase.Token) bool {
	c := &d.clauses[i]
	release, wait := c.Released(due) || d.heldBack(i), c.Has.Any(sWait) || c.Barred(due)
	pledged := release && c.pledges(due)
	if far := c.ExcuseAt(due); (far < 45 || !release && far < 1e9) && !pledged {
		return false
	}
	v, named := c.Asked(due)
	for _, n := range d.around(i) {
		if n.Excused(named, pledged) {
			return false
		}
		release, wait = release || n.Frees(), wait || n.WaitsFor(&c.Clause, due)
	}
	return release && (wait || named && c.toll(v))
}

// pledges reports a demand for a pledge, or for a share of the balance, that the buyer needs to meet.
func (c *clause) pledges(due phrase.Token) bool {
	return (c.Pledge(due) || c.OfBalance(due)) && c.Has.Any(anyNeed)
}

// toll reports a share so large that whoever asks for it holds money back, where nothing is kept from it.
func (c *clause) toll(v phrase.Value) bool {
	return v.Kind == phrase.Percent && v.Num >= 0.05 && c.Has.Any(anyNeed) && !c.Has.Any(anyKeep)
}

// around is the clauses beside one, two on either side, that stand on its line or the next to it, or across
// another's question.
func (d *doc) around(i int) []*clause {
	var all []*clause
	for k := max(0, i-2); k <= min(len(d.clauses)-1, i+2); k++ {
		lines := 1
		if k < i && d.clauses[i-1].Question {
			lines = 2
		}
		n := &d.clauses[k]
		warned := n.Has.Any(sDue) && n.Called() // of who asks for that
		if k != i && !warned && n.Line >= d.clauses[i].Line-lines && n.Line <= d.clauses[i].Line+1 {
			all = append(all, n)
		}
	}
	return all
}

// demand is the word by which money is asked for: one that stands by a need or an amount.
func (d *doc) demand(c *clause) phrase.Token {
	best, far := phrase.Token{}, 60.0
	for _, k := range c.Tokens {
		if !sDue.Has(k.Concept) || c.Purpose(k) {
			continue
		}
		a := c.WaitAt(k)
		if v, ok := c.Asked(k); ok {
			a = min(a, c.Apart(k.From, k.To, v.From, v.To))
		}
		if a < far {
			best, far = k, a
		}
	}
	return best
}

func amountOf(v phrase.Value) string {
	if v.Kind == phrase.Percent {
		return amount.Shown(v, 1) + " of balance"
	}
	return amount.Shown(v, 1) + " " + v.Unit
}
