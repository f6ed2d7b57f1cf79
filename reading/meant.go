package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
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
		return d.elsewhere(c, k, o, t) || c.Declines(k) || c.OwnWord(k, t) || c.flatCharge(k) ||
			c.ofMarketItself(k)
	case "guarantee":
		return d.warranty(i, k)
	case "principal_back":
		return c.inPart(min(k.From, t.From), max(k.To, t.To)) || d.calledOff(i) || d.onFailure(c, k)
	}
	return false
}

// noOfAnother reports that a no behind a word of failing is of what follows it: it stands in another part of
// the clause, or whoever speaks there speaks of himself.
func (c *clause) noOfAnother(n, k phrase.Token) bool {
	if n.From < k.To || c.VerbLast() {
		return false
	}
	from, to := c.Item(k.From)
	return n.From < from || n.From >= to || c.Holds(anyUs, k.To, n.From) ||
		c.Holds(anyExcuseFree, n.From, n.To+12)
}

// noCompensation reports that what a no denies is that a loss is made good: "we do not compensate lost
// income".
func (c *clause) noCompensation(n, k phrase.Token) bool {
	return n.From < k.From && !c.VerbLast() && c.Holds(anyProtect, n.To, k.From) ||
		c.VerbLast() && n.From > k.To && c.Holds(anyProtect, k.To, n.To)
}

// flatCharge reports that a sum which stays the same is what is charged once or taken off: "0.0001 BTC flat".
func (c *clause) flatCharge(k phrase.Token) bool {
	return c.also(k, isOnce) && !c.Has.Any(anyReturn)
}

// ofMarketItself reports that it is the market that stays the same, by the word right beside: "difficulty
// flat, price unchanged".
func (c *clause) ofMarketItself(k phrase.Token) bool {
	m, far := c.Near(anyMarket, k.From, k.To)
	_, own := c.Near(anyStakeReturn, k.From, k.To)
	if m.To == 0 || own <= far || c.coin(m) {
		return false
	}
	if m.From == m.To { // the name of the column
		return far <= 1
	}
	return far <= 3 && !c.Holds(anyWhateverOrNeg, min(m.From, k.From)-8, max(m.To, k.To))
}

// coin reports a word for the market that is a coin: "a fixed bitcoin income".
func (c *clause) coin(m phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		return t.Code() == "BTC" && t.From < m.To && t.To > m.From && t.To-t.From >= m.To-m.From
	})
}

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

// inPart reports that it is a part of the stake that comes back: "about 70 % of what was paid".
func (c *clause) inPart(from, to int) bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && v.Num < 0.95 && v.Every == "" && v.From >= from && v.To <= to
	})
}

// calledOff reports that money comes back because an order is called off or goods are returned within some
// days: the clause or one before it on the line says so, and none says that anything was mined in between.
func (d *doc) calledOff(i int) bool {
	off, days := false, false
	for k := i; k >= max(0, i-2) && d.clauses[k].Line == d.clauses[i].Line; k-- {
		c := &d.clauses[k]
		if k < i && c.Has.Any(anyReturnStakeGive) {
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

// condition is how far the condition reaches with which a clause begins; 0: it begins with none.
func (d *doc) condition(c *clause) int {
	text := strings.TrimLeft(string(d.Text[c.From:c.To]), " -*|\"(0123456789.")
	if !slices.ContainsFunc(conditions, func(w string) bool { return strings.HasPrefix(text, w) }) {
		return 0
	}
	for _, p := range c.Breaks {
		if p.Comma && p.At > c.From {
			return p.At
		}
	}
	return c.To
}

// conditions begin a clause that supposes something.
var conditions = append(strings.Fields("如果 若 如 もし 万一 만약 إذا"),
	"if ", "should ", "si ", "se ", "caso ", "wenn ", "falls ", "если ",
	"jika ", "kalau ", "bila ", "nếu ", "eger ",
	"यदि ", "अगर ")

// onFailure reports that money comes back if the seller cannot do something: the condition with which the
// clause begins has a no, and nothing of what the buyer hopes for or fears.
func (d *doc) onFailure(c *clause, back phrase.Token) bool {
	end := min(d.condition(c), back.From)
	return end > 0 && c.Holds(sNeg, c.From, end) && !c.Holds(ofHopes, c.From, end)
}

// instalments reports that a price is paid in so many parts: "in two payments without interest".
func (c *clause) instalments(from, to int) bool {
	r, far := c.Near(anyReturn, to, to)
	n, near := c.Near(sNeg, r.From, r.From)
	return far < 24 && r.From >= to && near < 4 && n.From >= to && n.To <= r.From
}

// account reports an amount in a reckoning of what comes in and what power takes: other figures stand
// beside it, and nothing is promised to anybody.
func (c *clause) account() bool {
	figures := 0
	for _, v := range c.Values {
		figures += boolInt(v.Kind == phrase.Money || v.Kind == phrase.PlainNumber)
	}
	return figures >= 3 && c.Has.Any(anyPower) && !c.Has.Any(notAccount)
}

var notAccount = setOf("stake us refer guar protect norisk whatever constant")

// onArrival reports a deposit for a machine or its place, before it is set up, in a clause that speaks of
// no money to be released: "deposit: $120 a machine, before it is connected".
func (c *clause) onArrival(due phrase.Token) bool {
	return c.pledge(due) && c.Has.Any(anyPlaced) && !c.released(due)
}

var anyPlaced = setOf("host piece apiece machine")

// onDebt reports interest that the writer pays on what he owes: the clause, or the one before on the line,
// speaks of a debt, and nothing of the buyer's.
func (d *doc) onDebt(i int) bool {
	c := &d.clauses[i]
	if slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return ofBuyer.Has(k.Concept) && !c.is(k, anyLoan)
	}) {
		return false
	}
	return c.Has.Any(anyLoan) || i > 0 && d.clauses[i-1].Line >= c.Line-1 && d.clauses[i-1].Has.Any(anyLoan)
}

// ofFee reports a share of what a friend pays as a fee, and of no purchase.
func (c *clause) ofFee(v phrase.Value) bool {
	fee, far := c.Near(anyFee, v.From, v.To)
	return far <= 6 && c.Between(v, fee) == 0 && !c.Has.Any(anyStake)
}

var ofBuyer = setOf("stake you give constant guar whatever protect refer")

var (
	ofHopes            = setOf("return stake market fail give unprofit lossmay")
	isOnce             = language.Must("once")
	anyReturn          = setOf("return")
	anyGuar            = setOf("guar")
	anyExcuseFree      = setOf("free")
	anyWhateverOrNeg   = setOf("whatever neg")
	anyCalledOff       = setOf("defect terminate")
	anyReturnStakeGive = setOf("return stake")
)
