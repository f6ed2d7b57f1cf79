package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// What is said of a return that was stated before: that it stays, or goes on.

// sameReturn says that a return which the clause states is constant, whatever else the clause speaks of.
func (d *doc) sameReturn(i int) {
	c := &d.clauses[i]
	if !c.Has.Any(anyConstantWhateverGuar) || c.Has.Any(anyLossmayHedge) {
		return
	}
	for k := range d.found {
		if d.found[k].clause != i || d.found[k].What != "promised_return" {
			continue
		}
		for _, t := range c.Tokens {
			s := c.StanceOf(t.From, t.To)
			if o, _, far := c.ObjectOf(t, 40, income); s.Negated ||
				far < 14 && (o == sense.OfCost || o == sense.OfService) {
				continue
			}
			switch t.Concept.String() {
			case "constant", "whatever":
				d.say(i, "constant_income", "", t.From, t.To).Grave = true
				return
			case "guar":
				d.say(i, "guarantee", "", t.From, t.To).Grave = true
				return
			}
		}
	}
}

// same says that what comes in is constant where the clause names it by that word alone and says what it
// withstands, or that it comes again: "our members get the same sum each month, whatever the price". A cost
// that stands before what it withstands is what is constant then.
func (d *doc) same(i int) {
	c := &d.clauses[i]
	twice := c.TwiceSame()
	if c.Has.Any(notSame) || c.Question || c.Reported || !c.Received(twice) {
		return
	}
	for _, k := range c.Tokens {
		if !anyConstant.Has(k.Concept) || c.Unpromising(k) {
			continue
		}
		w, ok := c.Withstood(k)
		if !ok {
			w = k
		}
		if (ok || twice) && !c.costStays(k, w) && c.plain(k) {
			d.say(i, "constant_income", "", min(k.From, w.From), max(k.To, w.To)).Grave = true
			return
		}
	}
}

// costStays reports that it is a cost which stays the same, by a word for one near it that stands before what
// it withstands.
func (c *clause) costStays(k, withstood phrase.Token) bool {
	cost, far := c.Near(anyCostOrService, k.From, k.To)
	return far <= 60 && (withstood.To > cost.From || k.To > withstood.From)
}

// plain reports a word that is said outright: not denied, nor of others, nor as an estimate.
func (c *clause) plain(k phrase.Token) bool {
	s := c.StanceOf(k.From, k.To)
	return !s.Negated && !s.Other && !s.Hedged
}

// thenSame says that a return which the clause before states is the same whatever comes: "86 a week;
// whatever the market does".
func (d *doc) thenSame(i int) {
	c := &d.clauses[i]
	if i == 0 || c.Line != d.clauses[i-1].Line || c.Question || c.Reported || c.Told || c.Has.Any(notSame) ||
		c.Has.Any(notThen) || !d.grave(i-1) {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept == isWhatever {
			m, far := c.Near(anyMarket, k.From, k.To)
			if far > 40 {
				m = k
			}
			d.say(i, "constant_income", "", min(k.From, m.From), max(k.To, m.To)).Grave = true
			return
		}
	}
}

// repeats says that what comes in is the same, by the same figure for several days or months.
func (d *doc) repeats(i int) {
	c := &d.clauses[i]
	of := c.Has.Any(anyYouGive) || i > 0 && d.goesOn(i-1) && d.clauses[i-1].Has.Any(anyYouGive)
	if from, to, ok := c.Repeats(); ok && of && !c.Question && !c.Reported && !c.Told {
		d.say(i, "constant_income", "", from, to).Grave = true
	}
}

// neverHere says that there is no loss: so the answer to a question about one does.
func (d *doc) neverHere(i int) {
	c := &d.clauses[i]
	if !c.Question || c.Told || i+1 >= len(d.clauses) || d.clauses[i+1].Line > c.Line+1 {
		return
	}
	if l, ok := c.NeverHere(&d.clauses[i+1].Clause); ok {
		d.say(i, "guarantee", "", l.From, l.To).Grave = true
	}
}

// grave reports that a clause promises a return.
func (d *doc) grave(i int) bool {
	return slices.ContainsFunc(d.found[max(0, len(d.found)-12):], func(s Statement) bool {
		return s.clause == i && s.What == "promised_return" && s.Grave && !s.Hedged
	})
}

var notThen = setOf("fee power host keep service pool price neg other")

var (
	notSame = setOf(`lossmay uncertain hedge discount bond uptime basis solo refer wantreturn defect
		terminate`)
	anyYouGive       = setOf("you give return stake")
	anyCostOrService = setOf("fee power host keep service pool hash price")
)

// continued says that a return which the line told of goes on: "June 12 %, July 12 %. August? 12 % again, for
// sure", "what will change? Nothing".
func (d *doc) continued(i int) {
	c := &d.clauses[i]
	if c.Has.Any(notContinued) || c.Reported {
		return
	}
	sure := !c.Question && c.Has.Any(anyConstantGuar) && c.shares() == 1 && !c.Has.Has(isNeg)
	asked := c.Question && c.Has.Any(anyChangeVary) && d.Refused(i)
	if (sure || asked) && d.sharesTold(i) >= 2 {
		d.say(i, "constant_income", "", c.From, c.To).Grave = true
	}
}

// sharesTold is how many shares the line has told up to clause i, of months or other times.
func (d *doc) sharesTold(i int) int {
	told := 0
	for k := i; k >= 0 && k >= i-6 && d.clauses[k].Line == d.clauses[i].Line; k-- {
		if o := &d.clauses[k]; !o.Has.Any(notContinued) && (o.Has.Any(anyMonthly) || k == i) {
			told += o.shares()
		}
	}
	return told
}

// shares is how many percentages a clause has.
func (c *clause) shares() int {
	n := 0
	for _, v := range c.Values {
		n += boolInt(v.Kind == phrase.Percent)
	}
	return n
}
