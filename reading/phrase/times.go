package phrase

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// When a figure comes again: each day, every ten days, within a month.

// TimeOf is the time in which a figure comes again, and the stretch that says so.
func (d *Doc) TimeOf(c *Clause, v Value) (every string, from, to int) {
	if v.Every != "" {
		return v.Every, v.From, v.To
	}
	every, from, to, far := d.eachNear(c, v)
	if span, at, end := d.eachSpan(c, v, far); span != "" {
		every, from, to = span, at, end
	}
	if every == "" && v.Kind == Percent && c.Cells == 0 {
		every, from, to = d.opening(c, v)
	}
	if every == "" {
		every, from, to = d.within(c, v)
	}
	return every, from, to
}

// farTime is how far the word of a time may stand from the figure that comes in it.
const farTime = 50.0

// eachNear is the word for each of a unit of time that stands nearest to a figure and is of it, and how far.
func (d *Doc) eachNear(c *Clause, v Value) (every string, from, to int, far float64) {
	far = farTime
	for _, k := range c.Nearby(far, v.From, v.To) {
		unit, at := d.unitEach(c, k)
		if unit == "day" && slices.ContainsFunc(c.At(k.To+1), isWeekday) {
			unit = "week" // "tiap hari Jumat"
		}
		if unit == "" || k.From >= v.From && k.To <= v.To || d.ofElse(c, v, k, at) {
			continue
		}
		a := c.Apart(v.From, v.To, k.From, k.To) + 10*float64(c.Between(v, k))
		if a < far && !(v.Kind == Money && c.nearer(v, k, a)) {
			every, from, to, far = unit, at, k.To, a
		}
	}
	return every, from, to, far
}

// unitEach is the unit that a word says something comes in, alone or with one for each before it ("daily",
// "per day"), and where that begins.
func (d *Doc) unitEach(c *Clause, k Token) (string, int) {
	if unit := AdverbTime(k.Concept); unit != "" {
		return unit, k.From
	}
	return d.each(c, k)
}

// ofElse reports a word of time, which begins at a place, that is of something else than a figure: of
// another figure, of the past, or of the condition that the clause begins with ("if you sold each day, you
// had 1,120").
func (d *Doc) ofElse(c *Clause, v Value, k Token, at int) bool {
	supposed := d.Condition(c)
	return c.within(k, v) || d.added(v, at) || c.gone(k) || k.To <= supposed && v.From >= supposed ||
		v.Kind == Money && c.parted(v, k)
}

// added reports a time that is added to a figure, and not one that it is of: "24 bucks and a year".
func (d *Doc) added(v Value, at int) bool {
	return at > v.To && slices.Contains(ands, string(bytes.TrimSpace(d.Text[v.To:at])))
}

// gone reports a time inside words for one that is past: "el año pasado".
func (c *Clause) gone(k Token) bool {
	return slices.ContainsFunc(c.Tokens, func(p Token) bool {
		return p.Concept == isPast && p.From <= k.From && p.To >= k.To && p.To-p.From > k.To-k.From
	})
}

var isPast = language.Must("past")

var ands = strings.Fields("and y und et e")

// opening is the time that a sentence begins with, which all of it is said of: "Every working day at
// six the balance of the client is credited with 1.3 % of the price".
func (d *Doc) opening(c *Clause, v Value) (string, int, int) {
	other := c.Has.Any(notReturn) && !c.Has.Any(anyStakePriceDue) || c.Has.Any(anyCost)
	if !c.Has.Any(anyGive) || other {
		return "", 0, 0
	}
	for _, k := range c.Tokens {
		if k.From > c.From+openingReach || k.From >= v.From {
			break
		}
		unit, at := d.unitEach(c, k)
		if unit != "" && at < c.From+openingReach && !c.within(k, v) {
			return unit, at, k.To
		}
	}
	return "", 0, 0
}

// parted reports another figure than the day of the month between an amount and a word of time.
func (c *Clause) parted(v Value, k Token) bool {
	n := c.Between(v, k)
	return n > 1 || n == 1 && !c.dayOf(k, v)
}

