package phrase

import (
	"bytes"
	"strings"

	"github.com/assaymining/assay/reading/language"
)

// A column whose name holds a unit ("Hashrate (TH/s)", "Months", "Price (USD)") gives it to the bare numbers
// in it; so does the label of a row to those behind it.

// unitCells are what a cell that names a unit may not hold beside it: it is a rate, or of something else.
var (
	unitCells = setOf("hash cur pct hour day week month quarter year")
	notUnit   = setOf("per kwh jth apiece")
	anyPrice  = setOf("price")
	anyTerm   = setOf("term")
	notOfHash = setOf("price fee power return cur pct keep")
	notOfSpan = setOf("fee power return cur pct keep notice unprofit row bond aside" +
		" uptime refer release give")
)

// measure gives the bare numbers of a row the units that the head of their columns names.
func (d *Doc) measure(c, head *Clause) {
	for i := range c.Values {
		v := &c.Values[i]
		if v.Kind != PlainNumber || v.UpTo {
			continue
		}
		if t, ok := d.unitIn(head, c.Column(v.To)); ok {
			d.giveUnit(v, t)
		}
	}
}

// measureRow gives the bare numbers of a row the unit that its label names: "Hashrate (TH/s) | 100 | 200".
func (d *Doc) measureRow(c *Clause) {
	if c.Cells == 0 || len(c.Tokens) == 0 || len(c.Values) == 0 || c.Tokens[0].To > c.Values[0].From {
		return
	}
	label := c.Column(c.Tokens[0].To)
	if t, ok := d.unitIn(c, label); ok {
		for i := range c.Values {
			if v := &c.Values[i]; v.Kind == PlainNumber && c.Column(v.From) > label && d.fills(c, *v) {
				d.giveUnit(v, t)
			}
		}
	}
}

// fills reports a figure that is all that its cell holds.
func (d *Doc) fills(c *Clause, v Value) bool {
	from := c.From + bytes.LastIndexByte(d.Text[c.From:v.From], '|') + 1
	end := bytes.IndexByte(d.Text[v.To:c.To], '|')
	if end < 0 {
		end = c.To - v.To
	}
	return len(bytes.Trim(d.Text[from:v.From], " ")) == 0 && len(bytes.Trim(d.Text[v.To:v.To+end], " .")) == 0
}

// unitIn is the unit that a cell of a head names.
func (d *Doc) unitIn(head *Clause, column int) (Token, bool) {
	var unit Token
	for _, k := range head.Tokens {
		if head.inCell(k, column) && unitCells.Has(k.Concept) &&
			(unit.To == 0 || k.Concept == cHash && unit.Concept != cHash) {
			unit = k
		}
	}
	if unit.To == 0 || d.ofRate(unit) {
		return Token{}, false
	}
	var beside language.Set
	for _, k := range head.Tokens {
		if head.inCell(k, column) && (k.From < unit.From || k.To > unit.To) {
			beside.Add(k.Concept)
		}
	}
	return unit, !otherwise(unit, beside)
}

// inCell reports a word that stands in a cell itself, and was not given to it by the head.
func (c *Clause) inCell(k Token, column int) bool { return k.From < k.To && c.Column(k.To) == column }

// ofRate reports a unit with a slash beside it, which is part of a rate: "USD/TH".
func (d *Doc) ofRate(unit Token) bool {
	return unit.From > 0 && d.Text[unit.From-1] == '/' || unit.To < len(d.Text) && d.Text[unit.To] == '/'
}

// otherwise reports that the words beside a unit in its cell make what stands below it something else than so
// many of the unit: "Price (month)".
func otherwise(unit Token, beside language.Set) bool {
	switch {
	case beside.Any(notUnit):
		return true
	case unit.Concept == cHash:
		return beside.Any(notOfHash)
	case NounTime(unit.Concept) != "":
		return beside.Any(notOfSpan) || beside.Any(anyPrice) && !beside.Any(anyTerm)
	}
	return false
}

// giveUnit makes a bare number one of a unit that stands elsewhere.
func (d *Doc) giveUnit(v *Value, t Token) {
	switch {
	case t.Concept == cHash:
		unit := string(d.Text[t.From:t.To])
		v.Kind, v.Num, v.Hi, v.Unit = Hashrate, v.Num*t.Value(), v.Hi*t.Value(), strings.TrimSpace(unit)
	case t.Concept == cCur:
		v.Kind, v.Unit = Money, t.Code()
	case t.Concept == cPct:
		v.Kind, v.Num, v.Hi = Percent, v.Num/100, v.Hi/100
	default:
		v.Kind, v.Unit = Span, NounTime(t.Concept)
	}
}
