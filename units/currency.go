package units

import (
	"fmt"
	"strings"
)

// Symbols and words that stand for one currency, beside its code. What may be several ("¥", "kr",
// "rupees", "cents" of which country) is left out, except that "$", "dollars" and "cents" are taken as
// those of the United States: offers of hashrate are.
var symbols = map[string]Currency{
	"$": USD, "US$": USD, "USD$": USD, "$US": USD, "DOLLAR": USD, "DOLLARS": USD, "BUCKS": USD,
	"US DOLLAR": USD, "US DOLLARS": USD, "US-DOLLAR": USD, "U.S. DOLLARS": USD,
	"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP", "POUNDS": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "R$": "BRL",
	"₺": "TRY", "₫": "VND", "₴": "UAH", "₦": "NGN", "฿": "THB", "₱": "PHP", "₪": "ILS", "ZŁ": "PLN",
	"A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "RMB": "CNY",
	"NT$": "TWD", "MX$": "MXN", "RP": "IDR", "RUPIAH": "IDR", "TL": "TRY", "LIRA": "TRY", "円": "JPY", "원": "KRW",
	"РУБ": "RUB", "РУБ.": "RUB", "РУБЛЕЙ": "RUB", "РУБЛЯ": "RUB", "RUB.": "RUB", "ROUBLES": "RUB", "RUBLES": "RUB",
	"ZLOTY": "PLN", "ZLOTYS": "PLN", "WON": "KRW", "BAHT": "THB", "REAIS": "BRL", "YUAN": "CNY", "YEN": "JPY",
	"₿": BTC, "BITCOIN": BTC, "BITCOINS": BTC, "XBT": BTC,
}

// codes are the currencies by their code (ISO 4217), with the dollar tokens, whose peg is not judged.
var codes = map[string]Currency{"USDT": USD, "USDC": USD}

const isoCodes = "BTC USD EUR GBP CHF CAD AUD JPY CNY INR BRL KRW SEK NOK DKK PLN CZK HUF TRY ZAR MXN SGD " +
	"HKD NZD AED RUB UAH THB IDR PHP NGN ARS VND ILS TWD MYR LKR VEF"

// currency resolves a code, a symbol, "sat", "mBTC" or "cents" to a currency and how many of the unit make
// one.
func currency(u string) (c Currency, per float64, ok bool) {
	up := strings.ToUpper(u)
	if m := tokenChain().FindStringSubmatch(up); m != nil {
		up = m[1]
	}
	switch up {
	case "SAT", "SATS", "SATOSHI", "SATOSHIS":
		return BTC, SatPerBTC, true
	case "MSAT", "MSATS":
		return BTC, MSatPerBTC, true
	case "MBTC":
		return BTC, 1e3, true
	case "P", "PENCE":
		return "GBP", 100, true
	case "CENT", "CENTS", "¢", "C", "US¢", "US CENT", "US CENTS", "USD CENT", "USD CENTS", "USCENTS":
		return USD, 100, true
	}
	if c, ok := symbols[up]; ok {
		return c, 1, true
	}
	if c, ok := codes[up]; ok {
		return c, 1, true
	}
	if len(up) == 3 && strings.Contains(" "+isoCodes+" ", " "+up+" ") {
		return Currency(up), 1, true
	}
	return "", 0, false
}

// tokenChain is a dollar token with the chain it moves on.
var tokenChain = compiled(`^(USDT|USDC)[\s(-]+(?:TRC|ERC|BEP)-?20\)?$`)

// several are the currencies that a sign or a word may stand for.
var several = map[string][]Currency{
	"¥": {"JPY", "CNY"}, "￥": {"JPY", "CNY"}, "元": {"CNY", "TWD"}, "KR": {"SEK", "NOK", "DKK"},
	"KR.": {"SEK", "NOK", "DKK"}, "RS": {"INR", "LKR"}, "RS.": {"INR", "LKR"}, "₨": {"INR", "LKR"},
	"RUPEE": {"INR", "LKR"}, "RUPEES": {"INR", "LKR"}, "PESO": {"MXN", "PHP", "ARS"},
	"PESOS": {"MXN", "PHP", "ARS"}, "KRONER": {"NOK", "DKK"},
}

// whoseAmount finds an amount whose currency stands before or behind it, and what it is for.
var whoseAmount = compiled(`^(\pL{1,6}\.?|[¥￥₨]|)\s*([0-9][0-9.,_]*)\s*([^0-9/\s]{0,6})\s*(/.*|)$`)

// hintSeveral says how to write an amount whose sign stands for several currencies; "" where it does not, or
// is for something else than unit.
func hintSeveral(s, unit string) string {
	m := whoseAmount().FindStringSubmatch(slashed(plainly(s)))
	if m == nil || m[1] != "" && m[3] != "" {
		return ""
	}
	all := several[strings.ToUpper(m[1]+m[3])]
	if _, _, ok := split(m[2]); !ok || all == nil || m[4] != "" && compact(m[4]) != compact(unit) {
		return ""
	}
	var ways []string
	for _, c := range all {
		ways = append(ways, fmt.Sprintf("%q", m[2]+" "+string(c)+unit))
	}
	return "write " + strings.Join(ways, " or ") + ", whichever is meant"
}

