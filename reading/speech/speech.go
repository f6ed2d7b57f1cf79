// Package speech tells who says what of a text that was cut into clauses: a question that holds out what it
// asks, an answer that goes on with its question, what is told of others or offered in the seller's name.
//
// Main function: Attribute, which marks the clauses. It needs no more than their words.
//
// Nothing in it is promised to other modules.
package speech

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// talk is a text while its clauses are told whose they are; clause is one of them.
type (
	talk   struct{ *phrase.Doc }
	clause struct{ *phrase.Clause }
)

// Attribute marks the clauses of a text: those that tell of others, those that ask, and what an answer leaves
// out because its question said it.
func Attribute(text *phrase.Doc) {
	d := talk{text}
	d.reports()
	d.lures()
	d.friends()
	d.replies()
}

// lures takes a question that holds out a return ("Want 2 % a day?") for what it says, unless what follows
// warns, denies or speaks of others.
func (d talk) lures() {
	for i := range d.Clauses {
		c := clause{&d.Clauses[i]}
		if !c.Question || !c.Has.Any(anyLure) || c.Has.Any(anyLossmayOther) {
			continue
		}
		c.Question = false
		for k := i + 1; k < len(d.Clauses) && k <= i+2 && d.Clauses[k].Line == c.Line; k++ {
			next := d.Clauses[k].Has
			c.Question = c.Question || next.Any(anyNegOtherLossmay) && !next.Any(anyNorisk)
		}
	}
}

// friends gives the clause behind a question about friends its word for them: "Brought a friend? You
// get 2 %".
func (d talk) friends() {
	for i := 1; i < len(d.Clauses); i++ {
		c, q := clause{&d.Clauses[i]}, clause{&d.Clauses[i-1]}
		if k, _ := q.Near(anyRefer, q.From, q.From); q.Question && k.To > 0 && q.Line == c.Line &&
			c.Has.Any(sGive) && !c.Has.Any(anyRefer) {
			c.Tokens = append([]phrase.Token{{Word: k.Word, From: c.From, To: c.From}}, c.Tokens...)
			c.Has.Add(k.Concept)
		}
	}
}

// replies gives the answer to a question about what the buyer receives ("What do I earn each month? 120
// euros") the words of the question: the answer has the figure, or says that it stays the same.
func (d talk) replies() {
	for i := 1; i < len(d.Clauses); i++ {
		c, q := clause{&d.Clauses[i]}, clause{&d.Clauses[i-1]}
		if !q.Question || c.Question || c.Line > q.Line+1 || !q.Has.Any(anyReturnGive) ||
			q.Has.Any(notReplied) || c.Has.Any(notReplied) || c.Has.Any(anyReturnGive) {
			continue
		}
		at := c.From
		for _, v := range c.Values {
			if v.Kind == phrase.Money || v.Kind == phrase.Percent {
				at = v.From
				break
			}
		}
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

// askedWhether reports a question that is told of: "we are asked whether the profit is guaranteed".
func (c clause) askedWhether() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "asked" })
}

// asksOf is the words of a question that its answer leaves out; notReplied what makes it one about something
// else, or the answer no promise.
var (
	asksOf     = setOf("return give you daily weekly monthly quarterly yearly")
	notReplied = setOf(`fee power host keep uptime basis pool hash market output due bond minpay setup
		discount
		refer lossmay other past hedge machine solo uncertain excuse`)
)

// reports marks the clauses that tell of others, and those behind them on the line that speak of nobody else.
// That a court or the police is named says nothing: whoever offers may boast of their licence.
func (d talk) reports() {
	for i := range d.Clauses {
		c := clause{&d.Clauses[i]}
		c.notThey()
		told := c.Has.Any(anyReport) && !c.Has.Any(sUnlike) && c.crime()
		c.Reported = told || d.disowned(i) || d.wished(i)
		c.Question = c.Question || c.askedWhether()
		if i > 0 && d.Clauses[i-1].Reported && d.Clauses[i-1].Line == c.Line && !c.Has.Any(anyUsYou) {
			c.Reported = true
		}
		if !c.Reported && c.Has.Any(anyReport) {
			c.boasts()
		}
	}
}

