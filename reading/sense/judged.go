package sense

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// DeniedLast reports a no right behind a word, in a language that says it there: "必ず儲かる仕組みではない".
func (c *Clause) DeniedLast(k phrase.Token) bool {
	n, far := c.Near(sNeg, k.To, k.To)
	return c.VerbLast() && n.From >= k.To && far < 12 && n.Code() != "none" && n.Code() != "nor"
}

// UnpaidFor reports that nothing is paid: what is simulated then is shown.
func (c *Clause) UnpaidFor() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyPaid.Has(k.Concept) && c.Count(sNeg, k.From, k.To, 6) > 0
	})
}

// NotSo reports that a word of failing, falling or losing is denied: "nobody has lost", "it never drops".
func (c *Clause) NotSo(k phrase.Token) bool {
	switch k.Concept {
	case isVary:
		return c.steady(k)
	case cLossMay:
		return k.Code() != "own" && c.noLoss(k)
	}
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return n.Concept == isNeg && c.governs(n, k, c.Apart(n.From, n.To, k.From, k.To)) && !c.ofElse(n, k)
	})
}

// noLoss reports a no beside a word for a loss that may come, but for one behind it that goes on with a list:
// "no guarantee of profit nor of the price".
func (c *Clause) noLoss(k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return n.Concept == isNeg && c.Apart(n.From, n.To, k.From, k.To) <= 14 &&
			!(n.Code() == "nor" && n.From >= k.To)
	})
}

// ofElse reports a no that may govern a word of failing and is of something else: it answers a question, or
// denies that something is promised, made good or charged.
func (c *Clause) ofElse(n, k phrase.Token) bool {
	return c.bareNo(n, k) || c.colon(n.To, k.From) || c.Also(n, isProtect) || c.OfPromise(n, k) ||
		c.unpaidLoss(n) || c.noOfAnother(n, k) || c.noCompensation(n, k) || c.noInterest(n, k) ||
		c.noCharge(n, k)
}

// noCharge reports a no of a charge right beside it, and nearer than a word of failing: "in a loss we charge
// nothing".
func (c *Clause) noCharge(n, k phrase.Token) bool {
	_, fee := c.Near(anyChargeOfUs, n.From, n.To)
	return fee <= 8 && fee < c.Apart(n.From, n.To, k.From, k.To)
}

// bareNo reports a no that begins a clause and ends at a comma, so that it answers what was asked and is of
// no word behind: "no, and whoever sells it so breaks our rules".
func (c *Clause) bareNo(n, k phrase.Token) bool {
	_, to := c.Item(n.From)
	return n.From-c.From <= 3 && to-n.To <= 1 && k.From >= to
}

// governs reports a no that may be of a word so far away: near it, before it in its part of the clause or
// one that names who speaks to whom, or behind it where the language puts it there.
func (c *Clause) governs(n, k phrase.Token, far float64) bool {
	from, to := c.Item(k.From)
	own := n.From >= from && n.To <= to
	before := n.To <= k.From && (own || c.Has.Any(anyUsYouStake))
	return far <= 24 || far <= 80 && (before || c.nobody(n, k)) || far <= 50 && c.VerbLast() && n.To <= to
}

// nobody reports a word for anybody at all between a word and the no at the end of the clause: "who lost
// money, of those there is, since we began, not a single one".
func (c *Clause) nobody(n, k phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(p phrase.Token) bool {
		return p.Code() == "nobody" && p.From >= k.To && p.To <= n.From &&
			c.Apart(p.From, p.To, n.From, n.To) <= 4
	})
}

// unpaidLoss reports a no that is of making good: "lost income is not compensated".
func (c *Clause) unpaidLoss(n phrase.Token) bool {
	_, far := c.Near(anyProtect, n.From, n.To)
	_, safe := c.Near(anyStake, n.From, n.To)
	return far < 6 && safe > 20 || c.Has.Any(anyWarranty)
}

// parted reports that all noes before a word stand in a part of the clause that ends with another verb's: "it
// does not, and so income falls".
func (c *Clause) parted(k phrase.Token) bool {
	return !slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		ended := func(p phrase.Pause) bool { return p.At >= n.To && p.At-n.To <= 1 && p.At < k.From }
		return n.Concept == isNeg && n.To <= k.From && !slices.ContainsFunc(c.Breaks, ended)
	})
}

