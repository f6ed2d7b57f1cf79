package reading

import (
	"slices"
	"strings"
)

// levels says the shares that a network of recruits is paid, one for each level; or what is given once for a
// friend. It reports that nothing else is to be read in the figures.
func (d *doc) levels(i int) bool {
	c := &d.clauses[i]
	if !c.has.Any(anyReferLevel) || c.question {
		return false
	}
	if v, ok := d.poolFee(c); ok {
		d.say(i, "referral", shown(v, 1)+" of pool_fee"+d.single(i), v.from, v.to)
		return true
	}
	n := c.network()
	switch {
	case len(n.shares) == 0 && n.amount == nil || !c.has.Any(anyRefer) && len(n.shares) < 2:
		return false
	case len(n.shares) >= 2 && c.has.Any(anyDiscount) && !c.has.Any(sGive): // of tiers
		return false
	case len(n.shares) == 1 && !c.forFriend(c.values[n.first], percentRoles):
		return false
	case len(n.shares) == 0:
		amount := shown(*n.amount, 1) + " " + n.amount.unit
		d.say(i, "referral", amount+d.single(i), n.amount.from, n.amount.to)
		return false
	}
	val, once := strings.Join(n.shares, ";"), ""
	if len(n.shares) == 1 {
		once = d.single(i)
	}
	st := d.say(i, "referral", val+once, n.from, n.to)
	st.Grave = len(n.shares) >= 2 || n.top >= 0.05 && once == "" && !c.has.Any(anyOnceHost) && !c.oneLevel()
	return len(n.shares) >= 2
}

// forFriend reports that a share or an amount is what a friend brings: a reward, or a discount for it.
func (c *clause) forFriend(v value, roles []role) bool {
	if f, far := c.near(anyRefer, v.to, v.to); v.kind == percent && f.from >= v.to && far < 26 && v.every == "" &&
		f.to > f.from && c.between(v, f) == 0 && !c.holds(notReward, v.to, f.from) {
		return true // "7 % of each friend's order"
	}
	switch c.roleOf(v, roles) {
	case "referral":
		return true
	case "discount":
		return c.has.Any(anyRefer)
	case "fee", "setup", "price":
		return c.has.Any(anyRefer) && c.has.Any(anyRebate)
	case "return":
		f, _ := c.near(anyRefer, v.from, v.from)
		return c.has.Any(anyRefer) && (v.kind == money && !c.has.Any(notReward) ||
			v.kind == percent && f.to <= v.from && (c.has.Any(anyPart) || c.has.Any(anyOnce)))
	}
	return false
}

// poolFee is a share of the fee that a friend pays.
func (d *doc) poolFee(c *clause) (value, bool) {
	for _, v := range c.values {
		fee, far := c.near(anyFee, v.to, v.to)
		if v.kind == percent && v.every == "" && c.has.Any(anyRefer) && fee.from >= v.to && far < 14 &&
			d.speaksOfPool(v.to, min(fee.to+12, c.to)) && (c.has.Any(anyReturnGive) || c.has.Any(anyOneLevel)) {
			return v, true
		}
	}
	return value{}, false
}

// single is how a reward is written that is paid once, for one level: so the clause says, or the next two
// deny others.
func (d *doc) single(i int) string {
	c := &d.clauses[i]
	one := c.oneLevel() || c.has.Any(anyOnce)
	for k := i + 1; k <= i+2 && k < len(d.clauses) && d.clauses[k].line == c.line && !one; k++ {
		next := &d.clauses[k]
		one = next.oneLevel() || next.has.Any(anyReferLevel) && next.has.Has(isNeg)
	}
	if one {
		return ", 1 level"
	}
	return ""
}

// oneLevel reports that levels are counted, and that there is one.
func (c *clause) oneLevel() bool {
	one := func(k token) bool {
		return anyLevel.Has(k.Concept) && slices.ContainsFunc(c.tokens, func(n token) bool {
			return n.Concept == cNum && n.Value() == 1 && c.apart(n.from, n.to, k.from, k.to) <= 6
		})
	}
	return slices.ContainsFunc(c.tokens, one)
}

// network is what recruits pay: shares for levels, or an amount.
type network struct {
	shares   []string
	top      float64 // the largest share
	amount   *value
	from, to int
	first    int // the figure of the first share
	last     int // and of the last
}

