package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/phrase"
)

// costs is what the items of a list are labelled with: "$900, hosting at 7 cents, setup $50".
var costs = setOf("fee power host setup bond minpay refer discount")

// listed reports that a comma parts a figure from a word, on whose side of it another figure of its kind
// stands.
func (c *Clause) listed(v phrase.Value, k phrase.Token) bool {
	if v.Kind != phrase.Money || k.From == k.To {
		return false
	}
	from, to := c.Item(k.From)
	if v.From >= from && v.From < to {
		return false
	}
	return slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return (o.Kind == phrase.Money || o.Kind == phrase.Percent) && o.From >= from && o.From < to
	})
}

// Item is the stretch between commas in which a place stands.
func (c *Clause) Item(at int) (from, to int) {
	from, to = c.From, c.To
	for _, p := range c.Breaks {
		switch {
		case !p.Comma:
		case p.At < at:
			from = p.At
		default:
			return from, p.At
		}
	}
	return from, to
}

// compound is a word of setting up together with a word of a fee right beside it: "setup fee", "frais
// d'installation".
func (c *Clause) compound(k phrase.Token) phrase.Token {
	if k.Concept != isSetup {
		return k
	}
	f, far := c.Near(anyFee, k.From, k.To)
	between := slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.From < max(k.From, f.From) && v.To > min(k.To, f.To)
	})
	if f.To > 0 && far <= 4 && !between {
		k.From, k.To = min(k.From, f.From), max(k.To, f.To)
	}
	return k
}

// CallsFee reports that the word right beside an amount, in its item of a list, is one of a fee.
func (c *Clause) CallsFee(v phrase.Value) bool {
	f, far := c.Near(anyFee, v.From, v.To)
	return f.From >= v.To && far <= 10 && !c.listed(v, f)
}

// Binds reports a span right beside a word for how long a contract binds, in its own item of a list:
// "98 % uptime, 36-month term".
func (c *Clause) Binds(v phrase.Value) bool {
	t, far := c.Near(anyTerm, v.From, v.To)
	from, to := c.Item(v.From)
	alone := from > c.From || to < c.To
	return alone && t.To-t.From > 3 && far <= 2 && t.From >= from && t.To <= to &&
		v.Num*amount.Days(v.Unit) >= 7
}
