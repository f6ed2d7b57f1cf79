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
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Mark marks the clauses of a text, as long as the context lasts.
func Mark(ctx context.Context, parsed *phrase.Doc) {
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
	for _, pass := range []func(){
		d.plainly, d.reports, d.nors,
		d.spared, d.lures, d.friends, d.limited, d.replies, d.credited, d.owed, d.voices, d.forget,
	} {
		if ctx.Err() != nil {
			return
		}
		pass()
	}
}

// they takes the German "sie" for others where it is not written as the polite word for the reader, in
// a clause that writes other words with capitals.
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
	c.Has = language.Set{}
	for _, k := range c.Tokens {
		c.Has.Add(k.Concept)
	}
}

// doc is a text while it is marked.
type doc struct {
	*phrase.Doc
	clauses []clause
}

type clause struct {
	*phrase.Clause
	official bool // it names an authority, and does not speak of the seller
	cited    bool // it has words in quotation marks
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
	d.quotations(rows)
	d.disowned()
	d.attributed(rows)
	d.runsOn(rows)
	d.listed(rows)
	d.quoted(rows)
	d.spoken(rows)
	d.surrounded(rows)
	d.carried(rows)
	d.explained(rows)
	d.cautioned(rows)
	d.press(rows)
	d.narrated(rows)
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

// warns reports a clause that calls something a fraud, or tells of a crime; not one that sets itself apart
// from frauds and names what it pays.
func (c *clause) warns() bool {
	if c.Reported || c.calls(anyScam) && !(c.Has.Any(anyUnlike) && c.priced()) {
		return true
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return k.Code() == "accused" && !c.speaks(anyUs)
	})
}

// calls reports a word of a set beside which there is no no.
func (c *clause) calls(s language.Set) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return s.Has(k.Concept) && !c.Refuted(k)
	})
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
				return anyNotSelf.Has(n.Concept) && n.From <= k.From && n.To >= k.To // "with our logo"
			})
	})
}

// priced reports a clause with an amount or a share.
func (c *clause) priced() bool {
	return slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		return v.Kind == phrase.Money || v.Kind == phrase.Percent || v.Kind == phrase.Multiple
	})
}

// listed marks the list that stands under a line which says what frauds promise, or what is never done.
func (d *doc) listed(rows []row) {
	for n := range rows {
		if !d.leads(rows[n]) && !d.leadsLines(rows, n) {
			continue
		}
		for m := n + 1; m < len(rows) && m-n < longestList && d.lists(rows, n, m); m++ {
			d.tell(rows[m], true)
		}
	}
}

// lists reports that line m still belongs to the list under line n: nobody sells in it, it is no item of the
// list that the lead itself is one of ("3. Fees" behind "2. How to spot a fake"), and no blank line parts it.
func (d *doc) lists(rows []row, n, m int) bool {
	r, item := rows[m], d.marked(rows[m])
	if r.sells || item && d.marked(rows[n]) {
		return false
	}
	if m > n+1 {
		return item || r.line <= rows[m-1].line+1
	}
	blank := r.line - rows[n].line - 1
	return blank <= 1 && (blank <= 0 || item || !d.ended(rows[n]))
}

// ended reports a line that ends in a full stop: a sentence, and no title of what follows a blank line.
func (d *doc) ended(r row) bool {
	c := &d.clauses[r.end-1]
	text := bytes.TrimRight(d.Text[c.From:c.To], " ")
	return r.end > r.first+1 && (bytes.HasSuffix(text, []byte(".")) || bytes.HasSuffix(text, []byte("。")))
}

// leads reports a line that says what follows it: signs of a fraud, what is never done, or, in a title, what
// to walk away from.
func (d *doc) leads(r row) bool {
	warns, signs := false, false
	title := d.titled(r)
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		if c.priced() || c.sells() {
			return false
		}
		colon := d.colon(c)
		warns = warns || c.warnsAhead(colon, title)
		signs = signs || c.namesSigns(colon, title)
	}
	return warns && signs && d.clauses[r.end-1].To-d.clauses[r.first].From < longestLead
}

// colon reports a clause that ends in a colon: what follows is what it speaks of.
func (d *doc) colon(c *clause) bool { return c.To > c.From && d.Text[c.To-1] == ':' }

