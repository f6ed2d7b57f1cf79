package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// rights says who may change or end what.
func (d *doc) rights(i int) {
	c := &d.clauses[i]
	d.changes(i)
	lasts := c.Has.Has(isRow) && slices.ContainsFunc(c.Values,
		func(v phrase.Value) bool { return v.Kind == phrase.Span })
	dear := c.Has.Has(isUnprofit) ||
		c.Has.Any(anyFeePowerHost) && c.Has.Any(anyOutputReturn) && lasts && !c.Question
	goesOn := !dear && lasts && d.unprofitBefore(i) && c.Has.Any(anyTerminatePauseAtend)
	if goesOn || dear && (lasts || c.Has.Any(anyTerminatePause) || c.spanOfLoss()) {
		d.stops(i)
	} else if c.Has.Any(anyTerminatePause) || d.underEnd(i) {
		d.ends(i)
	}
}

// underEnd reports an answer to when the contract may end, or what stands under a title for that: "When may
// you cancel? Where a bill is 30 days late".
func (d *doc) underEnd(i int) bool {
	if i == 0 || d.clauses[i].Question {
		return false
	}
	b := &d.clauses[i-1]
	return b.Question && b.Has.Has(isTerminate) || b.Line == d.clauses[i].Line && (b.EndTitle() || i > 1 &&
		d.clauses[i-2].Line == b.Line && d.clauses[i-2].EndTitle())
}

// unprofitBefore reports that the clause before says what happens at a loss, so that this one says for how
// long: "at a loss machines rest. After 21 days in a row the contract ends".
func (d *doc) unprofitBefore(i int) bool {
	if i == 0 || d.clauses[i].Line-d.clauses[i-1].Line > 1 || d.clauses[i-1].Question {
		return false
	}
	b := &d.clauses[i-1]
	return b.Has.Has(isUnprofit) || b.Has.Any(anyFeePowerHost) && b.Has.Any(anyOutputReturn)
}

var anyUnprofitRow = setOf("unprofit row")

// spanOfLoss reports a time right beside a word for a loss: "ends if unprofitable 21 days".
func (c *clause) spanOfLoss() bool {
	return !c.Question && !c.Has.Any(sPast) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		_, far := c.Near(anyUnprofit, v.From, v.To)
		return v.Kind == phrase.Span && far < 8
	})
}

// changes says whether the fee may change: by the word of change that stands nearest to a right or a notice.
func (d *doc) changes(i int) {
	c := &d.clauses[i]
	if d.grants(i) || c.Question || d.changesIt(i) {
		return
	}
	best := 1e9
	var by, told, stays phrase.Token // the word of change, its words, and those that it stays
	for _, k := range c.Tokens {
		if !ofChange.Has(k.Concept) {
			continue
		}
		t, far, ok := d.chargeOf(c, k)
		words := phrase.Token{From: min(k.From, t.From), To: max(k.To, t.To)}
		switch {
		case !ok:
		case k.Concept == isNochange:
			stays = phrase.Token{From: words.From, To: c.until(words.To)}
		case k.Concept == isConstant:
			if far < 20 && c.stays() || far < 90 && c.lasting() {
				stays = words
			}
		default:
			if near := c.allowedAt(k, far); near < best {
				best, by, told = near, k, words
			}
		}
	}
	switch {
	case best < 1e9 && (stays.To == 0 || by.From >= stays.To): // "fixed until March, then changed"
		d.say(i, "fee_changeable", c.allowed(by), told.From, told.To)
	case stays.To > 0:
		d.say(i, "fee_changeable", "false", stays.From, stays.To)
	default:
		d.staysIt(i)
	}
}

// staysIt says that the cost of the clause before does not change, where a clause names none: "we keep 10 %.
// The percentage stays frozen for two years".
func (d *doc) staysIt(i int) {
	c := &d.clauses[i]
	if i == 0 || c.Line-d.clauses[i-1].Line > 1 || c.Has.Any(notIt) || c.Has.Any(anyReturnGive) ||
		!d.clauses[i-1].Has.Any(anyFeePowerHostKeep) || d.grave(i-1) {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept == isNochange {
			d.say(i, "fee_changeable", "false", k.From, c.until(k.To))
			return
		}
	}
}

// lasting reports a clause of a cost, and of the term for which it stays, with no word of an income.
func (c *clause) lasting() bool {
	return c.Has.Any(anyFeePowerHost) && c.Has.Any(anyTermWord) && !c.Has.Any(notLasting)
}

var anyTermWord, notLasting = setOf("term"), setOf("return give stake change uptime")

