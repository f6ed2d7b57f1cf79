package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/friend"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// figures reads the shares and money of a clause.
func (d *doc) figures(i int) {
	c := &d.clauses[i]
	network := d.levels(i) || d.recruits(i) // beside it a share of the stake may stand: "2 % a day, 3 levels"
	for k := range c.Values {
		v := &c.Values[k]
		switch {
		case v.Kind == phrase.Percent && (!network || v.Every != "" || d.comesIn(c, *v)):
			d.share(i, *v)
		case v.Kind == phrase.Money && (!network || d.comesIn(c, *v)):
			d.money(i, *v)
		case network:
		case v.Kind == phrase.Multiple:
			d.times(i, *v)
		case v.Kind == phrase.PlainNumber && !sense.OfCalendar(v.Num):
			d.bare(i, v)
		}
	}
	if network {
		return
	}
	d.again(i)
	d.grown(i)
	d.rises(i)
	d.turned(i)
}

// comesIn reports a figure that comes again and again and is no reward for a friend: of the stake, or before
// any word of friends.
func (d *doc) comesIn(c *clause, v phrase.Value) bool {
	every, _, _ := d.timeOf(c, v)
	return every != "" && every != "year" && friend.Apart(&c.Clause, v) || d.ofStake(c, v)
}

// ofStake reports a share of the buyer's own money that comes again and again: "1.2 % of your deposit every
// day, and bring a friend for 8 %".
func (d *doc) ofStake(c *clause, v phrase.Value) bool {
	every, from, to := d.timeOf(c, v)
	own, far := c.Near(anyStakeReturn, v.From, v.To)
	_, other := c.Near(anyReferLevel, v.From, v.To)
	time := phrase.Token{From: from, To: to}
	if other <= 12 && slices.ContainsFunc(c.At(own.From), isPart) {
		return false // "each day a friend's reward of 2 %"
	}
	return every != "" && far < min(24, other) && c.Between(v, own) == 0 && c.Between(v, time) == 0
}

func isPart(k phrase.Token) bool { return anyPart.Has(k.Concept) }

// bare takes a number without a unit that comes each day for an amount of the money last named: "120 USDT,
// earn 8 a day".
func (d *doc) bare(i int, v *phrase.Value) {
	c := &d.clauses[i]
	every, from, to := d.timeOf(c, *v)
	article := v.Num == 1 && !language.Digit(rune(d.Text[v.From]))
	role := c.RoleOf(*v, sense.MoneyRoles)
	apart := from-v.To > 30 || v.From-to > 30
	if d.DayNamed(v, from, to) || every == "" || apart || v.Num == 0 || article ||
		!d.broughtIn(c, v, role, every) || every == "month" && c.DayOfMonth(v) {
		return
	}
	unit := d.moneyBefore(i, v.From)
	if unit == "" {
		unit = d.bareStake(c, v)
	}
	if unit != "" {
		if role == "price" && c.Elided(v) {
			v.Num, v.Hi = v.Num*1000, v.Hi*1000
		}
		v.Kind, v.Unit = phrase.Money, unit
		d.money(i, *v)
	}
}

// broughtIn reports a number of a role that can be money which comes in: "VIP1: 30 USDT, 4 a day".
func (d *doc) broughtIn(c *clause, v *phrase.Value, role, every string) bool {
	return role == "return" || role == "" && v.Every == "day" && c.Has.Any(ofLevels) ||
		(role == "" || role == "price") && c.EachTime(d.Text, v) || every == "day" && c.PutOut(d.Text, v)
}

// bareStake makes the larger bare number before v money too, of a currency that is not named.
func (d *doc) bareStake(c *clause, v *phrase.Value) string {
	if !c.Has.Any(anyStakePriceDue) && !c.PutOut(d.Text, v) && !c.Handed(v) {
		return ""
	}
	for k := range c.Values {
		if o := &c.Values[k]; o.Kind == phrase.PlainNumber && (o.From < v.From || c.putIn(*o)) &&
			o.Num >= 4*v.Num && o.Every == "" {
			o.Kind, o.Unit = phrase.Money, "?"
			return o.Unit
		}
	}
	return ""
}

// moneyBefore is the currency named last before a place, in the clause or one of the three before on the
// same line or the line above.
func (d *doc) moneyBefore(i, at int) string {
	for k := i; k >= 0 && k >= i-3 && d.clauses[i].Line <= d.clauses[k].Line+1; k-- {
		for j := len(d.clauses[k].Values) - 1; j >= 0; j-- {
			if o := d.clauses[k].Values[j]; o.Kind == phrase.Money && o.From < at {
				return o.Unit
			}
		}
	}
	return ""
}

// share says what a percentage is: a return, a multiple, or what comes back.
func (d *doc) share(i int, v phrase.Value) {
	c := &d.clauses[i]
	s := c.StanceOf(v.From, v.To)
	every, from, to := d.timeOf(c, v)
	switch {
	case !d.returned(i, v, s, every):
	case c.Unpromised(v):
		d.say(i, "denial", "", v.From, v.To)
	case c.recurs(v, every):
		d.rate(i, v, s, every, min(from, v.From), max(to, v.To))
	default:
		d.total(i, v, s)
	}
}

