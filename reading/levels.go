package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// levels says the shares that a network of recruits is paid, one for each level; or what is given once for a
// friend. It reports that nothing else is to be read in the figures.
func (d *doc) levels(i int) bool {
	c := &d.clauses[i]
	if !c.Has.Any(anyReferLevel) || c.Question {
		return false
	}
	if v, ok := d.poolFee(c); ok {
		d.say(i, "referral", amount.Shown(v, 1)+" of pool_fee"+d.single(i), v.From, v.To)
		return true
	}
	n := d.network(c)
	switch {
	case len(n.shares) == 0 && n.amount == nil || !c.Has.Any(anyRefer) && len(n.shares) < 2:
		return false
	case len(n.shares) >= 2 && c.Has.Any(anyDiscount) && !c.Has.Any(sGive): // of tiers
		return false
	case len(n.shares) == 1:
		d.one(i, n)
		return false
	case len(n.shares) == 0:
		a := n.amount
		d.say(i, "referral", amount.Shown(*a, 1)+" "+a.Unit+d.single(i), a.From, a.To)
		return false
	}
	d.say(i, "referral", strings.Join(n.shares, ";"), n.from, n.to).Grave = true
	return true
}

// one says the one share that a friend brings. It is grave where it is large, comes again and again, and is
// said of the friend by its own words.
func (d *doc) one(i int, n network) {
	c := &d.clauses[i]
	brought := c.forFriend(c.Values[n.first], sense.ShareRoles)
	if !brought && !c.ofFriend(c.Values[n.first]) {
		return
	}
	once := d.single(i)
	st := d.say(i, "referral", n.shares[0]+once, n.from, n.to)
	st.Grave = brought && n.top >= 0.05 && once == "" && !c.Has.Any(anyOnceHost) && !c.oneLevel()
}

// forFriend reports that a share or an amount is what a friend brings: a reward, or a discount for it.
func (c *clause) forFriend(v phrase.Value, roles []sense.Role) bool {
	if f, far := c.Near(anyRefer, v.To, v.To); v.Kind == phrase.Percent && f.From >= v.To &&
		far < 26 && v.Every == "" &&
		f.To > f.From && c.Between(v, f) == 0 && !c.Holds(notReward, v.To, f.From) {
		return true // "7 % of each friend's order"
	}
	switch c.RoleOf(v, roles) {
	case "referral":
		return true
	case "discount":
		return c.Has.Any(anyRefer)
	case "fee", "setup", "price":
		return c.Has.Any(anyRefer) && c.Has.Any(anyRebate)
	case "return":
		f, _ := c.Near(anyRefer, v.From, v.From)
		return c.Has.Any(anyRefer) && (v.Kind == phrase.Money && !c.Has.Any(notReward) ||
			v.Kind == phrase.Percent && f.To <= v.From && (c.Has.Any(anyPart) || c.Has.Any(anyOnce)))
	}
	return false
}

// ofFriend reports a share of what a friend pays, in a clause that speaks of one: "for each friend you get
// 6 % of their purchase".
func (c *clause) ofFriend(v phrase.Value) bool {
	f, far := c.Near(anyRefer, v.From, v.To)
	_, paid := c.Near(anyStakePriceDue, v.From, v.To)
	_, fee := c.Near(anyFee, v.From, v.To)
	return v.Every == "" && v.Num <= 0.3 && far < 60 && paid < min(24, fee) && c.Between(v, f) == 0
}

// poolFee is a share of the fee that a friend pays.
func (d *doc) poolFee(c *clause) (phrase.Value, bool) {
	for _, v := range c.Values {
		fee, far := c.Near(anyFee, v.To, v.To)
		if v.Kind == phrase.Percent && v.Every == "" && c.Has.Any(anyRefer) && fee.From >= v.To && far < 14 &&
			d.speaksOfPool(v.To, min(fee.To+12, c.To)) &&
			(c.Has.Any(anyReturnGive) || c.Has.Any(anyOneLevel)) {
			return v, true
		}
	}
	return phrase.Value{}, false
}

// single is how a reward is written that is paid once, for one level: so the clause says, or the next two
// deny others.
func (d *doc) single(i int) string {
	c := &d.clauses[i]
	one := c.oneLevel() || c.Has.Any(anyOnce)
	for k := i + 1; k <= i+2 && k < len(d.clauses) && d.clauses[k].Line == c.Line && !one; k++ {
		next := &d.clauses[k]
		one = next.oneLevel() || next.Has.Any(anyReferLevel) && next.Has.Has(isNeg)
	}
	if one {
		return ", 1 level"
	}
	return ""
}

// oneLevel reports that levels are counted, and that there is one.
func (c *clause) oneLevel() bool {
	one := func(k phrase.Token) bool {
		counted := func(n phrase.Token) bool {
			return n.Concept == cNum && n.Value() == 1 && c.Apart(n.From, n.To, k.From, k.To) <= 6
		}
		return anyLevel.Has(k.Concept) && (k.Code() == "one" || slices.ContainsFunc(c.Tokens, counted))
	}
	return slices.ContainsFunc(c.Tokens, one)
}

// network is what recruits pay: shares for levels, or an amount.
type network struct {
	shares   []string
	top      float64 // the largest share
	amount   *phrase.Value
	from, to int
	first    int // the figure of the first share
	last     int // and of the last
}

