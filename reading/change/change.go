// Package change reads whether what a contract charges may change: by the words of a clause that names the
// charge (Read), by those of one that goes on about a charge named before (Revised, Kept), and by the yes to
// a question for it (Granted).
//
// Main types: Change. It looks at one clause; whether the one before names a charge is the business of
// reading.
//
// Nothing in it is promised to other modules.
package change

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// Change is what a clause says of a charge: whether it may change, and the words for that.
type Change struct {
	May      string // "true", "false"
	From, To int    // bytes of the folded text
}

// none is how far a word stands that does not stand there.
const none = 1e9

// Read says whether the charge that a clause names may change: by the word of change that stands nearest to a
// right or a notice, but for one that stands before words that the charge stays.
func Read(c *sense.Clause, text []byte) (Change, bool) {
	best := none
	var by, told, stays phrase.Token // the word of change, its words, and those that it stays
	for _, k := range c.Tokens {
		if !ofChange.Has(k.Concept) {
			continue
		}
		t, far, ok := chargeOf(c, k, text)
		if !ok {
			continue
		}
		words := phrase.Token{From: min(k.From, t.From), To: max(k.To, t.To)}
		switch k.Concept {
		case isNochange:
			stays = phrase.Token{From: words.From, To: until(c, words.To)}
		case isConstant:
			if far < 20 && keeps(c) || far < 90 && lasting(c) {
				stays = words
			}
		default:
			if near := allowedAt(c, k, far); near < best {
				best, by, told = near, k, words
			}
		}
	}
	switch {
	case best < none && (stays.To == 0 || by.From >= stays.To): // "fixed until March, then changed"
		return Change{allowed(c, by), told.From, told.To}, true
	case stays.To > 0:
		return Change{"false", stays.From, stays.To}, true
	}
	return Change{}, false
}

// Kept says that what was charged before stays, in a clause that names no charge: "the percentage stays
// frozen for two years".
func Kept(c *sense.Clause) (Change, bool) {
	k := slices.IndexFunc(c.Tokens, func(k phrase.Token) bool { return k.Concept == isNochange })
	if k < 0 || c.Has.Any(notIt) || c.Has.Any(anyIncome) {
		return Change{}, false
	}
	return Change{"false", c.Tokens[k].From, until(c, c.Tokens[k].To)}, true
}

// Revised says that what was charged before may change, in a clause that names no charge: "we may change it
// with 30 days' notice".
func Revised(c *sense.Clause) (Change, bool) {
	k := slices.IndexFunc(c.Tokens, func(k phrase.Token) bool { return k.Concept == isChange })
	told := c.Has.Any(anyMayNotice) || c.Has.Any(anyEachTime)
	if k < 0 || !told || c.Has.Any(notIt) || c.Has.Any(anyCharge) {
		return Change{}, false
	}
	word := c.Tokens[k]
	from, to := word.From, word.To
	if m, far := c.Near(anyMay, from, to); far < 90 {
		from, to = min(from, m.From), max(to, m.To)
	}
	return Change{allowed(c, word), from, to}, true
}

// Granted is the yes that begins or ends the answer to whether a charge may change: "Yes, each quarter"; none
// is the one of "if the tariff changes, yes, but".
func Granted(c *sense.Clause, text []byte) (Change, bool) {
	from := c.From
	for from < c.To && (text[from] == ' ' || text[from] == '|') {
		from++
	}
	k, far := c.Near(anyYes, from, from)
	ends := k.To > 0 && c.To-k.To <= 2
	if k.To == 0 || far >= 4 && !ends {
		return Change{}, false
	}
	return Change{"true", k.From, k.To}, true
}

// lasting reports a clause of a charge, and of the term for which it stays, with no word of an income.
func lasting(c *sense.Clause) bool {
	return c.Has.Any(anyCharge) && c.Has.Any(anyTerm) && !c.Has.Any(notLasting)
}

// keeps reports that what is constant in a clause is a charge and no income.
func keeps(c *sense.Clause) bool {
	return !c.Has.Has(isChange) && (c.Has.Any(anyCharge) || !c.Has.Any(anyIncome))
}

// chargeOf is the charge that a word of change is said of: another word, or one inside its own phrase.
func chargeOf(c *sense.Clause, k phrase.Token, text []byte) (phrase.Token, float64, bool) {
	t, far, ok := costOf(c, k)
	if !ok && (k.Concept == isNochange && alone(c, k, text) ||
		k.Concept == isChange && namesCost(text[k.From:k.To])) {
		return k, 0, true
	}
	return t, far, ok
}