// returned reports a share that the buyer gets: of no debt, and not of what a condition behind it only
// supposes.
func (d *doc) returned(i int, v phrase.Value, s sense.Stance, every string) bool {
	c := &d.clauses[i]
	if c.Has.Any(anyReferLevel) && d.ofStake(c, v) { // no reward for a friend beside it
		v.Every = every
	}
	supposed := d.Condition(&c.Clause.Clause)
	return !d.onDebt(i) && c.Returned(d.Text, v, s) && (v.From >= supposed || supposed >= c.To)
}

// recurs reports a share that comes in each time; not all of the stake that is kept for one ("100 %
// protected, for six months"), nor half of it and more in a month or year that stands elsewhere.
func (c *clause) recurs(v phrase.Value, every string) bool {
	switch {
	case every == "" || v.Num == 1 && v.Every == "" && c.Has.Any(anyKeptWhole):
		return false
	case every == "month", every == "year":
		return v.Num < 0.5 || v.Every != ""
	}
	return true
}

// rate says a share that comes each time as a promised return; a denied guarantee of it makes an estimate of
// it.
func (d *doc) rate(i int, v phrase.Value, s sense.Stance, every string, from, to int) {
	if s.Negated && d.clauses[i].Has.Any(sGuar) {
		d.say(i, "denial", "", v.From, v.To)
		s.Hedged = true
	}
	st := d.say(i, "promised_return", amount.Shown(v, 1)+"/"+every, from, to)
	st.own, st.share, st.Hedged = v.From+1, true, s.Hedged
	st.Grave = v.Num > 0 && (!s.Hedged || amount.PerDay(v.Hi, every) >= impossible)
}

// total says a share that comes back once: a multiple of the stake, or all of it.
func (d *doc) total(i int, v phrase.Value, s sense.Stance) {
	c := &d.clauses[i]
	switch {
	case c.Has.Any(anyTerminatePauseCap) && !d.dated(i): // the contract ends there: a limit, no promise
	case d.pastLine(i):
	case v.Num > 1 && (c.Has.Any(anyStake) || c.redeemed(v)) || v.Num >= 1.3:
		st := d.say(i, "multiple", figure.Trim(v.Num)+"x", v.From, v.To)
		st.Grave, st.Hedged = !s.Hedged, s.Hedged
	case v.Num == 1 && c.Has.Any(anyBack) && !c.Has.Any(anyBondHostDefect) && !d.calledOff(i):
		b, _ := c.Near(anyBack, v.From, v.To)
		d.say(i, "principal_back", "1.0", min(v.From, b.From), max(v.To, b.To)).Grave = true
	}
}

// redeemed reports a share of the price that is paid when something ends: "matures at 118 % of its price".
func (c *clause) redeemed(v phrase.Value) bool {
	_, far := c.Near(anyPrice, v.From, v.To)
	return far < 16 && c.Has.Any(anyGiveBackAtend) && !c.Has.Any(anyFeePowerHost)
}

var anyGiveBackAtend = setOf("give back atend term")

// dated reports that a clause, or the next, says in how many days.
func (d *doc) dated(i int) bool {
	for k := i; k <= i+1 && k < len(d.clauses); k++ {
		c := &d.clauses[k]
		timed := func(v phrase.Value) bool { return v.Kind == phrase.Span || v.Every != "" }
		if c.Has.Any(anyDayMonthWeek) && (c.Has.Any(anyConstant) || slices.ContainsFunc(c.Values, timed)) {
			return true
		}
	}
	return false
}

// pastLine reports that the clause before, on the same line, tells of the past.
func (d *doc) pastLine(i int) bool {
	return i > 0 && d.clauses[i-1].Line == d.clauses[i].Line && d.clauses[i-1].Has.Any(sPast) &&
		!d.clauses[i].Has.Any(sGive)
}

// anyKeptWhole is what makes a hundred percent all of the stake.
var anyKeptWhole = setOf("back protect guar norisk")

// impossible is the return a day that no machine has earned for long, so that an estimate of it is grave
// too: 0.9 %, above the day-one yield of any offer that really mined.
const impossible = 0.009

var (
	sGive    = setOf("give")
	sGuar    = setOf("guar")
	cLossMay = language.Must("lossmay")
)

// times says a multiple: "3x your money", "ten times what you pay".
func (d *doc) times(i int, v phrase.Value) {
	c := &d.clauses[i]
	o, _, _ := c.ObjectOf(phrase.Token{From: v.From, To: v.To}, 40, nil)
	spans := slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Span && v.Unit != "hour"
	})
	if !slices.Contains(income, o) && !(o == sense.OfNothing && spans) || v.Num <= 1 || c.Question ||
		v.Every != "" || c.Instalments(v.From, v.To) {
		return
	}
	s := c.StanceOf(v.From, v.To)
	if s.Negated || s.Other || c.Has.Any(anyHash) {
		return
	}
	st := d.say(i, "multiple", figure.Trim(v.Num)+"x", v.From, v.To)
	st.Grave, st.Hedged = !s.Hedged, s.Hedged
}
