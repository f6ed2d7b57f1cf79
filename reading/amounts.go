package reading

import (
	"math"
	"slices"
	"strings"
)

// grown says a multiple of two amounts: "pay 1,000, after 20 days you have 1,800".
func (d *doc) grown(i int) {
	c := &d.clauses[i]
	if c.has.Any(notGrown) || c.has.Any(anyBond) && !c.has.Any(anyStake) ||
		!c.has.Any(anyGiveReturnBackStake) && !c.becomes() {
		return
	}
	var a *value
	for k := range c.values {
		b := &c.values[k]
		if _, gives := c.near(sGive, b.from, b.to); !c.once(b) &&
			!(a != nil && a.kind == money && b.kind == plainNumber && gives < 12) {
			continue
		}
		every, _, _ := d.timeOf(c, *b)
		if _, far := c.near(anyRefer, b.from, b.to); far < 30 {
			return
		}
		if a != nil && larger(a, b) && (every == "" || strings.Contains(every, " ")) && c.comesBack(b) {
			d.say(i, "multiple", trim(b.num/a.num)+"x", a.from, b.to).Grave = true
			return
		}
		if every == "" {
			a = b
		}
	}
}

// becomes reports two amounts and a time, and no word that is known: "$500 -> $1,150, 45 days".
func (c *clause) becomes() bool {
	spans, amounts := 0, 0
	for _, v := range c.values {
		spans += boolInt(v.kind == span)
		amounts += boolInt(v.kind == money)
	}
	return spans == 1 && amounts == 2 && c.cells <= 1 &&
		!slices.ContainsFunc(c.tokens, func(k token) bool {
			return !figureOrMoney.Has(k.Concept) && !anyPressure.Has(k.Concept)
		})
}

// fromTo says a multiple of two amounts and a time: "from 300 to 1,500 in eight weeks".
func (d *doc) fromTo(i int) {
	c := &d.clauses[i]
	if c.has.Any(notFromTo) || c.question {
		return
	}
	for k, a := range c.values {
		from, ok := c.near(anyFrom, a.from, a.from)
		if ok > 3 || from.from > a.from || a.kind != money && a.kind != plainNumber {
			continue
		}
		low, high, end, next := a.num, a.hi, a.to, k+1
		if high <= low && next < len(c.values) {
			b := c.values[next]
			if !c.holds(anyTo, a.core, b.from) || b.from-a.to > 8 ||
				b.kind != a.kind && b.kind != plainNumber {
				continue
			}
			high, end, next = b.num, b.to, next+1
		}
		if low < 10 || high < 1.3*low || high > 100*low || next >= len(c.values) {
			continue
		}
		if s := c.values[next]; s.kind == span && c.apart(a.from, end, s.from, s.to) < 16 {
			d.say(i, "multiple", trim(high/low)+"x", a.from, s.to).Grave = true
			return
		}
	}
}

// once reports an amount that comes once: money, or a bare number beside words of paying and receiving.
func (c *clause) once(v *value) bool {
	if v.every != "" || v.perHash > 0 || v.perKWh {
		return false
	}
	if v.kind == plainNumber && c.has.Any(anyGiveBack) {
		round := v.num >= 50 && math.Mod(v.num, 10) == 0 && c.has.Any(anyTimeGuar)
		return v.num >= 10 && c.has.Any(anyStake) || round
	}
	return v.kind == money
}

// larger reports that b can be what became of a.
func larger(a, b *value) bool {
	return (a.unit == b.unit || a.kind == plainNumber || b.kind == plainNumber) &&
		b.num > 1.01*a.num && b.num <= 100*a.num
}

// comesBack reports that an amount is one that the buyer receives.
func (c *clause) comesBack(v *value) bool {
	role := c.roleOf(*v, moneyRoles)
	return role == "return" || role == "" || role == "price" && c.has.Any(anyGiveBack)
}

