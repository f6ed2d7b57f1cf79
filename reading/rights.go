package reading

import "slices"

// rights says who may change or end what.
func (d *doc) rights(i int) {
	c := &d.clauses[i]
	d.changes(i)
	lasts := c.has.Has(isRow) && slices.ContainsFunc(c.values, func(v value) bool { return v.kind == span })
	dear := c.has.Has(isUnprofit) ||
		c.has.Any(anyFeePowerHost) && c.has.Any(anyOutputReturn) && lasts && !c.question
	if dear && (lasts || c.has.Any(anyTerminatePause)) {
		d.stops(i)
	} else if c.has.Any(anyTerminatePause) {
		d.ends(i)
	}
}

// changes says whether the fee may change.
func (d *doc) changes(i int) {
	c := &d.clauses[i]
	if c.question || d.changesIt(i) || !c.has.Any(anyFeePowerHostPrice) {
		return
	}
	for _, k := range c.tokens {
		if !ofChange.Has(k.Concept) {
			continue
		}
		o, t, far := c.objectOf(k, 60, nil)
		if f, near := c.near(anyFeePowerHost, k.from, k.to); o != ofCost && f.to > 0 && near < 90 &&
			!c.has.Any(notIt2) {
			o, t = ofCost, f // "and may be revised with 30 days' notice"
		}
		if o != ofCost {
			continue
		}
		from, to := min(k.from, t.from), max(k.to, t.to)
		switch k.Concept.String() {
		case "nochange":
			for _, v := range c.values { // "frozen until 31 March 2027"
				if (v.kind == date || v.kind == span) && v.from >= to && v.from-to < 14 {
					to = v.to
				}
			}
			d.say(i, "fee_changeable", "false", from, to)
			return
		case "constant":
			if far < 20 && !c.has.Has(isChange) {
				d.say(i, "fee_changeable", "false", from, to)
				return
			}
		case "change":
			_, near := c.near(anyMayCapNotice, k.from, k.to)
			if _, each := c.near(anyEachTime, k.from, k.to); near < 60 || far < 24 && each < 24 {
				d.say(i, "fee_changeable", c.allowed(k), from, to)
				return
			}
		}
	}
}

// allowed is whether a word of change is not denied.
func (c *clause) allowed(k token) string {
	if c.count(sNeg, k.from, k.to, 12) > 0 {
		return "false"
	}
	return "true"
}

// changesIt says that the cost of the clause before may change, where a clause names none: "we may change it
// with 30 days' notice". With a notice it may be the first.
func (d *doc) changesIt(i int) bool {
	c := &d.clauses[i]
	if !c.has.Has(isChange) || !c.has.Any(anyMayNotice) || c.has.Any(notIt) || c.has.Any(anyFeePowerHost) {
		return false
	}
	before := i > 0 && d.clauses[i-1].line >= c.line-1 && d.clauses[i-1].has.Any(anyFeePowerHost)
	if !before && !(i == 0 && c.has.Any(anyNotice)) {
		return false
	}
	for _, k := range c.tokens {
		if k.Concept == isChange {
			from, to := k.from, k.to
			if m, far := c.near(anyMay, from, to); far < 30 {
				from, to = min(from, m.from), max(to, m.to)
			}
			d.say(i, "fee_changeable", c.allowed(k), from, to)
			return false
		}
	}
	return false
}

// stops says after how many days without profit the contract rests or ends.
func (d *doc) stops(i int) {
	c := &d.clauses[i]
	t, _ := c.near(anyUnprofit, c.from, c.to)
	if t.to == 0 {
		t, _ = c.near(anyFeePowerHost, c.from, c.to)
	}
	end, what := c.stopWord(t)
	days, from, to := "0 d", min(t.from, end.from), max(t.to, end.to)
	for _, v := range c.values {
		if v.kind == span && v.unit != "year" {
			days, from, to = trim(v.num*daysOf(v.unit))+" d", min(from, v.from), max(to, v.to)
			break
		}
	}
	d.say(i, "stop_unprofitable", days+what, from, to)
}

// stopWord is the word that says what follows, the first behind the reason or else the nearest, and what
// that is; where none does, the contract ends.
func (c *clause) stopWord(reason token) (token, string) {
	best, far := reason, 1e9
	what := " terminate"
	for _, k := range c.tokens {
		if !anyTerminatePauseAtend.Has(k.Concept) || k.from < reason.to && k.to > reason.from {
			continue
		}
		a := c.apart(reason.from, reason.to, k.from, k.to)
		if k.from < reason.from {
			a += 60
		}
		if a < far {
			best, far, what = k, a, " terminate"
			if anyPause.Has(k.Concept) {
				what = " pause"
			}
		}
	}
	return best, what
}

// reasons for which the provider may end the contract, the most particular first.
var reasons = []struct{ concept, value string }{
	{"unpaid", "unpaid"},
	{"breach", "breach"},
	{"majeure", "force majeure"},
	{"law", "law"},
	{"site", "site"},
	{"either", "will"},
}

// ends says for what the provider may end the contract.
func (d *doc) ends(i int) {
	c := &d.clauses[i]
	k, _ := c.near(anyTerminatePause, c.from, c.to)
	for _, r := range reasons {
		t, far := c.near(setOf(r.concept), k.from, k.to)
		if far > 120 || c.question {
			continue
		}
		if r.concept == "either" && !c.has.Has(isTerminate) {
			continue
		}
		d.say(i, "provider_may_end", r.value, min(k.from, t.from), max(k.to, t.to))
		return
	}
	us, far := c.near(anyUs, k.from, k.to)
	if c.has.Has(isTerminate) && c.has.Has(isMay) && far < 60 && c.count(sNeg, k.from, k.to, 20) == 0 {
		d.say(i, "provider_may_end", "will", min(k.from, us.from), max(k.to, us.to))
	}
}

// asked about where nothing explains a figure or a promise.
const (
	askShare = "what is this percentage a share of, and who pays it?"
	askMoney = "who pays this, to whom, and for what?"
)

// unplaced asks about a clause with a promise or a figure that nothing explains.
func (d *doc) unplaced(i int) {
	c := &d.clauses[i]
	for _, v := range c.values {
		switch {
		case v.kind == percent:
			d.ask(c, askShare)
			return
		case v.kind == money, v.kind == multiple:
			d.ask(c, askMoney)
			return
		}
	}
	if c.has.Any(anyReturnGiveStakeRelease) && c.has.Any(anyConstantWhateverGuarProtectMore) {
		d.ask(c, "what exactly is promised or asked here, and by whom?")
	}
}

var notIt2 = setOf("pool choice hash uptime machine refer row unprofit return give")
