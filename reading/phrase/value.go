package phrase

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
)

// Kind is what a figure measures.
type Kind uint8

const (
	// PlainNumber is a figure with no unit beside it.
	PlainNumber Kind = iota
	// Percent is a share, as a fraction.
	Percent
	// Money is an amount of the currency Unit.
	Money
	// Hashrate is TH/s.
	Hashrate
	// Span is so many of the time Unit.
	Span
	// PerJoule is J/TH.
	PerJoule
	// Kilowatt is kW.
	Kilowatt
	// Multiple is so many times.
	Multiple
	// Date is the day in Unit.
	Date
	// Clock is a time of the day, or a year.
	Clock
)

// Value is a figure with its unit and its place in the folded text.
type Value struct {
	Kind     Kind
	Num, Hi  float64 // hi: the upper end of a range, else num
	Unit     string  // currency, or unit of time
	Every    string  // unit of time it comes in: "day"
	PerHash  float64 // per so many TH/s; 0: not per hashrate
	PerKWh   bool
	UpTo     bool
	Cents    bool
	From, To int
	Core     int // where figure and unit end, before "a day"
}

// TimeUnits is the words of each unit of time, its names and its days, roughly.
var TimeUnits = []struct {
	noun, adverb language.Concept
	Name, Short  string
	Days         float64
}{
	{language.Must("hour"), language.Must("hourly"), "hour", "h", 1.0 / 24},
	{language.Must("day"), language.Must("daily"), "day", "d", 1},
	{language.Must("week"), language.Must("weekly"), "week", "weeks", 7},
	{language.Must("month"), language.Must("monthly"), "month", "mo", 30},
	{language.Must("quarter"), language.Must("quarterly"), "quarter", "quarters", 91},
	{language.Must("year"), language.Must("yearly"), "year", "y", 365},
}

// NounTime is the unit of a word for a time ("day").
func NounTime(c language.Concept) string { return nouns[c] }

// AdverbTime is the unit of a word for each such time ("daily").
func AdverbTime(c language.Concept) string { return adverbs[c] }

