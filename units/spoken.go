package units

import (
	"strconv"
	"strings"
)

// Numbers as people write them, where there is one reading: "1'150 CHF", "1 150 €", "1,150.-", "1½ %",
// "2k", "six cents", "half a year", "a year and a half". A decimal comma is none: it is refused with the
// repair.

// plainly is a quantity with its number in digits alone. What is not a number of another spelling stays as
// it is.
func plainly(s string) string {
	s = strings.TrimSpace(s)
	if plain(s) {
		return s
	}
	s = oneSpace.Replace(inLatin(s))
	s = priceDash().ReplaceAllString(s, "$1")
	s = hyphened().ReplaceAllString(s, "$1 $2")
	s = andAHalf().ReplaceAllString(s, "$1.5 ")
	s = inDigits(s)
	s = fractions(s)
	if m := thousandGroups().FindStringSubmatchIndex(s); m != nil {
		s = s[:m[4]] + strings.NewReplacer(" ", "", "'", "").Replace(s[m[4]:m[5]]) + s[m[5]:]
	}
	return scaled(s)
}

// plain reports whether a text is surely a number in digits and a unit, as most are, so that nothing need
// be looked for.
func plain(s string) bool {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.') {
		i++
	}
	if i == 0 || i == len(s) || s[i] != ' ' && s[i] != '%' {
		return false
	}
	rest := strings.TrimPrefix(s[i:], " ")
	for j := range len(rest) {
		if rest[j] >= 0x80 || rest[j] >= '0' && rest[j] <= '9' {
			return false
		}
	}
	return rest != "" && !strings.ContainsRune("kKmMbgt", rune(rest[0])) && !strings.Contains(rest, " half")
}

var (
	// oneSpace makes one of each kind of space, minus and apostrophe.
	oneSpace = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\u2212", "-",
		"\u2019", "'", "\u00d7", "x")
	// priceDash is the dash for no cents: "1,150.-", "20,- €".
	priceDash = compiled(`([0-9])[.,]\s?(?:-{1,2}|\x{2013}|\x{2014})`)
	// thousandGroups is a number in groups of three behind a currency or nothing.
	thousandGroups = compiled(
		`^([^0-9.,'+-]{0,5})([1-9][0-9]{0,2}(?:(?: [0-9]{3})+|(?:'[0-9]{3})+))(?:[^0-9,]|$)`)
	vulgar     = compiled(`^([^0-9]{0,5})([0-9]*)\s?([½¼¾]|\b[13]/[24]\b)`)
	multiplier = compiled(`^([^0-9.]{0,5})([0-9][0-9.,_]*)\s?` +
		`(?:([kK]|[tT]housand|[gG]rand)|(M|[mM]illions?|mn|[mM]io\.?|mln)|([bB]illions?|bn))([^A-Za-z].*|)$`)
	spelled  = compiled(`^((?i:half|an?|[a-z]+(?:-[a-z]+)?(?:\s+and\s+an?\s+half)?))\s+(.*)$`)
	hyphened = compiled(`^([0-9]+)-([A-Za-z]{3,})`) // "a 6-month term"
	andAHalf = compiled(`(?i)^([0-9]+)\s+and\s+an?\s+half\s+(?:an?\s+)?`)
	oneHalf  = compiled(`(?i)^(.*\S)\s+and\s+an?\s+half$`)
)

// fractions writes a half and quarters as decimals.
func fractions(s string) string {
	m := vulgar().FindStringSubmatchIndex(s)
	if m == nil {
		return s
	}
	decimals, known := map[string]string{"½": ".5", "¼": ".25", "¾": ".75", "1/2": ".5", "1/4": ".25",
		"3/4": ".75"}[s[m[6]:m[7]]]
	whole := s[m[4]:m[5]]
	if !known || strings.HasPrefix(s[m[7]:], "/") {
		return s
	}
	if whole == "" {
		whole = "0"
	}
	return s[:m[4]] + whole + decimals + s[m[7]:]
}

// scaled writes thousands and millions out as a power of ten: "2k" is 2e3.
func scaled(s string) string {
	m := multiplier().FindStringSubmatch(s)
	if m == nil {
		return s
	}
	digits, ok := ungroup(m[2])
	if _, err := strconv.ParseFloat(digits, 64); !ok || err != nil {
		return s
	}
	power := "e3"
	switch {
	case m[4] != "":
		power = "e6"
	case m[5] != "":
		power = "e9"
	}
	whole, frac, _ := strings.Cut(digits, ".")
	zeros := int(power[1]-'0') - len(frac)
	if zeros < 0 || whole == "" {
		return m[1] + digits + power + m[6]
	}
	out := strings.TrimLeft(whole+frac, "0") + strings.Repeat("0", zeros)
	return m[1] + out + m[6]
}

// inDigits writes a number in words as digits: "six cents", "half a year", "one and a half years", "a year
// and a half".
func inDigits(s string) string {
	half := ""
	if m := oneHalf().FindStringSubmatch(s); m != nil && strings.ContainsAny(m[1], " ") {
		s, half = m[1], ".5" // "a year and a half"
	}
	m := spelled().FindStringSubmatch(s)
	if m == nil {
		if half != "" && s[0] >= '0' && s[0] <= '9' {
			n, unit, _ := strings.Cut(s, " ")
			return n + half + " " + unit
		}
		return s
	}
	words, unit := strings.ToLower(m[1]), m[2]
	if before, cut := strings.CutSuffix(words, " and a half"); cut && half == "" {
		words, half = before, ".5"
	}
	if words == "half" && half == "" {
		for _, a := range []string{"a ", "an "} {
			unit = strings.TrimPrefix(unit, a)
		}
		return "0.5 " + unit
	}
	n, known := wordNumber(words)
	if !known {
		return s
	}
	return strconv.Itoa(n) + half + " " + unit
}

var ones = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen " +
	"fourteen fifteen sixteen seventeen eighteen nineteen")

var tens = strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety")

// wordNumber is a number below a hundred in words; "a" is one.
func wordNumber(w string) (int, bool) {
	if w == "a" || w == "an" {
		return 1, true
	}
	for n, one := range ones {
		if w == one {
			return n, true
		}
	}
	ten, one, _ := strings.Cut(w, "-")
	for i, t := range tens {
		if ten != t {
			continue
		}
		if one == "" {
			return 20 + 10*i, true
		}
		n, known := wordNumber(one)
		return 20 + 10*i + n, known && n > 0 && n < 10 && one != "a"
	}
	return 0, false
}
