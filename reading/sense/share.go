package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/phrase"
)

// Returned reports that a share is said to be what the buyer gets.
func (c *Clause) Returned(text []byte, v phrase.Value, s Stance) bool {
	if c.Signed(text) || c.lied(v) || c.nought(v) || c.shareRole(v, s) != "return" || c.elseShare(v) {
		return false
	}
	bond := v.Every == "year" && v.Num <= 0.2 // a security that says what may be lost
	return !(c.Question && !c.Has.Any(anyNotneg)) && !s.Other &&
		!(s.Past && (!c.Has.Any(anyGiveConstant) || c.Gave(v))) &&
		!(c.Has.Has(isLossmay) && (s.Hedged || bond))
}

// Unpromised reports that a figure is one that nobody can promise.
func (c *Clause) Unpromised(v phrase.Value) bool {
	g, far := c.Near(sGuar, v.From, v.To)
	plain := !c.Has.Any(anyNotnegUnlike) || c.NoBefore(g, 4) && !c.Has.Any(anyNotneg)
	return far < 40 && c.Has.Has(isNeg) && plain && !c.Has.Has(isNorisk) &&
		c.denied(g.From, g.To)
}

// Gave reports that what gives a share is a word of the past: "a rapporté 3 %".
func (c *Clause) Gave(v phrase.Value) bool {
	g, far := c.Near(anyReturnGive, v.From, v.To)
	return far < 20 && !c.Has.Any(promised) && slices.ContainsFunc(c.Tokens, func(p phrase.Token) bool {
		return sPast.Has(p.Concept) && p.From <= g.From && p.To >= g.To && p.To-p.From > g.To-g.From
	})
}

var promised = setOf("constant whatever guar stake you us")

// nought reports a share right behind a no: "there is no 5 % a day anywhere".
func (c *Clause) nought(v phrase.Value) bool {
	n, far := c.Near(sNeg, v.From, v.From)
	return far <= 3 && n.To <= v.From && n.To > n.From && !c.Has.Any(anyNotnegUnlike) && !c.Has.Any(notRate)
}

// lied reports that who says so is none of the seller's: a word for a lie that nothing denies.
func (c *Clause) lied(v phrase.Value) bool {
	l, far := c.Near(anyLie, v.From, v.To)
	if l.Code() == "nobody" && c.Has.Any(ofSeller) {
		return false // "nobody pays 2 % a day but us"
	}
	return far < 90 && !c.NoBefore(l, 8) && !c.Has.Any(sUnlike) &&
		!c.Holds(anyUs, min(l.To, v.To), max(l.From, v.From))
}

// shareRole is the role of a share, where what is sure or stands alone makes it a return.
func (c *Clause) shareRole(v phrase.Value, s Stance) string {
	role := c.RoleOf(v, ShareRoles)
	returned := false
	switch role {
	case "":
		returned = c.unnamedReturn(v, s)
	case "other":
		returned = c.sure()
	case "referral": // levels that pay by the day
		returned = v.Every == "day" || v.Every == "hour" || v.Every != "" && !c.Has.Any(anyRefer)
	case "due", "fee": // "guaranteed 2 %, no maintenance fees"
		_, guar := c.Near(sGuar, v.From, v.To)
		_, fee := c.Near(anyCharge, v.From, v.To)
		returned = guar < 12 && (role == "due" || fee > 5)
	}
	if returned {
		return "return"
	}
	return role
}

// sure reports a clause that says something is so whatever happens, and names nothing that costs.
func (c *Clause) sure() bool {
	return c.Has.Any(anyConstantWhateverGuar) && !c.Has.Any(anyFeePowerHostKeepUptime)
}

// unnamedReturn reports a share of which no word says what it is, and which is a return: sure, or with
// nothing that makes it another; alone ("1.2 % p.d.") only beyond any charge.
func (c *Clause) unnamedReturn(v phrase.Value, s Stance) bool {
	if c.bare() {
		return v.Every != "" && amount.PerDay(v.Num, v.Every) >= 0.015
	}
	return (c.sure() || !c.Has.Any(notReturn)) && !s.Past
}

// elseShare reports a share of something else than the stake: of the market, of what is lost or made good, of
// what the buyer owes, of what is mined, of what comes back of it.
func (c *Clause) elseShare(v phrase.Value) bool {
	return c.ofMarketMove(v) || c.mayBeLost(v) || c.madeGood() || c.owing(v) || c.ofOutput(v) ||
		c.moved(v) || c.partBack(v)
}

// ofMarketMove reports a share by which the market moves, or of what others have of it.
func (c *Clause) ofMarketMove(v phrase.Value) bool {
	return c.marketGrew(v) || c.OfMarket(v) || c.lessBy(v)
}

// mayBeLost reports a share of what may be lost, or of the time in which machines stand.
func (c *Clause) mayBeLost(v phrase.Value) bool {
	_, loss := c.Near(anyLossmay, v.From, v.To)
	return loss < 30 || c.ofFailing(v)
}

// madeGood reports a share that is credited for time in which machines stood, or insured of goods.
func (c *Clause) madeGood() bool {
	credit := c.Has.Any(anyUptime) && c.Has.Any(anyFeePowerHost) && !c.Has.Any(anyStake)
	return credit || c.insuresGoods()
}