// grants says that a fee may change, where that is asked and the answer is yes: "Can the price change? Yes,
// each quarter".
func (d *doc) grants(i int) bool {
	if i == 0 || !d.clauses[i-1].Question || d.clauses[i].Question {
		return false
	}
	c, q := &d.clauses[i], &d.clauses[i-1]
	cost := q.Has.Any(anyFeePowerHostPrice) || i > 1 && d.clauses[i-2].Has.Any(anyFeePowerHost)
	if c.Line-q.Line > 1 || !q.Has.Has(isChange) || !cost {
		return false
	}
	from := c.From
	for from < c.To && (d.Text[from] == ' ' || d.Text[from] == '|') {
		from++
	}
	k, far := c.Near(anyYes, from, from)
	ends := k.To > 0 && c.To-k.To <= 2 // "if the tariff changes, yes"
	if k.To == 0 || far >= 4 && !ends {
		return false
	}
	d.say(i, "fee_changeable", "true", k.From, k.To)
	return true
}

var anyYes = setOf("yes")

// chargeOf is the cost that a word of change is said of: another word, or one inside its own phrase.
func (d *doc) chargeOf(c *clause, k phrase.Token) (phrase.Token, float64, bool) {
	t, far, ok := c.costOf(k)
	if !ok && (k.Concept == isNochange && c.alone(k, d.Text) ||
		k.Concept == isChange && namesCost(d.Text[k.From:k.To])) {
		return k, 0, true
	}
	return t, far, ok
}

// allowedAt is how far the right or the notice stands that allows a change, 1e9 where there is none.
func (c *clause) allowedAt(k phrase.Token, cost float64) float64 {
	if k.Concept == isHedge { // "may change" alone is an estimate of anything
		_, told := c.Near(anyNotice, k.From, k.To)
		if _, each := c.Near(anyEachTime, k.From, k.To); cost < 14 && min(told, 2*each) < 60 {
			return min(told, each)
		}
		return 1e9
	}
	_, near := c.Near(anyMayCapNotice, k.From, k.To)
	if _, each := c.Near(anyEachTime, k.From, k.To); near < 60 || cost < 24 && each < 24 {
		return min(near, each)
	}
	return 1e9
}

// alone reports a phrase of several words that says what does not change, with no income beside it: "the
// price of power is guaranteed"; or a word in a clause that speaks of costs.
func (c *clause) alone(k phrase.Token, text []byte) bool {
	if _, own := c.Near(anyReturnGive, k.From, k.To); own < 20 || c.Has.Any(anyConstancy) {
		return false
	}
	if n, far := c.Near(notChange, k.From, k.To); far < 12 && n.To <= k.From {
		return false
	}
	return c.Has.Any(anyFeePowerHost) || namesCost(text[k.From:k.To])
}

// namesCost reports a phrase that holds the word for a price or tariff.
func namesCost(phrase []byte) bool {
	return slices.ContainsFunc(costWords, func(w string) bool { return bytes.Contains(phrase, []byte(w)) })
}

var costWords = strings.Fields(`preis price prix prezzo precio tarif тариф preco taxa fiyat harga giá 电价 電価
	料金 요금 दर سعر`)

// costOf is the cost that a word of change is said of, and how far it stands.
func (c *clause) costOf(k phrase.Token) (phrase.Token, float64, bool) {
	o, t, far := c.ObjectOf(k, 60, nil)
	if o == sense.OfMarket && far < 24 && c.Has.Any(anyNotice) &&
		slices.ContainsFunc(c.At(t.From), isPriceWord) {
		return t, far, true // a price is of the market too
	}
	if f, near := c.Near(anyFeePowerHost, k.From, k.To); o != sense.OfCost && f.To > 0 && near < 120 &&
		(!c.Besides(notChange) || c.noticed(k)) {
		return f, far, true // "and may be revised with 30 days' notice"
	}
	return t, far, o == sense.OfCost
}

// until is the end of the date or span that follows a place: "frozen until 31 March 2027".
func (c *clause) until(to int) int {
	for _, v := range c.Values {
		if (v.Kind == phrase.Date || v.Kind == phrase.Span) && v.From >= to && v.From-to < 14 {
			to = v.To
		}
	}
	return to
}

// stays reports that what is constant in a clause is a cost and no income.
func (c *clause) stays() bool {
	return !c.Has.Has(isChange) && (c.Has.Any(anyFeePowerHost) || !c.Has.Any(anyReturnGive))
}

// allowed is whether a word of change is not denied.
func (c *clause) allowed(k phrase.Token) string {
	if c.Count(sNeg, k.From, k.To, 12) > 0 {
		return "false"
	}
	return "true"
}

// changesIt says that the cost of the clause before may change, where a clause names none: "we may change it
// with 30 days' notice". With a notice it may be the first.
func (d *doc) changesIt(i int) bool {
	c := &d.clauses[i]
	if !c.Has.Has(isChange) || !c.Has.Any(anyMayNotice) && !c.Has.Any(anyEachTime) ||
		c.Has.Any(notIt) || c.Has.Any(anyFeePowerHost) {
		return false
	}
	before := i > 0 && d.clauses[i-1].Line >= c.Line-1 && d.clauses[i-1].Has.Any(anyFeePowerHostKeep)
	if !before && !(i == 0 && c.Has.Any(anyNotice)) {
		return false
	}
	for _, k := range c.Tokens {
		if k.Concept == isChange {
			from, to := k.From, k.To
			if m, far := c.Near(anyMay, from, to); far < 90 {
				from, to = min(from, m.From), max(to, m.To)
			}
			d.say(i, "fee_changeable", c.allowed(k), from, to)
			return false
		}
	}
	return false
}

