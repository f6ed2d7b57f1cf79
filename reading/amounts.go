package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/growth"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// grown says a multiple of two amounts: "pay 1,000, after 20 days you have 1,800".
func (d *doc) grown(i int) {
	c := &d.clauses[i]
	if !growth.Possible(&c.Clause) {
		return
	}
	a := d.paidBefore(i)
	for k := range c.Values {
		b := &c.Values[k]
		if !growth.Once(&c.Clause, b) && !c.GivenFor(a, b) {
			continue
		}
		every, _, _ := d.timeOf(c, *b)
		if _, far := c.Near(anyRefer, b.From, b.To); far < 30 {
			return
		}
		if a != nil && d.outgrew(i, a, b, every) {
			d.noIncome(i, a)
			st := d.say(i, "multiple", figure.Trim(b.Num/a.Num)+"x", a.From, b.To)
			st.Grave, st.own = true, b.From+1
			d.staked(d.clauseAt(i, a.From), *a)
			return
		}
		if every == "" {
			a = b
		}
	}
}

// outgrew reports that amount a became b of clause i, once or after so many days ("20 days"); not a rate, nor
// one of which the next clause on the line names fewer.
func (d *doc) outgrew(i int, a, b *phrase.Value, every string) bool {
	c := &d.clauses[i]
	once := every == "" || strings.Contains(every, " ")
	return once && growth.Became(&c.Clause, a, b) && !c.Rates(a) && !(d.goesOn(i) && d.clauses[i+1].Fewer(*a))
}

// noIncome takes back that an amount which turns out to be paid in is an income.
func (d *doc) noIncome(i int, a *phrase.Value) {
	d.found = slices.DeleteFunc(d.found, func(s Statement) bool {
		return s.clause == i && s.What == "promised_return" && s.From <= a.From && s.To > a.From
	})
}

// goesOn reports a clause behind another one on its line.
func (d *doc) goesOn(i int) bool {
	return i+1 < len(d.clauses) && d.clauses[i+1].Line == d.clauses[i].Line
}

// paidBefore is the one amount of the clause before, on the same line or in the items of a list, that is paid
// in there: "you contribute 20,000. On day 90 we remit 46,000".
func (d *doc) paidBefore(i int) *phrase.Value {
	if !d.clauses[i].Has.Any(anyGiveBack) {
		return nil
	}
	if before := d.moneyAbove(i); before != nil {
		return growth.PaidIn(&before.Clause, d.clauses[i].Later())
	}
	return nil
}

// moneyAbove is the clause with money that clause i goes on from, or the furthest of the three before where
// none has any; nil where clause i begins something new.
func (d *doc) moneyAbove(i int) *clause {
	k := i - 1
	for k > 0 && k > i-3 && d.follows(k) && !slices.ContainsFunc(d.clauses[k].Values, isMoney) {
		k--
	}
	if k < 0 || !d.follows(k+1) {
		return nil
	}
	return &d.clauses[k]
}

// follows reports that a clause goes on with what the one before says: it stands on its line, or both are
// items of one list.
func (d *doc) follows(i int) bool {
	if i == 0 {
		return false
	}
	a, b := &d.clauses[i-1], &d.clauses[i]
	return a.Line == b.Line || b.Line == a.Line+1 &&
		(a.Cells == 1 && b.Cells == 1 || d.labels(a) && d.labels(b))
}

// labels reports a line that names one thing and says what it is: "Term: 100 days".
func (d *doc) labels(c *clause) bool {
	name, _, ok := bytes.Cut(d.Text[c.From:c.To], []byte(":"))
	return ok && c.Cells == 0 && len(c.Values) == 1 && !bytes.ContainsAny(name, "0123456789,.")
}

func isMoney(v phrase.Value) bool { return v.Kind == phrase.Money }

// rises says a multiple of two amounts and a time: "from 300 to 1,500 in eight weeks".
func (d *doc) rises(i int) {
	if times, k, ok := growth.Rise(&d.clauses[i].Clause); ok {
		d.say(i, "multiple", figure.Trim(times)+"x", k.From, k.To).Grave = true
	}
}

