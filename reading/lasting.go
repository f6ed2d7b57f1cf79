package reading

import "github.com/assaymining/assay/reading/phrase"

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
			s := c.stanceOf(t.From, t.To)
			if o, _, far := c.objectOf(t, 40, income); s.negated ||
				far < 14 && (o == ofCost || o == ofService) {
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

// continued says that a return which the line told of goes on: "June 12 %, July 12 %. August? 12 % again, for
// sure", "what will change? Nothing".
func (d *doc) continued(i int) {
	c := &d.clauses[i]
	if c.Has.Any(notContinued) || c.Reported {
		return
	}
	sure := !c.Question && c.Has.Any(anyConstantGuar) && c.shares() > 0 && !c.Has.Has(isNeg)
	asked := c.Question && c.Has.Any(anyChangeVary) && d.Refused(i)
	if !sure && !asked {
		return
	}
	told := 0
	for k := i; k >= 0 && k >= i-6 && d.clauses[k].Line == c.Line; k-- {
		if o := &d.clauses[k]; !o.Has.Any(notContinued) && (o.Has.Any(anyMonthly) || k == i) {
			told += o.shares()
		}
	}
	if told >= 2 {
		d.say(i, "constant_income", "", c.From, c.To).Grave = true
	}
}

// shares is how many percentages a clause has.
func (c *clause) shares() int {
	n := 0
	for _, v := range c.Values {
		n += boolInt(v.Kind == phrase.Percent)
	}
	return n
}