// warnsAhead reports a clause that warns of what follows it: it calls that a fraud or a lie, denies it before
// a colon, or tells in a title to walk away.
func (c *clause) warnsAhead(colon, title bool) bool {
	return c.calls(anyScam) || c.Has.Any(anyLie) || colon && c.Has.Has(isNeg) ||
		title && slices.ContainsFunc(c.Tokens, flees)
}

// namesSigns reports a clause that says that signs follow; before a colon any word for them says so but that
// for lines which are heard, and in a title that to walk away.
func (c *clause) namesSigns(colon, title bool) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anySigns.Has(k.Concept) && (k.Code() == "" || colon && !ofLines(k) || title && flees(k))
	})
}

// flee is the code of words that tell the reader to walk away.
const flee = "flee"

func flees(k phrase.Token) bool { return k.Code() == flee }

// longestList is how many lines a list has at most, and clauses a question.
const longestList = 40

// longestLead is the bytes of a line that leads a list.
const longestLead = 200

// ideograms number the items of a list.
const ideograms = "一二三四五六七八九十①②③④⑤⑥⑦⑧⑨第"

// marked reports a line that begins as the item of a list.
func (d *doc) marked(r row) bool {
	c := &d.clauses[r.first]
	text := bytes.TrimLeft(d.Text[c.From:c.To], " ")
	return len(text) > 0 && (step(text) || counted(text) || bullet(text) || numbered(text))
}

// step reports a text that begins with a numbered word: "Step 1:".
func step(text []byte) bool {
	_, number, ok := bytes.Cut(text[:min(len(text), 24)], []byte(" "))
	return ok && len(number) > 1 && number[0] >= '1' && number[0] <= '9' &&
		bytes.IndexByte([]byte(":.)-"), number[1]) >= 0
}

// counted reports a text that begins with an ideogram as a number: "一、", "①", "第二".
func counted(text []byte) bool {
	r, n := utf8.DecodeRune(text)
	return strings.ContainsRune(ideograms, r) &&
		(bytes.HasPrefix(text[n:], []byte("、")) || r == '第' || r >= '①' && r <= '⑨')
}

// bullet reports a text that begins with a dash, a quotation mark or a sign of those that list: "•", "✓".
func bullet(text []byte) bool {
	return bytes.IndexByte([]byte("-*|+\"'"), text[0]) >= 0 || text[0] >= 0xE2 && text[0] < 0xE3
}

// numbered reports a text that begins with a number and its sign: "3.", "(2)".
func numbered(text []byte) bool {
	rest := bytes.TrimLeft(text, "0123456789(")
	return len(rest) < len(text) && len(rest) > 0 && bytes.IndexByte([]byte(".)"), rest[0]) >= 0
}

// explained marks the entries of a glossary: what they name without an amount is promised by nobody.
func (d *doc) explained(rows []row) {
	for n, r := range rows {
		title := d.clauses[r.end-1].To-d.clauses[r.first].From < longestLead && r.end == r.first+1 &&
			slices.ContainsFunc(d.clauses[r.first].Tokens, func(k phrase.Token) bool {
				return k.Code() == "glossary"
			})
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
	anyScam, anyLieScam    = set("scam"), set("lie scam")
	anyNotSelf             = set("hearsay lie")
	anyWarning, anyHearsay = set("lie scam signs"), set("hearsay")
	anyReporting           = set("report other hearsay past")
	anySigns, anyHeard     = set("signs"), set("hearsay other")
	anyYouUs               = set("you us")
	anyOffered             = set("give return stake price guar constant refer back")
	anyYouUsHearsay        = set("you us hearsay")
	notIdentity            = set(`need due release fee first lossmay lie scam neg fail norisk power
		price`)
)

var (
	isNeg, isYou                        = language.Must("neg"), language.Must("you")
	sNeg, sGive                         = set("neg"), set("give")
	anyUs, anyUsYou, anyLie             = set("us"), set("us you"), set("lie")
	anyLure, anyRefer, anyReport        = set("lure"), set("refer"), set("report")
	anyUnlike, anyNorisk                = set("unlike"), set("norisk")
	anyLossmayOther, anyNegOtherLossmay = set("lossmay other"), set("neg other lossmay")
	anySure                             = set("guar constant protect norisk whatever")
)

// set is the concepts named in a text.
func set(names string) language.Set { return language.SetOf(names) }
