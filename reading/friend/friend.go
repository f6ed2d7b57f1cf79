// Package friend reads what a seller pays for friends: whether a figure is such a reward (Brings, Of), and
// what a network of them is paid, level by level (Read).
//
// Main types: Network. It looks at one clause; what follows from it is the business of reading.
//
// Nothing in it is promised to other modules.
package friend

import (
	"slices"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// Brings reports that a share or an amount is what a friend brings: a reward, or a discount for it.
func Brings(c *sense.Clause, v phrase.Value, roles []sense.Role) bool {
	if ofLife(c, v) {
		return false
	}
	if ofOrder(c, v) {
		return true
	}
	friends := c.Has.Any(anyRefer)
	switch c.RoleOf(v, roles) {
	case "referral":
		return true
	case "discount":
		return friends
	case "fee", "setup", "price":
		return friends && c.Has.Any(anyRebate)
	case "return":
		return friends && earned(c, v)
	}
	return false
}

// ofOrder reports a share right before the friend whose order it is of: "7 % of each friend's order".
func ofOrder(c *sense.Clause, v phrase.Value) bool {
	if v.Kind != phrase.Percent || v.Every != "" {
		return false
	}
	f, far := c.Near(anyRefer, v.To, v.To)
	return f.From >= v.To && far < 26 && f.To > f.From && c.Between(v, f) == 0 &&
		!c.Holds(notReward, v.To, f.From)
}

// earned reports a return that a friend brings: an amount where nothing is put in or due, or a share behind
// the friend that is part of something or paid once.
func earned(c *sense.Clause, v phrase.Value) bool {
	if v.Kind == phrase.Money {
		return !c.Has.Any(notReward)
	}
	f, _ := c.Near(anyRefer, v.From, v.From)
	return v.Kind == phrase.Percent && f.To <= v.From && (c.Has.Any(anyPart) || c.Has.Any(anyOnce))
}

// Of reports a share of what a friend pays, in a clause that speaks of one: "for each friend you get 6 % of
// their purchase".
func Of(c *sense.Clause, v phrase.Value) bool {
	_, paid := c.Near(anyStakePriceDue, v.From, v.To)
	_, fee := c.Near(anyFee, v.From, v.To)
	return ofLife(c, v) || v.Every == "" && v.Num <= 0.3 && paid < min(24, fee) &&
		slices.ContainsFunc(c.Tokens, func(f phrase.Token) bool {
			return anyRefer.Has(f.Concept) && c.Apart(v.From, v.To, f.From, f.To) < 60 && c.Between(v, f) == 0
		})
}

// ofLife reports a share beside words for a commission that is paid for life, of whatever: "earn 5 %
// commission for life".
func ofLife(c *sense.Clause, v phrase.Value) bool {
	k, far := c.Near(anyRefer, v.From, v.To)
	return k.Code() == "life" && far < 12
}

// OneLevel reports that levels are counted, and that there is one.
func OneLevel(c *sense.Clause) bool {
	one := func(k phrase.Token) bool {
		counted := func(n phrase.Token) bool {
			return n.Concept == cNum && n.Value() == 1 && c.Apart(n.From, n.To, k.From, k.To) <= 6
		}
		return anyLevel.Has(k.Concept) && (k.Code() == "one" || slices.ContainsFunc(c.Tokens, counted))
	}
	return slices.ContainsFunc(c.Tokens, one)
}

// Network is what recruits pay: shares for levels, or an amount.
type Network struct {
	Shares   []string
	Top      float64 // the largest share
	Amount   *phrase.Value
	From, To int
	First    int  // the figure of the first share
	Ladder   bool // the words behind its figures say that they are levels
	last     int  // and of the last
}

// Read reads what a network is paid; the figures that income tells are none of it.
func Read(c *sense.Clause, income func(phrase.Value) bool) Network {
	n := Network{From: -1}
	for k := range c.Values {
		v := &c.Values[k]
		switch {
		case canReward(*v) && !income(*v) && (n.goesOn(c, k) || rewards(c, *v)):
			n.take(c, k)
		case n.alsoOf(c, k):
			n.takeBare(*v, k)
			n.Ladder = true
		case v.Kind == phrase.PlainNumber && n.unsaid(c, *v):
			n.takeBare(*v, k)
		case v.Kind == phrase.Money && v.Every == "" && n.Amount == nil && Brings(c, *v, sense.MoneyRoles):
			n.Amount = v
		}
	}
	if deep := n.deepest(c); deep > 0 {
		n.Shares = append(n.Shares, "levels "+figure.Trim(deep))
	}
	return n
}

// canReward reports a share that is no more than what a friend may bring, and paid once.
func canReward(v phrase.Value) bool { return v.Kind == phrase.Percent && v.Num < 0.6 && v.Every == "" }

// take adds the share of figure k as the next level: behind those of the bare numbers that are chained to it,
// and as often as levels are said to have it.
func (n *Network) take(c *sense.Clause, k int) {
	v := c.Values[k]
	chain := c.Values[k-chained(c, k) : k]
	for _, o := range chain {
		n.Shares, n.Top = append(n.Shares, figure.Trim(o.Num/100)), max(n.Top, o.Num/100)
	}
	if len(chain) > 0 {
		n.From = chain[0].From
	}
	for range 1 + more(c, k, len(n.Shares)) {
		n.Shares = append(n.Shares, figure.Trim(v.Num))
	}
	if n.From < 0 {
		n.From, n.First = v.From, k
	}
	n.To, n.Top, n.last = v.To, max(n.Top, v.Num), k
}

// takeBare adds the share of figure k, whose sign is left out, as the next level.
func (n *Network) takeBare(v phrase.Value, k int) {
	n.Shares, n.To, n.last = append(n.Shares, figure.Trim(v.Num/100)), v.To, k
}

// mostLevels is the most levels that are counted.
const mostLevels = 30

// more is for how many levels besides one the share of figure k is said: behind two levels, "levels 4 to 9:
// 1 % each", that go on from those before.
func more(c *sense.Clause, k, before int) int {
	if k < 2 || before == 0 {
		return 0
	}
	a, b, v := c.Values[k-2], c.Values[k-1], c.Values[k]
	if a.Kind != phrase.PlainNumber || b.Kind != phrase.PlainNumber || !Counts(c, b) ||
		b.From-a.Core > 8 || v.From-b.Core > 16 || int(a.Num) != before+1 ||
		b.Num <= a.Num || b.Num > mostLevels {
		return 0
	}
	return int(b.Num - a.Num)
}

// deepest is the last level that a network reaches, where it is named behind the shares of fewer: "12 %,
// 5 %, 3 %, down to line ten".
func (n Network) deepest(c *sense.Clause) float64 {
	if len(n.Shares) < 2 {
		return 0
	}
	for _, v := range c.Values {
		if v.Kind == phrase.PlainNumber && v.From >= n.To && v.From-n.To < 40 && Counts(c, v) &&
			v.Num > float64(len(n.Shares)) && v.Num <= mostLevels && reaches(c, n.To, v) {
			return v.Num
		}
	}
	return 0
}

// Apart reports a figure of which no word of friends says anything: all stand behind it, in another item or
// beside a share of their own.
func Apart(c *sense.Clause, v phrase.Value) bool {
	f, _ := c.Near(anyReferLevel, v.To, v.To)
	if f.From < v.To || c.Holds(anyReferLevel, c.From, v.From) {
		return false
	}
	return slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.Comma && p.At >= v.To && p.At <= f.From
	}) || slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.From >= f.From && o.Kind == phrase.Percent
	})
}