func (c *clause) network() network {
	n := network{from: -1}
	for k := range c.values {
		v := &c.values[k]
		switch {
		case v.kind == percent && v.num < 0.6 && v.every == "" && (n.goesOn(c, k) ||
			among3(c.roleOf(*v, percentRoles), "referral", "return", "") || c.forFriend(*v, percentRoles)):
			for j := k - c.chained(k); j < k; j++ {
				n.shares, n.top = append(n.shares, trim(c.values[j].num/100)), max(n.top, c.values[j].num/100)
				n.from = c.values[k-c.chained(k)].from
			}
			n.shares, n.to, n.top = append(n.shares, trim(v.num)), v.to, max(n.top, v.num)
			if n.from < 0 {
				n.from, n.first = v.from, k
			}
			n.last = k
		case v.kind == money && v.every == "" && n.amount == nil && c.forFriend(*v, moneyRoles):
			n.amount = v
		}
	}
	return n
}

// goesOn reports that figure k is the share of the next level: no larger than the last, near it, and of nothing
// else by the words between.
func (n network) goesOn(c *clause, k int) bool {
	if len(n.shares) == 0 || !c.has.Any(anyRefer) && !c.has.Any(anyLevel) {
		return false
	}
	last, v := c.values[n.last], c.values[k]
	return v.num <= last.num && v.from-last.to <= 90 && !c.holds(notLevel, last.to, v.from)
}

func among3(s string, a, b, c string) bool { return s == a || s == b || s == c }

// chained is how many bare numbers stand before figure k, set apart by one sign: "7-3-2-1 %".
func (c *clause) chained(k int) int {
	n := 0
	for k-n > 0 && c.values[k-n-1].kind == plainNumber && c.values[k-n].from-c.values[k-n-1].core <= 3 &&
		!c.counts(c.values[k-n-1]) {
		n++
	}
	return n
}

// counts reports a number that says which level is meant: "level 2", "2nd line".
func (c *clause) counts(v value) bool {
	return slices.ContainsFunc(c.tokens, func(k token) bool {
		before, behind := k.to <= v.from && v.from-k.to <= 1, k.from >= v.core && k.from-v.core <= 4
		return anyLevel.Has(k.Concept) && (before || behind)
	})
}

// recruits says that recruits of recruits pay too: amounts that fall from one to the next, or levels that are
// counted, without a share.
func (d *doc) recruits(i int) bool {
	c := &d.clauses[i]
	if !c.has.Any(anyRefer) || !c.has.Any(anyLevel) || c.question || c.reported || c.has.Any(notRecruits) {
		return false
	}
	var amounts []string
	unit := ""
	from, to, last := 0, 0, 0.0
	for _, v := range c.values {
		if v.every != "" || v.kind != money && (v.kind != plainNumber || len(amounts) == 0 || c.counts(v)) {
			continue
		}
		switch {
		case len(amounts) == 0:
			from = v.from
		case v.num >= last:
			continue
		}
		if v.unit != "" {
			unit = v.unit
		}
		amounts, to, last = append(amounts, shown(v, 1)+" "+unit), v.to, v.num
	}
	if len(amounts) >= 2 {
		d.say(i, "referral", strings.TrimSpace(strings.Join(amounts, ";")), from, to).Grave = true
		return true
	}
	if k, n := c.counted(); n > 0 && c.has.Any(anyPartReturnGive) {
		d.say(i, "referral", "levels "+trim(n), k.from, k.to).Grave = true
		return true
	}
	return false
}

// counted is a word of levels with a number of at least two before it, and that number.
func (c *clause) counted() (token, float64) {
	for _, k := range c.tokens {
		for _, v := range c.values {
			if anyLevel.Has(k.Concept) && v.kind == plainNumber && v.num >= 2 && v.num < 100 &&
				v.from < k.from && k.from-v.core <= 2 {
				return token{from: v.from, to: k.to}, v.num
			}
		}
	}
	return token{}, 0
}

// noReferral says that nobody is paid for friends.
func (d *doc) noReferral(i int) {
	c := &d.clauses[i]
	if len(c.values) > 0 || c.question || c.has.Any(sGive) && !c.has.Any(anyLevel) {
		return
	}
	for _, k := range c.tokens {
		if n, far := c.near(sNeg, k.from, k.to); anyRefer.Has(k.Concept) && far < 24 && !c.reported {
			d.say(i, "referral", "none", min(k.from, n.from), max(k.to, n.to))
			return
		}
	}
}

// notRecruits is what makes a reward for a friend another thing.
var notRecruits = setOf("discount lossmay neg hedge")

// What else figures beside a word for friends can be.
var (
	anyFee, anyPart, anyOnce = setOf("fee"), setOf("part"), setOf("once")
	anyOneLevel, anyRebate   = setOf("once level"), setOf("discount once")
	notReward                = setOf("stake due need bond minpay release")
	notLevel                 = setOf("power host uptime basis output market discount kwh hash notice")
)
