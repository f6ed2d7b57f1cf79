package sense

import (
	"bytes"
	"math"
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Which cost a word names, and of which one a no is said.

// CostBeside is the cost that a no stands right before, or behind, where the language puts it there or a
// colon stands between.
func (c *Clause) CostBeside(no phrase.Token, text []byte) (phrase.Token, bool) {
	if k, ok := c.CostBefore(no, text); ok {
		return k, true
	}
	for _, k := range c.Nearby(nearNo, no.From, no.To) {
		if !IsCost(k) || k.From == k.To || !c.ofCost(no, k, text) {
			continue
		}
		end := max(no.To, k.To)
		if n, near := c.Near(anyChangeCap, end, end); near > 12 || n.From < end {
			return k, true
		}
	}
	return phrase.Token{}, false
}

// ofCost reports that a no is of the cost beside it, and of nothing between: right before it; or behind it,
// where a colon stands between or the language puts it there.
func (c *Clause) ofCost(no, cost phrase.Token, text []byte) bool {
	far := c.Apart(no.From, no.To, cost.From, cost.To)
	switch {
	case no.To <= cost.From:
		return far <= nearNo && !c.HoldsOther(no.To, cost.From)
	case cost.To <= no.From:
		colon := slices.Contains(text[cost.To:no.From], ':')
		own := slices.Contains(noBehind, c.Language) && far <= nearNo
		return (colon || own) && far <= 30 && !c.HoldsOther(cost.To, no.From)
	}
	return false
}

// CostBefore is the cost in the label that a word stands behind, alone: "Comisión sobre lo minado: ninguna",
// "手数料|なし".
func (c *Clause) CostBefore(k phrase.Token, text []byte) (phrase.Token, bool) {
	sign := bytes.LastIndexAny(text[c.From:k.From], ":|") + c.From
	if sign < c.From || len(bytes.TrimSpace(text[sign+1:k.From])) > 0 {
		return phrase.Token{}, false
	}
	start := max(c.From, bytes.LastIndexByte(text[c.From:sign], '|')+c.From+1)
	for _, t := range c.Tokens {
		if t.From >= start && t.To <= sign && IsCost(t) && t.From < t.To {
			return t, !c.HoldsOther(start, sign)
		}
	}
	return phrase.Token{}, false
}

// SetUpFree reports that a word for free is of setting up: inside it ("初期費用なし"), or right behind it.
func (c *Clause) SetUpFree(s, k phrase.Token, near bool) bool {
	return s.From < k.From && s.To > k.From || s.To <= k.From && near && !c.HoldsOther(s.To, k.From)
}

// CostJoined is another cost that is denied with one, by the same no: "初期費用も月額費用もありません", "no set-up or
// monthly fees".
func (c *Clause) CostJoined(cost phrase.Token, what string) (phrase.Token, bool) {
	for _, k := range c.Nearby(joinedReach, cost.From, cost.To) {
		apart := c.Apart(cost.From, cost.To, k.From, k.To)
		other := (k.Concept == isSetup || k.Code() == "monthly") && c.CostName(k) != what
		if other && k.From < k.To && apart > 0 && apart <= joinedReach &&
			!c.HoldsOther(min(k.To, cost.To), max(k.From, cost.From)) {
			return k, true
		}
	}
	return phrase.Token{}, false
}

// CostName is what the cost of a word is called.
func (c *Clause) CostName(cost phrase.Token) string {
	switch {
	case cost.Concept == isMinpay:
		return "min_payout"
	case cost.Concept == isSetup:
		return "setup_fee"
	case c.monthly(cost):
		return "monthly_fee"
	}
	return "fee"
}

// KindOf is what the word of a cost other than a fee of any kind names.
func KindOf(k phrase.Token) (what string, ok bool) {
	switch {
	case k.Concept == isSetup:
		return "setup_fee", true
	case k.Code() == "monthly":
		return "monthly_fee", true
	}
	return "", false
}

// monthly reports a cost that its own word, or one beside it, calls monthly.
func (c *Clause) monthly(cost phrase.Token) bool {
	_, far := c.Near(anyMonth, cost.From, cost.To)
	return cost.Code() == "monthly" || far <= 2
}

// PerMonth is "month" where the cost nearest to an amount is called monthly.
func (c *Clause) PerMonth(v phrase.Value) string {
	if k, far := c.Near(anyFeeHost, v.From, v.To); far < 16 && k.Code() != "unit" && c.monthly(k) {
		return "month"
	}
	for _, k := range c.Nearby(16, v.From, v.From) { // "mensalidade de R$ 120 por equipamento"
		if IsCost(k) && k.Code() == "monthly" && k.To <= v.From && c.Between(v, k) == 0 {
			return "month"
		}
	}
	return ""
}

// HoldsOther reports a word between two places that a no may be of instead.
func (c *Clause) HoldsOther(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From >= from && k.To <= to && !besideNo.Has(k.Concept) && !IsCost(k)
	})
}

