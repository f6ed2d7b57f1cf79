// Package voice tells who speaks of whom: it marks the clauses of a text that ask, and those that tell
// what others promise or did - a report of a crime, a warning, what a caller said "in your name". What
// is told there is no offer.
//
// Mark is all of it. It judges no promise, and never takes one who sells in the first person for one
// who tells.
//
// Nothing in it is promised to other modules.
package voice

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Mark marks the clauses of a text.
func Mark(parsed *phrase.Doc) {
	d := &doc{Doc: parsed, clauses: make([]clause, len(parsed.Clauses))}
	for i := range d.clauses {
		d.clauses[i].Clause = &parsed.Clauses[i]
	}
	for i := range d.clauses {
		c := &d.clauses[i]
		d.they(c)
		c.official = !c.speaks(anyUs) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return k.Code() == "authority"
		})
	}
	d.reports()
	d.lures()
	d.friends()
	d.voices()
}

// they takes the German "sie" for others where it is not written as the polite word for the reader, in a clause that
// writes other words with capitals.
func (d *doc) they(c *clause) {
	if c.Language != "de" {
		return
	}
	from, to := d.Original(c.From, c.To)
	start, _ := d.Original(min(c.From+2, c.To), c.To)
	if strings.IndexFunc(d.Source[min(start, to):to], unicode.IsUpper) < 0 {
		return
	}
	c.Tokens = slices.DeleteFunc(slices.Clone(c.Tokens), func(k phrase.Token) bool {
		at, _ := d.Original(max(k.From, k.To-3), k.To)
		r, _ := utf8.DecodeRuneInString(d.Source[at:])
		return (k.Concept == isYou || anyLure.Has(k.Concept)) && unicode.IsLower(r) && at > from &&
			bytes.HasSuffix(d.Text[k.From:k.To], []byte("sie"))
	})
}

// doc is a text while it is marked.
type doc struct {
	*phrase.Doc
	clauses []clause
}

type clause struct {
	*phrase.Clause
	official bool // it names an authority, and does not speak of the seller
}

// row is a line that is not empty: its clauses from first up to, not including, end.
type row struct {
	first, end, line int
	warns, sells     bool
}

// voices marks the clauses that tell what others promise.
func (d *doc) voices() {
	rows := d.rows()
	d.interviews(rows)
	d.disowned()
	d.listed(rows)
	d.surrounded(rows)
	d.carried(rows)
	d.explained(rows)
}

// rows is the lines of the text that hold clauses.
func (d *doc) rows() []row {
	var all []row
	for i := range d.clauses {
		c := &d.clauses[i]
		if i == 0 || d.clauses[i-1].Line != c.Line {
			all = append(all, row{first: i, line: c.Line})
		}
		r := &all[len(all)-1]
		r.end = i + 1
		r.warns = r.warns || c.warns()
		r.sells = r.sells || c.sells()
	}
	return all
}

// warns reports a clause that calls something a fraud, or tells of a crime.
func (c *clause) warns() bool {
	return c.Reported || c.calls(anyScam) || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Code() == "accused" && !c.speaks(anyUs)
	})
}

// calls reports a word of a set beside which there is no no.
func (c *clause) calls(s language.Set) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return s.Has(k.Concept) && !c.NoBeside(k) })
}

// sells reports that a clause speaks of money in the first person, and does not deny it.
func (c *clause) sells() bool {
	return !c.Question && c.Has.Any(anyOffered) && c.speaks(anyUs)
}

// speaks reports a pronoun of a set, no name for sellers or buyers in general, that nothing denies.
func (c *clause) speaks(s language.Set) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return s.Has(k.Concept) && k.Code() == "" && !c.negatedBehind(k) && !c.NoBeside(k) &&
			!slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
				return anyHearsay.Has(n.Concept) && n.From <= k.From && n.To >= k.To // "with our logo"
			})
	})
}

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
	asks    = strings.Fields("q f p d в 问 問 질문 문 प्र प्रश्न t h s س")
	answers = strings.Fields("a r о 答 답변 답 उ उत्तर j đ c ج p")
)

// disowned marks what the next clause calls a fraud, or not of the seller: "Someone offers me 2 % a day in
// your name. That is a fraud."
func (d *doc) disowned() {
	for i := range d.clauses {
		if c := &d.clauses[i]; c.warnsOfName() || d.doubted(i) {
			c.tell()
		}
	}
	for i := 0; i+1 < len(d.clauses); i++ {
		c, next := &d.clauses[i], &d.clauses[i+1]
		if next.Line > c.Line+2 || !d.disowns(i) {
			continue
		}
		first := i
		for first > 0 && d.clauses[first-1].Line == c.Line && i-first < longestList {
			first--
		}
		heard := slices.IndexFunc(d.clauses[first:i+1], func(c clause) bool { return d.heard(&c) })
		for k := first + heard; heard >= 0 && k <= i; k++ {
			d.clauses[k].tell()
		}
	}
}

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
	for k := max(0, i-4); k < i; k++ {
		if d.clauses[k].Told && !c.Has.Any(anySure) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			return v.Kind == phrase.Percent && slices.ContainsFunc(d.clauses[k].Values, func(o phrase.Value) bool {
				return o.Kind == phrase.Percent && o.Num == v.Num
			})
		}) {
			return true
		}
	}
	return false
}

