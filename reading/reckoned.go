package reading

import (
	"math"
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/growth"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// What a calculator shows is no promise: an amount a day stands among its costs a day, or under words
// that say from which difficulty it was reckoned.

// blockReach is how many lines above and below belong to one calculation, priceReach how far the price
// may stand.
const (
	blockReach = 4
	priceReach = 10
)

// block is the clauses that stand within some lines of clause i, without others that lie between.
func (d *doc) block(i, reach int) []clause {
	from, to := i, i+1
	for from > 0 && d.clauses[i].Line-d.clauses[from-1].Line <= reach && i-from < 3*reach {
		from--
	}
	for to < len(d.clauses) && d.clauses[to].Line-d.clauses[i].Line <= reach && to-i < 3*reach {
		to++
	}
	return d.clauses[from:to]
}

// netted reports that a cost in the same time, of a third at least, stands beside an amount: revenue
// and power, of which a buyer sees what is left.
func (d *doc) netted(i int, v phrase.Value, every string) bool {
	if d.clauses[i].Has.Any(anySure) {
		return false
	}
	block, limit := d.block(i, blockReach), 40*v.Num
	if d.reckoned(i) {
		limit = math.Inf(1)
	}
	return slices.ContainsFunc(block, func(c clause) bool {
		beside := c.Has.Any(anyFeePowerHost) && d.Together(c.From, d.clauses[i].From)
		return beside && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
			bare := o.Kind == phrase.PlainNumber && c.From == d.clauses[i].From && o.From > v.From
			if bare && c.Used(o) { // "earns 9 euros a day and uses 7 of power"
				o.Kind, o.Unit = phrase.Money, v.Unit
			}
			return c.costs(o, v) && (d.every(&c, o) == every ||
				d.every(&c, o) == "" && c.Timed(every) && c.Used(o) && o.Num < limit)
		})
	})
}

// every is the time in which a figure comes again.
func (d *doc) every(c *clause, v phrase.Value) string {
	every, _, _ := d.timeOf(c, v)
	return every
}

// costs reports an amount that is a cost, of a third at least of another.
func (c *clause) costs(o, v phrase.Value) bool {
	return o.Kind == phrase.Money && o.Unit == v.Unit && !o.PerKWh && o.From != v.From &&
		(o.PerHash > 0) == (v.PerHash > 0) && 3*o.Num*max(v.PerHash, 1) >= v.Num*max(o.PerHash, 1) &&
		c.RoleOf(o, sense.MoneyRoles) == "fee"
}

// titleClauses is the clauses at the start of a page that may call it a calculator.
const titleClauses = 3

// priceAround is the largest amount in a calculation that comes once: what the machine costs.
func (d *doc) priceAround(i int, v phrase.Value) (float64, bool) {
	price := 0.0
	for _, c := range d.block(i, priceReach) {
		daily := slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return phrase.AdverbTime(k.Concept) != ""
		})
		for _, o := range c.Values {
			m, far := c.Near(anyMarketCoin, o.From, o.To)
			coin := far < 6 && m.To <= o.From
			role := c.RoleOf(o, sense.MoneyRoles)
			if o.Kind == phrase.Money && growth.Once(&c.Clause, &o) && !daily && !coin &&
				(role == "price" || role == "" && c.Has.Any(anyPriceMachine)) && !c.Has.Any(anyFee) {
				price = max(price, amount.In(o, v.Unit))
			}
		}
	}
	return price, price > v.Num
}

// reckoned reports that a clause stands in a calculation: words for one, and what it was reckoned from.
func (d *doc) reckoned(i int) bool {
	calc, from := false, false
	if d.clauses[i].Has.Any(anyGuarded) {
		return false
	}
	for _, c := range d.clauses[:min(len(d.clauses), titleClauses)] {
		calc = calc || c.Has.Any(anyCalc) && !slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind != phrase.PlainNumber
		})
	}
	own := false // what its own paragraph reckons with
	for _, c := range d.block(i, blockReach) {
		calc = calc || c.Has.Any(anyCalc)
		from = from || c.Has.Any(anyReckonedFrom)
		own = own || c.Has.Any(anyOwnReckoned) && d.Together(c.From, d.clauses[i].From)
	}
	return calc && from && own
}

var (
	anyGuarded      = setOf("guar protect norisk stake") // what the buyer puts in is in no calculation
	anySure         = setOf("guar constant protect norisk whatever stake")
	anyCalc         = setOf("calc")
	anyPriceMachine = setOf("price machine stake")
	anyReckonedFrom = setOf("power kwh market hash")
	anyOwnReckoned  = setOf("power kwh market hash calc piece machine")
)
