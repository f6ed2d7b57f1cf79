package reading

import (
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
)

// grown says a multiple of two amounts: "pay 1,000, after 20 days you have 1,800".
func (d *doc) grown(i int) {
	c := &d.clauses[i]
	if c.Has.Any(notGrown) || c.Has.Any(anyBond) && !c.Has.Any(anyStake) ||
		!c.Has.Any(anyGiveReturnBackStake) && !c.becomes() {
		return
	}
	a := d.paidBefore(i)
	for k := range c.Values {
		b := &c.Values[k]
		if _, gives := c.Near(sGive, b.From, b.To); !c.once(b) &&
			!(a != nil && a.Kind == phrase.Money && b.Kind == phrase.PlainNumber && gives < 12) {
			continue
		}
		every, _, _ := d.timeOf(c, *b)
		if _, far := c.Near(anyRefer, b.From, b.To); far < 30 {
			return
		}
		if a != nil && larger(a, b) && (every == "" || strings.Contains(every, " ")) && c.comesBack(b) &&
			c.Count(sNeg, max(a.From, c.From), b.To, 16) == 0 {
			st := d.say(i, "multiple", trim(b.Num/a.Num)+"x", a.From, b.To)
			st.Grave, st.own = true, b.From+1
			d.staked(d.clauseAt(i, a.From), *a)
			return
		}
		if every == "" {
			a = b
		}
	}
}

// paidBefore is the one amount of the clause before, on the same line, that is paid in there: "you contribute
// 20,000. On day 90 we remit 46,000".
func (d *doc) paidBefore(i int) *phrase.Value {
	if i == 0 || d.clauses[i-1].Line != d.clauses[i].Line || !d.clauses[i].Has.Any(anyGiveBack) {
		return nil
	}
	before := &d.clauses[i-1]
	if before.Has.Any(notGrown) || before.Has.Has(isNeg) || !before.Has.Any(anyStake) {
		return nil
	}
	var paid *phrase.Value
	for k := range before.Values {
		if v := &before.Values[k]; v.Kind == phrase.Money && v.Every == "" {
			if paid != nil {
				return nil
			}
			paid = v
		}
	}
	return paid
}

// becomes reports two amounts and a time, and no word that is known: "$500 -> $1,150, 45 days".
func (c *clause) becomes() bool {
	spans, amounts := 0, 0
	for _, v := range c.Values {
		spans += boolInt(v.Kind == phrase.Span)
		amounts += boolInt(v.Kind == phrase.Money)
	}
	return spans == 1 && amounts == 2 && c.Cells <= 1 &&
		!slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return !figureOrMoney.Has(k.Concept) && !anyPressure.Has(k.Concept)
		})
}

// fromTo says a multiple of two amounts and a time: "from 300 to 1,500 in eight weeks".
func (d *doc) fromTo(i int) {
	c := &d.clauses[i]
	if c.Has.Any(notFromTo) || c.Question {
		return
	}
	for k, a := range c.Values {
		from, ok := c.Near(anyFrom, a.From, a.From)
		if ok > 3 || from.From > a.From || a.Kind != phrase.Money && a.Kind != phrase.PlainNumber {
			continue
		}
		low, high, end, next := a.Num, a.Hi, a.To, k+1
		if high <= low && next < len(c.Values) {
			b := c.Values[next]
			if !c.holds(anyTo, a.Core, b.From) || b.From-a.To > 8 ||
				b.Kind != a.Kind && b.Kind != phrase.PlainNumber {
				continue
			}
			high, end, next = b.Num, b.To, next+1
		}
		if low < 10 || high < 1.3*low || high > 100*low || next >= len(c.Values) {
			continue
		}
		if s := c.Values[next]; s.Kind == phrase.Span && c.Apart(a.From, end, s.From, s.To) < 16 {
			st := d.say(i, "multiple", trim(high/low)+"x", a.From, s.To)
			st.Grave = true
			return
		}
	}
}

// once reports an amount that comes once: money, or a bare number beside words of paying and receiving.
func (c *clause) once(v *phrase.Value) bool {
	if v.Every != "" || v.PerHash > 0 || v.PerKWh {
		return false
	}
	if v.Kind == phrase.PlainNumber && c.Has.Any(anyGiveBack) {
		round := v.Num >= 50 && math.Mod(v.Num, 10) == 0 && c.Has.Any(anyTimeGuar)
		return v.Num >= 10 && c.Has.Any(anyStake) || round
	}
	return v.Kind == phrase.Money
}

// clauseAt is the clause that a place stands in: the one given, or the one before it.
func (d *doc) clauseAt(i, at int) int {
	if at < d.clauses[i].From {
		return i - 1
	}
	return i
}

// larger reports that b can be what became of a.
func larger(a, b *phrase.Value) bool {
	return (a.Unit == b.Unit || a.Kind == phrase.PlainNumber || b.Kind == phrase.PlainNumber) &&
		b.Num > 1.01*a.Num && b.Num <= 100*a.Num
}

// comesBack reports that an amount is one that the buyer receives.
func (c *clause) comesBack(v *phrase.Value) bool {
	role := c.roleOf(*v, moneyRoles)
	return role == "return" || role == "" || role == "price" && c.Has.Any(anyGiveBack)
}

