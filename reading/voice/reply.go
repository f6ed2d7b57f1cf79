package voice

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// What a seller says of himself against others, what he wishes, and what an answer leaves to its question.

// plainly takes out of each clause what its speaker says he is not, and marks the questions that are told of.
func (d *doc) plainly() {
	for i := range d.clauses {
		c := &d.clauses[i]
		c.notThey()
		c.Question = c.Question || c.askedWhether() || d.askedIf(c)
	}
}

// spared marks the clauses that the next one takes back: what others do and the seller does not, and what he
// wishes he could promise.
func (d *doc) spared() {
	for i := range d.clauses {
		if i+1 == len(d.clauses) || d.clauses[i+1].Line != d.clauses[i].Line {
			continue
		}
		c, next := &d.clauses[i], &d.clauses[i+1]
		if d.wished(i) || !c.Has.Any(anyUsYou) && next.notWe() {
			c.tell()
		}
	}
}

// replies gives the answer to a question about what the buyer receives ("What do I earn each month? 120
// euros") the words of the question: the answer has the figure, or says that it stays the same.
func (d *doc) replies() {
	for i := 1; i < len(d.clauses); i++ {
		c, q := &d.clauses[i], &d.clauses[i-1]
		if !c.repliesTo(q) {
			continue
		}
		at := c.answerAt()
		if at == c.From && !c.Has.Any(anyConstantWhateverGuar) {
			continue
		}
		for _, k := range q.Tokens {
			if asksOf.Has(k.Concept) {
				c.Tokens = append(c.Tokens, phrase.Token{Word: k.Word, From: at, To: at})
				c.Has.Add(k.Concept)
			}
		}
		slices.SortStableFunc(c.Tokens, func(a, b phrase.Token) int { return a.From - b.From })
	}
}

// repliesTo reports a clause that answers a question about what the buyer receives, and neither says so
// itself nor speaks of something else.
func (c *clause) repliesTo(q *clause) bool {
	return q.Question && !c.Question && c.Line <= q.Line+1 && q.Has.Any(anyReturnGive) &&
		!q.Has.Any(notReplied) && !c.Has.Any(notReplied) && !c.Has.Any(anyReturnGive)
}

// answerAt is where a clause gives its first amount or share, or where it begins.
func (c *clause) answerAt() int {
	for _, v := range c.Values {
		if v.Kind == phrase.Money || v.Kind == phrase.Percent {
			return v.From
		}
	}
	return c.From
}

// credited gives a share that comes again, in a clause that says no more of it, the word by which one of the
// next two on the line says that it is paid: "band A: 1.5 % a week. It is credited on Fridays".
func (d *doc) credited() {
	for i := range d.clauses {
		c := &d.clauses[i]
		v := slices.IndexFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Percent && v.Every != "" && v.Num < 0.5
		})
		if v < 0 || c.Question || c.Has.Any(saidOfShare) {
			continue
		}
		for k := i + 1; k < len(d.clauses) && k <= i+2 && d.clauses[k].Line == c.Line; k++ {
			next := &d.clauses[k]
			g, far := next.Near(sGive, next.From, next.From)
			if next.Question || len(next.Values) > 0 || next.Has.Any(notCredited) || far > 24 {
				continue
			}
			at := c.Values[v].From
			c.Tokens = append(c.Tokens, phrase.Token{Word: g.Word, From: at, To: at})
			c.Has.Add(g.Concept)
			slices.SortStableFunc(c.Tokens, func(a, b phrase.Token) int { return a.From - b.From })
			break
		}
	}
}

// owed puts the answer to a question about a bill that stays open under it: "If I pay late? 0.03 %"; and what
// covers something under the clause before, on the line, where costs are not met there.
func (d *doc) owed() {
	for i := 1; i < len(d.clauses); i++ {
		c, q := &d.clauses[i], &d.clauses[i-1]
		if q.Line == c.Line && c.Has.Any(anyCover) && len(c.Values) == 0 && q.Has.Any(anyUnprofit) &&
			q.Has.Any(anyCosts) {
			c.Head.Add(isUnprofit)
		}
		if q.Question && q.Has.Any(anyUnpaid) && !q.Has.Any(anyReturnGive) && c.Line <= q.Line+1 {
			c.Head.Add(isUnpaid)
		}
	}
}

// limited takes the word of giving out of an answer about the most that can be withdrawn: "can I withdraw?
// Yes, 0.05 BTC a month at most".
func (d *doc) limited() {
	for i := 1; i < len(d.clauses); i++ {
		c, q := &d.clauses[i], &d.clauses[i-1]
		limit := c.Has.Any(anyMost) && !c.Has.Any(notLimit)
		if limit && q.Question && c.Line <= q.Line+1 && q.Has.Any(anyFreed) {
			c.keep(func(k int) bool { return !sGive.Has(c.Tokens[k].Concept) })
		}
	}
}

// askedWhether reports a question that is told of: "we are asked whether the profit is guaranteed".
func (c *clause) askedWhether() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "asked" })
}

