package sense

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

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
	short := v.Unit == "hour" && (v.Num < 24 || v.UpTo || v.Every != "" || c.EachSpan(v))
	t, far := c.Near(anyTerm, v.From, v.To)
	if t.To > 0 && t.To <= v.From && v.From-t.To <= len(" : ") { // a label: "term: 24 months"
		far = 0
	}
	_, least := c.Near(anyLeast, v.From, v.To)
	long := v.Unit == "month" || v.Unit == "year"
	return !short && (role == "term" && far <= 6 || long && least <= 3)
}

// EachSpan reports a span of time after each of which something comes: "every 24 hours", "per 24h".
func (c *Clause) EachSpan(v phrase.Value) bool {
	_, each := c.Before(isPer, v.From)
	return each
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
func (c *Clause) TakenAtPayout(text []byte, v phrase.Value, role string) bool {
	if c.EachPayout(text, v) {
		return true
	}
	_, out := c.Near(sRelease, v.From, v.To)
	_, excused := c.Near(sExcuse, v.From, v.To)
	return role == "fee" && (out < 60 || amount.Small(v) && (excused < 60 || c.Has.Any(sRelease))) ||
		role == "price" && amount.Small(v) && c.Has.Any(sRelease) && c.Has.Any(anyTaken) &&
			!c.Has.Any(anyHeld)
}

// Priced reports that an amount per hashrate and time is a price: by its own role, or since the clause names
// no cost or rents hashrate out; not where a cost that runs leads to it.
func (c *Clause) Priced(role string, v phrase.Value) bool {
	return role == "price" && !c.running(v) || !c.Has.Any(anyFeePowerKeepOutputMore) || c.Rented()
}

// running reports an amount that a word for power leads to, or one for another cost where the clause says
// that it is taken from what is mined: "power and upkeep cost $0.03 per TH/s per day".
func (c *Clause) running(v phrase.Value) bool {
	if c.Has.Any(anyHost) || c.Has.Any(anyFree) {
		return false
	}
	taken := c.Has.Any(anyKeepOutput)
	return slices.ContainsFunc(c.Nearby(ledReach, v.From, v.From), func(k phrase.Token) bool {
		cost := anyPower.Has(k.Concept) || taken && anyFee.Has(k.Concept)
		return cost && k.From < k.To && k.To <= v.From && c.Apart(k.From, k.To, v.From, v.From) < ledReach &&
			c.Between(v, k) == 0
	})
}

// LeastIn reports an amount that is the least of what is paid in, by the words right beside that for the
// least: "inversión mínima: 100".
func (c *Clause) LeastIn(v phrase.Value) bool {
	m, _ := c.Near(anyMinpay, v.From, v.To)
	s, far := c.Near(anyStake, m.From, m.To)
	return far <= 2 && !c.Is(s, sRelease)
}

// LeastNamed reports an amount of a size that is paid out, in a clause that names the least of what is.
func (c *Clause) LeastNamed(v phrase.Value) bool {
	return amount.Small(v) && c.Has.Any(anyMinpay) && c.Has.Any(ofPayout) && !c.Has.Any(anyStake)
}

// NoPay reports an amount that nobody is paid for his money, behind a clause q: wages, what a market gives,
// the least that is withdrawn.
func (c *Clause) NoPay(q *Clause, v phrase.Value) bool {
	return c.Wages() || v.PerHash > 0 && c.OfMarket(v) || c.LeastAsked(q, v)
}

// LeastAsked reports an amount that answers how much can be withdrawn, or stands under a heading for that, as
// the least: "From how much can I withdraw? From 15 USDT, any day".
func (c *Clause) LeastAsked(q *Clause, v phrase.Value) bool {
	asked := c.asksRelease(q)
	if !asked && !c.Head.Any(sRelease) || c.Question || c.Has.Any(notLeastAsked) || v.Every != "" ||
		v.PerHash > 0 {
		return false
	}
	another := func(o phrase.Value) bool { return o.From != v.From && !slices.Contains(besideLeast, o.Kind) }
	if slices.ContainsFunc(c.Values, another) {
		return false
	}
	k, far := c.Near(anyLeast, v.From, v.To)
	alone := asked && q.Has.Any(anyMinpay) && v.From-c.From <= nearLeast
	return alone || far <= nearLeast && k.From < k.To
}

// asksRelease reports that the clause before asks how much can be withdrawn, and not what is paid in.
func (c *Clause) asksRelease(q *Clause) bool {
	return q.Question && q.Has.Any(releaseOrLeast) && !q.Has.Any(ofDeposit) && c.Line-q.Line <= 1
}

// besideLeast is the other figures that such an answer may have: hours, days.
var besideLeast = []phrase.Kind{phrase.Span, phrase.PlainNumber, phrase.Clock}

// releaseOrLeast is what such a question speaks of, ofDeposit what makes it one of what is paid in.
var releaseOrLeast, ofDeposit = setOf("release minpay"), setOf("stake price bond machine hash")

// notLeastAsked is what makes an amount in such an answer another.
var notLeastAsked = setOf("fee keep need refer stake hash machine power host setup bond return discount")

// ledReach is how far a word for a cost leads to its amount, nearLeast how near one for the least stands.
const ledReach, nearLeast = 40, 8

// EachPayout reports an amount that each payout costs: "2 USD per withdrawal", "每笔提现1.5美元". The least or
// the most of each is none.
func (c *Clause) EachPayout(text []byte, v phrase.Value) bool {
	_, limit := c.Near(anyLimit, v.From, v.To)
	_, least := c.Near(anyLeast, v.From, v.To)
	if v.Every != "" || v.PerHash > 0 || v.PerKWh || v.UpTo || limit < ledReach/2 ||
		least < nearLeast || c.Has.Any(notEachPayout) {
		return false
	}
	return slices.ContainsFunc(c.Nearby(ledReach, v.From, v.To), func(k phrase.Token) bool {
		return sRelease.Has(k.Concept) && k.From < k.To && c.Between(v, k) == 0 &&
			c.Apart(v.From, v.To, k.From, k.To) < ledReach/2 && c.ofEach(text, k)
	})
}

// ofEach reports a word beside which another stands that says "each", before it or behind it.
func (c *Clause) ofEach(text []byte, k phrase.Token) bool {
	before := bytes.TrimRight(text[c.From:k.From], " ")
	behind := bytes.TrimLeft(text[k.To:c.To], " ")
	ends := func(w string) bool { // as a word of its own
		return bytes.HasSuffix(before, []byte(w)) && (w[0] >= utf8.RuneSelf || len(before) == len(w) ||
			before[len(before)-len(w)-1] == ' ')
	}
	begins := func(w string) bool { return bytes.HasPrefix(behind, []byte(w)) }
	return slices.ContainsFunc(eachBefore, ends) || slices.ContainsFunc(eachBehind, begins)
}

// eachBefore and eachBehind is what stands before a word for a payout, or behind it, that is said of each.
var (
	eachBefore = eachWords(`each|every|per|cada|chaque|je|jede|jeder|pro|ogni|каждый|каждую|каждом|каждого|за|
		每|每笔|每次|每筆|हर|प्रति|har|setiap|tiap|mỗi|mỗi lần|her|كل|لكل`)
	eachBehind = eachWords("başına|건당|회당|1건당|1회당|1回につき|1回ごと|ごと|1件につき|每笔|每次|每筆")
)

func eachWords(list string) []string {
	words := strings.Split(list, "|")
	for i, w := range words {
		words[i] = string(language.Fold(strings.TrimSpace(w)).Text)
	}
	return words
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
	ofPayout                       = setOf("release give basis")
	anyLimit, anyKeepOutput        = setOf("atleast cap upto"), setOf("keep output")
	notEachPayout                  = setOf("refer stake first need give")
	anyHeld, sRelease              = setOf("first need bond"), setOf("release")
	anyHostPrice, anyFeeKeepOutput = setOf("host price"), setOf("fee keep output")
	anyFeePowerKeepOutputMore      = setOf("fee power keep output hedge")
)
