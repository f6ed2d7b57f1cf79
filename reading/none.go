package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// noCost says that there is no cost, or no least payout: "no maintenance fees", "관리비 없음", "Spese: nessuna".
func (d *doc) noCost(i int) {
	c := &d.clauses[i]
	d.noShare(i)
	if c.Question || c.Reported || !c.Has.Any(anyCostMinpaySetup) && !c.Has.Any(anyHost) ||
		c.Has.Any(anyRefer) && len(c.Values) == 0 {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept != isNeg || !slices.Contains(noneAtAll, k.Code()) {
			continue
		}
		cost, ok := c.costBeside(k, d.Text)
		if !ok {
			continue
		}
		what, from, to := c.costName(cost), min(k.From, cost.From), max(k.To, cost.To)
		st := d.say(i, what, "none", from, to)
		if c.Holds(anyReleaseReferSetup, from-24, to+24) && what == "fee" {
			st.Of = "payout"
		}
		if more, ok := c.costJoined(cost, what); ok {
			d.say(i, c.costName(more), "none", min(from, more.From), max(to, more.To))
		}
	}
}

// noShare says that no share of what is mined is taken: "no cobramos porcentaje de lo minado".
func (d *doc) noShare(i int) {
	c := &d.clauses[i]
	k, far := c.Near(sNeg, c.From, c.From)
	refused := c.Question && d.Refused(i)
	text := string(d.Text[c.From:c.To])
	holds := func(w string) bool { return strings.Contains(text, w) }
	if refused {
		k, far = phrase.Token{From: c.From, To: c.To}, 0
	}
	o, near := c.Near(anyOutput, k.From, k.To)
	if far < 1e9 && near < 60 && (refused || !c.Question) && !c.Reported && !c.Has.Any(notNoShare) &&
		len(c.Values) == 0 && c.Has.Any(anyFeeKeep) && slices.ContainsFunc(shareWords, holds) {
		d.say(i, "fee", "none", min(k.From, o.From), max(k.To, o.To))
	}
}

var (
	notNoShare = setOf("refer release back unprofit change cap stake return terminate give")
	anyFeeKeep = setOf("fee keep")
	shareWords = strings.Fields(`share cut percent slice nothing porcentaje nada nulla
		percentual comissao anteil
		prozent nichts pourcentage rien part percentuale niente quota дол процент ничего pay yuzde bagian
		persen phan tram 抽成 分成 提成 取り分 몫 지분 हिस्स प्रतिशत حصه نسبه`)
)

// noneAtAll is the codes of a no that is of the cost beside it.
var noneAtAll = []string{"none", "without", "nor"}

