package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// The least that is paid out, and numbers whose unit is only told by what they stand beside.

// numberTerm says what a number without a unit is: a share of uptime, or how many instalments are deposited.
func (d *doc) numberTerm(i int, v phrase.Value) {
	c := &d.clauses[i]
	if u, far := c.Near(anyUptime, v.From, v.To); v.Num >= 90 && v.Num < 100 && far < 10 && u.To <= v.From {
		d.say(i, "uptime", figure.Trim(v.Num/100), v.From, v.To)
	}
	of, near := c.Near(anyFeeHost, v.To, v.To)
	b, far := c.Near(anyBond, v.From, v.From)
	if near <= 1 && of.From >= v.To && far < 40 && b.To <= v.From && c.Between(v, b) == 0 && v.Num >= 1 &&
		v.Num <= 6 && !slices.ContainsFunc(c.Values, isMoney) {
		d.say(i, "deposit", figure.Trim(v.Num)+" mo", v.From, of.To)
	}
}

// threshold says the least payout where its number stands without a unit: "threshold 0.0005".
func (d *doc) threshold(i int, v phrase.Value) {
	if v.Num > 0 && v.Num < 0.05 && d.clauses[i].RoleOf(v, sense.TermRoles) == "minpay" {
		v.Kind, v.Unit = phrase.Money, "BTC"
		d.moneyTerm(i, v)
	}
}

// leastPaid reports an amount that is the least which is paid out.
func (d *doc) leastPaid(i int, c *clause, v phrase.Value, role string) bool {
	asked := c.LeastAsked(&d.clauses[max(0, i-1)].Clause, v)
	coins := amount.Small(v) && !amount.Dollar(v.Unit) && v.Unit != "EUR"
	return asked || !c.EachPayout(d.Text, v) && (d.leastOf(c, v, role, coins) ||
		coins && d.reached(c, v, role) || role == "price" && c.LeastNamed(v))
}

// leastOf reports an amount that is the least which is paid out by its role: called the least, and no entry
// to a plan, or a small amount of what is paid out, where the text has told no other.
func (d *doc) leastOf(c *clause, v phrase.Value, role string, coins bool) bool {
	switch role {
	case "minpay":
		return coins || !d.offered(c) && !c.LeastIn(v)
	case "output":
		return amount.Small(v) && !d.has("min_payout") && !c.Has.Any(anyPast) &&
			(coins || !c.Has.Any(anyHashMachine))
	}
	return false
}

// reached reports a small amount that is called the least, or that a balance must come to: "saldo ≥ 0,0005
// BTC", "once you hit 200,000 sats".
func (d *doc) reached(c *clause, v phrase.Value, role string) bool {
	if _, least := c.Near(anyLeast, v.From, v.To); least < 30 && role != "fee" && role != "setup" {
		return true
	}
	before := strings.TrimRight(string(d.Text[c.From:v.From]), " ")
	if strings.HasSuffix(before, "≥") || strings.HasSuffix(before, ">") || strings.HasSuffix(before, ">=") {
		return c.Has.Any(anyReleaseGive)
	}
	k, far := c.Near(anyOnce, v.From, v.From)
	return far < 14 && k.To <= v.From && c.Has.Any(anyReleaseGive) && !c.Has.Any(notReached)
}

// offered reports a clause that tells a plan and speaks of no payout, so that its least amount is a price:
// "min. entry 75 USDT, 2 % a day".
func (d *doc) offered(c *clause) bool {
	if c.Has.Any(anyReleaseGive) || c.Head.Any(anyReleaseGive) {
		return false
	}
	return c.Has.Any(anyHashMachine) || d.has("promised_return") || d.has("multiple") ||
		slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Percent && v.Every != ""
		})
}

var anyUptime, notReached = setOf("uptime"), setOf("need fee keep excuse neg refer")