// steady reports that it is denied that something varies.
func (c *Clause) steady(k phrase.Token) bool {
	if slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		return t.Concept == isUncertain && t.From <= k.From && t.To >= k.To
	}) && !c.NoBefore(k, 14) {
		return false
	}
	if c.byShare(k) {
		return false
	}
	n, far := c.Near(sNeg, k.From, k.To)
	_, hedge := c.Near(sHedge, k.From, k.To)
	if c.Has.Any(sGuar) && n.To > k.From || hedge < 14 { // "varies and is not guaranteed", "may vary"
		return false
	}
	return far <= 16 || c.NoBefore(k, 50) && !c.parted(k)
}

// byShare reports that what is denied is that something falls by just so much: "does not fall by 4.8 % but by
// 4.58 %".
func (c *Clause) byShare(k phrase.Token) bool {
	end := k.To
	for _, n := range c.Tokens {
		if n.Concept == isNeg && n.From >= k.To && n.From-end <= 2 {
			end = n.To
		}
	}
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && v.From >= end && v.From-end <= len(" by ")
	})
}

// colon reports a sign behind which another thing is said: "there is no free lunch: one side's gain is
// the other's loss".
func (c *Clause) colon(from, to int) bool {
	return slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.Cost == colonCost && p.At >= from && p.At < to
	})
}

// NobodyCan reports that a promise is denied before others are spoken of: "nobody can guarantee a
// profit, and if
// someone says he can".
func (c *Clause) NobodyCan(k phrase.Token) bool {
	o, _ := c.Near(sOther, k.To, k.To)
	return o.From >= k.To && c.NoBefore(k, 34) && !c.Has.Any(anyNotnegUnlike) &&
		!c.Holds(anyUs, k.To, c.To)
}

var (
	anyHour               = setOf("hour")
	isFail                = language.Must("fail")
	anyBondSetup          = setOf("bond setup")
	anyChargeOfUs         = setOf("fee keep")
	anyExcuseFree         = setOf("free")
	anyFirst              = setOf("first")
	anyMinpay             = setOf("minpay")
	anyOfService          = setOf("fee power host discount uptime")
	anyOther              = setOf("other")
	anyPaid               = setOf("give release")
	anyPlaced             = setOf("host piece apiece machine")
	anyProtect            = setOf("protect")
	anyReturnStakeRelease = setOf("return stake release")
	anyUnprofit           = setOf("unprofit")
	anyCover              = setOf("protect")
	anyUsYouStake         = setOf("us you stake")
	anyWarranty           = setOf("defect")
	anyWhateverOrNeg      = setOf("whatever neg")
	cLossMay              = language.Must("lossmay")
	isOnce                = language.Must("once")
	isProtect             = language.Must("protect")
	isUncertain           = language.Must("uncertain")
	isYou                 = language.Must("you")
	notAccount            = setOf("stake us refer guar protect norisk whatever constant")
	sKeep                 = setOf("keep")
	sNeg                  = setOf("neg")
)

// Concord reports a no that goes with another one, which it does not take back: "no corre ningún peligro".
func (c *Clause) Concord(text []byte, k phrase.Token) bool {
	word := string(text[k.From:k.To])
	return c.Count(sNeg, max(c.From, k.From-24), k.From, 0) < 2 && slices.ContainsFunc(concords,
		func(no string) bool { return strings.HasPrefix(word, no) })
}

// concords begins the words that go with another no.
var concords = strings.Fields("ningun nessun nenhum aucun " +
	"никак ни нико ниче nada niente nulla hic")

// QuotedNo reports a word in quotation marks that a no follows: "mining that is sure to pay" does not exist.
func (c *Clause) QuotedNo(text []byte, k phrase.Token) bool {
	rest := string(text[k.To:min(c.To, k.To+80)])
	at := strings.IndexAny(rest, "\"」”』")
	if at < 0 {
		return false
	}
	n, far := c.Near(sNeg, k.To+at+1, k.To+at+1)
	return n.From > k.To+at && far < 10
}
