package reading

import "slices"

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
	if !c.has.Any(sDue) || c.reported || c.question && !d.complained(i) {
		return
	}
	due := d.demand(c)
	if due.to == 0 || c.spared(due) || !d.waits(i, due) {
		d.neverAsked(i)
		return
	}
	v, ok := c.asked(due)
	switch {
	case ok && v.kind == percent && c.has.Any(anyOutput): // a share of what is mined
	case ok:
		d.say(i, "pay_first", amountOf(v), min(due.from, v.from), max(due.to, v.to)).Grave = true
	case c.has.Any(anyNeed): // and not "payouts less the fee"
		d.say(i, "pay_first", "", due.from, due.to).Grave = true
	}
}

// neverAsked says that nobody has to pay before he is paid: "we never ask for a deposit to withdraw".
func (d *doc) neverAsked(i int) {
	c := &d.clauses[i]
	if c.question || !c.has.Any(sRelease) && !c.has.Any(anyOther) && !d.releases(i) {
		return
	}
	for _, k := range c.tokens {
		n, far := c.near(sNeg, k.from, k.to)
		if sDue.Has(k.Concept) && far <= 34 && !c.unless(n, k) && !(c.has.Any(anyFirst) && far > 24) {
			d.say(i, "denial", "", min(n.from, k.from), max(n.to, k.to)).Of = "payment"
			return
		}
	}
}

// releases reports that the clauses around speak of money that is paid out.
func (d *doc) releases(i int) bool {
	return slices.ContainsFunc(d.around(i), func(n *clause) bool { return n.has.Any(sRelease) })
}

// complained reports a question that tells of a demand with its amount, and of money that waits for it: "they
// want 15 % before I can withdraw, is that right?"; not one that the text answers.
func (d *doc) complained(i int) bool {
	c := &d.clauses[i]
	if !c.has.Any(sRelease) || !c.has.Any(anyFirst) || d.answered(i) {
		return false
	}
	if i+1 < len(d.clauses) && d.clauses[i+1].has.Any(anyNegFree) {
		return false
	}
	return slices.ContainsFunc(c.values, func(v value) bool {
		return v.kind == money || v.kind == percent || v.kind == plainNumber && v.num >= 50
	})
}

// heldBack reports that the clause behind, on the same line, says that money cannot be had without it.
func (d *doc) heldBack(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].line != d.clauses[i].line {
		return false
	}
	next := d.clauses[i+1].has
	return next.Has(isNeg) && next.Any(sRelease) && next.Any(anyReturnStake)
}

// waits reports that the release of money waits for the demand, in the clause or around it, and that the
// demand is not one for an invoice, a machine or the like.
func (d *doc) waits(i int, due token) bool {
	c := &d.clauses[i]
	release, wait := c.released(due) || d.heldBack(i), c.has.Any(sWait)
	_, far := c.near(sExcuse, due.from, due.to)
	pledged := release && c.pledge(due) && c.has.Any(anyNeed)
	if (far < 45 || !release && far < 1e9) && !pledged {
		return false
	}
	_, named := c.asked(due)
	for _, n := range d.around(i) {
		if n.excused(named, pledged) {
			return false
		}
		release, wait = release || n.has.Any(sRelease), wait || n.has.Any(anyFirst)
	}
	v, ok := c.asked(due)
	large := ok && v.kind == percent && v.num >= 0.05 && c.has.Any(anyNeed) && !c.has.Any(anyKeep)
	return release && (wait || large)
}

// excused reports a clause that makes the demand beside it one for a machine's place, or, where no amount is
// named, says that no payment is asked for.
func (c *clause) excused(named, pledged bool) bool {
	return c.has.Any(sExcuse) &&
		(!pledged && c.has.Any(anyHost) || !named && c.has.Any(anyNeed) && len(c.values) == 0)
}

