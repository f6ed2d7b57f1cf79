package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Held reports months that are deposited: of rent, of power, of a fee.
func (c *Clause) Held(v phrase.Value) bool {
	b, far := c.Near(anyBond, v.From, v.To)
	_, term := c.Near(anyTerm, v.From, v.To)
	return v.Unit == "month" && v.Num <= 6 && far < 30 && term > 6 && c.Between(v, b) == 0
}

// leads reports an amount that a word leads to, whatever stands between but figures: "deposit for the place:
// 7,000"; or that it stands right behind: "60 dollars of set-up".
func (c *Clause) leads(words, not language.Set, v phrase.Value) bool {
	k, far := c.Near(words, v.From, v.From)
	one := 0
	if c.Holds(anyHost, k.To, v.From) { // "1台あたり", each
		one = 1
	}
	if far < 30 && k.To <= v.From && v.Every == "" && c.Between(v, k) <= one && !c.Holds(not, k.To, v.From) {
		return true
	}
	k, far = c.Near(words, v.To, v.To)
	return far < 8 && k.From >= v.To && v.Every == "" && c.Between(v, k) == 0
}

// Runs reports a span that stands at the word for the term, or that is called the least of months or years.
func (c *Clause) Runs(role string, v phrase.Value) bool {
	short := v.Unit == "hour" && (v.Num < 24 || v.UpTo || v.Every != "")
	t, far := c.Near(anyTerm, v.From, v.To)
	if t.To > 0 && t.To <= v.From && v.From-t.To <= len(" : ") { // a label: "term: 24 months"
		far = 0
	}
	_, least := c.Near(anyLeast, v.From, v.To)
	long := v.Unit == "month" || v.Unit == "year"
	return !short && (role == "term" && far <= 6 || long && least <= 3)
}

// Led is the role of an amount where a word for set-up or a deposit leads to it, else the one given.
func (c *Clause) Led(v phrase.Value, role string) string {
	switch {
	case role == "bond" && c.warranty(v):
		return "price"
	case !slices.Contains([]string{"price", "host", "power", "fee", "minpay", ""}, role):
	case c.leads(anySetup, anyBond, v):
		return "setup"
	case role != "fee" && role != "minpay" && c.leads(anyBond, anySetup, v):
		return "bond"
	}
	return role
}

// TakenAtPayout reports an amount that each payout costs.
func (c *Clause) TakenAtPayout(v phrase.Value, role string) bool {
	_, out := c.Near(sRelease, v.From, v.To)
	_, excused := c.Near(sExcuse, v.From, v.To)
	return role == "fee" && (out < 60 || amount.Small(v) && (excused < 60 || c.Has.Any(sRelease))) ||
		role == "price" && amount.Small(v) && c.Has.Any(sRelease) && c.Has.Any(anyTaken) &&
			!c.Has.Any(anyHeld)
}

// Priced reports that an amount per hashrate and time is a price: by its own role, or since the clause names
// no cost or rents hashrate out.
func (c *Clause) Priced(role string) bool {
	return role == "price" || !c.Has.Any(anyFeePowerKeepOutputMore) || c.Rented()
}

// Rented reports a clause that rents out so much hashrate for a time and names no cost beside it, but for
// one that is included.
func (c *Clause) Rented() bool {
	has := func(kind phrase.Kind) bool {
		return slices.ContainsFunc(c.Values, func(v phrase.Value) bool { return v.Kind == kind })
	}
	return has(phrase.Hashrate) && has(phrase.Span) &&
		c.Has.Any(anyHostPrice) && !c.Has.Any(anyFeeKeepOutput) &&
		!slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			_, free := c.Near(anyFree, k.From, k.To)
			return anyPower.Has(k.Concept) && free > 14
		})
}

// OfSpend reports a share of what is spent on a market: the word for that stands beside it.
func (c *Clause) OfSpend(v phrase.Value) bool {
	_, far := c.Near(anySpend, v.From, v.To)
	return far < 8
}

// What the amounts and spans of terms are told by.
var (
	anySetup, anyHost              = setOf("setup"), setOf("host")
	anyPower, anyFree, anySpend    = setOf("power"), setOf("free"), setOf("spend")
	anyLeast, anyTaken             = setOf("minpay atleast"), setOf("keep")
	anyHeld, sRelease              = setOf("first need bond"), setOf("release")
	anyHostPrice, anyFeeKeepOutput = setOf("host price"), setOf("fee keep output")
	anyFeePowerKeepOutputMore      = setOf("fee power keep output hedge")
)
