package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Object is the kind of thing that a word is said of.
type Object uint8

// The kinds of things; OfNothing where no word of any stands near.
const (
	OfNothing Object = iota
	OfIncome
	OfStake
	OfCost
	OfService
	OfMarket
)

var objects = []struct {
	object Object
	words  language.Set
	weight float64
}{
	{OfIncome, setOf("return"), 1},
	{OfIncome, setOf("give"), 0.6}, // verbs are said of costs too: "you pay", "he pays"
	{OfStake, setOf("stake"), 1},
	{OfCost, setOf("fee power host bond setup minpay discount"), 1},
	{OfCost, setOf("price"), 0.5},
	{OfService, setOf("service uptime excuse pool basis kwh hash"), 1},
	{OfMarket, setOf("market"), 0.7},
}

// gives reports a word for a price inside a longer one of giving.
func (c *Clause) gives(t phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From <= t.From && k.To >= t.To && k.To-k.From > t.To-t.From && sGive.Has(k.Concept)
	})
}

// ofCoin reports a word for a price inside a longer one of the market's.
func (c *Clause) ofCoin(t phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyMarket.Has(k.Concept) && k.From < t.To && k.To > t.From && k.To-k.From > t.To-t.From
	})
}

// ObjectOf is the nearest thing to a word, and how far it is; the word itself does not count.
// A verb of giving does not stand between a stake and what comes back of it.
func (c *Clause) ObjectOf(k phrase.Token, reach float64, wanted []Object) (Object, phrase.Token, float64) {
	return c.objectBut(language.Set{}, k, reach, wanted)
}

// Withstanding is ObjectOf without the market, which the income beside it withstands: "whatever the price of
// bitcoin".
func (c *Clause) Withstanding(k phrase.Token, reach float64, wanted []Object) (Object, phrase.Token) {
	o, t, _ := c.objectBut(anyMarket, k, reach, wanted)
	return o, t
}

// holds reports a word that is another, or holds it.
func holds(t, k phrase.Token) bool {
	return t.From < k.To && t.To > k.From && t.To-t.From >= k.To-k.From
}

// objectBut is ObjectOf without the words that are of a set too.
func (c *Clause) objectBut(not language.Set, k phrase.Token, reach float64, wanted []Object) (Object,
	phrase.Token, float64) {
	best, far, found := phrase.Token{}, reach, OfNothing
	stake := len(wanted) == 1 && wanted[0] == OfStake
	for _, o := range objects {
		if stake && (o.object == OfIncome || o.object == OfService) {
			continue
		}
		for _, t := range c.Nearby(reach, k.From, k.To) {
			if !o.words.Has(t.Concept) || holds(t, k) || not != (language.Set{}) && c.Is(t, not) {
				continue
			}
			if o.object == OfCost && (c.gives(t) || c.ofCoin(t)) {
				continue // "we guarantee to pay", "the price of bitcoin"
			}
			if a := c.Apart(k.From, k.To, t.From, t.To) / o.weight; a < far {
				best, far, found = t, a, o.object
			}
		}
	}
	return found, best, far
}