// askedIf reports a question that is told of in German, whose "ob" stands behind a comma: "Sie fragen, ob wir
// eine Rendite garantieren".
func (d *doc) askedIf(c *clause) bool {
	before, _, ok := bytes.Cut(d.Text[c.From:c.To], []byte(", ob "))
	return ok && c.Language == "de" && bytes.Contains(before, []byte("frag"))
}

// notThey takes what the seller says he is not out of a clause ("not a pyramid, not a gamble: sure profit"):
// the no and the name of others say nothing of what follows.
func (c *clause) notThey() {
	if !c.Has.Has(isNeg) || !c.Has.Any(anyOther) {
		return
	}
	dropped := map[int]bool{}
	for _, o := range c.Tokens {
		n, far := c.Near(sNeg, o.From, o.To)
		if !anyOther.Has(o.Concept) || far > 14 || !c.rested(max(n.To, o.To)) {
			continue
		}
		for k, t := range c.Tokens {
			if t.From >= min(n.From, o.From) && t.To <= max(n.To, o.To) && ofOthers.Has(t.Concept) {
				dropped[k] = true
			}
		}
	}
	if len(dropped) > 0 {
		c.keep(func(k int) bool { return !dropped[k] })
	}
}

// nors takes words for "nor" out that deny nothing.
func (d *doc) nors() {
	for i := range d.clauses {
		d.clauses[i].norAlone()
	}
}

// norAlone takes a word for "nor" out of a clause that denies nothing else, where the language has it for
// something else too: "noch 180 euros", "ne ricevi 20".
func (c *clause) norAlone() {
	if !slices.Contains(norToo, c.Language) || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Concept == isNeg && k.Code() != "nor"
	}) {
		return
	}
	nor := slices.IndexFunc(c.Tokens, func(k phrase.Token) bool { return k.Concept == isNeg })
	alone := nor >= 0 && !slices.ContainsFunc(c.Tokens[nor+1:], func(k phrase.Token) bool {
		return k.Concept == isNeg
	})
	if alone {
		c.keep(func(k int) bool { return k != nor })
	}
}

// norToo is the languages that have a word for "nor" for something else too.
var norToo = []string{"de", "it"}

// rested reports that a part of the clause ends right behind a place.
func (c *clause) rested(at int) bool {
	return c.To-at <= 2 || slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.At >= at && p.At-at <= 2
	})
}

// keep leaves the clause the words whose number passes.
func (c *clause) keep(passes func(int) bool) {
	var kept []phrase.Token
	c.Has = language.Set{}
	for k, t := range c.Tokens {
		if passes(k) {
			kept = append(kept, t)
			c.Has.Add(t.Concept)
		}
	}
	c.Tokens = kept
}

// wished reports that clause i wishes that something could be promised, and the next says that it cannot:
// "we would like to promise you an income. We can't".
func (d *doc) wished(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].Line != d.clauses[i].Line {
		return false
	}
	next := &d.clauses[i+1]
	return next.Has.Has(isNeg) && float64(next.To-next.From)/next.Scale < 40 && len(next.Values) == 0 &&
		slices.ContainsFunc(d.clauses[i].Tokens, func(k phrase.Token) bool { return k.Code() == "wish" })
}

// notWe reports a clause that begins with what others do and the seller does not: "we do not, and ask him".
func (c *clause) notWe() bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		u, far := c.Near(anyUs, n.From, n.From)
		begins := u.To > 0 && u.To <= n.To && far <= 8 && c.Apart(c.From, c.From, u.From, u.To) <= 3
		return (n.Concept == isNeg || anyUnlike.Has(n.Concept)) && begins &&
			(c.To-n.To <= 3 || slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
				return p.At >= n.To && float64(p.At-n.To)/c.Scale <= 8
			}))
	})
}

// saidOfShare is what says what a share is, notCredited what makes the word behind it one of something else.
var (
	saidOfShare = language.SetOf(`return give fee power host keep uptime basis pool output due discount refer
		lossmay other past hedge loan unpaid cap notice market other excuse`)
	notCredited = language.SetOf(`fee power host keep neg discount refer unpaid pool output lossmay hedge
		excuse`)
)

var (
	anyOther                = language.SetOf("other")
	anyFreed                = language.SetOf("release")
	anyMost                 = language.SetOf("cap upto")
	notLimit                = language.SetOf("return stake guar constant whatever")
	isUnpaid, isUnprofit    = language.Must("unpaid"), language.Must("unprofit")
	anyUnprofit, anyCosts   = language.SetOf("unprofit"), language.SetOf("fee power host")
	anyCover                = language.SetOf("protect")
	anyUnpaid               = language.SetOf("unpaid")
	ofOthers                = language.SetOf("neg other lie report scam") // what goes with them
	asksOf                  = language.SetOf("return give you daily weekly monthly quarterly yearly")
	anyReturnGive           = language.SetOf("return give")
	anyConstantWhateverGuar = language.SetOf("constant whatever guar")

	// notReplied is what makes a question one about something else, or its answer no promise.
	notReplied = language.SetOf(`fee power host keep uptime basis pool hash market output due bond minpay
		setup discount refer lossmay other past hedge machine solo uncertain excuse`)
)