// A currency before its number: "$20", "€ 1,150", "USD 500", "US$5/TH".
var currencyFirst = compiled(
	`^(\pL{0,3}[$€£₹₩₽₺₫₴₦฿₱₪₿]|[A-Za-z]{3,4}|[Rr][Pp]\.?|TL|[zZ]ł)\s*` +
		`([0-9.][0-9.,_]*(?:[eE][+-]?[0-9]+)?)(.*)$`,
)

// currencyLast is the text with a currency that stands before the number moved behind it.
func currencyLast(s string) string {
	s = strings.TrimSpace(s)
	m := currencyFirst().FindStringSubmatch(s)
	if m == nil {
		return s
	}
	if _, _, known := currency(m[1]); !known {
		return s
	}
	if rest := strings.TrimSpace(m[3]); rest != "" && !strings.HasPrefix(rest, "/") {
		if _, _, twice := currency(rest); !twice ||
			!strings.EqualFold(rest, m[1]) && !(m[1] == "$" && dollarCode(rest)) {
			return s // "$5 EUR" has two currencies
		}
		return m[2] + " " + rest
	}
	return m[2] + " " + m[1] + m[3]
}

// amountIn finds the one amount that stands somewhere in a text, "kWh price 6c", "about $500".
var amountIn = compiled(
	`^([^0-9]*?)(\pL{0,3}[$€£₹₩₽₺₫₴₦฿₱₪₿]|\b[A-Za-z]{3,4}|)\s*([0-9]+(?:[.,][0-9]+)?)\s*(` +
		`[$€£₹₩₽₺₫₴₦฿₱₪₿¢]|[A-Za-z]{1,8}|)(?:[^0-9A-Za-z][^0-9]*|)$`)

// hintAmount is the hint, or how to write the one amount that a text names among other words. unit is what
// belongs behind the currency.
func hintAmount(s, unit, hint string) string {
	if ways := hintSeveral(s, unit); ways != "" {
		return ways
	}
	text := plainly(s)
	m := amountIn().FindStringSubmatch(text)
	switch {
	case m == nil || strings.TrimRight(m[1], ",.-") != m[1] || perOther(text, unit):
		return hint
	case unit == "" && recurring().MatchString(text):
		return "this is paid again and again, or for each of something; " + hint
	}
	return hintParts(m, unit, hint, text != strings.TrimSpace(s) && !lettered().MatchString(text))
}

var (
	behindSlash = compiled(`/\s*([^/]*)`)
	worded      = compiled(`\pL+`)
)

// perOther reports whether a text says that its amount is for something else than unit, which is "/TH/day",
// "/kWh" or empty: with unit behind it, it would be another price.
func perOther(text, unit string) bool {
	if unit == "" {
		return false
	}
	text = slashed(text)
	for _, m := range behindSlash().FindAllStringSubmatch(text, -1) {
		if !strings.Contains(unit+"/", "/"+strings.TrimSpace(m[1])+"/") {
			return true
		}
	}
	for _, word := range worded().FindAllString(text, -1) {
		_, _, time := timeUnit(strings.TrimSuffix(strings.ToLower(word), "ly"))
		_, hash := hashUnit(word)
		_, energy := perMegawattHour[strings.ToUpper(word)]
		wanted := strings.Contains(strings.ToUpper(unit)+"/", "/"+strings.ToUpper(word)+"/")
		if (time || hash || energy) && !wanted {
			return true
		}
	}
	return false
}

// hintParts is hintAmount of an amount in its parts: what stands before it, its currency before, its number,
// and its currency behind. respelled is set where the text is a number alone that is spelled otherwise.
func hintParts(m []string, unit, hint string, respelled bool) string {
	n, _, ok := split(m[3])
	cents := map[string]bool{"CT": true, "CTS": true, "CENTIMES": true}[strings.ToUpper(m[4])]
	if ok && cents && m[1] == "" && m[2] == "" {
		amount := exact(n.times(1, 100))
		return fmt.Sprintf("write %q or %q, whichever is meant", amount+" USD"+unit, amount+" EUR"+unit)
	}
	for _, name := range []string{m[4], m[2]} {
		if cur, per, known := currency(name); ok && known {
			return fmt.Sprintf("write %q if that is meant", exact(n.times(1, per))+" "+string(cur)+unit)
		}
	}
	if ok && m[4] == "" && m[1] == "" && m[2] == "" && unit == "" && respelled {
		return fmt.Sprintf("write %q if dollars are meant", exact(n.float)+" USD") // "2k"
	}
	return hint
}

var (
	recurring = compiled(`(?i)[0-9]\s*\S*\s*(?:/|\bper\b|\b(?:a|an|each|every)\s+[a-z])`)
	lettered  = compiled(`\pL`)
)

// dollarCode reports whether "$5 X" names one currency: a dollar of some country.
func dollarCode(code string) bool {
	c, per, ok := currency(code)
	return ok && per == 1 && (c == USD || c == "AUD" || c == "CAD" || c == "NZD" || c == "HKD" || c == "SGD")
}
