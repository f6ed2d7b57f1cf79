package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// noCost says that there is no cost, or no least payout: "no maintenance fees", "관리비 없음", "Spese: nessuna".
func (d *doc) noCost(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported || !c.Has.Any(anyCostMinpaySetup) && !c.Has.Any(anyHost) ||
		c.Has.Any(anyRefer) && len(c.Values) == 0 {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept != isNeg || !slices.Contains(noneAtAll, k.Code()) {
			continue
		}
		cost, ok := c.CostBeside(k, d.Text)
		if !ok {
			continue
		}
		what, from, to := c.CostName(cost), min(k.From, cost.From), max(k.To, cost.To)
		st := d.say(i, what, "none", from, to)
		if c.Holds(anyReleaseReferSetup, from-24, to+24) && what == "fee" {
			st.Of = "payout"
		}
		if more, ok := c.CostJoined(cost, what); ok {
			d.say(i, c.CostName(more), "none", min(from, more.From), max(to, more.To))
		}
	}
}

// noneAtAll is the codes of a no that is of the cost beside it.
var noneAtAll = []string{"none", "without", "nor"}

// freeOf says that there is no fee, by one word for that: "free of charge"; or none of the kind that it goes
// on with: "tanpa biaya bulanan".
func (d *doc) freeOf(i int, k phrase.Token) {
	c := &d.clauses[i]
	several := strings.Contains(string(d.Text[k.From:k.To]), " ")
	if !several && c.NoBefore(k, 6) { // "not included"
		return
	}
	s, far := c.Near(anySetup, k.From, k.To)
	if c.SetUpFree(s, k, far <= 12 || d.Labels(s.To, k.From)) {
		d.say(i, "setup_fee", "none", s.From, k.To) // "alta gratuita"
		return
	}
	if cost, ok := c.CostBefore(k, d.Text); ok {
		d.say(i, c.CostName(cost), "none", cost.From, k.To)
		return
	}
	if what, to := c.freeKind(k, several); what != "" {
		d.say(i, what, "none", k.From, to)
		return
	}
	if o, _, far := c.ObjectOf(k, 30, nil); o == sense.OfCost && far < 30 || several {
		d.say(i, "fee", "none", k.From, k.To)
	}
}

// freeKind is the kind of cost that a word for "free" goes on with, and where that ends: the next word, or,
// behind several words, the one after it.
func (c *clause) freeKind(k phrase.Token, several bool) (what string, to int) {
	for _, t := range c.Nearby(5, k.From, k.To) {
		of, ok := sense.KindOf(t)
		near := t.From-k.To <= 1 || several && t.From-k.To <= 5 && !c.HoldsOther(k.To, t.From)
		if ok && t.To > k.To && t.From > k.From && near {
			return of, t.To
		}
	}
	return "", 0
}

// pledged reports that of the words that rule a returned price out a clause only has that of a deposit, where
// the text promised a return before: what is deposited there is the price.
func (d *doc) pledged(c *clause, r rule) bool {
	return d.has("promised_return") && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return r.never.Has(k.Concept) && !anyBond.Has(k.Concept)
	})
}

var (
	anyCostMinpaySetup   = setOf("fee minpay setup")
	anyReleaseReferSetup = setOf("release refer setup")
	anyFeeHost           = setOf("fee host")
	anySetup             = setOf("setup")
)