// IsCost reports a word of a cost, of setting up, of what is due each month, or of a least payout.
func IsCost(k phrase.Token) bool { return anyCostMinpaySetup.Has(k.Concept) || k.Code() == "monthly" }

// nearNo is how near a no stands to what it is of, joinedReach how far two costs stand that one no denies;
// noBehind the languages that put it behind.
const nearNo, joinedReach = 14, 6

var noBehind = []string{"ko", "ja", "tr", "hi", "zh", "ru"}

var (
	anyCostMinpaySetup = setOf("fee minpay setup")
	anyChangeCap       = setOf("change nochange cap unprofit")
	anyMonth           = setOf("monthly month")
	besideNo           = setOf(`stop per you us monthly daily yearly month year term power host release keep
		setup refer pool num due excuse output service neg free price first whole part revenue`)
	anyFeeHost = setOf("fee host")
	isMinpay   = language.Must("minpay")
)

// OfCalendar reports a number that is a year, and no round amount.
func OfCalendar(n float64) bool { return n >= 2009 && n < 2100 && math.Mod(n, 10) != 0 }

// Lent reports a clause that calls the buyer's money a principal, which no refund of a service is.
func (c *Clause) Lent() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "principal" })
}

// TakenOut is the word by which a running cost is taken out of what is mined or paid out: "upkeep is deducted
// from your rewards". Not of a share, which is taken so by itself, and not where a no stands before it.
func (c *Clause) TakenOut() (phrase.Token, bool) {
	if c.Question || c.Told || !c.Has.Any(anyFeePowerHost) || slices.ContainsFunc(c.Values, isShare) {
		return phrase.Token{}, false
	}
	from, rate := c.outOf()
	for _, k := range c.Tokens {
		o, far := c.Near(from, k.From, k.To)
		of := anyTaken.Has(k.Concept) && far <= outOfReach ||
			anyExcuse.Has(k.Concept) && k.From >= rate && o.From > k.From && far <= 1 // "taken from output"
		if of && o.To > o.From && !c.NoBefore(k, 16) {
			return k, true
		}
	}
	return phrase.Token{}, false
}

func isShare(v phrase.Value) bool { return v.Kind == phrase.Percent }

// outOf is what a cost of a clause can be taken out of, and where its first rate ends: with a rate that may
// be what is paid out too, without one only what is mined, and the end is that of the clause.
func (c *Clause) outOf() (from language.Set, rate int) {
	from, rate = anyOutput, c.To
	for _, v := range c.Values {
		if v.PerKWh || v.PerHash > 0 && v.Every != "" {
			from, rate = anyOutOf, min(rate, v.To)
		}
	}
	return from, rate
}

// anyOutOf is what a cost is taken out of that stands beside, anyOutput any cost; outOfReach is how far away.
var anyExcuse, anyOutOf = setOf("excuse"), setOf("output give return release")

const outOfReach = 30