// money says what an amount that comes in each day, week or month is.
func (d *doc) money(i int, v value) {
	c := &d.clauses[i]
	if v.perKWh || c.question {
		return
	}
	every, from, to := d.timeOf(c, v)
	role := c.roleOf(v, moneyRoles)
	stake, ok := d.stakeOf(i, v)
	if every == "" && role == "return" && ok {
		every, from, to = d.spanNear(c, v, 40)
	}
	if every == "" || role != "return" && !(ok && v.perHash == 0 && c.unnamed(role)) {
		return
	}
	s := c.stanceOf(v.from, v.to)
	if s.other || s.negated || c.outspent(v, every == "hour" && !ok) || c.unpromised(v) ||
		c.ofHash(v, s, ok) || s.past && !ok && !c.has.Any(sGive) {
		return
	}
	d.income(i, v, s, stake, every, min(from, v.from), max(to, v.to))
}

// outspent reports that a clause sets a cost of at least as much against an amount, a sum and no promise; or
// that it is the cost of an hour of work.
func (c *clause) outspent(v value, work bool) bool {
	return work && c.has.Any(anyFeePowerHost) || slices.ContainsFunc(c.values, func(o value) bool {
		return o.kind == money && o.from > v.from && o.unit == v.unit && o.num >= v.num &&
			c.roleOf(o, moneyRoles) == "fee"
	})
}

// ofHash reports that an amount is what hashrate brings, by an estimate or with no stake named, and not what
// is promised.
func (c *clause) ofHash(v value, s stance, stake bool) bool {
	return (v.perHash > 0 || c.has.Any(anyHash)) && (s.hedged || s.past || !stake && v.perHash == 0) &&
		!c.has.Any(anyConstantWhateverGuar)
}

// income says an amount that comes in again and again, as a share of the stake where one is known (not 0).
func (d *doc) income(i int, v value, s stance, stake float64, every string, from, to int) {
	val := shown(v, 1) + " " + v.unit + "/" + every
	if v.perHash > 0 {
		val = shown(v, 1/v.perHash) + " " + v.unit + "/TH/" + every
	} else if stake > 0 {
		val = shown(v, 1/stake) + "/" + every
	}
	st := d.say(i, "promised_return", val, from, to)
	st.Hedged = s.hedged
	st.Grave = !s.hedged || stake > 0 && perDay(v.num/stake, every) >= impossible
}

// unnamed reports that an amount of a role is a return where it stands beside a stake.
func (c *clause) unnamed(role string) bool {
	return (role == "" || role == "price" || role == "minpay") && !c.has.Any(anyFeePowerHostKeepMore)
}

// stakeOf is the money that a return of v is paid on: the amount of the same currency that comes once and
// stands nearest before it, in the clause or one of the three before; if none does, the one behind it.
func (d *doc) stakeOf(i int, v value) (float64, bool) {
	for k := i; k >= 0 && k >= i-3; k-- {
		stake := 0.0
		c := &d.clauses[k]
		for _, o := range c.values {
			if o.kind != money || !c.once(&o) || o.from == v.from && k == i {
				continue
			}
			x := inUnit(o, v.unit)
			if m, far := c.near(anyMarketCoin, o.from, o.to); far < 6 && m.to <= o.from {
				continue // the price of bitcoin
			}
			if x > v.num && (stake == 0 || o.from < v.from) && c.roleOf(o, moneyRoles) != "referral" {
				stake = x
			}
		}
		if stake > 0 {
			return stake, true
		}
	}
	return 0, false
}

// inUnit is an amount in another name of the same money, 0 where it is another money.
func inUnit(v value, unit string) float64 {
	switch {
	case v.unit == unit:
		return v.num
	case v.unit == "BTC" && unit == "sat":
		return v.num * 1e8
	case dollar(v.unit) && dollar(unit):
		return v.num
	}
	return 0
}

func dollar(unit string) bool { return unit == "USD" || unit == "USDT" || unit == "USDC" }
