// Package figure reads the numbers of a folded text: in digits with any separators, in words, mixed of both.
//
// Main types: Number. What a number counts (money, shares, spans of time) is told by the words beside it, in
// package reading.
//
// Nothing in it is promised to other modules.
package figure

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
)

// Number is a figure of the text, in digits or words, without its unit.
type Number struct {
	Num      float64
	From, To int
	Fraction bool // a word such as "a fifth" alone
	Thousand bool // said with a word for thousand or more
	Clock    bool // a time of the day, whose hour counts nothing
	Grouped  bool // one separator before three digits: a thousand or a decimal, the unit may decide
}

// Read reads the numbers of a stretch of the folded text, among whose words those for numbers are.
func Read(text []byte, from, to int, comma bool, words []language.Token) []Number {
	return numbers(text, literals(text, from, to, comma), words)
}

var (
	cNum  = language.Must("num")
	cFrac = language.Must("frac")
)

// DecimalComma reports that a language writes a decimal comma.
func DecimalComma(name string) bool {
	return slices.Contains([]string{"es", "pt", "de", "fr", "it", "ru", "id", "vi", "tr"}, name)
}

// literals is the numbers in digits of a stretch of the folded text.
func literals(text []byte, from, to int, comma bool) []Number {
	var all []Number
	for i := from; i < to; i++ {
		if !language.Digit(rune(text[i])) {
			continue
		}
		end := literalEnd(text, i, to)
		if clock := clockEnd(text, i, end, to); clock > end {
			all = append(all, Number{From: i, To: clock, Clock: true})
			i = clock - 1
			continue
		}
		name := i > 0 && text[i-1] >= 'a' && text[i-1] <= 'z' && !currencyBefore(text, i) && // "s21"
			!tenthBehind(text, i, end)
		if name && !TimesBefore(text, i) {
			end = Digits(text, i, to)
		}
		start := i
		if i >= 2 && text[i-2] == 'o' && (text[i-1] == '.' || text[i-1] == ',') &&
			(i == 2 || !Letter(text[i-3:])) {
			start, name = i-2, false // "O,015": a zero misread by a scanner
		}
		n := Number{From: start, To: end}
		n.Num, n.Grouped = valueOf(text[start:end], comma)
		if bytes.HasPrefix(text[end:to], []byte(thousandsRu)) && !Letter(text[end+len(thousandsRu):]) {
			end += len(thousandsRu)
			n.Num, n.To, n.Thousand, n.Grouped = n.Num*1000, end, true, false
		}
		if !name || TimesBefore(text, i) {
			all = append(all, n)
		}
		i = end - 1
	}
	return all
}

// thousandsRu is the letter that Russian writes on to digits for thousands: "180к".
const thousandsRu = "к"

// clockEnd is the end of a time of the day whose hour is at i: "01:00", "at 18:30:00"; else the end given.
func clockEnd(text []byte, i, end, to int) int {
	for end-i <= 2 && end+2 < to && text[end] == ':' && Digits(text, end+1, to) == end+3 {
		i, end = end+1, end+3
	}
	return end
}

// currencyBefore reports "usd50", "rp500": letters that are a currency.
func currencyBefore(text []byte, i int) bool {
	for _, c := range []string{"rp", "usd", "eur", "rs", "usdt", "btc", "inr", "idr", "cny", "rmb", "tl",
		"kwh"} {
		if bytes.HasSuffix(text[:i], []byte(c)) {
			return true
		}
	}
	return false
}

// tenthBehind reports a digit that is written on to a short word for a million or a thousand: "6tr5", "3k5".
func tenthBehind(text []byte, i, end int) bool {
	for _, w := range []string{"tr", "k"} {
		at := i - len(w)
		if end == i+1 && at > 0 && string(text[at:i]) == w && language.Digit(rune(text[at-1])) {
			return true
		}
	}
	return false
}

// TimesBefore reports "x2".
func TimesBefore(text []byte, i int) bool {
	return text[i-1] == 'x' && (i == 1 || !Letter(text[i-2:]))
}

