package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// kind is what a figure measures.
type kind uint8

const (
	plainNumber kind = iota
	percent
	money
	hashrate
	span
	perJoule // J/TH
	kilowatt
	multiple
	date
)

// value is a figure with its unit and its place in the folded text.
type value struct {
	kind     kind
	num, hi  float64 // hi: the upper end of a range, else num
	unit     string  // currency, or unit of time
	every    string  // unit of time it comes in: "day"
	perHash  float64 // per so many TH/s; 0: not per hashrate
	perKWh   bool
	upTo     bool
	cents    bool
	from, to int
	core     int // where figure and unit end, before "a day"
}

var timeUnits = []struct {
	noun, adverb language.Concept
	name, short  string
	days         float64
}{
	{language.Must("hour"), language.Must("hourly"), "hour", "h", 1.0 / 24}, {language.Must("day"), language.Must("daily"), "day", "d", 1},
	{language.Must("week"), language.Must("weekly"), "week", "weeks", 7}, {language.Must("month"), language.Must("monthly"), "month", "mo", 30},
	{language.Must("quarter"), language.Must("quarterly"), "quarter", "quarters", 91}, {language.Must("year"), language.Must("yearly"), "year", "y", 365},
}

// nounTime and adverbTime are the unit of a word for a time ("day") or for each such time ("daily").
func nounTime(c language.Concept) string   { return nouns[c] }
func adverbTime(c language.Concept) string { return adverbs[c] }

var nouns, adverbs = func() (nouns, adverbs [256]string) {
	for _, u := range timeUnits {
		nouns[u.noun], adverbs[u.adverb] = u.name, u.name
	}
	return nouns, adverbs
}()

// moneyOf is the currency that a language means by a bare number of thousands.
var moneyOf = map[string]string{
	"id": "IDR",
	"vi": "VND",
	"hi": "INR",
	"zh": "CNY",
	"ja": "JPY",
	"ko": "KRW",
	"tr": "TRY",
	"ru": "RUB",
}

var unitWords = setOf(
	"pct permille cur cents hash kwh kw jth hour day week month quarter year times per pctpre upto to months",
)

// values reads the figures of a clause: each number, what stands before and behind it.
func (d *doc) values(c *clause, nums []figure.Number) {
	for i := 0; i < len(nums); i++ {
		v := d.valueAt(c, nums[i])
		if i+1 < len(nums) {
			if next := d.valueAt(c, nums[i+1]); d.isRange(c, nums[i], v, nums[i+1]) {
				next.from, next.hi, next.num = v.from, next.num, scaled(nums[i].Num, next)
				if v.kind == money || v.kind == percent {
					next.num = v.num
				}
				v = next
				i++
			}
		}
		if date, used := d.dateAt(c, nums[i:]); used > 0 {
			v = date
			i += used - 1
		}
		d.suffix(c, &v)
		c.values = append(c.values, v)
	}
	d.wordSpans(c)
}

// coinage makes cents those of the euro where the text speaks of euros and of no dollars.
func (d *doc) coinage() {
	euros, dollars := false, false
	each := func(do func(v *value)) {
		for i := range d.clauses {
			for k := range d.clauses[i].values {
				if v := &d.clauses[i].values[k]; v.kind == money {
					do(v)
				}
			}
		}
	}
	each(func(v *value) {
		euros, dollars = euros || v.unit == "EUR", dollars || dollar(v.unit) && !v.cents
	})
	if euros && !dollars {
		each(func(v *value) {
			if v.cents && v.unit == "USD" {
				v.unit = "EUR"
			}
		})
	}
}

// wordSpans adds spans of time that are said without a number: "a fortnight", "term: year".
func (d *doc) wordSpans(c *clause) {
	before := len(c.values)
	for i, k := range c.tokens {
		unit := nounTime(k.Concept)
		if unit == "" || k.from == k.to || slices.ContainsFunc(c.values, func(v value) bool {
			return v.from < k.to && v.to > k.from
		}) {
			continue
		}
		n := k.Value() // of "fortnight"
		if n == 0 && d.lengthOf(c, i) {
			n = 1
		}
		if n == 0 {
			continue
		}
		c.values = append(c.values,
			value{kind: span, num: n, hi: n, unit: unit, from: k.from, to: k.to, core: k.to})
	}
	if len(c.values) > before {
		slices.SortStableFunc(c.values, func(a, b value) int { return a.from - b.from })
	}
}

