package reading

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/reading/language"
)

// number is a figure of the text, in digits or words, without its unit.
type number struct {
	num      float64
	from, to int
	fraction bool // a word such as "a fifth" alone
	thousand bool // said with a word for thousand or more
	grouped  bool // one separator before three digits: a thousand or a decimal, the unit may decide
}

var (
	cNum  = language.Must("num")
	cFrac = language.Must("frac")
	cAnd  = language.Must("to")
)

// decimals says how a language writes a number: with a decimal comma, or not.
var decimalComma = map[string]bool{
	"es": true,
	"pt": true,
	"de": true,
	"fr": true,
	"it": true,
	"ru": true,
	"id": true,
	"vi": true,
	"tr": true,
}

// literals is the numbers in digits of a stretch of the folded text.
func literals(text []byte, from, to int, comma bool) []number {
	var all []number
	for i := from; i < to; i++ {
		if !language.Digit(rune(text[i])) {
			continue
		}
		end := literalEnd(text, i, to)
		name := i > 0 && text[i-1] >= 'a' && text[i-1] <= 'z' && !currencyBefore(text, i) // "s21"
		if name && !timesBefore(text, i) {
			end = digits(text, i, to)
		}
		start := i
		if i >= 2 && text[i-2] == 'o' && (text[i-1] == '.' || text[i-1] == ',') &&
			(i == 2 || !letter(text[i-3:])) {
			start, name = i-2, false // "O,015": a zero misread by a scanner
		}
		n := number{from: start, to: end}
		n.num, n.grouped = valueOf(text[start:end], comma)
		if !name || timesBefore(text, i) {
			all = append(all, n)
		}
		i = end - 1
	}
	return all
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

// timesBefore reports "x2".
func timesBefore(text []byte, i int) bool {
	return text[i-1] == 'x' && (i == 1 || !letter(text[i-2:]))
}

// literalEnd is the end of the number in digits at i: groups joined by one of . , ' or, of three digits, a
// blank.
func literalEnd(text []byte, i, to int) int {
	k, first := digits(text, i, to), true
	groups := k-i <= 3
	for k+1 < to && language.Digit(rune(text[k+1])) && bytes.IndexByte([]byte(".,' _"), text[k]) >= 0 {
		next := digits(text, k+1, to)
		if text[k] == ' ' && (!groups || next-k != 4) || text[k] == '\'' && next-k != 4 {
			break
		}
		if text[k] == '.' && !first && next < to && text[next] == '.' && next-k <= 3 { // 31.12.2027
			break
		}
		k, first = next, false
	}
	if k < to && text[k] == 'o' && (k+1 == to || !letter(text[k+1:])) { // a zero misread by a scanner
		k++
	}
	return k
}

func digits(text []byte, i, to int) int {
	for i < to && language.Digit(rune(text[i])) {
		i++
	}
	return i
}

func letter(text []byte) bool {
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
		}
	}
	v, err := strconv.ParseFloat(string(clean), 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, false
	}
	return v, grouped
}

// numbers joins digits and number words that stand together: "3만 6천", "eight and a quarter", "2,5 juta".
func numbers(text []byte, lits []number, toks []token) []number {
	parts := make([]part, 0, len(lits))
	for _, l := range lits {
		parts = append(parts, part{number: l, digits: true})
	}
	for _, t := range toks {
		if (t.Concept == cNum || t.Concept == cFrac) && !particle(text, t) {
			parts = append(
				parts,
				part{
					number: number{num: t.Value, from: t.from, to: t.to, fraction: t.Concept == cFrac},
					frac:   t.Concept == cFrac,
				},
			)
		}
	}
	slices.SortStableFunc(parts, func(a, b part) int { return a.from - b.from })
	var all []number
	for i := 0; i < len(parts); {
		n, used := joined(text, parts[i:])
		if n.from >= 0 {
			all = append(all, n)
		}
		i += used
	}
	return all
}

