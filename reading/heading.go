package reading

import (
	"bytes"

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
func (d *doc) under(c *clause) {
	text := bytes.Trim(d.Text[c.from:c.to], " #*-.:0123456789)(\t")
	title := len(text) > 0 && len(text) <= longestHeading && c.cells == 0 && !c.question &&
		len(c.tokens) > 0 &&
		bytes.Count(text, []byte(" ")) < 5 && c.titled()
	alone := title && d.alone(c)
	last := d.Text[c.to-1]
	switch {
	case alone && last != '.' && last != '!' &&
		!bytes.HasSuffix(d.Text[c.from:c.to], []byte("。")) &&
		!bytes.HasSuffix(d.Text[c.from:c.to], []byte("।")):
		d.heading = heading{c.has, c.line, false}
	case title && !alone && (last == '.' || last == ':') && d.begins(c):
		d.heading = heading{c.has, c.line, true}
	case d.heading.oneLine && c.line != d.heading.line, c.line-d.heading.line > headingReach:
		d.heading = heading{}
	default:
		c.head = d.heading.words
	}
}

// titled reports a clause without a figure, but for the number of its heading.
func (c *clause) titled() bool {
	for _, v := range c.values {
		if v.kind != plainNumber || v.from > c.from+4 {
			return false
		}
	}
	return true
}

// alone reports a clause that is all of its line, begins that the clause is the first of it or stands behind
// the number of a paragraph.
func (d *doc) alone(c *clause) bool {
	return d.begins(c) && (c.to == len(d.Text) || d.Text[c.to] == '\n')
}

func (d *doc) begins(c *clause) bool {
	before := bytes.TrimLeft(d.Text[c.start:c.from], " #*-.:0123456789)(\t")
	numbered := bytes.LastIndexAny(d.Text[c.from:min(c.to, c.from+6)], "0123456789") >= 0
	return len(before) == 0 || numbered || bytes.Contains(d.Text[c.from:min(c.to, c.from+6)], []byte("§"))
}
