package phrase

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// coin reads a price of energy in coins whose short name says something else elsewhere: "6p per kWh",
// "7 Rp./kWh".
func (d *Doc) coin(c *Clause, v *Value) bool {
	rest := bytes.TrimLeft(d.Text[v.To:c.To], " ")
	for short, of := range coins {
		behind, ok := bytes.CutPrefix(rest, []byte(short))
		if ok && c.Language != "id" && begins(bytes.TrimLeft(behind, ". "), perHour) {
			v.Kind, v.Unit, v.Cents, v.Num, v.Hi = Money, of, true, v.Num/100, v.Hi/100
			v.Core, v.To = c.To-len(behind), c.To-len(behind)
			return true
		}
	}
	return false
}

// tenths makes yuan of a number of tenths, behind which a digit of hundredths may stand: "四毛一一度" is 0.41 a
// kilowatt hour, "四毛一度" is 0.4.
func (d *Doc) tenths(c *Clause, v *Value) {
	v.Unit, v.Num, v.Hi = "CNY", v.Num*10, v.Hi*10
	digit, n := utf8.DecodeRune(d.Text[v.To:c.To])
	hundredths := strings.IndexRune("一二三四五六七八九", digit)/len("一") + 1
	if digit >= '1' && digit <= '9' {
		hundredths = int(digit - '0')
	} else if !strings.ContainsRune("一二三四五六七八九", digit) {
		return
	}
	rest := d.Text[v.To+n : c.To]
	if next, _ := utf8.DecodeRune(rest); len(rest) == 0 || unicode.IsPunct(next) || begins(rest, hourly) {
		v.Num, v.Hi = v.Num+float64(hundredths)/100, v.Hi+float64(hundredths)/100
		v.Core, v.To = v.To+n, v.To+n
	}
}

// small turns satoshi and thousandths into bitcoin only where they are said in bitcoin.
func (d *Doc) small(v *Value) {
	if v.Unit == "mBTC" {
		v.Unit, v.Num, v.Hi = "BTC", v.Num/1000, v.Hi/1000
	}
}

// begins reports a text that begins with one of the words.
func begins(text []byte, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return bytes.HasPrefix(text, []byte(w)) })
}

// coins is what short names of coins mean before a kilowatt hour; perHour and hourly begin one.
var (
	coins   = map[string]string{"p": "GBP", "rp": "CHF"}
	perHour = strings.Split("/kwh|/ kwh|per kwh|a kwh|per unit|a unit|pro kwh|je kwh|kwh|par kwh", "|")
	hourly  = strings.Fields("一度 1度 /度 每度 一千瓦 /kwh 每kwh")
)
