package reading

import (
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/friend"
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
	if d.ladder(i) {
		return true
	}
	if from, to := friend.Prize(&c.Clause); to > 0 {
		d.say(i, "referral", "", from, to).Grave = true
	}
	if v, ok := d.poolFee(c); ok {
		d.say(i, "referral", amount.Shown(v, 1)+" of pool_fee"+d.single(i), v.From, v.To)
		return true
	}
	n := friend.Read(&c.Clause, func(v phrase.Value) bool { return d.comesIn(c, v) })
	switch {
	case len(n.Shares) == 0 && n.Amount == nil || !c.Has.Any(anyRefer) && len(n.Shares) < 2:
		return false
	case len(n.Shares) == 0:
		d.given(i, n.Amount)
		return false
	case len(n.Shares) == 1:
		d.one(i, n)
		if n.Amount != nil && n.Amount.From > n.To {
			d.given(i, n.Amount)
		}
		return false
	case c.tiered(n):
		return false
	}
	d.say(i, "referral", strings.Join(n.Shares, ";"), n.From, n.To).Grave = true
	return true
}

// ladder says the shares of a ladder of recruits, and reports that a clause is one of its rungs.
func (d *doc) ladder(i int) bool {
	clause := func(k int) *sense.Clause { return &d.clauses[k].Clause }
	shares, first, end := friend.Ladder(len(d.clauses), i, clause)
	if first == i {
		d.say(i, "referral", strings.Join(shares, ";"), d.clauses[i].From, d.clauses[end].To).Grave = true
	}
	return first <= i
}

// given says the amount that is given for a friend.
func (d *doc) given(i int, a *phrase.Value) {
	d.say(i, "referral", amount.Shown(*a, 1)+" "+a.Unit+d.single(i), a.From, a.To)
}

// tiered reports several shares that are discounts or fees of tiers, or what each of them earns, which rises;
// and no ladder of levels.
func (c *clause) tiered(n friend.Network) bool {
	fees := c.Has.Any(anyFee) && !c.Has.Any(anyPartReturnGive) || c.Values[n.First].Num < n.Top
	return fees && !c.Has.Any(anyRefer) || c.Has.Any(anyDiscount) && !c.Has.Any(sGive) && !n.Ladder
}

// one says the one share that a friend brings. It is grave where it is large, comes again and again, and is
// said of the friend by its own words.
func (d *doc) one(i int, n friend.Network) {
	c := &d.clauses[i]
	brought := friend.Brings(&c.Clause, c.Values[n.First], sense.ShareRoles)
	if !brought && !friend.Of(&c.Clause, c.Values[n.First]) {
		return
	}
	once := d.single(i)
	st := d.say(i, "referral", n.Shares[0]+once, n.From, n.To)
	st.Grave = brought && n.Top >= 0.05 && once == "" && !c.Has.Any(onceHostDiscount) &&
		!friend.OneLevel(&c.Clause) && !c.OfFee(c.Values[n.First])
}

// poolFee is a share of the fee that a friend pays.
func (d *doc) poolFee(c *clause) (phrase.Value, bool) {
	for _, v := range c.Values {
		fee, far := c.Near(anyFee, v.To, v.To)
		if v.Kind == phrase.Percent && v.Every == "" && c.Has.Any(anyRefer) && fee.From >= v.To && far < 14 &&
			d.SpeaksOfPool(v.To, min(fee.To+12, c.To)) &&
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
	one := friend.OneLevel(&c.Clause) || c.Has.Any(anyOnce)
	for k := i + 1; k <= i+2 && k < len(d.clauses) && d.clauses[k].Line == c.Line && !one; k++ {
		next := &d.clauses[k]
		one = friend.OneLevel(&next.Clause) || next.Has.Any(anyReferLevel) && next.Has.Has(isNeg)
	}
	if one {
		return ", 1 level"
	}
	return ""
}

// recruits says that recruits of recruits pay too: amounts that fall from one to the next, or levels that are
// counted, without a share.
func (d *doc) recruits(i int) bool {
	c := &d.clauses[i]
	if !c.Has.Any(anyRefer) || !c.Has.Any(anyLevel) || c.Question || c.Reported || c.Has.Any(notRecruits) {
		return false
	}
	if amounts, from, to := c.falling(); len(amounts) >= 2 {
		d.say(i, "referral", strings.TrimSpace(strings.Join(amounts, ";")), from, to).Grave = true
		return true
	}
	if k, n := friend.Counted(&c.Clause); n > 0 && c.Has.Any(anyPartReturnGive) {
		d.say(i, "referral", "levels "+figure.Trim(n), k.From, k.To).Grave = true
		return true
	}
	return false
}

// falling is the amounts of a clause that fall from one level of recruits to the next, and where they stand.
func (c *clause) falling() (amounts []string, from, to int) {
	unit, last := "", 0.0
	for _, v := range c.Values {
		if v.Every != "" || v.Kind != phrase.Money &&
			(v.Kind != phrase.PlainNumber || len(amounts) == 0 || friend.Counts(&c.Clause, v)) {
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
	return amounts, from, to
}

// noReferral says that nobody is paid for friends.
func (d *doc) noReferral(i int) {
	c := &d.clauses[i]
	g, far := c.Near(sGive, c.From, c.To)
	if far < 1e9 && c.Count(sNeg, g.From, g.To, 12) > 0 {
		far = 1e9 // nothing is given
	}
	if len(c.Values) > 0 || c.Question || far < 1e9 && !c.Has.Any(anyLevel) {
		return
	}
	for _, k := range c.Tokens {
		if n, far := c.Near(sNeg, k.From, k.To); anyRefer.Has(k.Concept) && far < 24 && !c.Reported {
			d.say(i, "referral", "none", min(k.From, n.From), max(k.To, n.To))
			return
		}
	}
}

// fromNew says that those who came first are paid with the money of those who come: "until the hall stands,
// members are paid out of what new ones bring".
func (d *doc) fromNew(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported || c.Has.Any(notFromNew) || !c.Has.Any(anyReturnGive) {
		return
	}
	for _, k := range c.Tokens {
		if !anyRefer.Has(k.Concept) || k.Code() != "new" {
			continue
		}
		if s := c.StanceOf(k.From, k.To); !s.Negated && !s.Other {
			d.say(i, "referral", "", k.From, k.To).Grave = true
			return
		}
	}
}

// notFromNew is what makes money of new members a warning.
var notFromNew = setOf("lossmay lie signs scam other report narrate")

// notRecruits is what makes a reward for a friend another thing.
var notRecruits = setOf("discount lossmay neg hedge")

// What else figures beside a word for friends can be.
var (
	anyFee, anyPart, anyOnce = setOf("fee"), setOf("part"), setOf("once")
	anyOneLevel              = setOf("once level")
	onceHostDiscount         = setOf("once host discount")
)
