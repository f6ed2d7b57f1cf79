package redflag

import (
	"strconv"
	"strings"
)

// Returns that are stated in money: "invest $200, get $3.2 daily", "deposit 500 USDT, receive 525 USDT
// after 3 days". What is paid in and what is received are told by the verb before each amount.

var (
	money = lexiconOf(
		`([$€£¥₽₹]|\b(?:usdt?|eur|btc)\b)\s*(\d[\d,]*(?:\.\d{1,8})?)|(\d[\d,]*(?:\.\d{1,8})?)\s*([$€£¥₽₹]|(?:usdt?|eur|btc|dollars?|euros?|рубл\p{L}*|долл\p{L}*)\b)`,
	)
	putIn = lexiconOf(
		`\b(?:invest\p{L}*|deposit\p{L}*|stake|put in|buy|price|einzahl\p{L}*|anleg\p{L}*|investi\p{L}*|inviert\p{L}*|deposit\p{L}*)\b|влож\p{L}*|внес\p{L}*|инвест\p{L}*|投资|存入|投入`,
	)
	taken = lexiconOf(
		`\b(?:get|receive|earn|profit|income|returns?|make|back|erhalt\p{L}*|bekomm\p{L}*|gewinn|recev\p{L}*|gagn\p{L}*|recib\p{L}*|gan[ae]\p{L}*|receb\p{L}*|ganh\p{L}*)\b|получ\p{L}*|доход\p{L}*|прибыл\p{L}*|获得|收益|返还`,
	)
)

// amounts is the return that a clause states in money, per day, on what is put in; false where it
// states none in one currency.
func amounts(clause string) (rate, bool) {
	if at := multiplied.groups(clause); at != nil {
		if span := inSpan.groups(clause[at[1]:]); span != nil {
			return manifold(clause, at, span)
		}
	}
	if !strings.ContainsAny(clause, "0123456789") || !putIn.in(clause) {
		return rate{}, false
	}
	var in, top float64
	var gain float64
	currency := ""
	found := money.allGroups(clause)
	for i, m := range found {
		sign, digits := group(clause, m, 1), group(clause, m, 2)
		if digits == "" {
			digits, sign = group(clause, m, 3), group(clause, m, 4)
		}
		v, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
		before, next := 0, len(clause)
		if i > 0 {
			before = found[i-1][1]
		}
		if i+1 < len(found) {
			next = found[i+1][0]
		}
		said := clause[before:m[0]]
		switch {
		case err != nil || v <= 0 || perUnit.in(clause[m[1]:]) || currency != "" && kindOf(sign) != currency:
		case in == 0 && putIn.in(said):
			in, currency = v, kindOf(sign)
		case in > 0 && taken.in(said):
			behind := clause[m[1]:next]
			near := behind[:min(len(behind), nearby)]
			if span := inSpan.groups(near); span != nil {
				n, err := strconv.ParseFloat(group(near, span, 1), 64)
				if err != nil {
					n = 1
				}
				if days := n * spanDays(group(near, span, 2)); days > 0 && v/in/days > top {
					top, gain = v/in/days, max(0, v/in-1)/days
				}
			} else if word := firstTime(near, said); word != nil {
				if r := per(v/in, unitOf(word)); r.PerDay() > top {
					top, gain = r.PerDay(), r.PerDay()
				}
			}
		}
	}
	return rate{perDay: top, gain: gain}, top > 0
}

// multiplied is "double your bitcoin"; in so many days it is a return in all.
var multiplied = lexiconOf(
	`\b(doubl|tripl)\p{L}* (?:your |the |all )?(?:money|bitcoins?|btc|coins?|investment|deposit|capital|funds)\b|(verdoppel)\p{L}* .{0,20}(?:geld|bitcoins?|einlage|kapital)|(удво)\p{L}* .{0,30}(?:вклад|деньги|биткоин)\p{L}*`,
)

// manifold is the return of a clause that multiplies, with the span of time that follows it.
func manifold(clause string, at, span []int) (rate, bool) {
	times := 2.0
	if group(clause, at, 1) == "tripl" {
		times = 3
	}
	rest := clause[at[1]:]
	n, err := strconv.ParseFloat(group(rest, span, 1), 64)
	if err != nil {
		n = 1
	}
	days := n * spanDays(group(rest, span, 2))
	if days <= 0 {
		return rate{}, false
	}
	return rate{perDay: times / days, gain: (times - 1) / days}, true
}

// firstTime is the word for a time behind an amount, or before it ("daily profit $9.6").
func firstTime(behind, before string) []int {
	if word := timeWord.groups(behind); word != nil {
		return word
	}
	return timeWord.groups(before[strings.LastIndex(before, ",")+1:])
}

// perUnit follows a price of hashrate or of power, which is no amount paid in or received.
var perUnit = lexiconOf(`^\s*(?:/|per|je|pro|par|por) ?(?:[tpg]h|kwh|kw|mwh)`)

func group(s string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return s[m[2*n]:m[2*n+1]]
}

// kindOf is the currency of a sign or word, one for dollars however they are written.
func kindOf(sign string) string {
	switch {
	case sign == "$",
		strings.HasPrefix(sign, "usd"),
		strings.HasPrefix(sign, "dollar"),
		strings.HasPrefix(sign, "долл"):
		return "usd"
	case sign == "€", strings.HasPrefix(sign, "eur"):
		return "eur"
	}
	return sign
}
