package phrase

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/figure"
)

// Figures of more than a number and its unit: ranges, halves of a time, millions of a currency.

// half is the span of a half time, or of a time and a half.
func (d *Doc) half(c *Clause, n figure.Number) (Value, bool) {
	if half, ok := d.halfOf(c, n); ok {
		return half, true
	}
	return d.halfMore(c, n)
}

// unitOf is the unit word behind a number.
func (d *Doc) unitOf(c *Clause, n figure.Number) (Token, bool) {
	t, ok := d.next(c, n.To, 2)
	if !ok && n.Thousand && n.Num >= 1e6 {
		t, ok = d.ofMoney(c, n.To)
	}
	return t, ok
}

// yuan makes the sign that two currencies have that of China where the text is Chinese.
func (d *Doc) yuan(c *Clause, v *Value, sign Token) {
	if c.Language == "zh" && string(d.Text[sign.From:sign.To]) == "¥" {
		v.Unit = "CNY"
	}
}

// isRange reports "2-3 %", "2 % to 3 %", "from 2 to 3"; next is what the second number measures.
func (d *Doc) isRange(c *Clause, a figure.Number, v Value, b figure.Number, next Kind) bool {
	if b.Num < a.Num || b.From < v.Core || !slices.Contains(ranged, v.Kind) {
		return false
	}
	if next == PlainNumber && (v.Kind == PlainNumber || v.Kind == Percent && !d.ledRange(v, a, b)) {
		return false
	}
	if slices.Contains(dashes, strings.TrimSpace(string(d.Text[v.Core:b.From]))) {
		return true
	}
	to, ok := c.linked(v.Core, b.From)
	return ok && (v.Kind == next || v.Kind == PlainNumber) && !c.gives(v, to, b.From)
}

// ranged is what the first figure of a range can measure: the unit may stand behind the second alone.
var ranged = []Kind{PlainNumber, Percent, Money}

// linked is the end of a word for "to" that stands between two places so near that it leads from one to the
// other.
func (c *Clause) linked(from, to int) (end int, ok bool) {
	if to-from >= longestLink {
		return 0, false
	}
	for _, t := range c.Tokens[c.upTo(from):c.upTo(to)] {
		if t.Concept == cAnd && t.To <= to {
			return t.To, true
		}
	}
	return 0, false
}

// longestLink is the bytes between the ends of a range that a word links.
const longestLink = 14

// gives reports that what is received follows an amount: "for R$ 5,000, and receive R$ 11,500".
func (c *Clause) gives(v Value, from, to int) bool {
	return v.Kind == Money && c.Holds(anyGive, from, to)
}

// ledRange reports a range behind its unit, which the second number has not: "процента 4-5".
func (d *Doc) ledRange(v Value, a, b figure.Number) bool {
	return v.From < a.From && bytes.HasPrefix(d.Text[v.Core:b.From], []byte("-"))
}

// halfBehind adds the half that some languages put behind a time: "一年半", "ba tháng rưỡi".
func (d *Doc) halfBehind(c *Clause, v *Value) {
	if v.Kind != Span {
		return
	}
	for _, w := range []string{"半", "반", " rưỡi", " setengah", " buçuk"} {
		if bytes.HasPrefix(d.Text[v.Core:c.To], []byte(w)) {
			v.Num, v.Hi = v.Num+0.5, v.Num+0.5
			v.To, v.Core = v.Core+len(w), v.Core+len(w)
			return
		}
	}
}

// scaled is a number in the unit of v, whose own number is of.
func scaled(num, of float64, v Value) float64 {
	switch {
	case v.Kind == Percent:
		return num / 100
	case v.Cents:
		return num / 100
	case v.Kind == Hashrate && of > 0:
		return num / of * v.Num
	}
	return num
}

// dashes stand between the ends of a range.
var dashes = []string{"-", "~", "..", "- $"}