// stops says after how many days without profit the contract rests or ends.
func (d *doc) stops(i int) {
	c := &d.clauses[i]
	t, _ := c.Near(anyUnprofit, c.From, c.To)
	if t.To == 0 {
		t, _ = c.Near(anyFeePowerHost, c.From, c.To)
	}
	if t.To == 0 || d.unprofitBefore(i) {
		t, _ = c.Near(anyUnprofitRow, c.From, c.To)
	}
	end, what := c.StopWord(t)
	if end == t && !d.unprofitBefore(i) {
		return // what follows is not said
	}
	days, from, to, near := "0 d", min(t.From, end.From), max(t.To, end.To), 1e9
	for _, v := range c.Values { // of several spans the one that the loss lasts
		_, far := c.Near(anyUnprofitRow, v.From, v.To)
		if v.Kind == phrase.Span && v.Unit != "year" && far < near {
			days, near = figure.Trim(v.Num*amount.Days(v.Unit))+" d", far
			from, to = min(t.From, end.From, v.From), max(t.To, end.To, v.To)
		}
	}
	d.say(i, "stop_unprofitable", days+what, from, to)
	if what == " terminate" {
		d.say(i, "provider_may_end", "unprofitable", from, to)
	} else if v, t := c.EndsLater(end); t.To > 0 {
		d.say(i, "stop_unprofitable", figure.Trim(v.Num*amount.Days(v.Unit))+" d terminate", v.From, t.To)
		d.say(i, "provider_may_end", "unprofitable", v.From, t.To)
	}
}

// reasons for which the provider may end the contract, each said where the clause gives several; "at will"
// only where none is given.
var reasons = []struct {
	words language.Set
	value string
}{
	{setOf("unpaid"), "unpaid"},
	{setOf("breach"), "breach"},
	{setOf("majeure"), "force majeure"},
	{setOf("law"), "law"},
	{setOf("site"), "site"},
	{setOf("either"), "will"},
}

// farReason is how far a reason may stand from the word for the end, in a list of several.
const farReason = 260

// ends says for what the provider may end the contract.
func (d *doc) ends(i int) {
	c := &d.clauses[i]
	k, _ := c.Near(anyTerminatePause, c.From, c.To)
	if c.Has.Has(isTerminate) {
		k = c.Last(isTerminate)
	}
	told := false
	if k.To == 0 {
		k = phrase.Token{From: c.From, To: c.To}
	}
	for _, r := range reasons {
		t, far := c.Near(r.words, k.From, k.To)
		if far > farReason || c.Question ||
			r.value == "will" && (told || !c.Has.Has(isTerminate)) {
			continue
		}
		d.say(i, "provider_may_end", r.value, min(k.From, t.From), max(k.To, c.SpanBehind(t.To)))
		told = true
	}
	if told {
		return
	}
	if us, ok := c.Ender(k); ok && c.Has.Has(isTerminate) && c.Has.Has(isMay) &&
		c.Count(sNeg, k.From, k.To, 20) == 0 {
		d.say(i, "provider_may_end", "will", min(k.From, us.From), max(k.To, us.To))
	}
}

// asked about where nothing explains a figure or a promise.
const (
	askShare = "what is this percentage a share of, and who pays it?"
	askMoney = "who pays this, to whom, and for what?"
)

// unplaced asks about a clause with a promise or a figure that nothing explains.
func (d *doc) unplaced(i int) {
	c := &d.clauses[i]
	for _, v := range c.Values {
		switch {
		case v.Kind == phrase.Percent:
			d.ask(c, askShare)
			return
		case v.Kind == phrase.Money, v.Kind == phrase.Multiple:
			d.ask(c, askMoney)
			return
		}
	}
	if c.Has.Any(anyReturnGiveStakeRelease) && c.Has.Any(anyConstantWhateverGuarProtectMore) {
		d.ask(c, "what exactly is promised or asked here, and by whom?")
	}
}

// noticed reports a right to change that is told with its notice.
func (c *clause) noticed(k phrase.Token) bool {
	_, may := c.Near(anyMay, k.From, k.To)
	_, told := c.Near(anyNotice, k.From, k.To)
	_, each := c.Near(anyEachTime, k.From, k.To)
	return told < 40 && min(may, 2*each) < 40 || told < 24
}

func isPriceWord(k phrase.Token) bool { return anyPrice.Has(k.Concept) }

// notChange is what else a change can be of.
var notChange = setOf("pool choice hash uptime machine refer row unprofit return give")
