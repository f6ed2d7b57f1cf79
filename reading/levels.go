package reading

import (
	"slices"
	"strings"
)

// levels says the shares that a network of recruits is paid, one for each level.
func (d *doc) levels(i int) bool {
	c := &d.clauses[i]
	if !c.has.Any(anyReferLevel) || c.question || c.has.Any(anyDiscount) && !c.has.Any(sGive) {
		return false
	}
	n := c.network()
	switch {
	case len(n.shares) == 0 && n.amount == nil || !c.has.Any(anyRefer) && len(n.shares) < 2:
		return false
	case len(n.shares) == 1 && c.roleOf(c.values[n.first], percentRoles) != "referral":
		return false
	case len(n.shares) == 0:
		d.say(i, "referral", shown(*n.amount, 1)+" "+n.amount.unit, n.amount.from, n.amount.to)
		return false
	}
	st := d.say(i, "referral", strings.Join(n.shares, ";"), n.from, n.to)
	st.Grave = len(n.shares) >= 2 || n.top >= 0.05 && !c.has.Any(anyOnceHost) && !c.oneLevel()
	return len(n.shares) >= 2
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
}

func (c *clause) network() network {
	n := network{from: -1}
	for k := range c.values {
		v := &c.values[k]
		switch {
		case v.kind == percent && v.num < 0.6 && v.every == "" &&
			among3(c.roleOf(*v, percentRoles), "referral", "return", ""):
			for j := k - c.chained(k); j < k; j++ {
				n.shares, n.top = append(n.shares, trim(c.values[j].num/100)), max(n.top, c.values[j].num/100)
				n.from = c.values[k-c.chained(k)].from
			}
			n.shares, n.to, n.top = append(n.shares, trim(v.num)), v.to, max(n.top, v.num)
			if n.from < 0 {
				n.from, n.first = v.from, k
			}
		case v.kind == money && v.every == "" && n.amount == nil && c.roleOf(*v, moneyRoles) == "referral":
			n.amount = v
		}
	}
	return n
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
		amounts, to, last = append(amounts, shown(v, 1)+" "+v.unit), v.to, v.num
	}
	if len(amounts) >= 2 {
		d.say(i, "referral", strings.TrimSpace(strings.Join(amounts, ";")), from, to).Grave = true
		return true
	}
	if k, ok := c.counted(); ok && c.has.Any(anyPartReturnGive) {
		d.say(i, "referral", "", k.from, k.to).Grave = true
		return true
	}
	return false
}

// counted is a word of levels with a number of at least two before it.
func (c *clause) counted() (token, bool) {
	for _, k := range c.tokens {
		for _, v := range c.values {
			if anyLevel.Has(k.Concept) && v.kind == plainNumber && v.num >= 2 && v.num < 100 &&
				v.from < k.from && k.from-v.core <= 2 {
				return token{from: v.from, to: k.to}, true
			}
		}
	}
	return token{}, false
}

// notRecruits is what makes a reward for a friend another thing.
var notRecruits = setOf("discount lossmay neg hedge")