// turned says a multiple of what is put in and what a time makes of it, without a word for that.
func (d *doc) turned(i int) {
	if a, b, ok := d.clauses[i].Turned(); ok {
		d.say(i, "multiple", figure.Trim(b.Num/a.Num)+"x", a.From, b.To).Grave = true
	}
}

// clauseAt is the clause that a place stands in: the one given, or the one before it.
func (d *doc) clauseAt(i, at int) int {
	if at < d.clauses[i].From {
		return i - 1
	}
	return i
}

// money says what an amount that comes in each day, week or month is.
func (d *doc) money(i int, v phrase.Value) {
	c := &d.clauses[i]
	every, from, to := d.timeOf(c, v)
	on, at := d.stakeOf(i, v)
	ok, stake := on != nil, 0.0
	if ok {
		stake = amount.In(*on, v.Unit)
	}
	role := c.moneyRole(v, every)
	if ok && d.paysOnce(v, role, every) {
		every, from, to = d.SpanNear(&c.Clause.Clause, v, 40)
	}
	if every == "" || !c.paysOut(v, role, ok) || c.NoPay(&d.clauses[max(0, i-1)].Clause, v) {
		return
	}
	s := c.StanceOf(v.From, v.To)
	if d.calculated(i, ok && at == i) {
		s.Hedged = true
		stake, ok = d.priceAround(i, v)
	}
	if d.outweighed(i, v, every, ok) || c.notIncome(d.Text, v, s, ok) {
		return
	}
	if d.income(i, v, s, stake, every, min(from, v.From), max(to, v.To)) && ok && on != nil {
		d.staked(at, *on)
	}
}

// paysOut reports an amount that is said to come in, by its role or by standing beside a stake.
func (c *clause) paysOut(v phrase.Value, role string, stake bool) bool {
	k, least := c.Near(anyMinpay, v.From, v.From)
	if least < 16 && k.To <= v.From && v.Every == "" && amount.Small(v) && v.Unit == "BTC" {
		return false // "min. payout 0.0005 BTC / paid daily"
	}
	return !c.Question && !v.PerKWh && (role == "return" || stake && v.PerHash == 0 && c.unnamed(role))
}

// outweighed reports an amount that costs stand against: of a calculation around it, or of its own clause; by
// the hour, with no stake, it is what work costs.
func (d *doc) outweighed(i int, v phrase.Value, every string, stake bool) bool {
	return d.netted(i, v, every) || d.clauses[i].outspent(v, every == "hour" && !stake)
}

// calculated reports a clause of a calculation; one that has a stake of its own, and no word of a
// calculation, is none, whatever stands around it.
func (d *doc) calculated(i int, ownStake bool) bool {
	return !(ownStake && !d.clauses[i].Has.Any(anyCalc)) && d.reckoned(i)
}

// notIncome reports an amount that is told of the past, of others or of hashrate, or denied.
func (c *clause) notIncome(text []byte, v phrase.Value, s sense.Stance, stake bool) bool {
	told := s.Past && !c.Has.Any(sGive) && (!stake || !c.Has.Any(anyStakePriceDue))
	return told || c.Quoted(text, v) || s.Past && c.Gave(v) || c.turned(v, s) || c.ofHash(v, s, stake) ||
		c.Moves(v) || c.Account() || c.OnLoan(v) || c.Limits()
}

// staked says that the amount a promise is made on is the price.
func (d *doc) staked(i int, v phrase.Value) {
	if v.Kind == phrase.Money && v.Unit != "?" && !d.clauses[i].Question {
		d.say(i, "price", amount.Shown(v, 1)+" "+v.Unit, v.From, v.To)
	}
}

// moneyRole is the role of an amount; what is received at least, whatever is mined, is a return, and what a
// level pays by the day has none of its own.
func (c *clause) moneyRole(v phrase.Value, every string) string {
	role := c.RoleOf(v, sense.MoneyRoles)
	switch {
	case role == "minpay" && c.Has.Any(anyWhateverGuar) && c.Has.Any(sGive):
		return "return"
	case role == "discount" && every == "day" && !c.Has.Any(anyFeePowerKeep):
		return "return" // "your rebate is $10 a day": nobody gives one of a price by the day
	case role == "return" && c.Billed(v):
		return "fee"
	case role == "bond" && c.Has.Any(ofLevels) && every == "day" && !c.Has.Any(anyFeePowerHost):
		return "level"
	}
	return role
}

