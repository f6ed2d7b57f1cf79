package figure

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
)

// Numbers in words, and in words and digits mixed.

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
	s := sum{current: n.Num, last: math.Inf(1)}
	used := 1
	if multiplier(parts[0]) {
		s.last = n.Num
	}
	for ; used < min(len(parts), 12); used++ {
		p := parts[used]
		if p.From < n.To {
			continue
		}
		gap := string(bytes.TrimSpace(text[n.To:p.From]))
		if slices.Contains(partsOf, gap) && s.current >= 2 && p.Num < s.current {
			return Number{Num: p.Num / s.current, From: n.From, To: p.To, Fraction: true}, used + 1
		}
		if k := decimals(text, parts, used, gap, &s.current); k > used {
			n.To, n.Grouped, n.Fraction = parts[k-1].To, false, false
			used = k - 1
			continue
		}
		half := p.frac && slices.Contains(andHalf, gap)
		if !half && !s.goesOn(text, parts, used, gap) {
			break
		}
		s.add(text, parts, used, half)
		n.Fraction = used == 1 && !half && p.oneOf(parts[0])
		n.Thousand = n.Thousand || p.Num >= 1000 && !p.digits
		n.To, n.Grouped = p.To, false
	}
	n.Num = s.total + s.current
	return n, used
}

// sum is a number while its parts are added up: its whole thousands, what follows them, and the last
// multiplier, which says what may still follow.
type sum struct{ total, current, last float64 }

// goesOn reports that a part is of the number of those before it: what stands between them joins it, and it
// begins no number of its own.
func (s sum) goesOn(text []byte, parts []part, at int, gap string) bool {
	p, before := parts[at], parts[at-1]
	if !joins(gap, p, before) {
		return false
	}
	return p.frac || !starts(p, before, s.current) || tenfold(text, parts, at, s.total, s.current) ||
		tenths(text, parts, at, s.last)
}

// add adds a part: a digit behind a multiplier as tenths of it, a half as it is, others as their power of ten
// tells.
func (s *sum) add(text []byte, parts []part, at int, half bool) {
	p := parts[at].tens(text, parts, at)
	switch {
	case tenths(text, parts, at, s.last):
		s.current += parts[at].Num * s.last / 10 // "1 triệu 8", "3万5"
	case p.frac && !half:
		s.current *= p.Num
	case half || !multiplier(p):
		s.current += p.Num
	case p.Num > s.last:
		s.total, s.current, s.last = (s.total+s.current)*p.Num, 0, p.Num
	case p.Num == 100:
		s.current, s.last = s.current*100, 100
	default:
		s.total, s.current, s.last = s.total+s.current*p.Num, 0, p.Num
	}
}

// oneOf reports a fraction behind a word for one: "un vingtième".
func (p part) oneOf(first part) bool { return p.frac && first.Num == 1 && !first.digits }

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
