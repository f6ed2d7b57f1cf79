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
		if ofName(text, i, end) {
			i = Digits(text, i, to) - 1
			continue
		}
		n := literal(text, zeroBefore(text, i), end, to, comma)
		all = append(all, n)
		i = n.To - 1
	}
	return all
}

// literal is the number of digits and separators, and of a letter for thousands that follows them.
func literal(text []byte, from, end, to int, comma bool) Number {
	n := Number{From: from, To: end}
	n.Num, n.Grouped = valueOf(text[from:end], comma)
	if bytes.HasPrefix(text[end:to], []byte(thousandsRu)) && !Letter(text[end+len(thousandsRu):]) {
		n.Num, n.To, n.Thousand, n.Grouped = n.Num*1000, end+len(thousandsRu), true, false
	}
	return n
}

// ofName reports digits that a name ends with, and that count nothing: "s21".
func ofName(text []byte, i, end int) bool {
	return i > 0 && text[i-1] >= 'a' && text[i-1] <= 'z' && !currencyBefore(text, i) &&
		!tenthBehind(text, i, end) && !TimesBefore(text, i)
}

// zeroBefore is where a number begins whose digits stand at i behind a zero and a sign, the zero misread by a
// scanner as a letter: "O,015"; else it is i.
func zeroBefore(text []byte, i int) int {
	if i >= 2 && text[i-2] == 'o' && (text[i-1] == '.' || text[i-1] == ',') &&
		(i == 2 || !Letter(text[i-3:])) {
		return i - 2
	}
	return i
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
		ofDate := text[k] == '.' && !first && next < to && text[next] == '.' && next-k <= 3 // 31.12.2027
		if ofDate || !separates(text[k], text[next:to], next-k == 4, groups) {
			break
		}
		k, first = next, false
	}
	return k
}

// separates reports that a sign parts the digits of one number: a blank between groups of three, an
// apostrophe before three; and a comma not before days or the like in Han, which write no decimal comma:
// "132,90天". Behind is what follows the digits behind the sign.
func separates(sign byte, behind []byte, three, groups bool) bool {
	switch sign {
	case ' ':
		return three && groups
	case '\'':
		return three
	case ',':
		return three || !ideograph(behind)
	}
	return true
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

// pointOf is the place of the decimal point in digits with separators, or -1; grouped where one sign alone
// could be either kind. A group after a leading zero is a decimal; of two kinds of sign the last one is; a
// lone group of three is a thousand where the language writes it so.
func pointOf(s []byte, comma bool) (point int, grouped bool) {
	dot, com := bytes.LastIndexByte(s, '.'), bytes.LastIndexByte(s, ',')
	point = max(dot, com)
	if point < 0 || bytes.Count(s, s[point:point+1]) > 1 {
		return -1, false
	}
	alone, tail := dot < 0 || com < 0, len(s)-point-1
	grouped = alone && tail == 3 && point <= 3 && s[0] != '0' && s[0] != 'o'
	if grouped && (s[point] == ',') != comma {
		point = -1
	}
	return point, grouped
}

// valueOf reads digits with separators, among them letters that a scanner took for digits.
func valueOf(s []byte, comma bool) (v float64, grouped bool) {
	point, grouped := pointOf(s, comma)
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

// Trim prints a number with six digits that count, and no more than it needs.
func Trim(f float64) string {
	if f >= 1e6 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 6, 64), 64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}
