package voice

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/phrase"
)

// interviews makes questions of what stands behind a Q on its line, where an A begins the next.
func (d *doc) interviews(rows []row) {
	for n := 0; n+1 < len(rows); n++ {
		if !d.begun(rows[n], asks) || !d.begun(rows[n+1], answers) {
			continue
		}
		for i := rows[n].first; i < rows[n].end; i++ {
			d.clauses[i].Question = true
		}
	}
}

// begun reports a line that begins with one of the marks, and a sign behind it.
func (d *doc) begun(r row, marks []string) bool {
	c := &d.clauses[r.first]
	text := bytes.TrimLeft(d.Text[c.From:c.To], " -|\"")
	return slices.ContainsFunc(marks, func(m string) bool {
		rest, ok := bytes.CutPrefix(text, []byte(m))
		rest = bytes.TrimLeft(rest, "0123456789")
		return ok && len(rest) > 0 && bytes.IndexByte([]byte(".:)-|"), rest[0]) >= 0
	})
}

// The letters by which questions and answers are marked.
var (
	asks = strings.Fields("q f p d в 问 問 질문 문 प्र प्रश्न t h s س " +
		"question frage pregunta pergunta domanda вопрос")
	answers = strings.Fields("a r о 答 답변 답 उ उत्तर j đ c ج p " +
		"answer reponse antwort respuesta resposta risposta ответ")
)

// disowned marks what the next clause calls a fraud, or not of the seller: "Someone offers me 2 % a day in
// your name. That is a fraud."
func (d *doc) disowned() {
	for i := range d.clauses {
		if c := &d.clauses[i]; c.warnsOfName() || d.notOurs(c) || d.doubted(i) || d.kinLost(i) {
			c.tell()
		}
	}
	for i := 0; i+1 < len(d.clauses); i++ {
		if !d.parted(i) && d.disowns(i) {
			d.tellHeard(i)
		}
	}
}

// parted reports that blank lines part clause i from the next, so that this takes nothing back; a single one
// does not, where clause i asks or the next has no matter of its own.
func (d *doc) parted(i int) bool {
	c, next := &d.clauses[i], &d.clauses[i+1]
	lines := next.Line - c.Line
	return lines > 2 || lines > 1 && !c.Question && next.ownMatter()
}

// tellHeard marks the line up to clause i from where it begins to tell what was heard: from its first clause
// where clause i asks, since all of a question is taken back.
func (d *doc) tellHeard(i int) {
	c, first := &d.clauses[i], i
	for first > 0 && d.clauses[first-1].Line == c.Line && i-first < longestList {
		first--
	}
	heard := slices.IndexFunc(d.clauses[first:i+1], func(c clause) bool { return d.heard(&c) })
	if c.Question {
		heard = 0
	}
	for k := first + heard; heard >= 0 && k <= i; k++ {
		d.clauses[k].tell()
	}
}

// kinLost reports a clause that tells what the speaker's family or friends were promised, where the next ones
// say that the money is gone.
func (d *doc) kinLost(i int) bool {
	c := &d.clauses[i]
	return c.ofKin() && !c.sells() && d.endsBadly(i, kinReach)
}

// ownMatter reports a clause that speaks of what it promises or denies itself, or of the seller only behind
// a comma: in another paragraph it takes nothing back.
func (c *clause) ownMatter() bool {
	us, _ := c.Near(anyUs, c.To, c.To)
	return c.Has.Any(notTakenBack) || us.From > c.firstItem()
}

// ofKin reports a clause that tells of one of the speaker's family or friends, and neither asks nor speaks of
// the reader.
func (c *clause) ofKin() bool {
	return !c.Question && !c.speaks(anyYouUs) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Code() == "kin"
	})
}

// kinReach is how many clauses behind what kin did tell what became of it.
const kinReach = 3

// doubted reports a clause that says what somebody was told, before a question about it on the same
// line; or one that reckons with a share that was told there: "a site shows me 1.5 % a day. Who is
// right?"
func (d *doc) doubted(i int) bool {
	c := &d.clauses[i]
	if i+1 < len(d.clauses) && c.Has.Any(anyHearsay) {
		if next := &d.clauses[i+1]; next.Line == c.Line && next.Question {
			return true
		}
	}
	if i+1 < len(d.clauses) && d.clauses[i+1].Line == c.Line && (d.quotes(c) && d.Refused(i+1) ||
		c.Has.Any(anyHearsay) && !c.sells() && d.wentBadly(i)) {
		return true
	}
	return d.ofVictim(i) || d.reckoned(i)
}

// reckoned reports a clause that reckons with a share which was told before.
func (d *doc) reckoned(i int) bool {
	c := &d.clauses[i]
	for k := max(0, i-4); k < i; k++ {
		b := &d.clauses[k]
		near := c.Line-b.Line <= 1 && !c.Has.Any(anyDemand)
		if near && (b.Told || b.Question && b.Has.Any(anyHeard)) && !c.Has.Any(anySure) && c.shares(b) {
			return true
		}
	}
	return false
}

// ofVictim reports a demand in what is told of somebody's relative or friend, on a line that says further on
// that the money is gone: "my friend fell for it. They wanted 12 % tax first. He paid, and it is all gone".
func (d *doc) ofVictim(i int) bool {
	c := &d.clauses[i]
	return c.Has.Any(anyDemand) && !c.speaks(anyUs) && d.narrates(i-4, i, c.Line, "kin") &&
		d.narrates(i, i+4, c.Line, "gone", "lost", "blocked")
}

