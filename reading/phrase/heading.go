package phrase

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
)

// A heading is a few words alone, on a line of their own or at the start of one ("3. Deposit. Two months."):
// what stands under it is said of them, where the clause itself does not say of what.

// heading is the words of the last heading, and how far it reaches.
type heading struct {
	words   language.Set
	line    int
	oneLine bool // it began its line: it ends with it
}

const (
	longestHeading = 48 // bytes
	headingReach   = 6  // lines below a heading on a line of its own
)

// under gives a clause the words of the heading that it stands under, or takes it for one.
func (d *Doc) under(c *Clause) {
	title := d.title(c)
	alone := title && d.alone(c)
	defer d.answers(c)
	switch {
	case title && len(c.Tokens) == 0:
		if alone { // a heading that says nothing ends the one before it
			d.heading = heading{}
		}
	case alone && !d.endsWith(c, ".", "!", "。", "।"): // no sentence
		d.heading = heading{c.Has, c.Line, false}
	case title && !alone && d.endsWith(c, ".", ":") && d.begins(c):
		d.heading = heading{c.Has, c.Line, true}
	case d.heading.oneLine && c.Line != d.heading.line, c.Line-d.heading.line > headingReach:
		d.heading = heading{}
	default:
		c.Head = d.heading.words
	}
}

// endsWith reports a clause that one of the signs ends.
func (d *Doc) endsWith(c *Clause, signs ...string) bool {
	text := d.text[c.From:c.To]
	return slices.ContainsFunc(signs, func(s string) bool { return strings.HasSuffix(text, s) })
}

// answers gives the first clauses behind a question what it asks after: "What does it cost? $0.05 per TH".
func (d *Doc) answers(c *Clause) {
	if c.Question {
		d.question = heading{line: c.Line}
		for _, k := range c.Tokens {
			if askedAfter.Has(k.Concept) {
				d.question.words.Add(k.Concept)
			}
		}
		return
	}
	if far := c.Line - d.question.line; far > 1 || far == 1 && !d.begins(c) {
		return
	}
	c.Head = c.Head.Plus(d.question.words)
}

// askedAfter is what a question gives the figures of its answer.
var askedAfter = setOf("fee power host setup minpay bond notice uptime")

// title reports a few words without a figure.
func (d *Doc) title(c *Clause) bool {
	text := bytes.Trim(d.Text[c.From:c.To], " #*-.:0123456789)(\t")
	return len(text) > 0 && len(text) <= longestHeading && c.Cells == 0 && !c.Question &&
		bytes.IndexByte(text, '[') < 0 && bytes.Count(text, []byte(" ")) < 5 && c.titled()
}

// titled reports a clause without a figure, but for the number of its heading.
func (c *Clause) titled() bool {
	for _, v := range c.Values {
		if v.Kind != PlainNumber || v.From > c.From+4 {
			return false
		}
	}
	return true
}

// alone reports a clause that is all of its line, begins that the clause is the first of it or stands behind
// the number of a paragraph.
func (d *Doc) alone(c *Clause) bool {
	return d.begins(c) && (c.To == len(d.Text) || d.Text[c.To] == '\n')
}

// slashed makes the slashes of rows that are written with them the signs of their columns: "Basic / $100 /
// $7". "0.05 USD / TH / day" has a figure on one side alone, and is none.
func slashed(text []byte) {
	for row := range bytes.SplitSeq(text, []byte("\n")) {
		n := bytes.Count(row, []byte(" / "))
		if n < 2 {
			continue
		}
		figures := 0
		for cell := range bytes.SplitSeq(row, []byte(" / ")) {
			if bytes.ContainsAny(cell, "0123456789") {
				figures++
			}
		}
		if n > 2 || figures != 1 {
			copy(row, bytes.ReplaceAll(row, []byte(" / "), []byte(" | ")))
		}
	}
}

func (d *Doc) begins(c *Clause) bool {
	before := bytes.TrimLeft(d.Text[c.start:c.From], " #*-.:0123456789)(\t")
	numbered := bytes.LastIndexAny(d.Text[c.From:min(c.To, c.From+6)], "0123456789") >= 0
	return len(before) == 0 || numbered || bytes.Contains(d.Text[c.From:min(c.To, c.From+6)], []byte("§"))
}