// allowedAt is how far the right or the notice stands that allows a change.
func allowedAt(c *sense.Clause, k phrase.Token, cost float64) float64 {
	_, each := c.Near(anyEachTime, k.From, k.To)
	if k.Concept == isHedge { // "may change" alone is an estimate of anything
		if _, told := c.Near(anyNotice, k.From, k.To); cost < 14 && min(told, 2*each) < 60 {
			return min(told, each)
		}
		return none
	}
	if _, near := c.Near(anyMayCapNotice, k.From, k.To); near < 60 || cost < 24 && each < 24 {
		return min(near, each)
	}
	return none
}

// alone reports a phrase of several words that says what does not change, with no income beside it: "the
// price of power is guaranteed"; or a word in a clause that speaks of charges.
func alone(c *sense.Clause, k phrase.Token, text []byte) bool {
	if _, own := c.Near(anyIncome, k.From, k.To); own < 20 || c.Has.Any(anyConstancy) {
		return false
	}
	if n, far := c.Near(notChange, k.From, k.To); far < 12 && n.To <= k.From {
		return false
	}
	return c.Has.Any(anyCharge) || namesCost(text[k.From:k.To])
}

// namesCost reports a phrase that holds the word for a price or tariff.
func namesCost(phrase []byte) bool {
	return slices.ContainsFunc(costWords, func(w string) bool { return bytes.Contains(phrase, []byte(w)) })
}

// costOf is the cost that a word of change is said of, and how far it stands.
func costOf(c *sense.Clause, k phrase.Token) (phrase.Token, float64, bool) {
	o, t, far := c.ObjectOf(k, 60, nil)
	if o == sense.OfMarket && far < 24 && c.Has.Any(anyNotice) &&
		slices.ContainsFunc(c.At(t.From), isPriceWord) {
		return t, far, true // a price is of the market too
	}
	if f, near := c.Near(anyCharge, k.From, k.To); o != sense.OfCost && f.To > 0 && near < 120 &&
		(!c.Besides(notChange) || noticed(c, k)) {
		return f, far, true // "and may be revised with 30 days' notice"
	}
	return t, far, o == sense.OfCost
}

// until is the end of the date or span that follows a place: "frozen until 31 March 2027".
func until(c *sense.Clause, to int) int {
	for _, v := range c.Values {
		if (v.Kind == phrase.Date || v.Kind == phrase.Span) && v.From >= to && v.From-to < 14 {
			to = v.To
		}
	}
	return to
}

// allowed is whether a word of change is not denied.
func allowed(c *sense.Clause, k phrase.Token) string {
	if c.Count(anyNeg, k.From, k.To, 12) > 0 {
		return "false"
	}
	return "true"
}

// noticed reports a right to change that is told with its notice.
func noticed(c *sense.Clause, k phrase.Token) bool {
	_, may := c.Near(anyMay, k.From, k.To)
	_, told := c.Near(anyNotice, k.From, k.To)
	_, each := c.Near(anyEachTime, k.From, k.To)
	return told < 40 && min(may, 2*each) < 40 || told < 24
}

func isPriceWord(k phrase.Token) bool { return anyPrice.Has(k.Concept) }

var (
	isChange, isNochange = language.Must("change"), language.Must("nochange")
	isConstant, isHedge  = language.Must("constant"), language.Must("hedge")

	ofChange  = setOf("nochange constant change hedge")
	anyCharge = setOf("fee power host")
	anyIncome = setOf("return give")
	anyPrice  = setOf("price host")

	anyNeg, anyYes, anyTerm = setOf("neg"), setOf("yes"), setOf("term")
	anyMay, anyNotice       = setOf("may"), setOf("notice")
	anyMayNotice            = setOf("may notice")
	anyMayCapNotice         = setOf("may cap notice")
	anyEachTime             = setOf("daily weekly monthly quarterly yearly")
	anyConstancy            = setOf("whatever guar protect")

	// notLasting is what else stays for a term, notChange what else a change can be of.
	notLasting = setOf("return give stake change uptime")
	notChange  = setOf("pool choice hash uptime machine refer row unprofit return give")

	// notIt is what else may change where no charge is named: the pool, the machines, the output.
	notIt = setOf(`pool choice hash output return market uptime machine service excuse stake refer terminate
		pause row unprofit solo virtual`)

	// costWords is what words of change hold that name a cost themselves.
	costWords = strings.Fields(`preis price prix prezzo precio tarif тариф preco taxa fiyat harga giá 电价 電価
		料金 요금 दर سعر`)
)

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }
