package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/phrase"
)

// What is sold for how long, and what is left with the seller meanwhile.

// HashFor reports the time that hashrate is sold for, right behind it: "1.5 PH/s for 90 days".
func (c *Clause) HashFor(role string, v phrase.Value) bool {
	if role == "past" || role == "notice" || v.Num*amount.Days(v.Unit) < 1 || v.UpTo {
		return false
	}
	return slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Hashrate && o.To <= v.From && c.Apart(o.From, o.To, v.From, v.To) <= 9
	})
}

// warranty reports that the word for a deposit beside an amount is one for a warranty, whose time follows:
// "640 € pièce, garantie 30 jours".
func (c *Clause) warranty(v phrase.Value) bool {
	b, _ := c.Near(anyBond, v.From, v.To)
	aside := slices.ContainsFunc(c.At(b.From), func(k phrase.Token) bool { return anyAside.Has(k.Concept) })
	return aside && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Span && o.From >= b.To && o.From-b.To <= 6
	})
}

// Lodged reports a span that can be deposited: months, or days of power or of a fee.
func (c *Clause) Lodged(v phrase.Value) bool {
	_, far := c.Near(anyFeePowerHost, v.From, v.To)
	return v.Unit == "month" || v.Unit == "week" || far < 12
}

// Speed is the hashrate that a clause names, in TH/s, 0 where it names none or several.
func (c *Clause) Speed() float64 {
	speed := 0.0
	for _, v := range c.Values {
		if v.Kind == phrase.Hashrate {
			if speed > 0 {
				return 0
			}
			speed = v.Num
		}
	}
	return speed
}

var anyAside = setOf("aside")