func (d *doc) network(c *clause) network {
	n := network{from: -1}
	for k := range c.Values {
		v := &c.Values[k]
		switch {
		case v.Kind == phrase.Percent && d.ofStake(c, *v):
		case v.Kind == phrase.Percent && v.Num < 0.6 && v.Every == "" && (n.goesOn(c, k) || c.rewards(*v)):
			for j := k - c.chained(k); j < k; j++ {
				share := c.Values[j].Num / 100
				n.shares, n.top = append(n.shares, figure.Trim(share)), max(n.top, share)
				n.from = c.Values[k-c.chained(k)].From
			}
			n.shares, n.to, n.top = append(n.shares, figure.Trim(v.Num)), v.To, max(n.top, v.Num)
			if n.from < 0 {
				n.from, n.first = v.From, k
			}
			n.last = k
		case v.Kind == phrase.Money && v.Every == "" && n.amount == nil && c.forFriend(*v, sense.MoneyRoles):
			n.amount = v
		}
	}
	return n
}

// ofStake reports a share of the buyer's own money that comes again and again: "1.2 % of your deposit every
// day, and bring a friend for 8 %".
func (d *doc) ofStake(c *clause, v phrase.Value) bool {
	every, from, to := d.timeOf(c, v)
	own, far := c.Near(anyStakeReturn, v.From, v.To)
	_, other := c.Near(anyReferLevel, v.From, v.To)
	time := phrase.Token{From: from, To: to}
	return every != "" && far < min(24, other) && c.Between(v, own) == 0 && c.Between(v, time) == 0
}

// rewards reports a share that can be a reward for a friend.
func (c *clause) rewards(v phrase.Value) bool {
	return slices.Contains([]string{"referral", "return", ""}, c.RoleOf(v, sense.ShareRoles)) ||
		c.forFriend(v, sense.ShareRoles) || c.ofFriend(v)
}

// goesOn reports that figure k is the share of the next level: no larger than the last, near it, and of
// nothing else by the words between.
func (n network) goesOn(c *clause, k int) bool {
	if len(n.shares) == 0 || !c.Has.Any(anyRefer) && !c.Has.Any(anyLevel) {
		return false
	}
	last, v := c.Values[n.last], c.Values[k]
	return v.Num <= last.Num && v.From-last.To <= 90 && !c.Holds(notLevel, last.To, v.From)
}

// chained is how many bare numbers stand before figure k, set apart by one sign: "7-3-2-1 %".
func (c *clause) chained(k int) int {
	n := 0
	for k-n > 0 && c.Values[k-n-1].Kind == phrase.PlainNumber &&
		c.Values[k-n].From-c.Values[k-n-1].Core <= 3 &&
		!c.counts(c.Values[k-n-1]) {
		n++
	}
	return n
}

// counts reports a number that says which level is meant: "level 2", "2nd line".
func (c *clause) counts(v phrase.Value) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		before, behind := k.To <= v.From && v.From-k.To <= 1, k.From >= v.Core && k.From-v.Core <= 4
		return anyLevel.Has(k.Concept) && (before || behind)
	})
}

// recruits says that recruits of recruits pay too: amounts that fall from one to the next, or levels that are
// counted, without a share.
func (d *doc) recruits(i int) bool {
	c := &d.clauses[i]
	if !c.Has.Any(anyRefer) || !c.Has.Any(anyLevel) || c.Question || c.Reported || c.Has.Any(notRecruits) {
		return false
	}
	var amounts []string
	unit := ""
	from, to, last := 0, 0, 0.0
	for _, v := range c.Values {
		if v.Every != "" || v.Kind != phrase.Money &&
			(v.Kind != phrase.PlainNumber || len(amounts) == 0 || c.counts(v)) {
			continue
		}
		switch {
		case len(amounts) == 0:
			from = v.From
		case v.Num >= last:
			continue
		}
		if v.Unit != "" {
			unit = v.Unit
		}
		amounts, to, last = append(amounts, amount.Shown(v, 1)+" "+unit), v.To, v.Num
	}
	if len(amounts) >= 2 {
		d.say(i, "referral", strings.TrimSpace(strings.Join(amounts, ";")), from, to).Grave = true
		return true
	}
	if k, n := c.counted(); n > 0 && c.Has.Any(anyPartReturnGive) {
		d.say(i, "referral", "levels "+figure.Trim(n), k.From, k.To).Grave = true
		return true
	}
	return false
}

// counted is a word of levels with a number of at least two before it, and that number.
func (c *clause) counted() (phrase.Token, float64) {
	for _, k := range c.Tokens {
		for _, v := range c.Values {
			if anyLevel.Has(k.Concept) && v.Kind == phrase.PlainNumber && v.Num >= 2 && v.Num < 100 &&
				v.From < k.From && k.From-v.Core <= 2 {
				return phrase.Token{From: v.From, To: k.To}, v.Num
			}
		}
	}
	return phrase.Token{}, 0
}

// noReferral says that nobody is paid for friends.
func (d *doc) noReferral(i int) {
	c := &d.clauses[i]
	if len(c.Values) > 0 || c.Question || c.Has.Any(sGive) && !c.Has.Any(anyLevel) {
		return
	}
	for _, k := range c.Tokens {
		if n, far := c.Near(sNeg, k.From, k.To); anyRefer.Has(k.Concept) && far < 24 && !c.Reported {
			d.say(i, "referral", "none", min(k.From, n.From), max(k.To, n.To))
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