// reaches reports that a word leads from a place up to a figure, or follows it: "down to line ten",
// "10대까지".
func reaches(c *sense.Clause, from int, v phrase.Value) bool {
	_, far := c.Near(anyReach, v.From, v.To)
	return far < 8 || c.Holds(anyReach, from, v.From) || c.Language == "ko"
}

// rewards reports a share that can be a reward for a friend.
func rewards(c *sense.Clause, v phrase.Value) bool {
	return slices.Contains(ofReward, c.RoleOf(v, sense.ShareRoles)) || Brings(c, v, sense.ShareRoles) ||
		Of(c, v)
}

// ofReward is the roles that a reward can have.
var ofReward = []string{"referral", "return", ""}

// goesOn reports that figure k is the share of the next level: no larger than the last, near it, and of
// nothing else by the words between.
func (n Network) goesOn(c *sense.Clause, k int) bool {
	if len(n.Shares) == 0 || !c.Has.Any(anyRefer) && !c.Has.Any(anyLevel) {
		return false
	}
	last, v := c.Values[n.last], c.Values[k]
	return v.Num <= last.Num && v.From-last.To <= 90 && !c.Holds(notLevel, last.To, v.From)
}

// alsoOf reports a bare number behind a share that is the share of a next level by the words that follow it:
// "twelve percent off your friends, six off theirs".
func (n Network) alsoOf(c *sense.Clause, k int) bool {
	v := c.Values[k]
	if v.Kind != phrase.PlainNumber || len(n.Shares) == 0 || v.Num <= 1 || Counts(c, v) {
		return false
	}
	last := c.Values[n.last]
	level, far := c.Near(anyReferLevel, v.To, v.To)
	share := last.Num
	if last.Kind == phrase.PlainNumber {
		share /= 100
	}
	return far <= besideLevel && level.From > v.To && c.Between(v, level) == 0 && v.Num/100 <= share &&
		v.From-last.To <= 90 &&
		slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
			return p.Comma && p.At >= last.To && p.At < v.From
		})
}

// besideLevel is how near a word for a level follows the share of it.
const besideLevel = 20

// unsaid reports a bare number that is the share of the next level, whose sign is left out: "9 % of what they
// pay, of what theirs pay four".
func (n Network) unsaid(c *sense.Clause, v phrase.Value) bool {
	if len(n.Shares) == 0 || c.Values[n.last].Every != "" {
		return false
	}
	last := c.Values[n.last]
	least := last.Num
	if last.Kind == phrase.PlainNumber {
		least = last.Num / 100
	}
	return v.Num > 0 && v.Num/100 < least && v.From-last.To <= unsaidReach &&
		!Counts(c, v) && !within(c, v) &&
		c.Holds(anyReferLevel, last.To, v.From) && !c.Holds(notLevel, last.To, v.From)
}