// rangeTo is the range from a value to the next, whose unit low has.
func (v Value) rangeTo(next Value, low float64) Value {
	if v.Kind == Percent && next.Kind == PlainNumber { // "процента 4-5"
		v.Hi, v.To, v.Core = next.Num/100, next.To, next.Core
		return v
	}
	next.From, next.Hi, next.Num = v.From, next.Num, low
	if v.Kind == Money || v.Kind == Percent {
		next.Num = v.Num
	}
	return next
}

// andPart reports a part that is added to a multiple, or a half that is added to a span.
func (d *Doc) andPart(v Value, part figure.Number) bool {
	switch {
	case !part.Fraction || part.From < v.Core:
		return false
	case v.Kind == Multiple:
		return part.From-v.Core <= 5
	}
	return v.Kind == Span && part.Num == 0.5 &&
		slices.Contains(andHalf, string(bytes.TrimSpace(d.Text[v.Core:part.From])))
}

// halfOf is the half of a time whose word has its article: "half a year".
func (d *Doc) halfOf(c *Clause, n figure.Number) (Value, bool) {
	if n.Num != 0.5 || !n.Fraction {
		return Value{}, false
	}
	for _, t := range c.Ending(8, n.To) {
		if unit := AdverbTime(t.Concept); unit != "" && t.From >= n.From && t.From <= n.To+1 && t.To > n.To {
			return Value{Kind: Span, Num: 0.5, Hi: 0.5, Unit: unit, From: n.From, To: t.To, Core: t.To}, true
		}
	}
	return Value{}, false
}

// andMonths makes one span of years and the months that follow them: "1년 6개월", "two years and six months".
func (d *Doc) andMonths(c *Clause) {
	for i := 0; i+1 < len(c.Values); i++ {
		a, b := &c.Values[i], c.Values[i+1]
		if a.Kind != Span || b.Kind != Span || a.Unit != "year" || b.Unit != "month" || b.Num >= 12 ||
			b.From < a.Core || a.Every != "" || a.Num > 10 {
			continue
		}
		if slices.Contains(andMore, string(bytes.TrimSpace(d.Text[a.Core:b.From]))) {
			a.Num, a.Unit, a.To, a.Core = 12*a.Num+b.Num, "month", b.To, b.Core
			a.Hi = a.Num
			c.Values = slices.Delete(c.Values, i+1, i+2)
		}
	}
}

// andMore is what stands between years and months that are added to them.
var andMore = strings.Split(" and e y et und и ve dan và व और و", " ")

// halfMore is the span of a time without a number and the half of it that is added: "mes y medio".
func (d *Doc) halfMore(c *Clause, n figure.Number) (Value, bool) {
	if n.Num != 0.5 || !n.Fraction {
		return Value{}, false
	}
	for _, t := range c.Ending(6, n.From) {
		unit := NounTime(t.Concept)
		and := ""
		if unit != "" && t.To < n.From {
			and = string(bytes.TrimSpace(d.Text[t.To:n.From]))
		}
		if and != "" && slices.Contains(andHalf, and) || t.Value() == 1 && t.To == n.From && unit != "" {
			return Value{Kind: Span, Num: 1.5, Hi: 1.5, Unit: unit, From: t.From, To: n.To, Core: n.To}, true
		}
	}
	return Value{}, false
}

// ofMoney is the currency that a number of millions is of: "un millón de pesos", "1 million d'euros".
func (d *Doc) ofMoney(c *Clause, at int) (Token, bool) {
	for _, of := range []string{" de ", " di ", " d'"} {
		if bytes.HasPrefix(d.Text[at:c.To], []byte(of)) {
			t, ok := d.next(c, at+len(of), 0)
			return t, ok && t.Concept == cCur
		}
	}
	return Token{}, false
}

// Ahead reports a span that ends with something: "30 days before", "60日前に", "قبل 45 يومًا".
func (d *Doc) Ahead(c *Clause, v Value) bool {
	before := bytes.TrimRight(d.Text[c.From:v.From], " ")
	rest := bytes.TrimLeft(d.Text[v.To:c.To], " ")
	return bytes.HasSuffix(before, []byte("قبل")) || bytes.HasSuffix(before, []byte("提前")) ||
		slices.ContainsFunc(aheads, func(w string) bool {
			return bytes.HasPrefix(rest, []byte(w)) &&
				(w[0] >= 0xE0 || len(rest) == len(w) || !figure.Letter(rest[len(w):]))
		})
}

