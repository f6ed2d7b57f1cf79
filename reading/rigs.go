package reading

import (
	"bytes"
	"math"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
)

var (
	anyMachine, anyPiece, anyApiece = setOf("machine"), setOf("piece"), setOf("apiece")
)

// mostRigs is the most machines that one offer is read to be of.
const mostRigs = 20_000

// rigs says how many machines are offered, and which figures are of one: "2x S19, 95T, 900 each".
func (d *doc) rigs(i int) {
	c := &d.clauses[i]
	for _, v := range c.Values {
		switch {
		case d.isCount(c, v):
			d.say(i, "machines", figure.Trim(v.Num), v.From, v.To)
		case d.isEach(c, v):
			d.ofEach(i, v)
		}
	}
}

// isCount reports a number of machines: "10 units", "48 × Antminer S21", "S19 x2".
func (d *doc) isCount(c *clause, v phrase.Value) bool {
	if v.Kind != phrase.PlainNumber && v.Kind != phrase.Multiple || v.Num < 2 || v.Num > mostRigs ||
		v.Num != math.Trunc(v.Num) || !c.Has.Any(anyMachine) {
		return false
	}
	p, far := c.Near(anyPiece, v.From, v.Core)
	if p.From >= v.Core && far <= 2 {
		return true
	}
	m, far := c.Near(anyMachine, v.From, v.Core)
	switch {
	case m.To == 0 || far > 4 || m.From < v.Core && m.To > v.From:
		return false
	case m.From >= v.Core:
		return len(bytes.Trim(d.Text[v.Core:m.From], " x*×")) == 0
	}
	gap := string(bytes.TrimSpace(d.Text[m.To:v.From]))
	return gap == "x" || gap == "*" || gap == "×"
}

// isEach reports a figure that is of one machine.
func (d *doc) isEach(c *clause, v phrase.Value) bool {
	switch v.Kind {
	case phrase.Hashrate, phrase.Kilowatt:
		m, far := c.Near(anyMachine, v.From, v.Core)
		return m.To > 0 && m.To <= v.From && far < 40
	case phrase.Money:
		if strings.HasSuffix(strings.TrimSpace(string(d.Text[c.From:v.From])), "@") {
			return true
		}
		e, far := c.Near(anyApiece, v.From, v.Core)
		return e.To > 0 && far < 10 && c.Between(v, e) == 0
	}
	return false
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
		if v.Kind == phrase.PlainNumber && (v.PerKWh || v.Num >= 50 && c.Has.Any(anyMachine) && c.apiece(v)) {
			d.ask(c, askCurrency)
			return
		}
	}
}

// apiece reports that right behind a number stands that it is for one.
func (c *clause) apiece(v phrase.Value) bool {
	e, far := c.Near(anyApiece, v.From, v.To)
	return e.From >= v.To && far <= 2
}