// around is the clauses beside one, two on either side, that stand on its line or the next to it.
func (d *doc) around(i int) []*clause {
	var all []*clause
	for k := max(0, i-2); k <= min(len(d.clauses)-1, i+2); k++ {
		if n := &d.clauses[k]; k != i && n.line >= d.clauses[i].line-1 && n.line <= d.clauses[i].line+1 {
			all = append(all, n)
		}
	}
	return all
}

// demand is the word by which money is asked for: one that stands by a need or an amount.
func (d *doc) demand(c *clause) token {
	best, far := token{}, 60.0
	for _, k := range c.tokens {
		if !sDue.Has(k.Concept) {
			continue
		}
		_, a := c.near(sWait, k.from, k.to)
		if v, ok := c.asked(k); ok {
			a = min(a, c.apart(k.from, k.to, v.from, v.to))
		}
		if a < far {
			best, far = k, a
		}
	}
	return best
}

// pledge reports that what is asked for is a deposit or the like, and not the price of a service.
func (c *clause) pledge(due token) bool {
	return slices.ContainsFunc(c.tokens, func(k token) bool {
		return anyBondSetup.Has(k.Concept) && c.apart(k.from, k.to, due.from, due.to) < 12
	})
}

// spared reports that the demand is denied: at its own word, at the word of need nearest to it, or by a no
// that ends the clause with no release behind the demand; and a demand that others make is a warning.
func (c *clause) spared(due token) bool {
	if c.deniedAt(due) || c.warned(due) {
		return true
	}
	need, far := c.near(anyNeed, due.from, due.to)
	if v, ok := c.asked(due); ok && far > 60 {
		if _, least := c.near(anyMinpay, v.from, v.to); least < 6 {
			return true // the least that can be withdrawn
		}
	}
	return far < 60 && slices.ContainsFunc(c.tokens, func(k token) bool {
		near := c.apart(k.from, k.to, need.from, need.to) <= 10
		return near && anyNegFree.Has(k.Concept) && !c.unless(k, due)
	})
}

// deniedAt reports a no beside the demand ("no tax is due"; not "not released until a tax is paid"), or one
// that ends the clause.
func (c *clause) deniedAt(due token) bool {
	for _, k := range c.tokens {
		if anyNegFree.Has(k.Concept) && c.apart(k.from, k.to, due.from, due.to) <= 24 && !c.unless(k, due) {
			return true
		}
	}
	last, _ := c.near(sNeg, c.to, c.to)
	if last.to == 0 || last.from < due.to || c.holds(sRelease, due.to, c.to) {
		return false
	}
	ask, _ := c.near(anyNeed, last.from, last.to)
	return ask.to == 0 || ask.from >= due.to && ask.to <= last.from
}

// unless reports that a no belongs to a condition ("not until", "unless"): it stands in it or before it.
func (c *clause) unless(no, due token) bool {
	return slices.ContainsFunc(c.tokens, func(k token) bool {
		within := k.from <= no.from && k.to >= no.to && k.to-k.from > no.to-no.from
		between := anyFirst.Has(k.Concept) && k.from >= no.from && k.to <= due.from
		return sWait.Has(k.Concept) && (within || between)
	})
}

// warned reports that others make the demand.
func (c *clause) warned(due token) bool {
	o, _ := c.near(anyOther, due.from, due.to)
	return o.to > 0 && (o.to <= due.from || c.has.Has(isNeg))
}

// released reports a word of release that is another than the demand.
func (c *clause) released(due token) bool {
	for _, k := range c.tokens {
		if sRelease.Has(k.Concept) && (k.from >= due.to || k.to <= due.from) {
			return true
		}
	}
	return false
}

// asked is the money or share nearest to a word.
func (c *clause) asked(k token) (value, bool) {
	best, far, ok := value{}, 50.0, false
	for _, v := range c.values {
		if v.kind != money && v.kind != percent {
			continue
		}
		if a := c.apart(k.from, k.to, v.from, v.to); a < far {
			best, far, ok = v, a, true
		}
	}
	return best, ok
}

func amountOf(v value) string {
	if v.kind == percent {
		return shown(v, 1) + " of balance"
	}
	return shown(v, 1) + " " + v.unit
}