// costName is what the cost of a word is called.
func (c *clause) costName(cost phrase.Token) string {
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

// costJoined is another cost that is denied with one, by the same no: "初期費用も月額費用もありません", "no set-up or
// monthly fees".
func (c *clause) costJoined(cost phrase.Token, what string) (phrase.Token, bool) {
	for _, k := range c.Nearby(joinedReach, cost.From, cost.To) {
		apart := c.Apart(cost.From, cost.To, k.From, k.To)
		other := (k.Concept == isSetup || k.Code() == "monthly") && c.costName(k) != what
		if other && k.From < k.To && apart > 0 && apart <= joinedReach &&
			!c.holdsOther(min(k.To, cost.To), max(k.From, cost.From)) {
			return k, true
		}
	}
	return phrase.Token{}, false
}

// joinedReach is how far two costs stand that one no denies.
const joinedReach = 6

// freeOf says that there is no fee, by one word for that: "free of charge"; or none of the kind that it goes
// on with: "tanpa biaya bulanan".
func (d *doc) freeOf(i int, k phrase.Token) {
	c := &d.clauses[i]
	several := strings.Contains(string(d.Text[k.From:k.To]), " ")
	if !several && c.NoBefore(k, 6) { // "not included"
		return
	}
	s, far := c.Near(anySetup, k.From, k.To)
	if c.setUpFree(s, k, far <= 12 || d.Labels(s.To, k.From)) {
		d.say(i, "setup_fee", "none", s.From, k.To) // "alta gratuita"
		return
	}
	if cost, ok := c.costBefore(k, d.Text); ok {
		d.say(i, c.costName(cost), "none", cost.From, k.To)
		return
	}
	for _, t := range c.Nearby(5, k.From, k.To) {
		of, ok := kindOf(t)
		near := t.From-k.To <= 1 || several && t.From-k.To <= 5 && !c.holdsOther(k.To, t.From)
		if ok && t.To > k.To && t.From > k.From && near {
			d.say(i, of, "none", k.From, t.To)
			return
		}
	}
	if o, _, far := c.ObjectOf(k, 30, nil); o == sense.OfCost && far < 30 || several {
		d.say(i, "fee", "none", k.From, k.To)
	}
}

// setUpFree reports that a word for free is of setting up: inside it ("初期費用なし"), or right behind it.
func (c *clause) setUpFree(s, k phrase.Token, near bool) bool {
	return s.From < k.From && s.To > k.From || s.To <= k.From && near && !c.holdsOther(s.To, k.From)
}

// kindOf is what the word of a cost other than a fee of any kind names.
func kindOf(k phrase.Token) (what string, ok bool) {
	switch {
	case k.Concept == isSetup:
		return "setup_fee", true
	case k.Code() == "monthly":
		return "monthly_fee", true
	}
	return "", false
}

// costBeside is the cost that a no stands right before, or behind, where the language puts it there or a
// colon stands between.
func (c *clause) costBeside(no phrase.Token, text []byte) (phrase.Token, bool) {
	if k, ok := c.costBefore(no, text); ok {
		return k, true
	}
	for _, k := range c.Nearby(nearNo, no.From, no.To) {
		if !isCost(k) || k.From == k.To {
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

// costBefore is the cost in the label that a word stands behind, alone: "Comisión sobre lo minado: ninguna",
// "手数料|なし".
func (c *clause) costBefore(k phrase.Token, text []byte) (phrase.Token, bool) {
	sign := bytes.LastIndexAny(text[c.From:k.From], ":|") + c.From
	if sign < c.From || len(bytes.TrimSpace(text[sign+1:k.From])) > 0 {
		return phrase.Token{}, false
	}
	start := max(c.From, bytes.LastIndexByte(text[c.From:sign], '|')+c.From+1)
	for _, t := range c.Tokens {
		if t.From >= start && t.To <= sign && isCost(t) && t.From < t.To {
			return t, !c.holdsOther(start, sign)
		}
	}
	return phrase.Token{}, false
}

// holdsOther reports a word between two places that a no may be of instead.
func (c *clause) holdsOther(from, to int) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.From >= from && k.To <= to && !besideNo.Has(k.Concept) && !isCost(k)
	})
}

// isCost reports a word of a cost, of setting up, of what is due each month, or of a least payout.
func isCost(k phrase.Token) bool { return anyCostMinpaySetup.Has(k.Concept) || k.Code() == "monthly" }

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
	for _, k := range c.Nearby(16, v.From, v.From) { // "mensalidade de R$ 120 por equipamento"
		if isCost(k) && k.Code() == "monthly" && k.To <= v.From && c.Between(v, k) == 0 {
			return "month"
		}
	}
	return ""
}

// pledged reports that of the words that rule a returned price out a clause only has that of a deposit, where
// the text promised a return before: what is deposited there is the price.
func (d *doc) pledged(c *clause, r rule) bool {
	return d.has("promised_return") && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return r.never.Has(k.Concept) && !anyBond.Has(k.Concept)
	})
}

// nearNo is how near a no stands to what it is of; noBehind the languages that put it behind.
const nearNo = 14

var noBehind = []string{"ko", "ja", "tr", "hi", "zh", "ru"}

var (
	anyCostMinpaySetup   = setOf("fee minpay setup")
	anyReleaseReferSetup = setOf("release refer setup")
	anyChangeCap         = setOf("change nochange cap unprofit")
	anyMonth             = setOf("monthly month")
	besideNo             = setOf(`stop per you us monthly daily yearly month year term power host release keep
		setup refer pool num due excuse output service neg free price first whole part revenue`)
	anyFeeHost = setOf("fee host")
	anySetup   = setOf("setup")
	isMinpay   = language.Must("minpay")
	isSetup    = language.Must("setup")
)