// particle reports a Korean syllable for one to nine that is written on to a word or a figure, where it is an
// ending or a unit ("60일").
func particle(text []byte, t token) bool {
	r, n := utf8.DecodeRune(text[t.from:t.to])
	if r < 0xAC00 || r >= 0xD7B0 || n < t.to-t.from || t.Value >= 10 {
		return false
	}
	before, _ := utf8.DecodeLastRune(text[:t.from])
	return language.Digit(before) || before >= 0xAC00 && before < 0xD7B0 && !strings.ContainsRune("십백천만억", before)
}

// part is a piece of a number: digits, a word, or a fraction.
type part struct {
	number
	digits, frac bool
}

// joined is the number at the start of parts, and how many of them it takes.
func joined(text []byte, parts []part) (number, int) {
	n := parts[0].number
	total, current, last := 0.0, n.num, math.Inf(1)
	used := 1
	if multiplier(parts[0]) {
		last = n.num
	}
	for used < len(parts) && used < 12 {
		p := parts[used]
		if p.from < n.to {
			used++
			continue
		}
		gap := string(bytes.TrimSpace(text[n.to:p.from]))
		if k := decimals(text, parts, used, gap, &current); k > used {
			n.to, n.grouped, n.fraction = parts[k-1].to, false, false
			used = k
			continue
		}
		half := p.frac && slices.Contains(andHalf, gap)
		if !half && !joins(gap, p, parts[used-1]) {
			break
		}
		small := p.num <= last
		switch {
		case half:
			current += p.num
		case p.frac:
			current *= p.num
		case multiplier(p) && small && p.num == 100:
			current, last = current*100, 100
		case multiplier(p) && !small:
			total, current, last = (total+current)*p.num, 0, p.num
		case multiplier(p):
			total, current, last = total+current*p.num, 0, p.num
		case p.digits && p.num < 10 && p.to-p.from == 1 && multiplier(parts[used-1]) && last >= 1000 &&
			!(used+1 < len(parts) && multiplier(parts[used+1]) && parts[used+1].from-p.to < 2):
			current += p.num * last / 10 // "1 triệu 8", "3万5"
		case !p.digits && p.num == 10 && current < 10 && total == 0 && text[p.from] >= 0xD8 && text[p.from] <= 0xDB:
			current += 10 // Arabic puts the unit before the ten
		case starts(p, parts[used-1], current):
			return number{total + current, n.from, n.to, n.fraction, n.thousand, n.grouped}, used
		default:
			current += p.num
		}
		n.fraction = false
		n.thousand = n.thousand || p.num >= 1000 && !p.digits
		n.to, n.grouped = p.to, false
		used++
	}
	return number{total + current, n.from, n.to, n.fraction, n.thousand, n.grouped}, used
}

// points is the word for a decimal point, as it stands between number words.
var points = []string{"point", "komma", "coma", "virgule", "virgola", "virgula", "запятая", "点", "點"}

// decimals adds the digits in words behind a decimal point in words, and is the part behind them.
func decimals(text []byte, parts []part, at int, gap string, to *float64) int {
	if !slices.Contains(points, gap) || parts[at-1].digits {
		return at
	}
	for by := 0.1; at < len(parts) && parts[at].num < 10 && !parts[at].digits && !parts[at].frac; by /= 10 {
		if by < 0.1 && len(bytes.TrimSpace(text[parts[at-1].to:parts[at].from])) > 0 {
			break
		}
		*to += by * parts[at].num
		at++
	}
	return at
}

// andHalf is what stands before a fraction that is added: "two and a half".
var andHalf = []string{"and", "and a", "e", "y", "et", "und", "с"}

// starts reports that a part begins another number: "three, two".
func starts(p, before part, current float64) bool {
	return !multiplier(before) && (p.digits || current > 0 && p.num >= current)
}

// joins reports that a part goes on with the number before it.
func joins(gap string, p, before part) bool {
	switch {
	case gap == "" && before.digits && !p.digits && !p.frac && p.num < 10:
		return false // "45일" is no 46
	case p.frac:
		return gap == "" && p.num < 1
	case gap == "-":
		return !p.digits && !before.digits
	}
	return gap == "" || gap == "and"
}

func multiplier(p part) bool { return p.num >= 100 && !p.digits && !p.frac }
