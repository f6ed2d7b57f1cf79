package sense

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Numbers without a currency, of money that comes again and again.

// EachTime reports a number that the buyer has each time for an amount which he put in before: "I threw in
// 100 dollars, on Friday you have seven on top".
func (c *Clause) EachTime(text []byte, v *phrase.Value) bool {
	at := v.To
	for at < c.To && text[at] == ' ' {
		at++
	}
	counts := at < c.To && figure.Letter(text[at:]) && // "2 reports each month"
		!slices.ContainsFunc(c.At(at), func(k phrase.Token) bool { return behindSum.Has(k.Concept) })
	return !counts && c.Has.Any(anyStake) && c.Has.Any(ofUsYouGive) && !c.Has.Any(notEachTime) &&
		slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
			return o.Kind == phrase.Money && o.Every == "" && o.From < v.From && o.Num >= 4*v.Num
		})
}

// Elided reports a number of thousands that is not said, behind an amount of which it is: "a hundred
// thousand, and each week you have seven".
func (c *Clause) Elided(v *phrase.Value) bool {
	return v.Num < 1000 && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Money && o.From < v.From && v.Num*1000 < o.Num &&
			slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
				return k.Concept == isNum && k.Value() == 1000 && k.From >= o.From && k.To <= o.To
			})
	})
}

// DayOfMonth reports a number that can be the day of a month, before an amount.
func (c *Clause) DayOfMonth(v *phrase.Value) bool {
	return v.Num <= 31 && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Money && o.From > v.From && o.Num >= 1000*v.Num
	})
}

// PutOut reports a bare number that comes out for a larger one that goes in: "50 in, 1.5 out a day".
func (c *Clause) PutOut(text []byte, v *phrase.Value) bool {
	beside := func(o phrase.Value, word string) bool {
		return bytes.HasPrefix(text[o.Core:c.To], []byte(" "+word)) ||
			bytes.HasSuffix(text[c.From:o.From], []byte(word+" "))
	}
	out := c.Language == "en" && beside(*v, "out")
	return out && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.From < v.From && o.Num >= 4*v.Num && o.Every == "" && beside(o, "in")
	})
}

// Handed reports a number that comes each day for another one before it, with nothing named between but who
// gives and takes it: "with 10,000 you receive 220 every day".
func (c *Clause) Handed(v *phrase.Value) bool {
	if len(c.Values) != 2 || v.Every != "day" && v.Every != "" || c.Question || v.Num < 5 {
		return false
	}
	o := c.Values[0]
	if o.From >= v.From || o.Kind != phrase.PlainNumber || o.Num < 100 {
		return false
	}
	named := func(k phrase.Token) bool {
		inside := k.From < o.To && k.To > o.From || k.From < v.To && k.To > v.From
		return !inside && !ofTime(k) && !besideHanded.Has(k.Concept)
	}
	return c.Holds(sGive, o.To, v.From) && !slices.ContainsFunc(c.Tokens, named)
}

// ofTime reports a word for a time in which something comes again.
func ofTime(k phrase.Token) bool {
	return phrase.AdverbTime(k.Concept) != "" || phrase.NounTime(k.Concept) != ""
}

var besideHanded = setOf("stop you us give return per to stake due first atend price")

var isNum = language.Must("num")

var (
	ofUsYouGive = setOf("us you give")
	behindSum   = setOf("give return extra you to")
	notEachTime = setOf(`fee power host keep uptime excuse service hash level refer hedge lossmay notice
		lure`)
)