// money says what an amount that comes in each day, week or month is.
func (d *doc) money(i int, v phrase.Value) {
	c := &d.clauses[i]
	every, from, to := d.timeOf(c, v)
	role := c.roleOf(v, moneyRoles)
	on, at := d.stakeOf(i, v)
	ok, stake := on != nil, 0.0
	if ok {
		stake = inUnit(*on, v.Unit)
	}
	if every == "" && role == "return" && ok {
		every, from, to = d.spanNear(c, v, 40)
	}
	if v.PerKWh || c.Question || every == "" || role != "return" && !(ok && v.PerHash == 0 && c.unnamed(role)) {
		return
	}
	s := c.stanceOf(v.From, v.To)
	s.hedged = s.hedged || d.reckoned(i)
	told := s.past && !c.Has.Any(sGive) && (!ok || !c.Has.Any(anyStakePriceDue))
	if told || d.netted(i, v, every) || c.turned(v, s) || c.outspent(v, every == "hour" && !ok) || c.ofHash(v, s, ok) {
		return
	}
	if d.income(i, v, s, stake, every, min(from, v.From), max(to, v.To)) && ok {
		d.staked(at, *on)
	}
}

// staked says that the amount a promise is made on is the price.
func (d *doc) staked(i int, v phrase.Value) {
	if v.Kind == phrase.Money && v.Unit != "?" && !d.clauses[i].Question {
		d.say(i, "price", shown(v, 1)+" "+v.Unit, v.From, v.To)
	}
}

// turned reports that an amount is said of others, or denied.
func (c *clause) turned(v phrase.Value, s stance) bool {
	return s.other || s.negated && c.nos(v.From, v.To, 34) || c.unpromised(v)
}

// outspent reports that a clause sets a cost of at least as much against an amount, a sum and no promise; or
// that it is the cost of an hour of work.
func (c *clause) outspent(v phrase.Value, work bool) bool {
	return work && c.Has.Any(anyOfService) || slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Money && o.From > v.From && o.Unit == v.Unit && o.Num >= v.Num &&
			c.roleOf(o, moneyRoles) == "fee"
	})
}

// ofHash reports that an amount is what hashrate brings, by an estimate or with no stake named, and not what
// is promised.
func (c *clause) ofHash(v phrase.Value, s stance, stake bool) bool {
	return (v.PerHash > 0 || c.Has.Any(anyHash)) && (s.hedged || s.past || !stake && v.PerHash == 0) &&
		!c.Has.Any(anyConstantWhateverGuar)
}

// income says an amount that comes in again and again, as a share of the stake where one is known (not 0),
// and reports that it is promised.
func (d *doc) income(i int, v phrase.Value, s stance, stake float64, every string, from, to int) bool {
	if stake > 0 && v.Num/stake < 1e-5 {
		return false // the day of a month, and no money
	}
	val := shown(v, 1) + " " + v.Unit + "/" + every
	if v.PerHash > 0 {
		val = shown(v, 1/v.PerHash) + " " + v.Unit + "/TH/" + every
	} else if stake > 0 {
		val = shown(v, 1/stake) + "/" + every
	}
	st := d.say(i, "promised_return", val, from, to)
	st.Hedged, st.own = s.hedged, v.From+1
	st.Grave = !s.hedged || stake > 0 && perDay(v.Num/stake, every) >= impossible
	return st.Grave
}

// unnamed reports that an amount of a role is a return where it stands beside a stake.
func (c *clause) unnamed(role string) bool {
	return (role == "" || role == "price" || role == "minpay") && !c.Has.Any(anyFeePowerHostKeepMore)
}

// stakeOf is the money that a return of v is paid on: the amount of the same currency that comes once and
// stands nearest before it, in the clause or one of the three before; if none does, the one behind it.
func (d *doc) stakeOf(i int, v phrase.Value) (*phrase.Value, int) {
	for k := i; k >= 0 && k >= i-3; k-- {
		var stake *phrase.Value
		c := &d.clauses[k]
		for j := range c.Values {
			o := &c.Values[j]
			if o.Kind != phrase.Money || !c.once(o) || o.From == v.From && k == i {
				continue
			}
			x := inUnit(*o, v.Unit)
			if m, far := c.Near(anyMarketCoin, o.From, o.To); far < 6 && m.To <= o.From {
				continue // the price of bitcoin
			}
			// a deposit for a machine is no stake
			bond := c.Has.Any(anyBond) && !c.Has.Any(anyStake)
			if x > v.Num && (stake == nil || o.From < v.From) && !bond &&
				c.roleOf(*o, moneyRoles) != "referral" {
				stake = o
			}
		}
		if stake != nil {
			return stake, k
		}
	}
	return nil, 0
}

// inUnit is an amount in another name of the same money, 0 where it is another money.
func inUnit(v phrase.Value, unit string) float64 {
	switch {
	case v.Unit == unit:
		return v.Num
	case v.Unit == "BTC" && unit == "sat":
		return v.Num * 1e8
	case dollar(v.Unit) && dollar(unit):
		return v.Num
	}
	return 0
}

func dollar(unit string) bool { return unit == "USD" || unit == "USDT" || unit == "USDC" }
