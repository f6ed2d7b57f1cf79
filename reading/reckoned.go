package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// What a calculator shows is no promise: an amount a day stands among its costs a day, or under words
// that say from which difficulty it was reckoned.

// blockReach is how many lines above and below belong to one calculation.
const blockReach = 4

// block is the clauses that stand within some lines of clause i, without others that lie between.
func (d *doc) block(i int) []clause {
	from, to := i, i+1
	for from > 0 && d.clauses[i].Line-d.clauses[from-1].Line <= blockReach && i-from < 3*blockReach {
		from--
	}
	for to < len(d.clauses) && d.clauses[to].Line-d.clauses[i].Line <= blockReach && to-i < 3*blockReach {
		to++
	}
	return d.clauses[from:to]
}

// netted reports that a cost in the same time, of a third at least, stands beside an amount: revenue
// and power, of which a buyer sees what is left.
func (d *doc) netted(i int, v phrase.Value, every string) bool {
	block := d.block(i)
	if d.clauses[i].Has.Any(anySure) {
		return false
	}
	for k := range block {
		c := &block[k]
		if !c.Has.Any(anyFeePowerHost) {
			continue
		}
		for _, o := range c.Values {
			same := o.Kind == phrase.Money && o.Unit == v.Unit && !o.PerKWh && o.From != v.From &&
				(o.PerHash > 0) == (v.PerHash > 0)
			if !same || 3*o.Num*max(v.PerHash, 1) < v.Num*max(o.PerHash, 1) || c.roleOf(o, moneyRoles) != "fee" {
				continue
			}
			if its, _, _ := d.timeOf(c, o); its == every || its == "" && c.timed(every) &&
				c.used(o) && (o.Num < 10*v.Num || d.reckoned(i)) {
				return true
			}
		}
	}
	return false
}

// used reports an amount beside a word for power.
func (c *clause) used(o phrase.Value) bool {
	_, far := c.Near(anyPower, o.From, o.To)
	return far < 60
}

// timed reports a word for a time in a clause.
func (c *clause) timed(every string) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return phrase.AdverbTime(k.Concept) == every || phrase.NounTime(k.Concept) == every
	})
}

// reckoned reports that a clause stands in a calculation: words for one, and what it was reckoned from.
func (d *doc) reckoned(i int) bool {
	calc, from := false, false
	if d.clauses[i].Has.Any(anySure) {
		return false
	}
	for _, c := range d.block(i) {
		calc = calc || c.Has.Any(anyCalc)
		from = from || c.Has.Any(anyReckonedFrom)
	}
	return calc && from
}

var (
	anySure         = setOf("guar constant protect norisk whatever")
	anyCalc         = setOf("calc")
	anyReckonedFrom = setOf("power kwh market hash")
)
