package phrase

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// suffix takes what follows a value: "/TH/day", "per kWh", "a day", and what stands just before it.
func (d *Doc) suffix(c *Clause, v *Value) {
	at := v.Core
	if v.Kind == Money && d.perT(c, at) {
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
		case v.comesEach(NounTime(t.Concept)):
		case v.lasts(t):
			return
		case v.headed(t):
		case d.ofNext(c, *v, t, at):
			d.prefix(c, v)
			return
		case v.comesEach(AdverbTime(t.Concept)):
		default:
			return
		}
		at = t.To
		v.To = t.To
	}
	d.prefix(c, v)
}

// comesEach makes a figure one that comes in each of a unit of time, where it is no span and has none yet.
func (v *Value) comesEach(unit string) bool {
	free := unit != "" && v.Kind != Span && v.Every == ""
	if free {
		v.Every = unit
	}
	return free
}

// ofNext reports a word for each of a unit of time, as far as an amount was read, that is of the next amount,
// or of a time that is added to it: "100 U, daily 3 U", "24 bucks and a year".
func (d *Doc) ofNext(c *Clause, v Value, t Token, at int) bool {
	return AdverbTime(t.Concept) != "" && v.Kind == Money && v.Every == "" &&
		(d.opens(c, t.To) || at == v.Core && d.added(Value{To: at}, t.From))
}

// perT reports a "/t" at a place, which stands for a terahash.
func (d *Doc) perT(c *Clause, at int) bool {
	return at+1 < c.To && bytes.HasPrefix(d.Text[at:c.To], []byte("/t")) &&
		(at+2 == c.To || !language.Digit(rune(d.Text[at+2])) && !figure.Letter(d.Text[at+2:]))
}

// headed makes an amount one of each week where the head of its column names a day of it.
func (v *Value) headed(t Token) bool {
	weekly := t.Concept == cWeekday && t.From == t.To && v.Kind == Money && v.Every == ""
	if weekly {
		v.Every = "week"
	}
	return weekly
}

// lasts makes a number a span where Hindi puts the time of it in the genitive: "24 महीने का".
func (v *Value) lasts(t Token) bool {
	unit := AdverbTime(t.Concept)
	if v.Kind != PlainNumber || v.Num <= 1 || t.From > v.Core+1 || unit == "" ||
		language.Names()[t.Language] != "hi" {
		return false
	}
	v.Kind, v.Unit, v.To, v.Core = Span, unit, t.To, t.To
	return true
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
var comesIn = setOf("give return output")

// rateWords is what a rate is made of; those of bareRate need no "per" before them. A rate is led to by one
// of perAnd; one of perUnit that the head of a table gives says so of all that follows.
var (
	rateWords = setOf("hash kwh hour day week month quarter year hourly daily weekly monthly quarterly " +
		"yearly weekday")
	bareRate        = setOf("kwh hourly daily weekly monthly quarterly yearly weekday")
	perAnd, perUnit = setOf("per to"), setOf("per host")
)

// rateAt is the word of a rate at a place, or the "per" or "and" that leads to one.
func (d *Doc) rateAt(c *Clause, k int, said bool) (t Token, rate bool) {
	for _, t := range c.At(k) {
		switch {
		case t.From == t.To && perUnit.Has(t.Concept):
			said = true
		case t.Concept == isExtra && slices.Contains(nets, string(d.Text[k:t.To])):
			return t, false // "14,90 € netto je Gerät"
		case bareRate.Has(t.Concept), said && rateWords.Has(t.Concept):
			return t, true
		case perAnd.Has(t.Concept) && t.To > k: // a word of the table's head has no length
			return t, false
		}
	}
	if d.shortDay(c, k) {
		return Token{language.Word{Concept: isDay}, k, k + 1}, true
	}
	return Token{}, false
}

// nets is what says that an amount is one without its tax, before what it is for.
var nets = strings.Fields("netto net brutto")

// shortDay reports the letter that stands for a day behind a slash: "$0.048/TH/d".
func (d *Doc) shortDay(c *Clause, k int) bool {
	return k > c.From && k < c.To && d.Text[k-1] == '/' && d.Text[k] == 'd' &&
		(k+1 == c.To || !language.Digit(rune(d.Text[k+1])) && !figure.Letter(d.Text[k+1:]))
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
	for k := at; k <= c.To && k < at+40; {
		if bytes.HasPrefix(d.Text[k:c.To], []byte("- ")) && k > c.From && d.Text[k-1] == ' ' {
			return Token{}, false
		}
		t, rate := d.rateAt(c, k, said)
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
		if k == c.To { // where only the words of a table's head stand
			break
		}
		per, ok := d.leadsToRate(c, k)
		if !ok {
			break
		}
		said = said || per
		k++
	}
	return Token{}, false
}

// leadsToRate reports a sign that may stand before the word of a rate; per, one that says "per": a slash that
// does not part the members of a list.
func (d *Doc) leadsToRate(c *Clause, k int) (per, ok bool) {
	switch d.Text[k] {
	case '/':
		listed := c.slashes > 2 && d.Text[k-1] == ' ' && k+1 < c.To && d.Text[k+1] == ' '
		return true, !listed
	case '-', ' ', '*', '(':
		return false, true
	}
	return false, false
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
		case t.Concept == cKWh && v.ofNoHash() && d.leads(t.To, v.From):
			v.PerKWh = v.PerKWh || !c.measured(t)
		case t.Concept == cHash && v.ofNoHash() && d.perBefore(c, t, v.From):
			v.PerHash = t.Value()
		case d.eachBefore(c, t, v):
			v.Every = NounTime(t.Concept)
		}
	}
}