// notThey takes what the seller says he is not out of a clause ("not a pyramid, not a gamble: sure profit"):
// the no and the name of others say nothing of what follows.
func (c clause) notThey() {
	if !c.Has.Has(isNeg) || !c.Has.Any(sOther) {
		return
	}
	dropped := map[int]bool{}
	for _, o := range c.Tokens {
		n, far := c.Near(sNeg, o.From, o.To)
		if !sOther.Has(o.Concept) || far > 14 || !c.rested(max(n.To, o.To)) {
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

// ofOthers is what goes with the others that the seller is not.
var ofOthers = setOf("neg other lie report")

// rested reports that a part of the clause ends right behind a place.
func (c clause) rested(at int) bool {
	return c.To-at <= 2 || slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.At >= at && p.At-at <= 2
	})
}

// keep leaves the clause the words whose number passes.
func (c clause) keep(passes func(int) bool) {
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
func (d talk) wished(i int) bool {
	if i+1 >= len(d.Clauses) || d.Clauses[i+1].Line != d.Clauses[i].Line {
		return false
	}
	next := clause{&d.Clauses[i+1]}
	return next.Has.Has(isNeg) && float64(next.To-next.From)/next.Scale < 40 && len(next.Values) == 0 &&
		slices.ContainsFunc(d.Clauses[i].Tokens, func(k phrase.Token) bool { return k.Code() == "wish" })
}

// disowned reports that clause i tells what somebody offers, and the next that it is a fraud, or not the
// seller's: "someone offers me 2 % a day. That is a fraud".
func (d talk) disowned(i int) bool {
	if i+1 >= len(d.Clauses) || d.Clauses[i+1].Line > d.Clauses[i].Line+1 {
		return false
	}
	c, next := clause{&d.Clauses[i]}, clause{&d.Clauses[i+1]}
	if !c.Has.Any(anyUsYou) && c.Line == next.Line && next.notWe() {
		return true
	}
	if len(c.Values) == 0 || c.Has.Any(offers) || !next.short() {
		return false
	}
	quoted := slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool { return d.Text[p.At] == '"' })
	return quoted && next.Has.Any(anyUs) && next.Has.Has(isNeg) && next.Has.Any(sGuar) || next.calls()
}

// offers is what makes an offer the seller's own.
var offers = setOf("protect guar norisk us give back")

// short reports a clause of few words, with no figure but an article: "es una estafa".
func (c clause) short() bool {
	return float64(c.To-c.From)/c.Scale <= 90 && !slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind != phrase.PlainNumber || v.Num != 1
	})
}

// calls reports a clause that calls something a lie.
func (c clause) calls() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyLie.Has(k.Concept) && !c.NegatedBefore(k, 8) && c.ownLie(k)
	})
}

// notWe reports a clause that begins with what others do and the seller does not: "we do not, and ask him".
func (c clause) notWe() bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		u, far := c.Near(anyUs, n.From, n.From)
		begins := u.To > 0 && u.To <= n.To && far <= 8 && c.Apart(c.From, c.From, u.From, u.To) <= 3
		return (n.Concept == isNeg || sUnlike.Has(n.Concept)) && begins &&
			(c.To-n.To <= 3 || slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
				return p.At >= n.To && float64(p.At-n.To)/c.Scale <= 8
			}))
	})
}

// ownLie reports that a clause calls something a lie and speaks of no others: "anybody else is a fraud" says
// nothing of the clause before.
func (c clause) ownLie(lie phrase.Token) bool {
	return !slices.ContainsFunc(c.Tokens, func(o phrase.Token) bool {
		return sOther.Has(o.Concept) && o.To <= lie.From
	})
}

// boasts takes the names of courts and the police out of a clause that tells of no crime, with the no of "no
// victims": beside a promise they would make it one of others, or none.
func (c clause) boasts() {
	kept := slices.DeleteFunc(slices.Clone(c.Tokens), func(k phrase.Token) bool {
		return slices.ContainsFunc(c.Tokens, func(r phrase.Token) bool {
			return anyReport.Has(r.Concept) && !anyLie.Has(k.Concept) && (r.From < k.To && r.To > k.From ||
				k.Concept == isNeg && (k.To <= r.From && c.Apart(k.From, k.To, r.From, r.To) <= 16 ||
					k.From >= r.To && c.Apart(k.From, k.To, r.From, r.To) <= 3))
		})
	})
	c.Tokens, c.Has = kept, language.Set{}
	for _, k := range kept {
		c.Has.Add(k.Concept)
	}
}

// crime reports that a clause tells what was done by others or to them, and that the seller does not speak of
// himself behind it.
func (c clause) crime() bool {
	last := phrase.Token{}
	for _, k := range c.Tokens {
		told := k.Code() == ""
		told = told || k.Code() == "act" && slices.ContainsFunc(c.Tokens, func(a phrase.Token) bool {
			return a.Code() == "authority" && (c.joined(a, k) ||
				k.From > a.To && c.VerbLast())
		})
		if anyReport.Has(k.Concept) && told && !c.NegatedBefore(k, 16) && c.Count(sNeg, k.To, k.To, 3) == 0 {
			last = k
		}
	}
	return last.To > 0 && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		speaks := anyUs.Has(k.Concept) && k.Code() != "firm" || anyLure.Has(k.Concept)
		return speaks && k.From >= last.To && !c.negatedBehind(k)
	})
}

// joined reports that a word stands not far behind another, with no sign between.
func (c clause) joined(a, k phrase.Token) bool {
	return k.From >= a.To && float64(k.From-a.To)/c.Scale <= 40 &&
		!slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool { return p.At >= a.To && p.At < k.From })
}

// negatedBehind reports a no behind a word: "we do not".
func (c clause) negatedBehind(k phrase.Token) bool {
	n, far := c.Near(sNeg, k.To, k.To)
	return n.From >= k.To && far < 30
}

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }

var (
	isNeg                   = language.Must("neg")
	sNeg, sOther, sUnlike   = setOf("neg"), setOf("other"), setOf("unlike")
	sGive, sGuar, anyUs     = setOf("give"), setOf("guar"), setOf("us")
	anyLie, anyLure         = setOf("lie"), setOf("lure")
	anyRefer, anyReport     = setOf("refer"), setOf("report")
	anyReturnGive           = setOf("return give")
	anyUsYou                = setOf("us you")
	anyNorisk               = setOf("norisk")
	anyNegOtherLossmay      = setOf("neg other lossmay")
	anyLossmayOther         = setOf("lossmay other")
	anyConstantWhateverGuar = setOf("constant whatever guar")
)