var nouns, adverbs = func() (nouns, adverbs [256]string) {
	for _, u := range TimeUnits {
		nouns[u.noun], adverbs[u.adverb] = u.Name, u.Name
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

// unitWords is what may stand right before a number, unitsBehind the units that stand behind one.
var (
	unitWords = setOf("pct permille cur cents hash kwh kw jth hour day week month quarter year times per " +
		"pctpre upto to months")
	unitsBehind = setOf("pct permille cur cents hash kwh kw jth hour day week month quarter year times " +
		"pctpre months")
)

// values reads the figures of a clause: each number, what stands before and behind it.
func (d *Doc) values(c *Clause, nums []figure.Number) {
	for i := 0; i < len(nums); i++ {
		v := d.valueAt(c, nums[i])
		if i+1 < len(nums) {
			if next := d.valueAt(c, nums[i+1]); d.isRange(c, nums[i], v, nums[i+1], next.Kind) {
				v = v.rangeTo(next, scaled(nums[i].Num, nums[i+1].Num, next))
				i++
			}
		}
		if date, used := d.dateAt(c, nums[i:]); used > 0 {
			v = date
			i += used - 1
		}
		if i+1 < len(nums) && d.andPart(v, nums[i+1]) {
			v.Num += nums[i+1].Num // "due volte e mezzo", "a year and a half"
			v.Hi, v.To, v.Core = v.Num, nums[i+1].To, nums[i+1].To
			i++
		}
		d.halfBehind(c, &v)
		d.suffix(c, &v)
		d.led(c, &v)
		if d.hour(v, c.To) || d.year(v) {
			v.Kind = Clock
		}
		c.Values = append(c.Values, v)
	}
	d.ones(c)
	d.perSeveral(c)
	d.timesDays(c)
	d.wordSpans(c)
	d.andMonths(c)
}

// perSeveral gives an amount the hashrate that it is said for: "$0.0035 per 10 GH/s and day".
func (d *Doc) perSeveral(c *Clause) {
	for i := 0; i+1 < len(c.Values); i++ {
		a, b := c.Values[i], c.Values[i+1]
		p, ok := c.Before(cPer, b.From)
		slash := b.From > 0 && d.Text[b.From-1] == '/'
		if a.Kind != Money || b.Kind != Hashrate || a.PerHash > 0 || b.Num <= 0 || b.From-a.Core > 12 ||
			!(ok && p.From >= a.Core || slash) {
			continue
		}
		rest := b
		rest.Kind, rest.PerHash, rest.Every = Money, b.Num, ""
		d.suffix(c, &rest)
		if log := math.Log10(b.Num); math.Abs(log-math.Round(log)) > 1e-6 || rest.Every == "" && b.Num != 1 {
			continue // the price of so much, and not for each
		}
		a.PerHash, a.To = b.Num, rest.To
		if a.Every == "" {
			a.Every = rest.Every
		}
		c.Values[i] = a
		c.Values = slices.Delete(c.Values, i+1, i+2)
	}
}

// coinage makes cents those of the currency that the text speaks of first, or of the euro if it does of
// euros, where it speaks of no dollars.
func (d *Doc) coinage() {
	unit, dollars := "", false
	each := func(do func(v *Value)) {
		for i := range d.Clauses {
			for k := range d.Clauses[i].Values {
				if v := &d.Clauses[i].Values[k]; v.Kind == Money {
					do(v)
				}
			}
		}
	}
	each(func(v *Value) {
		dollars = dollars || dollar(v.Unit) && !v.Cents
		if v.Unit == "EUR" || unit == "" && slices.Contains(ofCents, v.Unit) {
			unit = v.Unit
		}
	})
	if unit != "" && !dollars {
		each(func(v *Value) {
			if v.Cents && v.Unit == "USD" {
				v.Unit = unit
			}
		})
	}
}

// ofCents is the currencies beside the dollar whose hundredth is called a cent or by a word for it.
var ofCents = strings.Fields("EUR MXN ARS COP CLP PEN UYU BRL CAD AUD")

// wordSpans adds spans of time that are said without a number: "a fortnight", "term: year".
func (d *Doc) wordSpans(c *Clause) {
	var whole []Token
	for i, k := range c.Tokens {
		if v, ok := d.wordSpan(c, i); ok {
			whole, c.Values = append(whole, k), append(c.Values, v)
		}
	}
	whole = append(whole, c.halved()...)
	if len(whole) == 0 {
		return
	}
	slices.SortStableFunc(c.Values, func(a, b Value) int { return a.From - b.From })
	c.Tokens = slices.DeleteFunc(slices.Clone(c.Tokens), func(k Token) bool { // "in a year" is not "a year"
		return AdverbTime(k.Concept) != "" && slices.ContainsFunc(whole, func(w Token) bool {
			return w.From == k.From && w.To == k.To
		})
	})
}

// wordSpan is the span that word i tells by itself: so many units ("fortnight"), or one where the word tells
// the length of a term or a notice.
func (d *Doc) wordSpan(c *Clause, i int) (Value, bool) {
	k := c.Tokens[i]
	unit := NounTime(k.Concept)
	if unit == "" && (k.Value() == 1 && d.lengthOf(c, i) || d.noticeOnce(c, k)) { // "đặt cọc một tháng"
		unit = AdverbTime(k.Concept)
	}
	if unit == "" || k.From == k.To || c.inFigure(k) {
		return Value{}, false
	}
	n := k.Value()
	if n == 0 && (d.lengthOf(c, i) || d.noticeOf(c, k) || d.noticeOnce(c, k)) {
		n = 1
	}
	return Value{Kind: Span, Num: n, Hi: n, Unit: unit, From: k.From, To: k.To, Core: k.To}, n != 0
}

// inFigure reports a word that a figure of the clause has part of.
func (c *Clause) inFigure(k Token) bool {
	return slices.ContainsFunc(c.Values, func(v Value) bool { return v.From < k.To && v.To > k.From })
}

// lengthOf reports a bare word of time right behind the word that it tells the length of: "срок год".
func (d *Doc) lengthOf(c *Clause, i int) bool {
	k := c.Tokens[i]
	for j := i - 1; j >= 0 && c.Tokens[j].From > k.From-24; j-- {
		t := c.Tokens[j]
		if t.Concept == cPer && t.To <= k.From {
			return false // "per contract year"
		}
		if t.To <= k.From && lengthWords.Has(t.Concept) {
			gap := bytes.Trim(d.Text[t.To:k.From], " :-")
			return k.From-t.To <= 8 && len(gap) <= 4 && t.To-t.From > 4 && !bytes.ContainsAny(gap, ",|.")
		}
	}
	return false
}

var lengthWords, noticeWords = setOf("term bond"), setOf("notice")

// valueAt is the value of a number by the unit next to it.
func (d *Doc) valueAt(c *Clause, n figure.Number) Value {
	v := Value{Num: n.Num, Hi: n.Num, From: n.From, To: n.To, Core: n.To}
	if n.Clock || n.Num <= 24 && d.ofClock(n.To, c.To) {
		v.Kind = Clock
		return v
	}
	if d.coin(c, &v) {
		return v
	}
	if t, ok := d.unitOf(c, n); ok && !d.signed(c, n, t) && d.unitBehind(c, &v, t) {
		d.group(&v, n)
		return v
	}
	if t, ok := d.before(c, n.From); ok && !d.counted(c, t, n.From) && d.unitBefore(&v, t) {
		d.yuan(c, &v, t)
		d.group(&v, n)
		return v
	}
	if half, ok := d.half(c, n); ok {
		return half
	}
	return d.unsaid(c, v, n)
}

// signed reports a number behind the sign of a currency, so that a word of time behind it is no unit of it:
// "₹900 a week" without the article.
func (d *Doc) signed(c *Clause, n figure.Number, unit Token) bool {
	t, ok := d.before(c, n.From)
	return ok && t.Concept == cCur && t.To == n.From && !language.Digit(rune(d.Text[max(0, t.From-1)])) &&
		NounTime(unit.Concept) != ""
}

// unsaid is the value of a number with no word for its unit beside it: what its own form says, or the letter
// that is written on to it ("a fifth", "270T", "6.9 c/kWh", "x2", "10 grand", thousands of a currency that
// goes without saying).
func (d *Doc) unsaid(c *Clause, v Value, n figure.Number) Value {
	if n.Fraction {
		v.Kind = Percent
	}
	if d.ofRig(c, &v) {
		return v
	}
	if to := centsBehind(d.Text[n.To:c.To]); to > 0 {
		v.Kind, v.Unit, v.Cents, v.Num, v.Hi = Money, "USD", true, n.Num/100, n.Num/100
		v.To, v.Core = n.To+to, n.To+to
		return v
	}
	if n.From > c.From && figure.TimesBefore(d.Text, n.From) {
		v.Kind = Multiple
	}
	if n.Thousand && bytes.HasSuffix(d.Text[n.From:n.To], []byte("grand")) {
		v.Kind, v.Unit = Money, "USD"
	}
	if code := moneyOf[c.Language]; n.Thousand && code != "" {
		v.Kind, v.Unit = Money, code
	}
	return v
}

// centsBehind is the length of the "c" or "ct" that a rate follows: "6.9 c/kWh", "2.68 ct/TH/day".
func centsBehind(text []byte) int {
	for _, sign := range []string{" c/", "c/", " ct/", "ct/"} {
		if bytes.HasPrefix(text, []byte(sign+"kwh")) || bytes.HasPrefix(text, []byte(sign+"th")) {
			return len(sign) - 1
		}
	}
	return 0
}

// group takes a lone group of three digits for thousands where the money has no thousandths.
func (d *Doc) group(v *Value, n figure.Number) {
	if n.Grouped && v.Kind == Money && n.Num < 1000 && v.Unit != "BTC" && v.Unit != "ETH" &&
		d.Text[n.From] != '0' &&
		!v.Cents {
		v.Num, v.Hi = v.Num*1000, v.Hi*1000
	}
	if n.Grouped && v.Kind == Percent && n.Num >= 1000 {
		v.Num, v.Hi = v.Num/1000, v.Hi/1000
	}
}

// next is the unit word that starts at most gap blanks or hyphens behind a place.
func (d *Doc) next(c *Clause, at, gap int) (Token, bool) {
	for k := at; k <= at+gap && k <= c.To; k++ {
		for _, t := range c.At(k) {
			if unitsBehind.Has(t.Concept) {
				return t, true
			}
		}
		for _, w := range suchWords {
			if k <= at+gap && bytes.HasPrefix(d.Text[k:c.To], []byte(w)) { // "21 such days"
				k, gap = k+len(w), k+len(w)-at
			}
		}
		if row := c.At(k); len(row) > 0 && besideDays.Has(row[0].Concept) && row[0].To > k &&
			k <= at+gap { // "30 straight days"
			k, gap = row[0].To-1, row[0].To-at+1
			continue
		}
		if k < c.To && bytes.IndexByte([]byte(" -."), d.Text[k]) < 0 {
			break
		}
	}
	return Token{}, false
}

// suchWords stands between a number and days that were told of before.
var suchWords = []string{"such ", "solchen ", "solche ", "solcher ", "tels ", "tali ", "таких ", "de esos "}

// before is the unit word that ends just before a place.
func (d *Doc) before(c *Clause, at int) (Token, bool) {
	for i := c.upTo(at) - 1; i >= 0 && c.Tokens[i].From > at-40; i-- {
		t := c.Tokens[i]
		if t.To > at || !unitWords.Has(t.Concept) || t.Concept == cPer {
			continue
		}
		gap := string(bytes.Trim(d.Text[t.To:at], " ~:."))
		return t, gap == ""
	}
	return Token{}, false
}

// counted reports a currency of a script without blanks that stands behind another number: "三萬元一份".
func (d *Doc) counted(c *Clause, t Token, at int) bool {
	if t.Concept != cCur || t.To != at || t.From == c.From || d.Text[t.From] < utf8.RuneSelf {
		return false
	}
	if language.Digit(rune(d.Text[t.From-1])) {
		return true
	}
	return slices.ContainsFunc(c.Ending(6, t.From), func(k Token) bool {
		return k.Concept == cNum && k.To == t.From
	})
}

var (
	cPct, cPermille, cPctPre = language.Must("pct"), language.Must("permille"), language.Must("pctpre")
	cCur, cCents, cHash      = language.Must("cur"), language.Must("cents"), language.Must("hash")
	cKWh, cKW, cJTH          = language.Must("kwh"), language.Must("kw"), language.Must("jth")
	cTimes, cPer, cUpto      = language.Must("times"), language.Must("per"), language.Must("upto")
	cStop                    = language.Must("stop")
	cMonths                  = language.Must("months")
)

// unitBehind gives v the unit of a word behind it.
func (d *Doc) unitBehind(c *Clause, v *Value, t Token) bool {
	v.Core, v.To = t.To, t.To
	switch t.Concept {
	case cPct:
		v.Kind, v.Num, v.Hi = Percent, v.Num/100, v.Hi/100
	case cPermille:
		v.Kind, v.Num, v.Hi = Percent, v.Num*perMille(t), v.Hi*perMille(t)
	case cCur:
		v.Kind, v.Unit = Money, t.Code()
		d.small(v)
	case cCents:
		v.Kind, v.Unit, v.Cents, v.Num, v.Hi = Money, t.Code(), true, v.Num/100, v.Hi/100
		if v.Unit == "jiao" {
			d.tenths(c, v)
		}
	case cHash:
		if d.counts(c, t) {
			return d.unset(v)
		}
		v.Kind, v.Num, v.Hi, v.Unit = Hashrate, v.Num*t.Value(), v.Hi*t.Value(), string(d.Text[t.From:t.To])
	case cJTH:
		v.Kind = PerJoule
	case cKW:
		if watts := t.Value(); watts > 0 {
			if v.Num < leastWatts || bytes.HasPrefix(d.Text[t.To:c.To], []byte("/ ")) { // "2k w/ these guys"
				return d.unset(v)
			}
			v.Num, v.Hi = v.Num*watts, v.Hi*watts
		}
		v.Kind = Kilowatt
	case cTimes:
		v.Kind = Multiple
	default:
		u := NounTime(t.Concept)
		if u == "" {
			v.Core, v.To = v.From, v.From
			return d.unset(v)
		}
		v.Kind, v.Unit = Span, u
	}
	return true
}

// counts reports a "th" that counts and measures nothing: "on the 210th day", "the 30th", not "30th" alone.
func (d *Doc) counts(c *Clause, t Token) bool {
	if string(d.Text[t.From:t.To]) != "th" || t.From == 0 || !language.Digit(rune(d.Text[t.From-1])) {
		return false
	}
	number := t.From
	for number > 0 && language.Digit(rune(d.Text[number-1])) {
		number--
	}
	return bytes.HasSuffix(d.Text[:number], []byte("the ")) ||
		bytes.HasPrefix(d.Text[t.To:], []byte(" of ")) ||
		slices.ContainsFunc(c.At(t.To+1), func(k Token) bool { return NounTime(k.Concept) != "" })
}

func (d *Doc) unset(v *Value) bool {
	v.To = v.From
	for v.To < len(d.Text) && (language.Digit(rune(d.Text[v.To])) ||
		d.Text[v.To] == '.' || d.Text[v.To] == ',') {
		v.To++
	}
	v.Core = v.To
	return false
}

func (d *Doc) unitBefore(v *Value, t Token) bool {
	switch t.Concept {
	case cCur:
		v.Kind, v.Unit = Money, t.Code()
		d.small(v)
	case cHash:
		if !strings.HasSuffix(string(d.Text[t.From:t.To]), "/s") {
			return false
		}
		v.Kind, v.Num, v.Hi, v.Unit = Hashrate, v.Num*t.Value(), v.Hi*t.Value(), string(d.Text[t.From:t.To])
	case cPct, cPctPre:
		v.Kind, v.Num, v.Hi = Percent, v.Num/100, v.Hi/100
	case cPermille:
		v.Kind, v.Num, v.Hi = Percent, v.Num/1000, v.Hi/1000
	default:
		return false
	}
	v.From = t.From
	return true
}