// turned reports that an amount is said of others, or denied.
func (c *clause) turned(v phrase.Value, s sense.Stance) bool {
	return s.Other || s.Negated && c.NoNear(v.From, v.To, 34) || c.Unpromised(v)
}

// outspent reports that a clause sets a cost of at least as much against an amount, a sum and no
// promise; or that it is the cost of an hour of work.
func (c *clause) outspent(v phrase.Value, work bool) bool {
	return work && c.Has.Any(anyOfService) || slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Money && o.From > v.From && o.Unit == v.Unit && o.Num >= v.Num &&
			c.RoleOf(o, sense.MoneyRoles) == "fee"
	})
}

// ofHash reports that an amount is what hashrate brings, by an estimate or with no stake named, and
// not what is promised.
func (c *clause) ofHash(v phrase.Value, s sense.Stance, stake bool) bool {
	return (v.PerHash > 0 || c.Has.Any(anyHash)) && (s.Hedged || s.Past || !stake && v.PerHash == 0) &&
		!c.Has.Any(anyConstantWhateverGuar)
}

// income says an amount that comes in again and again, as a share of the stake where one is known (not 0),
// and reports that it is promised.
func (d *doc) income(i int, v phrase.Value, s sense.Stance, stake float64, every string, from, to int) bool {
	if stake > 0 && v.Num/stake < 1e-5 {
		return false // the day of a month, and no money
	}
	val := amount.Shown(v, 1) + " " + v.Unit + "/" + every
	if v.PerHash > 0 {
		val = amount.Shown(v, 1/v.PerHash) + " " + v.Unit + "/TH/" + every
	} else if stake > 0 {
		val = amount.Shown(v, 1/stake) + "/" + every
	}
	st := d.say(i, "promised_return", val, from, to)
	st.Hedged, st.own = s.Hedged, v.From+1
	st.Grave = !s.Hedged || stake > 0 && amount.PerDay(v.Num/stake, every) >= impossible
	return st.Grave
}

// unnamed reports that an amount of a role is a return where it stands beside a stake.
func (c *clause) unnamed(role string) bool {
	moved := c.Has.Any(anyVaryChange) && !c.Has.Any(anyYouGive) // "the price fell from $22 to $14 in a year"
	costs := anyFeePowerHostKeepMore
	if c.Has.Any(ofLevels) { // whose deposit is the price
		costs = anyFeePowerHostKeep
	}
	return role == "level" || (role == "" || role == "price" || role == "minpay") && !moved &&
		!c.Has.Any(costs) && !c.Has.Any(anyWatts)
}

var anyWhateverGuar, anyWatts = setOf("whatever guar"), setOf("kw kwh")

var ofLevels = setOf("level") // a level is bought with what is called a deposit

// stakeOf is the money that a return of v is paid on: the amount of the same currency that comes once and
// stands nearest before it, in the clause or one of the three before; if none does, the one behind it.
func (d *doc) stakeOf(i int, v phrase.Value) (*phrase.Value, int) {
	for k := i; k >= 0 && k >= i-3; k-- {
		if stake := d.stakeIn(i, k, v); stake != nil {
			return stake, k
		}
	}
	return nil, 0
}

// stakeIn is the money in clause k that the return v in clause i is paid on. A bare number that is put in
// beside v is of the money that v is.
func (d *doc) stakeIn(i, k int, v phrase.Value) (stake *phrase.Value) {
	c := &d.clauses[k]
	for j := range c.Values {
		o := &c.Values[j]
		if k == i && o.From == v.From {
			continue
		}
		if k == i && c.putIn(*o) {
			money := *o
			money.Kind, money.Unit = phrase.Money, v.Unit
			o = &money
		}
		if !c.stakes(*o, k < i) || d.apart(i, k, v, *o) || d.noStake(c, v, *o, k < i) {
			continue
		}
		if x := amount.In(*o, v.Unit); x > v.Num && (stake == nil || o.From < v.From) {
			stake = o
		}
	}
	return stake
}