// literalEnd is the end of the number in digits at i: groups joined by one of . , ' or, of three digits, a
// blank.
func literalEnd(text []byte, i, to int) int {
	k, first := misread(text, Digits(text, i, to), to), true
	groups := k-i <= 3
	for k+1 < to && language.Digit(rune(text[k+1])) && bytes.IndexByte([]byte(".,' _"), text[k]) >= 0 {
		next := misread(text, Digits(text, k+1, to), to)
		if text[k] == ' ' && (!groups || next-k != 4) || text[k] == '\'' && next-k != 4 ||
			text[k] == ',' && next-k != 4 && ideograph(text[next:to]) { // "132,90天": no decimal comma there
			break
		}
		if text[k] == '.' && !first && next < to && text[next] == '.' && next-k <= 3 { // 31.12.2027
			break
		}
		k, first = next, false
	}
	return k
}

// misread goes over the zeros and ones that a scanner took for letters, behind digits at k: "9oo", "3l.50".
func misread(text []byte, k, to int) int {
	end, ones := k, false
	for end < to && (text[end] == 'o' || text[end] == 'l') {
		ones = ones || text[end] == 'l'
		end++
	}
	digits := end < to && language.Digit(rune(text[end]))
	switch {
	case end == k:
		return k
	case digits:
		return Digits(text, end, to)
	case end+1 < to && (text[end] == '.' || text[end] == ',') && language.Digit(rune(text[end+1])):
		return end
	case !ones && (end == to || !Letter(text[end:])):
		return end
	}
	return k
}

// ideograph reports a text that begins with a sign of Han, Kana or Hangul.
func ideograph(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return r >= 0x3000 && r < 0xFB00
}

// Digits is the end of the digits at i.
func Digits(text []byte, i, to int) int {
	for i < to && language.Digit(rune(text[i])) {
		i++
	}
	return i
}

// Letter reports that a text begins with a letter of a script that sets words apart.
func Letter(text []byte) bool {
	r, _ := utf8.DecodeRune(text)
	return language.Spaced(r)
}

