package reading

import (
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/rig"
)

// rigs says how many machines are offered, and which figures are of one: "2x S19, 95T, 900 each".
func (d *doc) rigs(i int) {
	c := &d.clauses[i]
	for _, v := range c.Values {
		switch {
		case rig.IsCount(&c.Clause, d.Text, v):
			d.say(i, "machines", figure.Trim(v.Num), v.From, v.To)
		case rig.IsEach(&c.Clause, d.Text, v):
			d.ofEach(i, v)
		}
	}
}

// ofEach marks what was said of a figure as said of one machine.
func (d *doc) ofEach(i int, v phrase.Value) {
	from, to := d.Original(v.From, v.Core)
	for k := len(d.found) - 1; k >= 0 && d.found[k].clause == i; k-- {
		if s := &d.found[k]; s.From <= from && s.To >= to {
			s.Each = true
		}
	}
}

// caps reports a share that is the most by which a fee may change, and none of a time ("up to 5 % of the
// hours").
func (d *doc) caps(c *clause, v phrase.Value) bool {
	t, far := c.Near(anyTimeNoun, v.To, v.To)
	return c.Has.Has(isCap) && (c.Has.Any(anyChangeFee) || d.has("fee_changeable")) &&
		!(t.From >= v.To && far <= 8)
}

var anyTimeNoun = setOf("hour day month year")

// askCurrency is asked of a price that names no money.
const askCurrency = "in which currency is this price?"

// uncoined asks about a price without a currency: "0.058/kWh", "1,450 each".
func (d *doc) uncoined(i int) {
	c := &d.clauses[i]
	for _, v := range c.Values {
		if v.Kind == phrase.PlainNumber && (v.PerKWh || rig.Apiece(&c.Clause, v)) {
			d.ask(c, askCurrency)
			return
		}
	}
}