// lengthOf reports a bare word of time right behind the word that it tells the length of: "срок год".
func (d *doc) lengthOf(c *clause, i int) bool {
	k := c.tokens[i]
	for j := i - 1; j >= 0 && c.tokens[j].from > k.from-24; j-- {
		t := c.tokens[j]
		if t.Concept == cPer && t.to <= k.from {
			return false // "per contract year"
		}
		if t.to <= k.from && lengthWords.Has(t.Concept) {
			gap := bytes.Trim(d.Text[t.to:k.from], " :-")
			return k.from-t.to <= 8 && len(gap) <= 4 && t.to-t.from > 4 && !bytes.ContainsAny(gap, ",|.")
		}
	}
	return false
}

var lengthWords = setOf("term bond")

// scaled is a number in the unit of v.
func scaled(num float64, v value) float64 {
	switch {
	case v.kind == percent:
		return num / 100
	case v.cents:
		return num / 100
	}
	return num
}

// isRange reports "2-3 %", "2 % to 3 %", "from 2 to 3".
func (d *doc) isRange(c *clause, a figure.Number, v value, b figure.Number) bool {
	if b.Num < a.Num || b.From < v.core || v.kind != plainNumber && v.kind != percent && v.kind != money {
		return false
	}
	gap := strings.TrimSpace(string(d.Text[v.core:b.From]))
	next := d.valueAt(c, b).kind
	if v.kind == plainNumber && next == plainNumber || v.kind == percent && next == plainNumber {
		return false
	}
	if gap == "-" || gap == "~" || gap == ".." || gap == "- $" {
		return !(v.kind == plainNumber && b.Num < a.Num)
	}
	for _, t := range c.tokens[c.upTo(v.core):c.upTo(b.From)] {
		if t.Concept == cAnd && t.from >= v.core && t.to <= b.From && b.From-v.core < 14 {
			return v.kind == next || v.kind == plainNumber
		}
	}
	return false
}

// valueAt is the value of a number by the unit next to it.
func (d *doc) valueAt(c *clause, n figure.Number) value {
	v := value{num: n.Num, hi: n.Num, from: n.From, to: n.To, core: n.To}
	if t, ok := d.next(c, n.To, 2); ok && d.unitBehind(c, &v, t) {
		d.group(&v, n)
		return v
	}
	if t, ok := d.before(c, n.From); ok && d.unitBefore(&v, t) {
		d.group(&v, n)
		return v
	}
	if n.Fraction {
		v.kind = percent
	}
	if n.From > c.from && figure.TimesBefore(d.Text, n.From) {
		v.kind = multiple
	}
	if code := moneyOf[c.language]; n.Thousand && code != "" {
		v.kind, v.unit = money, code
	}
	return v
}

// group takes a lone group of three digits for thousands where the money has no thousandths.
func (d *doc) group(v *value, n figure.Number) {
	if n.Grouped && v.kind == money && n.Num < 1000 && v.unit != "BTC" && v.unit != "ETH" &&
		d.Text[n.From] != '0' &&
		!v.cents {
		v.num, v.hi = v.num*1000, v.hi*1000
	}
	if n.Grouped && v.kind == percent && n.Num >= 1000 {
		v.num, v.hi = v.num/1000, v.hi/1000
	}
}

// next is the unit word that starts at most gap blanks or hyphens behind a place.
func (d *doc) next(c *clause, at, gap int) (token, bool) {
	for k := at; k <= at+gap && k <= c.to; k++ {
		for _, t := range c.at(k) {
			if unitWords.Has(t.Concept) && t.Concept != cPer && t.Concept != cAnd && t.Concept != cUpto {
				return t, true
			}
		}
		if row := c.at(k); len(row) > 0 && row[0].Concept.String() == "row" && row[0].to > k &&
			k <= at+gap { // "30 straight days"
			k, gap = row[0].to-1, row[0].to-at+1
			continue
		}
		if k < c.to && bytes.IndexByte([]byte(" -."), d.Text[k]) < 0 {
			break
		}
	}
	return token{}, false
}

