package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/language"
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
	due := d.demand(c)
	if due.To == 0 || c.Removed() || c.spared(due) || c.takenOff(due) || c.called() || !d.waits(i, due) {
		d.neverAsked(i)
		return
	}
	v, ok := c.asked(due)
	switch {
	case ok && v.Kind == phrase.Percent && c.isOf(v, anyOutput): // a share of what is mined
	case ok:
		d.say(i, "pay_first", amountOf(v), min(due.From, v.From), max(due.To, v.To)).Grave = true
	case !c.released(due) && (!c.Has.Any(anyFirst) || d.neverSaid(i)):
	case c.Has.Any(anyNeed): // and not "payouts less the fee"
		d.say(i, "pay_first", "", due.From, due.To).Grave = true
	}
}

// neverSaid reports that the clause before, on the same line, says that no payment is asked for.
func (d *doc) neverSaid(i int) bool {
	return slices.ContainsFunc(d.found[max(0, len(d.found)-12):], func(s Statement) bool {
		return s.Of == "payment" && s.clause == i-1
	})
}

// called reports a clause that calls the demand a fraud: "whoever asks you to pay first, report him".
func (c *clause) called() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyLie.Has(k.Concept) && !c.NoBeside(k)
	})
}

// takenOff reports a charge that is taken from what is paid out, which nobody pays first; not one that
// cannot be taken from it.
func (c *clause) takenOff(due phrase.Token) bool {
	if c.Has.Any(anyNeed) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return sKeep.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) < 80 &&
			!c.NoBeside(k)
	})
}

// isOf reports that a word of a set stands by a figure.
func (c *clause) isOf(v phrase.Value, s language.Set) bool {
	_, far := c.Near(s, v.From, v.To)
	return far < 30
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
	return c.ofReader() || i > 0 && d.clauses[i-1].Line == c.Line && d.clauses[i-1].ofReader()
}

// ofReader reports that a clause speaks of the reader's own money.
func (c *clause) ofReader() bool {
	return slices.ContainsFunc(c.Tokens, func(y phrase.Token) bool {
		n, far := c.Near(anyReturnStakeRelease, y.From, y.To)
		return y.Concept == isYou && far < 24 && n.To > y.From
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
		if sDue.Has(k.Concept) && far <= 34 && !c.unless(n, k) && !(c.Has.Any(anyFirst) && far > 24) {
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
	release, wait := c.released(due) || d.heldBack(i), c.Has.Any(sWait)
	_, far := c.Near(sExcuse, due.From, due.To)
	pledged := release && c.pledge(due) && c.Has.Any(anyNeed)
	if (far < 45 || !release && far < 1e9) && !pledged {
		return false
	}
	_, named := c.asked(due)
	for _, n := range d.around(i) {
		if n.excused(named, pledged) {
			return false
		}
		release = release || n.Has.Any(sRelease) && !n.Removed()
		wait = wait || n.Has.Any(anyFirst) && (!c.listsFee(due) || n.Has.Any(anyNeed))
	}
	v, ok := c.asked(due)
	large := ok && v.Kind == phrase.Percent && v.Num >= 0.05 && c.Has.Any(anyNeed) && !c.Has.Any(anyKeep)
	return release && (wait || large)
}

// listsFee reports a charge that is named as a small share with no need to pay it: "commission 3 %, payout
// from 0.001 BTC".
func (c *clause) listsFee(due phrase.Token) bool {
	v, ok := c.asked(due)
	return ok && v.Kind == phrase.Percent && v.Num < 0.05 && !c.Has.Any(anyNeed) && c.Has.Any(anyMinpay)
}

// excused reports a clause that makes the demand beside it one for a machine's place, or, where no
// amount is named, says that no payment is asked for.
func (c *clause) excused(named, pledged bool) bool {
	return c.Has.Any(sExcuse) &&
		(!pledged && c.Has.Any(anyHost) || !named && c.Has.Any(anyNeed) && len(c.Values) == 0)
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
		if n := &d.clauses[k]; k != i && n.Line >= d.clauses[i].Line-lines && n.Line <= d.clauses[i].Line+1 {
			all = append(all, n)
		}
	}
	return all
}

// demand is the word by which money is asked for: one that stands by a need or an amount.
func (d *doc) demand(c *clause) phrase.Token {
	best, far := phrase.Token{}, 60.0
	for _, k := range c.Tokens {
		if !sDue.Has(k.Concept) {
			continue
		}
		_, a := c.Near(sWait, k.From, k.To)
		if v, ok := c.asked(k); ok {
			a = min(a, c.Apart(k.From, k.To, v.From, v.To))
		}
		if a < far {
			best, far = k, a
		}
	}
	return best
}

// pledge reports that what is asked for is a deposit or the like, and not the price of a service.
func (c *clause) pledge(due phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyBondSetup.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) < 12
	})
}