// narrates reports one of some clauses that stands on a line and has a word of telling with one of the codes.
func (d *doc) narrates(first, last, line int, codes ...string) bool {
	all := d.clauses[max(0, first) : min(last, len(d.clauses)-1)+1]
	return slices.ContainsFunc(all, func(c clause) bool {
		return c.Line == line && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return k.Concept == isNarrate && slices.Contains(codes, k.Code())
		})
	})
}

// wentBadly reports that one of the next clauses on the line is no and nothing else, calls it a fraud or
// tells what became of it: "I was offered "2 % a day". I asked for a serial number, and they blocked me".
// That somebody could not believe it, or has no regrets, is what frauds are praised with.
func (d *doc) wentBadly(i int) bool {
	for k := i + 1; k < len(d.clauses) && k <= i+3 && d.clauses[k].Line == d.clauses[i].Line; k++ {
		c := &d.clauses[k]
		no := c.Has.Has(isNeg) && c.To-c.From <= longestNo
		if no || c.warns() || slices.ContainsFunc(c.Tokens, isBlocked) {
			return true
		}
	}
	return false
}

// longestNo is the bytes of a no that says nothing else.
const longestNo = 6

// isBlocked reports words for one who is not answered any more.
func isBlocked(k phrase.Token) bool { return k.Code() == "blocked" }

// shares reports a percentage that another clause has too.
func (c *clause) shares(b *clause) bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Percent && slices.ContainsFunc(b.Values, func(o phrase.Value) bool {
			return o.Kind == phrase.Percent && o.Num == v.Num
		})
	})
}

// warnsOfName reports a clause that warns of those who use the seller's name, or says that what others
// offer is not his.
func (c *clause) warnsOfName() bool {
	named := slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "name" })
	if c.Has.Any(anyHearsay) && c.calls(anyWarning) || named && !c.Question && !c.sells() ||
		c.Has.Any(anyHeard) && c.calls(anyLie) && !c.sells() && !c.Has.Any(anyUnlike) {
		return true
	}
	return c.Has.Any(anyHeard) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyUs.Has(k.Concept) && c.NoBefore(k, 6)
	})
}

// notOurs reports a clause that ends with the seller denied, behind a sign: "if somebody calls and
// promises 30 %, that is not us".
func (d *doc) notOurs(c *clause) bool {
	if d.Condition(c.Clause) == 0 && !c.Has.Any(anyHearsay) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		if !anyUs.Has(k.Concept) || k.Code() != "" || float64(c.To-k.To)/c.Scale > longestTail {
			return false
		}
		denied := c.NoBefore(k, 6) || c.Count(sNeg, k.To, k.To, 4) > 0
		return denied && slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
			return p.At > c.From && p.At < k.From && float64(k.From-p.At)/c.Scale <= longestTail
		})
	})
}

// longestTail is the letters of "that is not us" before and behind the seller.
const longestTail = 12

// heard reports a clause that asks, quotes, or says what somebody was told.
func (d *doc) heard(c *clause) bool {
	return c.Question || c.Has.Any(anyHeard) || d.quotes(c)
}

// quotes reports a clause with words in quotation marks.
func (d *doc) quotes(c *clause) bool {
	text := d.Text[c.From:c.To]
	return bytes.IndexByte(text, '"') >= 0 || bytes.Contains(text, []byte("「"))
}

// disowns reports that the clause behind says of what it follows that it is a fraud, or no, where the
// question is whether it is the seller's.
func (d *doc) disowns(i int) bool {
	c, next := &d.clauses[i], &d.clauses[i+1]
	if next.sells() || next.priced() {
		return false
	}
	if next.neverUs() && c.Has.Any(anyHeard) && !c.sells() && !c.Has.Any(anyUnlike) {
		return true
	}
	if d.Refused(i) {
		return d.identity(i)
	}
	return next.calls(anyLieScam) && !(next.Line == c.Line && !c.Question && next.Has.Any(anySigns))
}

// identity reports that question i, to which the answer is no, is whether something is the seller's, or that
// the answer goes on by calling it a fraud.
func (d *doc) identity(i int) bool {
	c, next := &d.clauses[i], &d.clauses[i+1]
	if i+2 < len(d.clauses) && d.clauses[i+2].Line == next.Line && d.clauses[i+2].calls(anyLieScam) {
		return !c.Has.Any(anyLieScam)
	}
	short := float64(c.To-c.From)/c.Scale < longestIdentity
	return short && c.Has.Any(anyYouUsHearsay) && !c.Has.Any(notIdentity)
}

// neverUs reports a few words that deny that it is the seller: "that is not us".
func (c *clause) neverUs() bool {
	if float64(c.To-c.From)/c.Scale >= longestIdentity || c.Has.Any(anyOffered) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		denied := c.NoBefore(k, 10) || c.Count(sNeg, k.To, k.To, 4) > 0
		return anyUs.Has(k.Concept) && k.Code() == "" && denied
	})
}

// anyDemand is what asks for money: nobody reckons with that.
var anyDemand = set("due")

// longestIdentity is the letters of a question whether something is the seller's.
const longestIdentity = 60