// within reports a number that belongs to a word: "the 2nd", "tuyến ba".
func within(c *sense.Clause, v phrase.Value) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From < v.From && k.To >= v.To || k.From <= v.From && k.To > v.To
	})
}

// unsaidReach is how far a share without its sign stands at most from the one before it.
const unsaidReach = 44

// chained is how many bare numbers stand before figure k, set apart by one sign: "7-3-2-1 %".
func chained(c *sense.Clause, k int) int {
	n := 0
	for k-n > 0 && c.Values[k-n-1].Kind == phrase.PlainNumber &&
		c.Values[k-n].From-c.Values[k-n-1].Core <= 3 &&
		!Counts(c, c.Values[k-n-1]) {
		n++
	}
	return n
}

// Counts reports a number that says which level is meant: "level 2", "2nd line".
func Counts(c *sense.Clause, v phrase.Value) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		before, behind := k.To <= v.From && v.From-k.To <= 1, k.From >= v.Core && k.From-v.Core <= 4
		inside := k.From < v.From && k.To >= v.To // "tầng 2"
		return anyLevel.Has(k.Concept) && (before || behind || inside)
	})
}

// Counted is a word of levels with a number of at least two before it, and that number.
func Counted(c *sense.Clause) (phrase.Token, float64) {
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

// Prize is where a clause promises a salary, a car or the like for so many recruits, or for so much that they
// pay in: "gather a team of 50 and get a scooter"; not the seller's own people.
func Prize(c *sense.Clause) (from, to int) {
	if c.Question || c.Reported || !c.Has.Any(anyRefer) || c.Has.Any(notPrize) {
		return 0, 0
	}
	r, _ := c.Near(anyRefer, c.From, c.From)
	for _, k := range c.Tokens {
		if k.Code() != "prize" {
			continue
		}
		for _, v := range c.Values {
			count := v.Kind == phrase.PlainNumber && v.Num >= 3 || v.Kind == phrase.Money
			if count && v.From < k.From && c.Apart(v.From, v.To, k.From, k.To) < 60 {
				return min(r.From, v.From), max(r.To, k.To)
			}
		}
	}
	return 0, 0
}

// Rung is the share of a clause that names one level of a ladder of recruits, and nothing else: "level 2:
// 8 %".
func Rung(c *sense.Clause) (share float64, ok bool) {
	if c.Question || !c.Has.Any(anyLevel) || c.Has.Any(notRung) || c.To-c.From > longestRung {
		return 0, false
	}
	for _, v := range c.Values {
		switch {
		case canReward(v) && !ok:
			share, ok = v.Num, true
		case v.Kind != phrase.PlainNumber:
			return 0, false
		}
	}
	return share, ok
}

// Ladder is the shares of levels that stand each in a line of its own, below a heading of recruits and each
// less than the one above, and its first and last clause, where clause i of n is one of them; else first is
// past i.
func Ladder(n, i int, at func(int) *sense.Clause) (shares []string, first, end int) {
	first = i
	for follows(first, at) && i-first <= mostLevels {
		first--
	}
	if first == i || !heads(at(first)) {
		return nil, i + 1, 0
	}
	first++
	last := 1.0
	for end = first; end < n && end-first < mostLevels && follows(end, at); end++ {
		share, _ := Rung(at(end))
		if share >= last {
			break
		}
		shares, last = append(shares, figure.Trim(share)), share
	}
	if len(shares) < 2 || end <= i {
		return nil, i + 1, 0
	}
	return shares, first, end - 1
}

// heads reports a heading of recruits.
func heads(c *sense.Clause) bool {
	return c.Has.Any(anyRefer) && len(c.Values) == 0 && !c.Question && !c.Has.Any(notPrize)
}

// follows reports a rung on the line below the clause before it.
func follows(k int, at func(int) *sense.Clause) bool {
	_, ok := Rung(at(k))
	return ok && k > 0 && at(k).Line-at(k-1).Line == 1
}

// longestRung is the bytes of such a clause.
const longestRung = 80

var cNum = language.Must("num")

var (
	anyRefer, anyLevel, anyReferLevel = language.SetOf("refer"), language.SetOf("level"),
		language.SetOf("refer level")
	anyReach                    = language.SetOf("to upto")
	anyFee, anyPart, anyOnce    = language.SetOf("fee"), language.SetOf("part"), language.SetOf("once")
	anyStakePriceDue, anyRebate = language.SetOf("stake price due"), language.SetOf("discount once")
)

var (
	notPrize = language.SetOf("us hedge lossmay lie discount neg other price host hash wantreturn narrate")
	notRung  = language.SetOf("fee power host discount hash uptime stake pool neg basis market")
)

// What else figures beside a word for friends can be.
var (
	notReward = language.SetOf("stake due need bond minpay release")
	notLevel  = language.SetOf("power host uptime basis output market discount kwh hash notice")
)
