package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// What a single word of a promise says only with the rest of its meaning: who may not lose, what stays the
// same, all of what comes back, and why.

// meant reports that a word of a promise means something else by the rest of the clause, and what it is
// said of.
func (d *doc) meant(i int, r rule, k phrase.Token, o sense.Object, t phrase.Token) bool {
	c := &d.clauses[i]
	switch r.what {
	case "constant_income":
		return d.elsewhere(c, k, o, t) || c.Declines(k) || c.OwnWord(k, t) || c.FlatCharge(k) ||
			c.OfMarketItself(k) || d.paidOut(i)
	case "guarantee":
		other := t.From > k.To && c.NoBefore(t, 4) && !r.flipped // "we guarantee power, not profit"
		return d.warranty(i, k) || other && !c.StanceOf(k.From, k.To).Negated
	case "principal_back":
		return c.InPart(min(k.From, t.From), max(k.To, t.To)) || d.calledOff(i) || d.onFailure(c, k)
	}
	return false
}

// paidOut reports that what is sent all the same is a balance, after words for the end of an account or a
// contract: "we may close accounts that break the rules. A lawful balance is still sent".
func (d *doc) paidOut(i int) bool {
	c := &d.clauses[i]
	return i > 0 && d.clauses[i-1].Line == c.Line && d.clauses[i-1].Has.Any(anyEnd) &&
		c.Has.Any(anyRelease) && len(c.Values) == 0 && !c.Has.Any(notPaidOut)
}

var (
	anyEnd, anyRelease = setOf("terminate breach"), setOf("release")
	notPaidOut         = setOf("return whatever market guar you")
)

// warranty reports that what is guaranteed is goods: the line spoke of a guarantee for some time before,
// and of nothing that the buyer hopes for.
func (d *doc) warranty(i int, k phrase.Token) bool {
	c := &d.clauses[i]
	if !anyGuar.Has(k.Concept) || c.Has.Any(anyReturnStake) {
		return false
	}
	for n := i - 1; n >= 0 && d.clauses[n].Line == c.Line; n-- {
		b := &d.clauses[n]
		spans := slices.ContainsFunc(b.Values, func(v phrase.Value) bool { return v.Kind == phrase.Span })
		if spans && b.Has.Any(anyGuar) && !b.Has.Any(anyReturnStake) {
			return true
		}
	}
	return false
}

// calledOff reports that money comes back because an order is called off or goods are returned within some
// days: the clause or one before it on the line says so, and none says that anything was mined in between.
func (d *doc) calledOff(i int) bool {
	off, days := false, false
	for k := i; k >= max(0, i-2) && d.clauses[k].Line == d.clauses[i].Line; k-- {
		c := &d.clauses[k]
		if k < i && c.Has.Any(anyReturnStake) {
			break
		}
		off = off || c.Has.Any(anyCalledOff)
		days = days || slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Span && (v.Unit == "day" && v.Num <= 31 ||
				v.Unit == "week" && v.Num <= 4 ||
				v.Unit == "hour")
		})
	}
	return off && days
}

// onFailure reports that money comes back if the seller cannot do something: the condition with which the
// clause begins has a no, and nothing of what the buyer hopes for or fears.
func (d *doc) onFailure(c *clause, back phrase.Token) bool {
	end := min(d.Condition(&c.Clause.Clause), back.From)
	return end > 0 && c.Holds(sNeg, c.From, end) && !c.Holds(ofHopes, c.From, end)
}

// onDebt reports interest that the writer pays on what he owes: the clause, or the one before on the line,
// speaks of a debt, and nothing of the buyer's.
func (d *doc) onDebt(i int) bool {
	c := &d.clauses[i]
	if slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return ofBuyer.Has(k.Concept) && !c.Is(k, anyLoan)
	}) {
		return false
	}
	return c.Has.Any(anyLoan) || i > 0 && d.clauses[i-1].Line >= c.Line-1 && d.clauses[i-1].Has.Any(anyLoan)
}

var ofBuyer = setOf("stake you give constant guar whatever protect refer")

var (
	ofHopes      = setOf("return stake market fail give unprofit lossmay")
	anyGuar      = setOf("guar")
	anyCalledOff = setOf("defect terminate")
)
