package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/change"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// rights says who may change or end what.
func (d *doc) rights(i int) {
	c := &d.clauses[i]
	d.changes(i)
	lasts := c.Has.Has(isRow) && slices.ContainsFunc(c.Values,
		func(v phrase.Value) bool { return v.Kind == phrase.Span })
	ends := c.Has.Any(anyTerminatePause)
	switch {
	case c.atLoss(lasts) && (lasts || ends || c.spanOfLoss()),
		lasts && !c.atLoss(lasts) && d.unprofitBefore(i) && c.Has.Any(anyTerminatePauseAtend):
		d.stops(i)
	case ends || d.underEnd(i):
		d.ends(i)
	}
}

// atLoss reports a clause that speaks of mining at a loss: by a word for it, or by setting the costs against
// the output for some days.
func (c *clause) atLoss(lasts bool) bool {
	return c.Has.Has(isUnprofit) || lasts && !c.Question && c.costsAndOutput()
}

// costsAndOutput reports a clause that names both what mining costs and what it brings.
func (c *clause) costsAndOutput() bool {
	return c.Has.Any(anyFeePowerHost) && c.Has.Any(anyOutputReturn)
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
	return b.Has.Has(isUnprofit) || b.costsAndOutput()
}

var anyUnprofitRow = setOf("unprofit row")

// spanOfLoss reports a time right beside a word for a loss: "ends if unprofitable 21 days".
func (c *clause) spanOfLoss() bool {
	return !c.Question && !c.Has.Any(sPast) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		_, far := c.Near(anyUnprofit, v.From, v.To)
		return v.Kind == phrase.Span && far < 8
	})
}

// changes says whether the fee may change: by what the clause says of its own charge, or of the one before.
func (d *doc) changes(i int) {
	c := &d.clauses[i]
	if d.grants(i) || c.Question {
		return
	}
	d.changesIt(i)
	if said, ok := change.Read(&c.Clause, d.Text); ok {
		d.changeable(i, said)
	} else {
		d.staysIt(i)
	}
}

// changeable says what a clause tells of a charge.
func (d *doc) changeable(i int, said change.Change) {
	d.say(i, "fee_changeable", said.May, said.From, said.To)
}

// staysIt says that the cost of the clause before does not change, where a clause names none: "we keep 10 %.
// The percentage stays frozen for two years".
func (d *doc) staysIt(i int) {
	c := &d.clauses[i]
	if i == 0 || c.Line-d.clauses[i-1].Line > 1 || !d.clauses[i-1].Has.Any(anyFeePowerHostKeep) ||
		d.grave(i-1) {
		return
	}
	if said, ok := change.Kept(&c.Clause); ok {
		d.changeable(i, said)
	}
}

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
	said, ok := change.Granted(&c.Clause, d.Text)
	if ok {
		d.changeable(i, said)
	}
	return ok
}

// changesIt says that the cost of the clause before may change, where a clause names none: "we may change it
// with 30 days' notice". With a notice it may be the first.
func (d *doc) changesIt(i int) {
	c := &d.clauses[i]
	before := i > 0 && d.clauses[i-1].Line >= c.Line-1 && d.clauses[i-1].Has.Any(anyFeePowerHostKeep)
	if !before && !(i == 0 && c.Has.Any(anyNotice)) {
		return
	}
	if said, ok := change.Revised(&c.Clause); ok {
		d.changeable(i, said)
	}
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