// warnsOfName reports a clause that warns of those who use the seller's name, or says that what others
// offer is not his.
func (c *clause) warnsOfName() bool {
	named := slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return k.Code() == "name" })
	if c.Has.Any(anyHearsay) && c.calls(anyWarning) || named && !c.Question && !c.sells() {
		return true
	}
	return c.Has.Any(anyHeard) && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyUs.Has(k.Concept) && c.NoBefore(k, 6)
	})
}

// heard reports a clause that asks, quotes, or says what somebody was told.
func (d *doc) heard(c *clause) bool {
	return c.Question || c.Has.Any(anyHeard) || bytes.IndexByte(d.Text[c.From:c.To], '"') >= 0 ||
		bytes.Contains(d.Text[c.From:c.To], []byte("「"))
}

// disowns reports that the clause behind says of what it follows that it is a fraud, or no, where the
// question is whether it is the seller's.
func (d *doc) disowns(i int) bool {
	c, next := &d.clauses[i], &d.clauses[i+1]
	if next.sells() || next.priced() {
		return false
	}
	if d.Refused(i) {
		short := float64(c.To-c.From)/c.Scale < longestIdentity
		return short && c.Has.Any(anyYouUsHearsay) && !c.Has.Any(notIdentity)
	}
	return next.calls(anyLieScam) && !(next.Line == c.Line && !c.Question && next.Has.Any(anySigns))
}

// longestIdentity is the letters of a question whether something is the seller's.
const longestIdentity = 60

// priced reports a clause with an amount or a share.
func (c *clause) priced() bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money || v.Kind == phrase.Percent || v.Kind == phrase.Multiple
	})
}

// listed marks the list that stands under a line which says what frauds promise, or what is never done.
func (d *doc) listed(rows []row) {
	for n := range rows {
		if !d.leads(rows[n]) {
			continue
		}
		for m := n + 1; m < len(rows) && m-n < longestList; m++ {
			apart := m > n+1 && rows[m].line > rows[m-1].line+1
			own := d.marked(rows[n]) && d.marked(rows[m]) // "3. Fees" behind "2. How to spot a fake"
			if rows[m].sells || own || apart && !d.marked(rows[m]) || m == n+1 && rows[m].line > rows[n].line+2 {
				break
			}
			d.tell(rows[m], true)
		}
	}
}

// leads reports a line that says what follows it: signs of a fraud, or what is never done.
func (d *doc) leads(r row) bool {
	warns, signs := false, false
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		if c.priced() || c.sells() {
			return false
		}
		ends := c.To > c.From && d.Text[c.To-1] == ':'
		warns = warns || c.calls(anyScam) || c.Has.Any(anyLie) || ends && c.Has.Has(isNeg)
		signs = signs || slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
			return anySigns.Has(k.Concept) && (k.Code() == "" || ends)
		})
	}
	return warns && signs && d.clauses[r.end-1].To-d.clauses[r.first].From < longestLead
}

// longestList is how many lines a list has at most, and clauses a question.
const longestList = 40

// longestLead is the bytes of a line that leads a list.
const longestLead = 200

// marked reports a line that begins as the item of a list.
func (d *doc) marked(r row) bool {
	c := &d.clauses[r.first]
	text := bytes.TrimLeft(d.Text[c.From:c.To], " ")
	if len(text) == 0 {
		return false
	}
	number := bytes.TrimLeft(text, "0123456789(")
	if _, step, ok := bytes.Cut(text[:min(len(text), 24)], []byte(" ")); ok && len(step) > 1 &&
		step[0] >= '1' && step[0] <= '9' && bytes.IndexByte([]byte(":.)-"), step[1]) >= 0 {
		return true // "Step 1:"
	}
	if r, n := utf8.DecodeRune(text); strings.ContainsRune("一二三四五六七八九十①②③④⑤⑥⑦⑧⑨第", r) &&
		(bytes.HasPrefix(text[n:], []byte("、")) || r == '第' || r >= '①' && r <= '⑨') {
		return true
	}
	return bytes.IndexByte([]byte("-*|+\"'"), text[0]) >= 0 || text[0] >= 0xE2 && text[0] < 0xE3 ||
		len(number) < len(text) && len(number) > 0 && bytes.IndexByte([]byte(".)"), number[0]) >= 0
}

// aroundWarning is how many lines a warning reaches, before and behind it.
const aroundWarning = 3