// spared reports that the demand is denied: at its own word, at the word of need nearest to it, or by a no
// that ends the clause with no release behind the demand; and a demand that others make is a warning.
func (c *clause) spared(due phrase.Token) bool {
	if _, below := c.Near(anyUnprofit, due.From, due.To); below < 2 || c.deniedAt(due) || c.warned(due) ||
		c.Has.Any(anyUnpaid) && c.Has.Any(anyHostPrice) {
		return true
	}
	need, far := c.Near(anyNeed, due.From, due.To)
	if v, ok := c.asked(due); ok && far > 60 {
		if _, least := c.Near(anyMinpay, v.From, v.To); least < 6 {
			return true // the least that can be withdrawn
		}
	}
	return far < 60 && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		near := c.Apart(k.From, k.To, need.From, need.To) <= 10
		return near && anyNegFree.Has(k.Concept) && !c.unless(k, due)
	})
}

// What a service costs again once a bill that stayed open is paid.
var anyUnpaid = setOf("unpaid")

// deniedAt reports a no beside the demand ("no tax is due"; not "not released until a tax is paid"), or one
// that ends the clause.
func (c *clause) deniedAt(due phrase.Token) bool {
	for _, k := range c.Tokens {
		if anyNegFree.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) <= 24 && !c.unless(k, due) {
			return true
		}
	}
	last, _ := c.Near(sNeg, c.To, c.To)
	if last.To == 0 || last.From < due.To || c.Holds(sRelease, due.To, c.To) {
		return false
	}
	ask, _ := c.Near(anyNeed, last.From, last.To)
	return ask.To == 0 || ask.From >= due.To && ask.To <= last.From
}

// unless reports that a no belongs to a condition ("not until", "unless"): it stands in it or before it.
func (c *clause) unless(no, due phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		within := k.From <= no.From && k.To >= no.To && k.To-k.From > no.To-no.From
		between := anyFirst.Has(k.Concept) && k.From >= no.From && k.To <= due.From && !c.asks(no, k)
		return sWait.Has(k.Concept) && (within || between)
	})
}

// asks reports that a no is of the demand that stands right behind it: "we never ask you before ... to pay".
func (c *clause) asks(no, first phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return anyNeed.Has(n.Concept) && n.From >= no.To && n.From-no.To <= 6 && n.To <= first.From
	})
}

// warned reports that others make the demand.
func (c *clause) warned(due phrase.Token) bool {
	o, _ := c.Near(anyOther, due.From, due.To)
	return o.To > 0 && (o.To <= due.From || c.Has.Has(isNeg))
}

// released reports a word of release that is another than the demand.
func (c *clause) released(due phrase.Token) bool {
	returned := c.pledge(due) && c.Has.Any(anyOfService) // a deposit for a machine that comes back
	for _, k := range c.Tokens {
		apart := k.From >= due.To || k.To <= due.From
		if sRelease.Has(k.Concept) && apart && !(returned && c.is(k, anyBack)) {
			return true
		}
	}
	return false
}

// is reports a word that stands for a concept of a set too.
func (c *clause) is(k phrase.Token, s language.Set) bool {
	return slices.ContainsFunc(c.At(k.From), func(t phrase.Token) bool {
		return s.Has(t.Concept) && t.To == k.To
	})
}

// asked is the money or share nearest to a word.
func (c *clause) asked(k phrase.Token) (phrase.Value, bool) {
	best, far, ok := phrase.Value{}, 50.0, false
	for _, v := range c.Values {
		if v.Kind != phrase.Money && v.Kind != phrase.Percent || v.PerHash > 0 || v.PerKWh {
			continue
		}
		if a := c.Apart(k.From, k.To, v.From, v.To); a < far {
			best, far, ok = v, a, true
		}
	}
	return best, ok
}

func amountOf(v phrase.Value) string {
	if v.Kind == phrase.Percent {
		return amount.Shown(v, 1) + " of balance"
	}
	return amount.Shown(v, 1) + " " + v.Unit
}