// dayOf reports that a word for each month is followed by the day of it, before an amount: "毎月25日に2万円".
func (c *Clause) dayOf(k Token, v Value) bool {
	if AdverbTime(k.Concept) != "month" || k.To > v.From {
		return false
	}
	return slices.ContainsFunc(c.Values, func(o Value) bool {
		day := (o.Kind == PlainNumber || o.Kind == Span && o.Unit == "day") && o.Num >= 1 && o.Num <= 31
		return day && o.From >= k.To && o.From-k.To <= nearDay && o.To <= v.From
	})
}

// nearDay is the bytes between a word for each month and the day of it.
const nearDay = 4

func isWeekday(t Token) bool { return t.Concept == cWeekday }

// openingReach is the bytes at the start of a sentence in which such a time stands, behind the number
// of a paragraph.
const openingReach = 48

// eachSpan is the span for each of which a figure comes ("every 10 days"), nearer than far.
func (d *Doc) eachSpan(c *Clause, v Value, far float64) (every string, from, to int) {
	for _, o := range c.Values {
		if o.Kind != Span || o.Num <= 1 || o.Unit == "hour" && (v.Kind != Percent || o.Num >= 24) {
			continue
		}
		if v.Kind == Percent && o.From == v.To+1 && d.Text[v.To] == '/' { // "0.8%/12h"
			return figure.Trim(o.Num) + " " + ShortUnit(o.Unit), o.From, o.To
		}
		p, ok := c.Before(cPer, o.From)
		if !ok || c.Between(v, p) > 0 || c.At(p.From)[0].Concept == cStop {
			continue
		}
		if a := c.Apart(v.From, v.To, p.From, o.To); a < far {
			every, from, to, far = figure.Trim(o.Num)+" "+ShortUnit(o.Unit), p.From, o.To, a
		}
	}
	return every, from, to
}

// nearer reports that a word of time stands nearer to another amount or share: "2000, each day 66".
func (c *Clause) nearer(v Value, k Token, far float64) bool {
	if k.To <= v.From && (c.Holds(givesOrMines, k.To, v.From) || c.dayOf(k, v)) {
		return false // "9000 in, each day comes 450"
	}
	return slices.ContainsFunc(c.Values, func(o Value) bool {
		if o.Kind == PlainNumber && o.Num > 1 && o.From >= k.To && c.Holds(anyGive, k.To, o.From) &&
			c.Apart(k.From, k.To, o.From, o.To) < min(far, 12) {
			return true // "8800元,每天到账132"
		}
		figure := o.Kind == Money || o.Kind == Percent
		return figure && o.From != v.From && o.Every == "" && o.PerHash == 0 &&
			c.Apart(o.From, o.To, k.From, k.To) < far
	})
}

// within reports a word that is part of another figure: of a time that is that one's.
func (c *Clause) within(k Token, v Value) bool {
	return slices.ContainsFunc(c.Values, func(o Value) bool {
		return o.From != v.From && o.Every != "" && o.Kind != PlainNumber && k.From >= o.From &&
			k.To <= o.To && k.From < k.To
	})
}

// each is the unit of "per day", "every Friday", "each 24 hours", and where it begins.
func (d *Doc) each(c *Clause, k Token) (string, int) {
	unit := NounTime(k.Concept)
	if k.Concept == cWeekday {
		unit = "week"
	}
	if unit == "" {
		return "", 0
	}
	for _, p := range c.Ending(12, k.From) {
		if p.Concept == cPer && p.To <= k.From && k.From-p.To <= 2 {
			return unit, p.From
		}
		if p.Concept == cPer && p.To <= k.From && k.From-p.To <= 12 {
			gap := bytes.TrimSpace(d.Text[p.To:k.From])
			each := string(d.Text[p.From:p.To])
			if slices.Contains(eachOnes, each) && slices.Contains(whole, string(gap)) {
				return unit, p.From // "every single week"
			}
			if n := strings.TrimSpace(string(d.Text[p.To:k.From])); n == "24" && unit == "hour" {
				return "day", p.From
			}
		}
	}
	return "", 0
}

// eachOnes is the words for each behind which one of whole may stand.
var eachOnes = strings.Fields("each every per")

var whole = strings.Fields("single full whole calendar passing blessed")