// aheads begins what stands behind such a span.
var aheads = strings.Split("before|beforehand|ahead|in advance|prior|antes|avant|prima|vorher|zuvor|до|"+
	"전에|전까지|前に|前まで|之前|once|onceden|पहले|पूर्व|sebelum|sebelumnya|trước", "|")

// ofClock reports a word behind a number that makes it a time of the day, whatever unit it may be too: "после
// десяти утра".
func (d *Doc) ofClock(at, to int) bool {
	rest := bytes.TrimLeft(d.Text[at:to], " ")
	return slices.ContainsFunc(clockWords, func(w string) bool {
		return bytes.HasPrefix(rest, []byte(w)) && (len(rest) == len(w) || !figure.Letter(rest[len(w):]))
	})
}

var clockWords = strings.Fields("утра вечера ночи a.m p.m o'clock uhr बजे")

// hour reports a number without another unit that is an hour of the day: "매일 12시", "每天12点打款", "上午九点".
// The sign for it is one for a percentage too.
func (d *Doc) hour(v Value, to int) bool {
	at, hour := v.Core, v.Num
	switch v.Kind {
	case Percent:
		at, hour = v.From, v.Num*100
	case PlainNumber:
	default:
		return false
	}
	before, behind := d.Text[:v.From], bytes.TrimLeft(d.Text[at:to], " 0123456789")
	ends := func(w string) bool { return bytes.HasSuffix(before, []byte(w)) }
	begins := func(w string) bool { return bytes.HasPrefix(behind, []byte(w)) }
	return hour <= 24 && (slices.ContainsFunc(hours, begins) ||
		v.Kind == Percent && slices.ContainsFunc(partsOfDay, ends))
}

// year reports a bare number of this century behind a word that dates: "en 2021".
func (d *Doc) year(v Value) bool {
	if v.Kind != PlainNumber || v.Num < 2009 || v.Num > 2040 || v.Core-v.From != len("2021") {
		return false
	}
	before := d.Text[:v.From]
	return slices.ContainsFunc(dating, func(w string) bool { return bytes.HasSuffix(before, []byte(w)) })
}

// dating is what stands before a year.
var dating = []string{" en ", " em ", " im jahr ", " nel ", " dal ", " seit ", " desde ", " depuis ",
	" do ano de ", " del año "}

// hours begins what stands behind an hour, partsOfDay is what stands before one.
var (
	hours = strings.Fields(`시 時に 時から 時頃 点打 点整 点前 点后 点发 点到 點打 點整 點前 點後 點發 點撥 點到 点钟 點鐘
		часов giờ baje`)
	partsOfDay = strings.Fields("上午 下午 早上 晚上 中午 凌晨 傍晚 每晚 清晨")
)

// timesDays makes an amount one for each of the days that it is multiplied by: "45 USDT x 100 days".
func (d *Doc) timesDays(c *Clause) {
	for i := 0; i+1 < len(c.Values); i++ {
		a, b := &c.Values[i], c.Values[i+1]
		if (a.Kind == Money || a.Kind == Percent) && b.Kind == Span && a.Every == "" && b.Num > 1 &&
			b.From > a.To && strings.TrimSpace(string(d.Text[a.To:b.From])) == "x" {
			a.Every = b.Unit
		}
	}
}

// andHalf is what stands between a time and the half of it that is added: "un anno e mezzo".
var andHalf = []string{"", "and", "and a", "e", "y", "et", "und ein", "с", "و"}

// halved is the words of time inside the halves of one: "half a year" is not "a year".
func (c *Clause) halved() (all []Token) {
	for _, v := range c.Values {
		for _, k := range c.Ending(v.To-v.From, v.To) {
			if v.Kind == Span && (v.Num == 0.5 && k.From >= v.From && k.To == v.To ||
				v.Num == 1.5 && k.From == v.From && k.Value() == 1) {
				all = append(all, k)
			}
		}
	}
	return all
}
