package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
)

// Words of a price that is earned back, and those that make a span beside them something else.
var (
	anyPayback = setOf("payback")
	notPayback = setOf("notice unprofit row unpaid neg fee keep lossmay uncertain")
)

// nearPayback is how far a span may stand from the word for its being earned back, in letters.
const nearPayback = 24

// paysBack says in how long the price is said to be earned back: "ROI in 60 days", "break even: two months".
// It is no term of the contract. "ROI of 30 % in 60 days" is a return, and is none.
func (d *doc) paysBack(i int, v phrase.Value) bool {
	c := &d.clauses[i]
	k, far := c.Near(anyPayback, v.From, v.To)
	days := v.Num * amount.Days(v.Unit)
	if far > nearPayback || days < 2 || v.Every != "" || c.Question || c.Has.Any(notPayback) {
		return false
	}
	if _, term := c.Near(anyContract, v.From, v.To); term < far || slices.ContainsFunc(c.Values, isRate) {
		return false
	}
	at := c.StanceOf(k.From, k.To)
	if at.Negated || at.Other || at.Asked {
		return false
	}
	from, to := min(k.From, v.From), max(k.To, v.To)
	s := d.say(i, "payback", figure.Trim(days)+" d", from, to)
	s.Hedged = at.Hedged
	g, _ := c.Near(setGuaranteed, k.From, v.To)
	if g.To > 0 && !at.Hedged && !c.StanceOf(g.From, g.To).Negated {
		d.say(i, "guarantee", "", min(from, g.From), max(to, g.To)).Grave = true
	}
	return true
}

// isRate reports a figure that says how much is earned, and not in how long.
func isRate(v phrase.Value) bool { return v.Kind == phrase.Percent || v.Kind == phrase.Multiple }

// surely reports an amount that is guaranteed and for nothing else that a clause names: "Guaranteed: 0.045
// USD per TH/s per day", "guaranteed: for each TH/s a day 0.05 USD".
func (c *clause) surely(role string, v phrase.Value) bool {
	g, far := c.Near(setGuaranteed, v.From, v.To)
	led := g.To > 0 && g.To <= v.From
	for _, k := range c.Tokens {
		outside := k.From < v.From || k.From >= v.To
		if outside && notIncome.Has(k.Concept) {
			return false
		}
		led = led && (k.From < g.To || k.From >= v.From || ofRate.Has(k.Concept))
	}
	inside := role == "price" && c.Holds(anyPrice, v.From, v.To) // "за"
	return (role == "" || inside) && (far < nearPayback || led) && !c.StanceOf(g.From, g.To).Negated
}

// sure says that an amount is guaranteed as an income.
func (d *doc) sure(i int, v phrase.Value, val string) {
	g, _ := d.clauses[i].Near(setGuaranteed, v.From, v.To)
	d.say(i, "promised_return", val, v.From, v.To).Grave = true
	d.say(i, "guarantee", "", min(g.From, v.From), max(g.To, v.To)).Grave = true
}

var notIncome = setOf("price fee keep power host service uptime discount bond setup cap change neg")

// ofRate is the words that an amount is a rate by.
var ofRate = setOf("stop per hash hour hourly day daily month monthly num guar to cur")

var anyContract, setGuaranteed = setOf("term"), setOf("guar")
