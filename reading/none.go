package reading

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// noCost says that there is no cost, or no least payout: "no maintenance fees", "관리비 없음", "Spese: nessuna".
func (d *doc) noCost(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported || !c.Has.Any(anyCostMinpay) {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept != isNeg || k.Code() != "none" && k.Code() != "without" {
			continue
		}
		cost, ok := c.costBeside(k, d.Text)
		if !ok {
			continue
		}
		what, from, to := "fee", min(k.From, cost.From), max(k.To, cost.To)
		switch {
		case cost.Concept == isMinpay:
			what = "min_payout"
		case c.monthly(cost):
			what = "monthly_fee"
		}
		st := d.say(i, what, "none", from, to)
		if c.holds(anyReleaseReferSetup, from-24, to+24) && what == "fee" {
			st.Of = "payout"
		}
	}
}

// costBeside is the cost that a no stands right before, or behind, where the language puts it there or a
// colon stands between.
func (c *clause) costBeside(no phrase.Token, text []byte) (phrase.Token, bool) {
	for _, k := range c.Nearby(nearNo, no.From, no.To) {
		if !anyCostMinpay.Has(k.Concept) || k.From == k.To {
			continue
		}
		far := c.Apart(no.From, no.To, k.From, k.To)
		switch {
		case no.To <= k.From:
			if far > nearNo || c.holdsOther(no.To, k.From) {
				continue
			}
		case k.To <= no.From:
			colon := slices.Contains(text[k.To:no.From], ':')
			if !colon && (!slices.Contains(noBehind, c.Language) || far > nearNo) || far > 30 ||
				c.holdsOther(k.To, no.From) {
				continue
			}
		default:
			continue
		}
		end := max(no.To, k.To)
		if n, near := c.Near(anyChangeCap, end, end); near > 12 || n.From < end {
			return k, true
		}
	}
	return phrase.Token{}, false
}

// holdsOther reports a word between two places that a no may be of instead.
func (c *clause) holdsOther(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From >= from && k.To <= to && !besideNo.Has(k.Concept) && !anyCostMinpay.Has(k.Concept)
	})
}

// monthly reports a cost that its own word, or one beside it, calls monthly.
func (c *clause) monthly(cost phrase.Token) bool {
	_, far := c.Near(anyMonth, cost.From, cost.To)
	return cost.Code() == "monthly" || far <= 2
}

// perMonth is "month" where the cost nearest to an amount is called monthly.
func (c *clause) perMonth(v phrase.Value) string {
	if k, far := c.Near(anyFeeHost, v.From, v.To); far < 16 && k.Code() != "unit" && c.monthly(k) {
		return "month"
	}
	return ""
}

// nearNo is how near a no stands to what it is of; noBehind the languages that put it behind.
const nearNo = 14

var noBehind = []string{"ko", "ja", "tr", "hi", "zh"}

var (
	anyCostMinpay        = setOf("fee minpay")
	anyReleaseReferSetup = setOf("release refer setup")
	anyChangeCap         = setOf("change nochange cap unprofit")
	anyMonth             = setOf("monthly month")
	besideNo             = setOf(`stop per you us monthly daily yearly month year term power host release keep
		setup refer pool num due excuse output service neg free price`)
	anyFeeHost = setOf("fee host")
	isMinpay   = language.Must("minpay")
)