// surrounded marks lines among warnings, in a text that warns again and again: there must be one
// before and one behind, the line itself counts as both, and nobody who sells between.
func (d *doc) surrounded(rows []row) {
	warnings := 0
	for _, r := range rows {
		if r.warns {
			warnings++
		}
	}
	if warnings < 3 {
		return
	}
	for n, r := range rows {
		before, behind := rows[max(0, n-aroundWarning):n+1], rows[n:min(len(rows), n+aroundWarning+1)]
		if warned(before) && warned(behind) && !sold(before) && !sold(behind) {
			d.tell(r, false)
		}
	}
}

// carried marks what follows in a text that begins with a warning or a report: some lines behind each line that warns,
// until somebody sells, but for what is said to the reader.
func (d *doc) carried(rows []row) {
	warnings, officials := 0, 0
	for _, r := range rows {
		if r.warns || d.clauses[r.first].Told {
			warnings++
		} else if d.official(r) {
			officials++
		}
	}
	start := slices.IndexFunc(rows[:min(len(rows), titleRows)], func(r row) bool {
		return (r.warns || d.official(r)) && d.titled(r)
	})
	if start < 0 || warnings == 0 || warnings+officials < 3 || len(rows) < leastReport {
		return
	}
	left := carriedRows
	for _, r := range rows[start+1:] {
		if r.sells {
			return
		}
		left--
		if r.warns || d.clauses[r.first].Told || d.official(r) {
			left = carriedRows
		}
		if left > 0 {
			d.tell(r, false)
		}
	}
}

// titleRows is how many lines at the start of a text say what it is, carriedRows how far a warning is carried,
// leastReport how many lines a report has.
const (
	titleRows   = 3
	carriedRows = 6
	leastReport = 6
)

// titled reports a line of one clause that ends in no full stop.
func (d *doc) titled(r row) bool {
	c := &d.clauses[r.first]
	text := bytes.TrimRight(d.Text[c.From:c.To], " ")
	return r.end == r.first+1 && !bytes.HasSuffix(text, []byte(".")) && !bytes.HasSuffix(text, []byte("。"))
}

// official reports a line that names an authority, and is no sentence of a seller.
func (d *doc) official(r row) bool {
	return !r.sells && slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool { return c.official })
}

// explained marks the entries of a glossary: what they name without an amount is promised by nobody.
func (d *doc) explained(rows []row) {
	for n, r := range rows {
		title := d.clauses[r.end-1].To-d.clauses[r.first].From < longestLead && r.end == r.first+1 &&
			slices.ContainsFunc(d.clauses[r.first].Tokens, func(k phrase.Token) bool { return k.Code() == "glossary" })
		for m := n + 1; title && m < len(rows) && m-n < longestList; m++ {
			if rows[m].sells || m > n+1 && rows[m].line > rows[m-1].line+1 {
				break
			}
			for i := rows[m].first; i < rows[m].end; i++ {
				if c := &d.clauses[i]; !c.priced() || rows[m].warns {
					c.tell()
				}
			}
		}
	}
}

func warned(rows []row) bool { return slices.ContainsFunc(rows, func(r row) bool { return r.warns }) }
func sold(rows []row) bool   { return slices.ContainsFunc(rows, func(r row) bool { return r.sells }) }

// tell marks the clauses of a line, but for those that speak for themselves: of us, or that tempt; and
// to you, where no heading says what is told.
func (d *doc) tell(r row, headed bool) {
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		own := c.sells() || c.Has.Any(anyLure) ||
			!headed && c.Has.Any(sGive) && c.speaks(anyYouUs) && !c.Has.Any(anyHeard) && !d.heard(c)
		if !own {
			c.tell()
		}
	}
}

// tell marks a clause as one that tells of others.
func (c *clause) tell() { c.Told, c.Reported = true, true }

var (
	anyScam, anyLieScam    = language.SetOf("scam"), language.SetOf("lie scam")
	anyWarning, anyHearsay = language.SetOf("lie scam signs"), language.SetOf("hearsay")
	anySigns, anyHeard     = language.SetOf("signs"), language.SetOf("hearsay other")
	anyYouUs               = language.SetOf("you us")
	anyOffered             = language.SetOf("give return stake price guar constant refer back")
	anyYouUsHearsay        = language.SetOf("you us hearsay")
	notIdentity            = language.SetOf(`need due release fee first lossmay lie scam neg fail norisk power
		price`)
)

var (
	isNeg, isYou                        = language.Must("neg"), language.Must("you")
	sNeg, sGive                         = language.SetOf("neg"), language.SetOf("give")
	anyUs, anyUsYou, anyLie             = language.SetOf("us"), language.SetOf("us you"), language.SetOf("lie")
	anyLure, anyRefer, anyReport        = language.SetOf("lure"), language.SetOf("refer"), language.SetOf("report")
	anyUnlike, anyNorisk                = language.SetOf("unlike"), language.SetOf("norisk")
	anyLossmayOther, anyNegOtherLossmay = language.SetOf("lossmay other"), language.SetOf("neg other lossmay")
	anySure                             = language.SetOf("guar constant protect norisk whatever")
)