// noStake reports an amount that is a sum of what comes in, or, in a clause above that says nothing of a
// price, one that comes again.
func (d *doc) noStake(c *clause, v, o phrase.Value, above bool) bool {
	return c.SumOf(v, o) || above && !c.paidIn() && d.every(c, o) != ""
}

// apart reports that v in clause i is not paid on o in clause k: that stands in another paragraph and is of
// the past or not said to be paid, or it is what another amount grows to.
func (d *doc) apart(i, k int, v, o phrase.Value) bool {
	c, paragraph := &d.clauses[k], d.clauses[i].Line > d.clauses[k].Line+1
	return paragraph && c.Has.Any(sPast) || !c.paidIn() && (paragraph || k == i && d.becameOf(v, o))
}

// becameOf reports an amount behind an arrow, which another grows to: "毎日800円→2,000円".
func (d *doc) becameOf(v, o phrase.Value) bool {
	if o.From < v.To || o.From-v.To > 8 {
		return false
	}
	from, _ := d.Original(v.To, v.To)
	_, to := d.Original(o.From, o.From)
	return from < to && strings.ContainsAny(d.Source[from:to], "→➜➔⇒")
}

// paidIn reports a clause that says of an amount that it is paid.
func (c *clause) paidIn() bool {
	return c.Has.Any(anyStakePriceDue) && !c.Has.Any(anyDiscount)
}

// notPaidIn is the roles of amounts that nobody puts in.
var notPaidIn = []string{"referral", "discount", "setup"}

// stakes reports an amount that can be what was paid: it comes once, and is no price of bitcoin, no deposit
// for a machine, no reward for a friend, and not what comes in by a row above.
func (c *clause) stakes(o phrase.Value, above bool) bool {
	if o.Kind != phrase.Money || !growth.Once(&c.Clause, &o) || c.Has.Any(anyBond) && !c.Has.Any(anyStake) {
		return false
	}
	if c.quotesMarket(o) {
		return false
	}
	role := c.RoleOf(o, sense.MoneyRoles)
	row := above && c.Cells == 1 && role == "return" && !c.Has.Any(anyStakePriceDue)
	return !slices.Contains(notPaidIn, role) && !row && !c.AtMost(o) &&
		!(above && c.Has.Any(anyFee) && !c.Has.Any(anyPaidIn))
}

// quotesMarket reports an amount right behind a word for bitcoin or its market: "BTC at 64,000".
func (c *clause) quotesMarket(o phrase.Value) bool {
	m, far := c.Near(anyMarketCoin, o.From, o.To)
	return far < 6 && m.To <= o.From && !c.ownPrice(m)
}

// ownPrice reports a word for a price that may be the market's, in a clause that names no other thing of it.
func (c *clause) ownPrice(m phrase.Token) bool {
	return c.Is(m, anyPrice) && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyMarketCoin.Has(k.Concept) && !c.Is(k, anyPrice)
	})
}

// putIn reports a bare number right behind a word for what was put in: "on my 900", "the 900 that I paid in".
func (c *clause) putIn(v phrase.Value) bool {
	_, far := c.Near(anyStake, v.From, v.To)
	return v.Kind == phrase.PlainNumber && v.Num >= 10 && v.Every == "" && (far <= 3 || c.onEach(v))
}

// paysOnce reports an amount that comes in and names no time; not one for which something is had: "the block
// for $700".
func (d *doc) paysOnce(v phrase.Value, role, every string) bool {
	return every == "" && role == "return" && !slices.ContainsFunc(forWords, func(w string) bool {
		return bytes.HasSuffix(d.Text[:v.From], []byte(w))
	})
}

var forWords = []string{" for ", " fur ", " pour "}

// onEach reports a number for each of which something comes: "a pound a day on every fifty".
func (c *clause) onEach(v phrase.Value) bool {
	each, far := c.Near(anyEach, v.From, v.From)
	return far <= 2 && each.To <= v.From && each.To-each.From > 2
}

var anyEach = setOf("per")