// before is the unit word that ends just before a place.
func (d *doc) before(c *clause, at int) (token, bool) {
	for i := c.upTo(at) - 1; i >= 0 && c.tokens[i].from > at-40; i-- {
		t := c.tokens[i]
		if t.to > at || !unitWords.Has(t.Concept) || t.Concept == cPer {
			continue
		}
		gap := string(bytes.Trim(d.Text[t.to:at], " ~:."))
		return t, gap == ""
	}
	return token{}, false
}

var (
	cPct, cPermille, cPctPre = language.Must("pct"), language.Must("permille"), language.Must("pctpre")
	cCur, cCents, cHash      = language.Must("cur"), language.Must("cents"), language.Must("hash")
	cKWh, cKW, cJTH          = language.Must("kwh"), language.Must("kw"), language.Must("jth")
	cTimes, cPer, cUpto      = language.Must("times"), language.Must("per"), language.Must("upto")
	cStop                    = language.Must("stop")
	cMonths, cWeekday        = language.Must("months"), language.Must("weekday")
)

// unitBehind gives v the unit of a word behind it.
func (d *doc) unitBehind(c *clause, v *value, t token) bool {
	v.core, v.to = t.to, t.to
	switch t.Concept {
	case cPct:
		v.kind, v.num, v.hi = percent, v.num/100, v.hi/100
	case cPermille:
		v.kind, v.num, v.hi = percent, v.num/1000, v.hi/1000
	case cCur:
		v.kind, v.unit = money, t.Code()
		d.small(v)
	case cCents:
		v.kind, v.unit, v.cents, v.num, v.hi = money, t.Code(), true, v.num/100, v.hi/100
	case cHash:
		v.kind, v.num, v.hi, v.unit = hashrate, v.num*t.Value(), v.hi*t.Value(), string(d.Text[t.from:t.to])
	case cJTH:
		v.kind = perJoule
	case cKW:
		v.kind = kilowatt
	case cTimes:
		v.kind = multiple
	default:
		u := nounTime(t.Concept)
		if u == "" {
			v.core, v.to = v.from, v.from
			return d.unset(v)
		}
		v.kind, v.unit = span, u
	}
	return true
}

func (d *doc) unset(v *value) bool {
	v.to = v.from
	for v.to < len(d.Text) && (language.Digit(rune(d.Text[v.to])) ||
		d.Text[v.to] == '.' || d.Text[v.to] == ',') {
		v.to++
	}
	v.core = v.to
	return false
}

// small turns satoshi and thousandths into bitcoin only where they are said in bitcoin.
func (d *doc) small(v *value) {
	if v.unit == "mBTC" {
		v.unit, v.num, v.hi = "BTC", v.num/1000, v.hi/1000
	}
}

func (d *doc) unitBefore(v *value, t token) bool {
	switch t.Concept {
	case cCur:
		v.kind, v.unit = money, t.Code()
		d.small(v)
	case cHash:
		if !strings.HasSuffix(string(d.Text[t.from:t.to]), "/s") {
			return false
		}
		v.kind, v.num, v.hi, v.unit = hashrate, v.num*t.Value(), v.hi*t.Value(), string(d.Text[t.from:t.to])
	case cPct, cPctPre:
		v.kind, v.num, v.hi = percent, v.num/100, v.hi/100
	case cPermille:
		v.kind, v.num, v.hi = percent, v.num/1000, v.hi/1000
	default:
		return false
	}
	v.from = t.from
	return true
}