// ofNoHash reports an amount that is not yet one for so much hashrate.
func (v *Value) ofNoHash() bool { return v.Kind == Money && v.PerHash == 0 }

// perBefore reports a unit behind "per" and right before an amount: "per TH 0.28".
func (d *Doc) perBefore(c *Clause, t Token, at int) bool {
	return at-t.To <= 2 && c.per(t) && len(bytes.TrimSpace(d.Text[t.To:at])) == 0
}

// eachBefore reports a bare word of time right before a share or an amount, which is said of each there:
// "月5%", "ラック料は月3,300円"; not of one that is named: "今月5%", "5月".
func (d *Doc) eachBefore(c *Clause, t Token, v *Value) bool {
	if v.Kind != Money && v.Kind != Percent || v.Every != "" || NounTime(t.Concept) == "" {
		return false
	}
	before, _ := utf8.DecodeLastRune(d.Text[:t.From])
	if c.Language == "ko" { // "일 1.3% 수익"
		return v.Kind == Percent && v.From == t.To+1 && (t.From == c.From || before == ' ')
	}
	if t.To != v.From || c.Language != "ja" && c.Language != "zh" {
		return false
	}
	return !language.Digit(before) && !strings.ContainsRune("今先来來上本去昨前次每毎个個", before)
}

// led takes the rate that stands before an amount: "per TH and day 0.05 USD", "1日1THあたり6.8円". Of several
// amounts that are told so, each has its own.
func (d *Doc) led(c *Clause, v *Value) {
	if v.Kind != Money || v.PerHash > 0 || v.PerKWh {
		return
	}
	r := d.rateBefore(c, v.From)
	if r.hash == 0 || !r.each {
		return
	}
	v.PerHash = r.hash
	if v.Every == "" {
		v.Every = r.every
	}
	at := r.at
	for len(c.Values) > 0 && c.Values[len(c.Values)-1].From >= at-1 && c.Values[len(c.Values)-1].Num == 1 {
		c.Values = c.Values[:len(c.Values)-1] // the one of "1 TH"
	}
}

// rateBefore reads the words of a rate backwards from an amount, each right before the last or before the one
// of "1 TH".
func (d *Doc) rateBefore(c *Clause, amount int) rate {
	r := rate{at: amount}
	for i := c.upTo(amount) - 1; i >= 0 && c.Tokens[i].From > amount-60; i-- {
		t := c.Tokens[i]
		if t.To > r.at || t.From == t.To || d.Text[t.From] == '/' {
			continue
		}
		gap := string(bytes.Trim(d.Text[t.To:r.at], " /"))
		if gap != "" && gap != "1" || !r.takes(t, amount) {
			break
		}
		r.each = r.each || gap == "1" || t.From > 0 && d.Text[t.From-1] == '1'
		r.at = t.From
	}
	return r
}

// rate is what stands before an amount, as far as it was read.
type rate struct {
	at    int // where it begins
	hash  float64
	every string
	each  bool // it is said to be for each
}

// takes adds the word before a rate, and reports that it goes on.
func (r *rate) takes(t Token, end int) bool {
	unit := AdverbTime(t.Concept)
	if unit == "" && r.each {
		unit = NounTime(t.Concept)
	}
	switch {
	case t.Concept == cHash && r.hash == 0:
		r.hash = t.Value()
	case t.Concept == cPer:
		r.each = true
	case unit != "" && r.every == "":
		r.every = unit
	default:
		return r.at == end && charges.Has(t.Concept)
	}
	return true
}

// charges is what may stand between such a rate and its amount.
var charges = setOf("keep fee give price")

// measured reports a unit that belongs to a figure before: "power at 0.065 USD/kWh: 2.61 USD".
func (c *Clause) measured(t Token) bool {
	n := len(c.Values)
	return n > 0 && c.Values[n-1].Kind == Money && c.Values[n-1].From <= t.From && c.Values[n-1].To >= t.To
}

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

// ones adds the amounts that an article counts, where they come again: "a pound a day".
func (d *Doc) ones(c *Clause) {
	if c.Language != "en" || !c.Has.Has(cCur) {
		return
	}
	for _, k := range c.Tokens {
		if k.Concept != cCur || k.To-k.From < 2 || k.From < c.From+2 ||
			!slices.Contains(articles, string(d.Text[max(c.From, k.From-3):k.From])) {
			continue
		}
		v := Value{Kind: Money, Num: 1, Hi: 1, Unit: k.Code(), From: k.From - 2, To: k.To, Core: k.To}
		if d.suffix(c, &v); v.Every == "" || v.PerHash > 0 {
			continue
		}
		at := slices.IndexFunc(c.Values, func(o Value) bool { return o.From >= v.From })
		if at < 0 {
			at = len(c.Values)
		}
		c.Values = slices.Insert(c.Values, at, v)
	}
}

// articles count one, at the start of a clause or behind a word.
var articles = []string{" a ", "\"a ", "-a ", "a "}

// perMille is the share that a word for thousandths stands for, or for a part of them.
func perMille(t Token) float64 {
	if part := t.Value(); part > 0 {
		return part / 1000
	}
	return 1.0 / 1000
}
