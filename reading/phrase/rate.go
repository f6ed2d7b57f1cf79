package phrase

import (
	"bytes"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// suffix takes what follows a value: "/TH/day", "per kWh", "a day", and what stands just before it.
func (d *Doc) suffix(c *Clause, v *Value) {
	at := v.Core
	if v.Kind == Money && at+1 < c.To && bytes.HasPrefix(d.Text[at:c.To], []byte("/t")) &&
		(at+2 == c.To || !language.Digit(rune(d.Text[at+2])) && !figure.Letter(d.Text[at+2:])) {
		v.PerHash, at = 1, at+2 // "0.043 USDT/T/day", "$8.5/T,"
		v.To = at
	}
	for range 4 {
		t, ok := d.rateWord(c, at)
		if !ok {
			break
		}
		switch {
		case t.Concept == cHash && v.PerHash == 0:
			v.PerHash = t.Value()
		case t.Concept == cKWh:
			v.perEnergy(t)
		case NounTime(t.Concept) != "" && v.Kind != Span && v.Every == "":
			v.Every = NounTime(t.Concept)
		case v.Kind == PlainNumber && v.Num > 1 && t.From <= v.Core+1 && AdverbTime(t.Concept) != "" &&
			language.Names()[t.Language] == "hi": // "24 महीने का"
			v.Kind, v.Unit = Span, AdverbTime(t.Concept)
			v.To, v.Core = t.To, t.To
			return
		case AdverbTime(t.Concept) != "" && v.Kind != Span && v.Every == "":
			if v.Kind == Money && d.opens(c, t.To) {
				d.prefix(c, v)
				return // "100 U, daily 3 U"
			}
			v.Every = AdverbTime(t.Concept)
		default:
			return
		}
		at = t.To
		v.To = t.To
	}
	d.prefix(c, v)
}

// perEnergy makes an amount one per kilowatt-hour: "$80/MWh" is eight cents.
func (v *Value) perEnergy(t Token) {
	v.PerKWh = true
	if by := t.Value(); by > 0 {
		v.Num, v.Hi = v.Num/by, v.Hi/by
	}
}

// opens reports that an amount begins right behind a place, so that a word of time before it is its own.
func (d *Doc) opens(c *Clause, at int) bool {
	k := at
	for k < c.To && (d.Text[k] == ' ' || d.Text[k] == ':') {
		k++
	}
	for _, t := range c.At(k) {
		if comesIn.Has(t.Concept) && t.To > k { // "每天到账17U"
			k, at = t.To, t.To
			break
		}
	}
	for _, t := range c.At(k) {
		if t.Concept == cCur && t.To > k {
			k = t.To
			break
		}
	}
	for k < c.To && d.Text[k] == ' ' {
		k++
	}
	return k < c.To && k-at < 8 && language.Digit(rune(d.Text[k]))
}

// comesIn is what may stand between a word of time and its amount.
var comesIn = setOf("give return")

var rateWords = setOf(
	"hash kwh hour day week month quarter year hourly daily weekly monthly quarterly yearly weekday",
)

// rateAt is the word of a rate at a place, or the "per" or "and" that leads to one.
func (c *Clause) rateAt(k int, said bool) (t Token, rate bool) {
	for _, t := range c.At(k) {
		switch {
		case rateWords.Has(t.Concept) && (said || t.Concept != cHash && NounTime(t.Concept) == ""):
			return t, true
		case (t.Concept == cPer || t.Concept == cAnd) && t.To > k: // a word of the table's head has no length
			return t, false
		}
	}
	return Token{}, false
}

// unitAt is the end of a "per unit" at a place.
func (c *Clause) unitAt(k int) int {
	for _, t := range c.At(k) {
		if t.Concept == isHost && t.To > k {
			return t.To
		}
	}
	return 0
}

// rateWord is the word of a rate that begins at a place, behind "per", a slash or nothing but a blank.
func (d *Doc) rateWord(c *Clause, at int) (Token, bool) {
	said := false
	for k := at; k < c.To && k < at+40; {
		if bytes.HasPrefix(d.Text[k:c.To], []byte("- ")) && k > c.From && d.Text[k-1] == ' ' {
			return Token{}, false
		}
		t, rate := c.rateAt(k, said)
		if rate {
			return t, true
		}
		if to := c.unitAt(k); to > k {
			said, k = true, to // "per unit and month"
			continue
		}
		if t.To > k {
			said, k = said || t.Concept == cPer || at > 0, t.To
			continue
		}
		switch d.Text[k] {
		case '/':
			if c.slashes > 2 && d.Text[k-1] == ' ' && k+1 < c.To && d.Text[k+1] == ' ' {
				return Token{}, false // it parts the members of a list
			}
			said = true
		case '-', ' ', '*', '(':
		default:
			return Token{}, false
		}
		k++
	}
	return Token{}, false
}

// prefix takes "kWh başına 6,75 sent", "per kWh 7.5 cents", "每度0.24元", and "up to" before a value.
func (d *Doc) prefix(c *Clause, v *Value) {
	for i := c.upTo(v.From) - 1; i >= 0 && c.Tokens[i].From > v.From-60; i-- {
		t := c.Tokens[i]
		if t.To > v.From || v.From-t.To > 14 {
			continue
		}
		switch {
		case t.Concept == cUpto && len(bytes.Trim(d.Text[t.To:v.From], ` "'`)) < 3:
			v.UpTo = true
		case t.Concept == cKWh && v.Kind == Money && v.PerHash == 0 && !c.measured(t) && d.leads(t.To, v.From):
			v.PerKWh = true
		case t.Concept == cHash && v.Kind == Money && v.PerHash == 0 && v.From-t.To <= 2 && c.per(t):
			v.PerHash = t.Value() // "per TH 0.28"
		}
	}
}

// measured reports a unit that belongs to a figure before: "power at 0.065 USD/kWh: 2.61 USD".
func (c *Clause) measured(t Token) bool {
	n := len(c.Values)
	return n > 0 && c.Values[n-1].Kind == Money && c.Values[n-1].From <= t.From && c.Values[n-1].To >= t.To
}

// led takes the rate that stands before an amount: "per TH and day 0.05 USD", "1日1THあたり6.8円". Of several
// amounts that are told so, each has its own.
func (d *Doc) led(c *Clause, v *Value) {
	if v.Kind != Money || v.PerHash > 0 || v.PerKWh {
		return
	}
	at, hash, every, each := v.From, 0.0, "", false
	for i := c.upTo(v.From) - 1; i >= 0 && c.Tokens[i].From > v.From-60; i-- {
		t := c.Tokens[i]
		if t.To > at || t.From == t.To {
			continue
		}
		gap := string(bytes.Trim(d.Text[t.To:at], " /"))
		unit := AdverbTime(t.Concept)
		switch {
		case gap != "" && gap != "1":
			i = 0
			continue
		case t.Concept == cHash && hash == 0:
			hash = t.Value()
		case t.Concept == cPer:
			each = true
		case unit != "" && every == "":
			every = unit
		case at < v.From || !charges.Has(t.Concept):
			i = 0
			continue
		}
		each = each || gap == "1" || t.From > 0 && d.Text[t.From-1] == '1'
		at = t.From
	}
	if hash == 0 || !each {
		return
	}
	v.PerHash = hash
	if v.Every == "" {
		v.Every = every
	}
	for len(c.Values) > 0 && c.Values[len(c.Values)-1].From >= at-1 && c.Values[len(c.Values)-1].Num == 1 {
		c.Values = c.Values[:len(c.Values)-1] // the one of "1 TH"
	}
}

// charges is what may stand between such a rate and its amount.
var charges = setOf("keep fee give price")

// per reports a word for each right before another.
func (c *Clause) per(t Token) bool {
	_, ok := c.Before(cPer, t.From)
	return ok
}

// leads reports that a unit belongs to the figure behind it: little stands between, nothing that parts them.
func (d *Doc) leads(from, to int) bool {
	gap := bytes.TrimSpace(d.Text[from:to])
	return len(gap) < 12 && !bytes.ContainsAny(gap, "|,;.")
}