// suffix takes what follows a value: "/TH/day", "per kWh", "a day", and what stands just before it.
func (d *doc) suffix(c *clause, v *value) {
	at := v.core
	if v.kind == money && at+1 < c.to && bytes.HasPrefix(d.Text[at:c.to], []byte("/t")) &&
		(at+2 == c.to || bytes.IndexByte([]byte("/* "), d.Text[at+2]) >= 0) {
		v.perHash, at = 1, at+2 // "0.043 USDT/T/day"
		v.to = at
	}
	for range 4 {
		t, ok := d.rateWord(c, at)
		if !ok {
			break
		}
		switch {
		case t.Concept == cHash && v.perHash == 0:
			v.perHash = t.Value()
		case t.Concept == cKWh:
			v.perKWh = true
		case nounTime(t.Concept) != "" && v.kind != span && v.every == "":
			v.every = nounTime(t.Concept)
		case adverbTime(t.Concept) != "" && v.kind != span && v.every == "":
			if v.kind == money && d.opens(c, t.to) {
				d.prefix(c, v)
				return // "100 U, daily 3 U"
			}
			v.every = adverbTime(t.Concept)
		default:
			return
		}
		at = t.to
		v.to = t.to
	}
	d.prefix(c, v)
}

// opens reports that an amount begins right behind a place, so that a word of time before it is its own.
func (d *doc) opens(c *clause, at int) bool {
	k := at
	for k < c.to && (d.Text[k] == ' ' || d.Text[k] == ':') {
		k++
	}
	for _, t := range c.at(k) {
		if t.Concept == cCur && t.to > k {
			k = t.to
			break
		}
	}
	for k < c.to && d.Text[k] == ' ' {
		k++
	}
	return k < c.to && k-at < 8 && language.Digit(rune(d.Text[k]))
}

var rateWords = setOf(
	"hash kwh hour day week month quarter year hourly daily weekly monthly quarterly yearly weekday",
)

// rateAt is the word of a rate at a place, or the "per" or "and" that leads to one.
func (c *clause) rateAt(k int, said bool) (t token, rate bool) {
	for _, t := range c.at(k) {
		switch {
		case rateWords.Has(t.Concept) && (said || t.Concept != cHash && nounTime(t.Concept) == ""):
			return t, true
		case (t.Concept == cPer || t.Concept == cAnd) && t.to > k: // a word of the table's head has no length
			return t, false
		}
	}
	return token{}, false
}

// unitAt is the end of a "per unit" at a place.
func (c *clause) unitAt(k int) int {
	for _, t := range c.at(k) {
		if t.Concept == isHost && t.to > k {
			return t.to
		}
	}
	return 0
}

// rateWord is the word of a rate that begins at a place, behind "per", a slash or nothing but a blank.
func (d *doc) rateWord(c *clause, at int) (token, bool) {
	said := false
	for k := at; k < c.to && k < at+40; {
		if bytes.HasPrefix(d.Text[k:c.to], []byte("- ")) && k > c.from && d.Text[k-1] == ' ' {
			return token{}, false
		}
		t, rate := c.rateAt(k, said)
		if rate {
			return t, true
		}
		if to := c.unitAt(k); to > k {
			said, k = true, to // "per unit and month"
			continue
		}
		if t.to > k {
			said, k = said || t.Concept == cPer || at > 0, t.to
			continue
		}
		switch d.Text[k] {
		case '/':
			said = true
		case '-', ' ', '*', '(':
		default:
			return token{}, false
		}
		k++
	}
	return token{}, false
}

// prefix takes "kWh başına 6,75 sent", "per kWh 7.5 cents", "每度0.24元", and "up to" before a value.
func (d *doc) prefix(c *clause, v *value) {
	for i := c.upTo(v.from) - 1; i >= 0 && c.tokens[i].from > v.from-60; i-- {
		t := c.tokens[i]
		if t.to > v.from || v.from-t.to > 14 {
			continue
		}
		switch {
		case t.Concept == cUpto && len(bytes.Trim(d.Text[t.to:v.from], ` "'`)) < 3:
			v.upTo = true
		case t.Concept == cKWh && v.kind == money && v.perHash == 0 && d.leads(t.to, v.from):
			v.perKWh = true
		}
	}
}

// leads reports that a unit belongs to the figure behind it: little stands between, nothing that parts them.
func (d *doc) leads(from, to int) bool {
	gap := bytes.TrimSpace(d.Text[from:to])
	return len(gap) < 12 && !bytes.ContainsAny(gap, "|,;.")
}

func shortUnit(unit string) string {
	for _, u := range timeUnits {
		if u.name == unit {
			return u.short
		}
	}
	return unit
}