// owing reports a share that the buyer owes: a charge, or interest on a loan, on arrears, on a bill.
func (c *Clause) owing(v phrase.Value) bool {
	return c.borrowed() || c.late() || c.Charged(v) || c.onInvoice(v)
}

// ofOutput reports so large a share, in a clause of no stake, that it is one of what is mined, or of time.
func (c *Clause) ofOutput(v phrase.Value) bool {
	return v.Num >= 0.5 && v.Num <= 1 && !c.Has.Any(anyStake) && (v.Every != "" || c.Has.Any(anyTime))
}

// partBack reports a part of what was paid that comes back once, and no gain: "half of your deposit back
// within 30 days".
func (c *Clause) partBack(v phrase.Value) bool {
	paid, far := c.Near(stakeOrPrice, v.To, v.To)
	_, back := c.Near(anyBackOnly, v.From, max(v.To, paid.To))
	return v.Num < 1 && v.Every == "" && paid.From >= v.To && far < 16 && back < 16 &&
		c.Between(v, paid) == 0 && !c.Has.Any(again)
}

var (
	stakeOrPrice, anyBackOnly = setOf("stake price"), setOf("back")
	again                     = setOf("hourly daily weekly monthly quarterly yearly per constant whatever")
)

// ofFailing reports a share of time in which machines stand: "downtime of more than 5 % a month".
func (c *Clause) ofFailing(v phrase.Value) bool {
	f, far := c.Near(anyFailPause, v.From, v.From)
	return f.To <= v.From && far < 10 && c.Between(v, f) == 0 && !c.NoBefore(f, 24) && !c.Has.Any(notBillable)
}

var anyFailPause, notBillable = setOf("fail pause"), setOf("stake constant whatever guar protect norisk")

// lessBy reports a share by which something is less: "a third less coin a year", "12 % fewer".
func (c *Clause) lessBy(v phrase.Value) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Code() == "less" && k.From <= v.To && k.To > v.To
	})
}

// marketGrew reports how much the market grew or may grow: "if difficulty grows 5 % a month, your income
// falls", "bitcoin gained 150 % in 2023".
func (c *Clause) marketGrew(v phrase.Value) bool {
	if !c.Has.Any(anyMarket) {
		return false
	}
	g, near := c.Near(anyGrow, v.From, v.From)
	return near < 10 && g.To <= v.From && !c.Has.Any(ofStakeOrGive) || !c.Has.Any(notBilled) && c.inYear(v)
}

// late reports that what the buyer owes stays unpaid, in the clause or the question that it answers.
func (c *Clause) late() bool { return c.Has.Any(anyUnpaidAppraised) || c.Head.Any(anyUnpaid) }

// inYear reports a figure that is told of a year of the calendar.
func (c *Clause) inYear(v phrase.Value) bool {
	return slices.ContainsFunc(c.Values, func(y phrase.Value) bool {
		return (y.Kind == phrase.PlainNumber || y.Kind == phrase.Clock) && y.Num >= 2009 && y.Num < 2100 &&
			c.Apart(v.From, v.To, y.From, y.To) < 40
	})
}

// onInvoice reports interest on what the buyer owes: a word for a bill and none for what he put in.
func (c *Clause) onInvoice(v phrase.Value) bool {
	_, bill := c.Near(sExcuse, v.From, v.To)
	return bill < 40 && v.Every != "" && !c.Has.Any(notBilled)
}

var ofSeller = setOf("us unlike")

var notBilled = setOf("stake give constant whatever guar protect back")

// Charged reports a word of a fee that nothing denies, in a clause with no stake and nothing that is sure.
func (c *Clause) Charged(v phrase.Value) bool {
	if c.Has.Any(anyStake) || c.Has.Any(anyConstantWhateverGuar) {
		return false
	}
	_, own := c.Near(anyReturnGive, v.From, v.To)
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		if anyMarket.Has(k.Concept) && c.Apart(v.From, v.To, k.From, k.To) > own ||
			anyRefer.Has(k.Concept) && (v.Every == "day" || c.itemsApart(v, k)) {
			return false
		}
		return anyCharge.Has(k.Concept) && c.Between(v, k) == 0 && c.Count(anyNegFree, k.From, k.To, 20) == 0
	})
}

// itemsApart reports that a comma parts a figure from a word: they are items of a list.
func (c *Clause) itemsApart(v phrase.Value, k phrase.Token) bool {
	return slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.Comma && p.At >= min(v.To, k.To) && p.At < max(v.From, k.From)
	})
}

// bare reports a clause that has figures and times, and no other words that are known.
func (c *Clause) bare() bool {
	return !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return !figureWords.Has(k.Concept) })
}

// What grows with the market, and what makes it the buyer's.
var anyGrow, ofStakeOrGive = setOf("grow change vary"), setOf("stake constant guar whatever")

// notReturn is words that make a share per time something else, where no other word says what it is.
var notReturn = setOf(
	"fee keep power host output market unpaid cap change discount loan uptime solo other pool hash" +
		" basis excuse",
)
