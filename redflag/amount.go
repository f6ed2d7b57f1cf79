package redflag

import (
	"strconv"
	"strings"
)

// Returns that are stated in money: "invest $200, get $3.2 daily", "deposit 500 USDT, receive 525 USDT
// after 3 days". What is paid in and what is received are told by the verb before each amount.

var (
	money = lexiconOf(`([$€£¥₽₹]|\b(?:usdt?|eur|btc)\b)\s*(\d[\d,]*(?:\.\d{1,8})?)|(\d[\d,]*(?:\.\d{1,8})?)\s*([$€£¥₽₹]|(?:usdt?|eur|btc|dollars?|euros?|рубл\p{L}*|долл\p{L}*)\b)`)
	putIn = lexiconOf(`\b(?:invest\p{L}*|deposit\p{L}*|stake|put in|buy in|einzahl\p{L}*|anleg\p{L}*|investi\p{L}*|inviert\p{L}*|deposit\p{L}*)\b|влож\p{L}*|внес\p{L}*|инвест\p{L}*|投资|存入|投入`)
	taken = lexiconOf(`\b(?:get|receive|earn|profit|income|returns?|make|back|erhalt\p{L}*|bekomm\p{L}*|gewinn|recev\p{L}*|gagn\p{L}*|recib\p{L}*|gan[ae]\p{L}*|receb\p{L}*|ganh\p{L}*)\b|получ\p{L}*|доход\p{L}*|прибыл\p{L}*|获得|收益|返还`)
)

// amounts is the return that a clause states in money, per day, on what is put in; false where it
// states none in one currency.
func amounts(clause string) (rate, bool) {
	if !strings.ContainsAny(clause, "0123456789") || !putIn.in(clause) || hashFor.in(clause) {
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
		case err != nil || v <= 0 || currency != "" && kindOf(sign) != currency:
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
			} else if word := timeWord.groups(near); word != nil {
				if r := per(v/in, unitOf(word)); r.PerDay() > top {
					top, gain = r.PerDay(), r.PerDay()
				}
			}
		}
	}
	return rate{perDay: top, gain: gain}, top > 0
}

// hashFor is a price of hashrate or power in the clause: then amounts are prices.
var hashFor = lexiconOf(`[tpg]h(?:/s)?\b|kwh`)

func group(s string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return s[m[2*n]:m[2*n+1]]
}

// kindOf is the currency of a sign or word, one for dollars however they are written.
func kindOf(sign string) string {
	switch {
	case sign == "$", strings.HasPrefix(sign, "usd"), strings.HasPrefix(sign, "dollar"), strings.HasPrefix(sign, "долл"):
		return "usd"
	case sign == "€", strings.HasPrefix(sign, "eur"):
		return "eur"
	}
	return sign
}