// valueOf reads digits with separators. A group after a leading zero is a decimal; of two kinds of sign the
// last one is; a lone group of three is a thousand where the language writes it so.
func valueOf(s []byte, comma bool) (v float64, grouped bool) {
	dot, com := bytes.LastIndexByte(s, '.'), bytes.LastIndexByte(s, ',')
	point := max(dot, com)
	if point >= 0 {
		sign := s[point]
		tail := len(s) - point - 1
		several := bytes.Count(s, []byte{sign}) > 1
		alone := dot < 0 || com < 0
		thousand := several || alone && tail == 3 && point <= 3 && s[0] != '0' && s[0] != 'o'
		if thousand && !several {
			grouped = true
			thousand = (sign == ',') != comma
		}
		if thousand {
			point = -1
		}
	}
	clean := make([]byte, 0, len(s))
	for i, c := range s {
		switch {
		case i == point:
			clean = append(clean, '.')
		case language.Digit(rune(c)):
			clean = append(clean, c)
		case c == 'o':
			clean = append(clean, '0')
		case c == 'l':
			clean = append(clean, '1')
		}
	}
	v, err := strconv.ParseFloat(string(clean), 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	return v, grouped
}

// numbers joins digits and number words that stand together: "3만 6천", "eight and a quarter", "2,5 juta".
func numbers(text []byte, lits []Number, toks []language.Token) []Number {
	parts := make([]part, 0, len(lits))
	for _, l := range lits {
		parts = append(parts, part{Number: l, digits: true})
	}
	for _, t := range toks {
		if (t.Concept == cNum || t.Concept == cFrac) && !particle(text, t) {
			parts = append(
				parts,
				part{
					Number: Number{Num: t.Value(), From: t.From, To: t.To, Fraction: t.Concept == cFrac},
					frac:   t.Concept == cFrac,
				},
			)
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.From - b.From })
	var all []Number
	for i := 0; i < len(parts); {
		n, used := joined(text, parts[i:])
		if last := len(all) - 1; last >= 0 && saidTwice(text, all[last], n) {
			all[last].To = n.To + 1
		} else if n.From >= 0 {
			all = append(all, n)
		}
		i += used
	}
	return all
}

// saidTwice reports a number in brackets behind the same one in words, or in words behind digits: "sixty
// (60) days", "60 (sesenta) días".
func saidTwice(text []byte, a, b Number) bool {
	return a.Num == b.Num && b.From > a.To && b.To < len(text) && text[b.To] == ')' &&
		string(bytes.TrimSpace(text[a.To:b.From])) == "("
}

// digitsKo is the Korean syllables of numbers.
const digitsKo = "일이삼사오육칠팔구십백천만억조몇수"

// particle reports a Korean syllable for one to nine that is written on to a word or a figure, where it is an
// ending or a unit ("60일").
func particle(text []byte, t language.Token) bool {
	r, n := utf8.DecodeRune(text[t.From:t.To])
	if r < 0xAC00 || r >= 0xD7B0 || n < t.To-t.From {
		return false
	}
	before, _ := utf8.DecodeLastRune(text[:t.From])
	if t.Value() >= 10 { // "다르지만"
		return before == '%' || before >= 0xAC00 && before < 0xD7B0 && !strings.ContainsRune(digitsKo, before)
	}
	if next, _ := utf8.DecodeRune(text[t.To:]); next >= 0xAC00 && next < 0xD7B0 &&
		!strings.ContainsRune("일이삼사오육칠팔구십백천만억조월년개분명배퍼프원달주시점할푼대차층씩박", next) {
		return true // "이루어"
	}
	hangul := before >= 0xAC00 && before < 0xD7B0
	return language.Digit(before) || before == '%' || hangul && !strings.ContainsRune("십백천만억", before)
}

// part is a piece of a number: digits, a word, or a fraction.
type part struct {
	Number
	digits, frac bool
}

// joined is the number at the start of parts, and how many of them it takes.
func joined(text []byte, parts []part) (Number, int) {
	n := parts[0].Number
	total, current, last := 0.0, n.Num, math.Inf(1)
	used := 1
	if multiplier(parts[0]) {
		last = n.Num
	}
	for ; used < min(len(parts), 12); used++ {
		p := parts[used]
		if p.From < n.To {
			continue
		}
		gap := string(bytes.TrimSpace(text[n.To:p.From]))
		if slices.Contains(partsOf, gap) && current >= 2 && p.Num < current {
			return Number{Num: p.Num / current, From: n.From, To: p.To, Fraction: true}, used + 1
		}
		if k := decimals(text, parts, used, gap, &current); k > used {
			n.To, n.Grouped, n.Fraction = parts[k-1].To, false, false
			used = k - 1
			continue
		}
		half := p.frac && slices.Contains(andHalf, gap)
		whole := p.frac || tenfold(text, parts, used, total, current) || tenths(text, parts, used, last)
		if !half && (!joins(gap, p, parts[used-1]) || !whole && starts(p, parts[used-1], current)) {
			break
		}
		if tenths(text, parts, used, last) {
			current += p.Num * last / 10 // "1 triệu 8", "3万5"
		} else {
			total, current, last = p.tens(text, parts, used).joinTo(total, current, last, half)
		}
		n.Fraction = used == 1 && !half && p.oneOf(parts[0])
		n.Thousand = n.Thousand || p.Num >= 1000 && !p.digits
		n.To, n.Grouped = p.To, false
	}
	n.Num = total + current
	return n, used
}

// oneOf reports a fraction behind a word for one: "un vingtième".
func (p part) oneOf(first part) bool { return p.frac && first.Num == 1 && !first.digits }

// joinTo is a number with a part more: its whole thousands, what follows them, and the last multiplier.
func (p part) joinTo(total, current, last float64, half bool) (float64, float64, float64) {
	switch {
	case p.frac && !half:
		return total, current * p.Num, last
	case half || !multiplier(p):
		return total, current + p.Num, last
	case p.Num > last:
		return (total + current) * p.Num, 0, p.Num
	case p.Num == 100:
		return total, current * 100, 100
	}
	return total + current*p.Num, 0, p.Num
}

// partsOf stands between the parts of a fraction that names the whole first: a tenth is "10分之1".
var partsOf = []string{"分之", "分の", "분의"}

// tenths reports a digit behind a multiplier that stands for tenths of it: "3万5", "七萬五".
func tenths(text []byte, parts []part, at int, last float64) bool {
	p := parts[at]
	digit := p.digits && p.Num < 10 && p.To-p.From == 1 ||
		p.To-p.From == 3 && bytes.Contains(hanDigits, text[p.From:p.To]) && p.From == parts[at-1].To
	return digit && multiplier(parts[at-1]) && last >= 1000 &&
		!(at+1 < len(parts) && multiplier(parts[at+1]) && parts[at+1].From-p.To < 2)
}

var hanDigits = []byte("一二三四五六七八九")

// unitFirst reports a ten in Arabic words, which puts the unit before it.
func unitFirst(text []byte, p part, total, current float64) bool {
	arabic := text[p.From] >= 0xD8 && text[p.From] <= 0xDB
	return arabic && !p.digits && p.Num == 10 && current < 10 && total == 0
}

// tensOf reports a ten that counts the one-digit word before it: "三十", "삼십", "sembilan puluh".
func tensOf(text []byte, parts []part, at int) bool {
	p, before := parts[at], parts[at-1]
	word := string(text[p.From:p.To])
	near := before.To == p.From
	if word == "puluh" {
		near = before.To == p.From-1
	}
	return near && (word == "十" || word == "십" || word == "puluh") && !before.digits && !before.frac &&
		before.Num > 0 && before.Num < 10
}

// tenfold reports a ten of the units beside it, before or behind them.
func tenfold(text []byte, parts []part, at int, total, current float64) bool {
	return tensOf(text, parts, at) || unitFirst(text, parts[at], total, current)
}

// tens is a ten that counts the word before it as what that word is more in tens: "三十", "三百二十".
func (p part) tens(text []byte, parts []part, at int) part {
	if tensOf(text, parts, at) {
		p.Num = 9 * parts[at-1].Num
	}
	return p
}

// points is the word for a decimal point, as it stands between number words.
var points = []string{"point", "komma", "coma", "virgule", "virgola", "virgula", "запятая", "点", "點"}

// decimals adds the digits in words behind a decimal point in words, and is the part behind them.
func decimals(text []byte, parts []part, at int, gap string, to *float64) int {
	if !slices.Contains(points, gap) || parts[at-1].digits {
		return at
	}
	by, end := 0.1, parts[at].From
	for ; at < len(parts) && parts[at].Num < 10 && !parts[at].digits && !parts[at].frac; at++ {
		if parts[at].From < end {
			continue // a word of two languages, or in another
		}
		if by < 0.1 && len(bytes.TrimSpace(text[end:parts[at].From])) > 0 {
			break
		}
		*to += by * parts[at].Num
		by, end = by/10, parts[at].To
	}
	return at
}

// andHalf is what stands before a fraction that is added: "two and a half".
var andHalf = []string{"and", "and a", "e", "y", "et", "und", "с"}

// starts reports that a part begins another number: "three, two".
func starts(p, before part, current float64) bool {
	return !multiplier(p) && !multiplier(before) && (p.digits || current > 0 && p.Num >= current)
}

// joins reports that a part goes on with the number before it.
func joins(gap string, p, before part) bool {
	switch {
	case gap == "" && before.digits && !p.digits && !p.frac && p.Num < 10:
		return false // "45일" is no 46
	case p.frac:
		return gap == "" && p.Num < 1
	case gap == "-":
		return !p.digits && !before.digits
	}
	return gap == "" || gap == "and" || slices.Contains(andUnits, gap) && p.addedTo(before)
}

// andUnits stands between tens and units: "cuarenta y dos", "cento e vinte", "vingt et un".
var andUnits = []string{"y", "e", "et"}

// addedTo reports a word for less than ten behind one for tens, or for less than a hundred behind hundreds.
func (p part) addedTo(before part) bool {
	tens := before.Num >= 20 && before.Num < 100 && math.Mod(before.Num, 10) == 0 && p.Num < 10
	hundreds := before.Num >= 100 && before.Num < 1000 && math.Mod(before.Num, 100) == 0 && p.Num < 100
	return (tens || hundreds) && p.Num >= 1 && !p.digits && !before.digits && !p.frac && !before.frac
}

// multiplier reports a word for a power of ten, that counts what stands before it: not one like
// "ochocientos", which is added to it.
func multiplier(p part) bool {
	n := p.Num
	for n >= 10 {
		n /= 10
	}
	return p.Num >= 100 && !p.digits && !p.frac && n == 1
}

// Trim prints a number with six digits that count, and no more than it needs.
func Trim(f float64) string {
	if f >= 1e6 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 6, 64), 64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}