// within is the time of a total: "150 % in 30 days" is per 30 d.
func (d *Doc) within(c *Clause, v Value) (string, int, int) {
	if v.Kind != Percent || v.Num < 0.02 {
		return "", 0, 0
	}
	if c.Has.Any(anyStake) && c.Has.Any(anyBackAtendRelease) {
		return d.SpanNear(c, v, 70) // "after 30 days the deposit and 45 % are released"
	}
	return d.SpanNear(c, v, 14)
}

// SpanNear is the span of time beside a figure.
func (d *Doc) SpanNear(c *Clause, v Value, reach float64) (string, int, int) {
	for _, o := range c.Values {
		if o.Kind != Span || c.Apart(v.From, v.To, o.From, o.To) > reach || o.Unit == "hour" &&
			o.Num < 24 {
			continue
		}
		if o.Unit == "hour" && o.Num == 24 {
			return "day", o.From, o.To
		}
		if o.Num == 1 {
			return o.Unit, o.From, o.To
		}
		return figure.Trim(o.Num) + " " + ShortUnit(o.Unit), o.From, o.To
	}
	return "", 0, 0
}

// Between is how many other figures stand between a figure and a word.
func (c *Clause) Between(v Value, k Token) int {
	n := 0
	for _, o := range c.Values {
		if o.From >= min(v.To, k.To) && o.To <= max(v.From, k.From) {
			n++
		}
	}
	return n
}

var (
	cWeekday                      = language.Must("weekday")
	anyStake, anyBackAtendRelease = setOf("stake"), setOf("back atend release")
	anyGive, anyStakePriceDue     = setOf("give"), setOf("stake price due")
	anyCost                       = setOf("fee power host keep uptime")
	givesOrMines                  = setOf("give output")

	// notReturn is words that make a share per time something else than a return.
	notReturn = setOf("fee keep power host output market unpaid cap change discount loan uptime solo other" +
		" pool hash basis excuse")
)

// DayNamed reports a number that names a day: of the week, or of the month by the words of its time from a
// place to another ("le 5 du mois").
func (d *Doc) DayNamed(v *Value, from, to int) bool {
	return from <= v.From && to >= v.To && from < to && v.Every == "" || d.weekday(v.From)
}

// weekday reports a number behind a word for the week, which is a day of it: "每周五".
func (d *Doc) weekday(at int) bool {
	return slices.ContainsFunc(weeks, func(w string) bool { return bytes.HasSuffix(d.Text[:at], []byte(w)) })
}

// weeks is the words for the week behind which a number counts its days.
var weeks = []string{"周", "週", "星期", "礼拜", "禮拜"}

// noticeOf reports one time, by its article, beside a word for a notice: "a month's notice", "eine Frist von
// einer Woche".
func (d *Doc) noticeOf(c *Clause, k Token) bool {
	before := string(d.Text[c.From:k.From])
	one := slices.ContainsFunc(oneThing, func(w string) bool {
		return strings.HasSuffix(before, " "+w) || before == w
	})
	n, far := c.Near(noticeWords, k.From, k.To)
	return one && far < 20 && n.To > n.From
}

// noticeOnce reports a word for one time that can be each too, right beside a word for a notice: "сообщим за
// месяц", "một tháng".
func (d *Doc) noticeOnce(c *Clause, k Token) bool {
	if AdverbTime(k.Concept) == "" || !c.Has.Any(noticeWords) {
		return false
	}
	n, far := c.Near(noticeWords, k.From, k.To)
	word := string(d.Text[k.From:k.To])
	return far < 6 && n.To > n.From && slices.ContainsFunc(ones, func(w string) bool {
		return strings.HasPrefix(word, w)
	})
}

// ones begins such a word.
var ones = strings.Split("за |한 |sebulan|seminggu|một |bir |一|satu |un |एक ", "|")

// oneThing is the words for one thing before the word of a time.
var oneThing = []string{"a ", "one ", "un ", "une ", "d'un ", "d'une ", "una ", "um ", "uma ", "einem ",
	"einer ", "einen ", "مدته ", "مدتها ", "eines ", "d'"}

// ShortUnit is how the span of a unit is written: "mo".
func ShortUnit(unit string) string {
	for _, u := range TimeUnits {
		if u.Name == unit {
			return u.Short
		}
	}
	return unit
}
