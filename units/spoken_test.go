package units

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// How people write what has one reading. The normal forms were written down by hand.
var spoken = map[string]map[string]string{
	"hashrate": {
		"1 TH": "1 TH/s", "1'000 TH/s": "1 PH/s", "1 000 TH/s": "1 PH/s", "1\u202f000 GH/s": "1 TH/s",
		"2k TH/s": "2 PH/s", "١٠٠ TH/s": "100 TH/s", "१०० TH/s": "100 TH/s", "１００ TH/s": "100 TH/s",
		"1.5k TH": "1.5 PH/s", "100 TH per second": "100 TH/s", "½ PH/s": "500 TH/s", "one TH/s": "1 TH/s",
		"2 thousand TH/s": "2 PH/s", "100T": "100 TH/s", "1,000 Gh/s": "1 TH/s",
	},
	"efficiency": {"17.5 J/T": "17.5 J/TH", "17½ W/TH": "17.5 J/TH", "15 W per TH/s": "15 J/TH",
		"3500W/200TH": "17.5 J/TH", "3.5 kW / 200 TH": "17.5 J/TH", "1.5 kW per 100 TH/s": "15 J/TH"},
	"money": {
		"US$ 1,150.-": "1150 USD", "1 150 €": "1150 EUR", "1'150 CHF": "1150 CHF", "CHF 1’150.–": "1150 CHF",
		"1\u00a0150 €": "1150 EUR", "20,- €": "20 EUR", "20.-- EUR": "20 EUR", "$2k": "2000 USD",
		"2k USD": "2000 USD",
		"2.5 k€": "2500 EUR", "1.2345k USD": "1234.5 USD", "$1.5M": "1500000 USD", "2 million USD": "2000000 USD",
		"$1.25 million": "1250000 USD", "3 bn EUR": "3000000000 EUR", "six dollars": "6 USD",
		"ninety-nine cents": "0.99 USD",
		"50k sats":          "0.0005 BTC", "500 US dollars": "500 USD", "5½ USD": "5.5 USD", "½ BTC": "0.5 BTC",
		"€1 150.50": "1150.5 EUR",
		"₹1,08,000": "108000 INR", "12,34,567.50 INR": "1234567.5 INR", "Rp 5000": "5000 IDR", "NT$30000": "30000 TWD",
		"100 000 руб.": "100000 RUB", "100000 rubles": "100000 RUB", "zł 5000": "5000 PLN", "150,000 円": "150000 JPY",
		"1299 USDT (TRC20)": "1299 USD", "1299 USDT-ERC20": "1299 USD", "١٬٢٩٩٫٥ USD": "1299.5 USD",
		"۱۲۹۹ USD": "1299 USD", "0 USD": "0 USD",
		"1'900'000.5 sat": "0.019000005 BTC", "0.5k USD": "500 USD", "80 pence": "0.8 GBP",
	},
	"price per hashrate": {"$5/T": "5 USD/TH", "5½ USD/TH": "5.5 USD/TH", "1'150 USD/PH": "1.15 USD/TH"},
	"price per hashrate and day": {
		"0.05 USD/day/TH": "0.05 USD/TH/day", "5¢/TH/day": "0.05 USD/TH/day",
		"five cents per TH per day": "0.05 USD/TH/day",
		"0.05 USD/TH/Tag":           "0.05 USD/TH/day", "0.05$/T/d": "0.05 USD/TH/day", "7 USD/TH per wk": "1 USD/TH/day",
		"$1.41/TH/mo": "1.41 USD/TH/month", "17 USD/TH/year": "17 USD/TH/year", "0.1 USD/TH/week": "0.1 USD/TH/week",
		"4.2 USD/TH per quarter": "1.4 USD/TH/month", "1.1 EUR/PH/hour": "0.0264 EUR/TH/day",
	},
	"energy price": {
		"6c/kWh": "0.06 USD/kWh", "six cents/kWh": "0.06 USD/kWh", "six cents per kWh": "0.06 USD/kWh",
		"6½ cents/kWh": "0.065 USD/kWh",
		"6 p/kWh":      "0.06 GBP/kWh", "0.05 USD/kW-h": "0.05 USD/kWh", "$50/MWh": "0.05 USD/kWh",
		"0.06 € pro kWh": "0.06 EUR/kWh",
	},
	"days": {
		"half a year": "183d", "half year": "183d", "24mo": "730d", "24 mos": "730d", "18 mths": "548d",
		"2 yrs":      "730d",
		"six months": "183d", "twelve months": "365d", "a year": "365d", "a year and a half": "548d",
		"one and a half years": "548d",
		"2 and a half years":   "913d", "1½ years": "548d", "2 fortnights": "28d", "6-month": "183d",
		"90 Tage": "90d", "90 jours": "90d",
		"12 meses": "365d", "1 Jahr": "365d", "ninety days": "90d", "1'095 days": "1095d", "2 wks": "14d",
		"1/2 year": "183d", "18 months + 2 weeks": "562d", "18 months and 2 weeks": "562d", "1 year 6 months": "548d",
		"1 year and a day": "366d", "3 quarters": "274d", "1 quarter": "91d", "٣٦٠ days": "360d", "३६० days": "360d",
	},
	"date": {
		"12-Sep-21": "2021-09-12", "12 Sep 21": "2021-09-12", "12 Sep '21": "2021-09-12", "12Sep2021": "2021-09-12",
		"20210912": "2021-09-12", "2021-Sep-12": "2021-09-12", "2021 September 12": "2021-09-12",
		"12th of September 2021": "2021-09-12", "Sep 12 '21": "2021-09-12", "1-Jan-99": "1999-01-01",
		"2021年9月12日": "2021-09-12", "12 сентября 2021": "2021-09-12", "12 de septiembre de 2021": "2021-09-12",
		"12 septembre 2021": "2021-09-12", "12. Dezember 2021": "2021-12-12", "1 août 2021": "2021-08-01",
		"3 mai 2021": "2021-05-03", "12 marzo 2021": "2021-03-12", "٢٠٢١-٠٩-١٢": "2021-09-12",
		"२०२१-०९-१२": "2021-09-12",
	},
	"fraction": {"1½ %": "1.5%", "½ %": "0.5%", "half a percent": "0.5%", "two percent": "2%",
		"2 Prozent": "2%", "1 1/2 %": "1.5%", "200 bps": "2%", "2.5‰": "0.25%", "2 permille": "0.2%", "٢٪": "2%",
		"0%": "0%", "2 per cent": "2%"},
	"fraction per time": {
		"0.5 %/Tag": "0.5 %/day", "0.5 % pro Tag": "0.5 %/day", "0.5 % täglich": "0.5 %/day",
		"1½ % a week": "1.5 %/week",
		"1.5% p.d.":   "1.5 %/day", "half a percent a day": "0.5 %/day", "2 % por día": "2 %/day",
		"12 % im Jahr": "12 %/year",
		"3 % par mois": "3 %/month", "3% p.m.": "3 %/month", "5% every 3 months": "5 %/3 months",
		"5% quarterly": "5 %/3 months", "5%/quarter": "5 %/3 months", "5% half-yearly": "5 %/6 months",
		"5% semiannually": "5 %/6 months", "5% every 2 years": "5 %/2 years", "5 %/half-year": "5 %/6 months",
		"4% every six months": "4 %/6 months", "5% per half year": "5 %/6 months",
		"3% every other year":  "3 %/2 years",
		"2% every third month": "2 %/3 months", "2%/0.5 year": "2 %/6 months", "5%/90d": "5 %/90 days",
		"5% every 12 months": "5 %/year", "5% fortnightly": "5 %/2 weeks", "1.5%/24h": "1.5 %/day",
		"1.5% every 24 hours": "1.5 %/day", "1.5 per cent daily": "1.5 %/day", "150 bps/day": "1.5 %/day",
		"12% APR": "12 %/year", "10% every 7 days": "10 %/week", "١٫٥٪/day": "1.5 %/day", "१.५% daily": "1.5 %/day",
		"0%/year": "0 %/year",
	},
	"multiple": {
		"2x": "200%", "2 x": "200%", "x2": "200%", "2×": "200%", "1.5 times": "150%", "double": "200%",
		"two times": "200%",
		"200 %":     "200%", "200%": "200%", "10-fold": "1000%", "1½x": "150%",
	},
}

const aDay = `write currency per TH/s and day, as in "0.0499 USD/TH/day"`

// What has two readings, or none, with the whole repair.
var unspoken = []struct{ kind, text, hint string }{
	{"energy price", "6 ct/kWh", `write "0.06 USD/kWh" or "0.06 EUR/kWh", whichever is meant`},
	{"energy price", "kWh price 6c", `write "0.06 USD/kWh" if that is meant`},
	{"energy price", "about $0.05", `write "0.05 USD/kWh" if that is meant`},
	{"energy price", "MWh price 60 USD", `write currency per kWh, as in "0.05 USD/kWh"`},
	{"energy price", "0.05 USD/unit", `write currency per kWh, as in "0.05 USD/kWh"`},
	{"price per hashrate and day", "0.70 USD/TH/half-month", aDay},
	{"price per hashrate and day", "$0.70 per TH half month", aDay},
	{"price per hashrate and day", "0.70 USD/TH/mont", aDay},
	{"price per hashrate and day", "monthly $0.70", aDay},
	{"price per hashrate and day", "about 0.70 USD/PH", aDay},
	{"price per hashrate and day", "fee 0.70 USD/machine", aDay},
	{"price per hashrate and day", "about $0.05", `write "0.05 USD/TH/day" if that is meant`},
	{"price per hashrate", "about $20 per year", `write currency per TH/s, as in "67.536 USD/TH"`},
	{"price per hashrate", "about $20 per TH", `write "20 USD/TH" if that is meant`},
	{"money", "about $500", `write "500 USD" if that is meant`},
	{"money", "~€500", `write "500 EUR" if that is meant`},
	{"money", "2k", `write "2000 USD" if dollars are meant`},
	{"money", "$500-$700", `write a number and a currency, as in "2026.08 USD" or "0.001 BTC"`},
	{"money", "0,05 USD", `write a number and a currency, as in "2026.08 USD" or "0.001 BTC"`},
	{"money", ",5 BTC", `write a number and a currency, as in "2026.08 USD" or "0.001 BTC"`},
	{"money", "$99/mo", `this is paid again and again, or for each of something; ` +
		`write a number and a currency, as in "2026.08 USD" or "0.001 BTC"`},
	{"money", "¥150000", `write "150000 JPY" or "150000 CNY", whichever is meant`},
	{"money", "kr 5000", `write "5000 SEK" or "5000 NOK" or "5000 DKK", whichever is meant`},
	{"energy price", "3 Rs/kWh", `write "3 INR/kWh" or "3 LKR/kWh", whichever is meant`},
	{"energy price", "¥0.4/kWh", `write "0.4 JPY/kWh" or "0.4 CNY/kWh", whichever is meant`},
	{"multiple", "+80%", `write "180%" where it comes on top of the price, else "80%"`},
	{"days", "24m", `write "730d" if that is meant`},
	{"days", "daily", `write "1d" if that is meant`},
	{"days", "every week", `write "7d" if that is meant`},
	{"days", "Monthly", `write "30d" if that is meant`},
	{"days", "90 days from activation", `write "90d" if that is meant`},
	{"days", "about 2 years", `write "730d" if that is meant`},
	{"date", "12.09.21", `write "2021-09-12", "2021-12-09" or "2012-09-21", whichever is meant`},
	{"date", "25/12/21", `write "2021-12-25" or "2025-12-21", whichever is meant`},
	{"date", "09/12/2021", `write "2021-12-09" or "2021-09-12", whichever is meant`},
	{"date", "2021-09-12T10:00:00Z", `write "2021-09-12" if that is meant`},
	{"date", "Sunday, 12 September 2021", `write "2021-09-12" if that is meant`},
	{"date", "30-Feb-21", `February 2021 has 28 days; write the day, as in "2021-02-28"`},
}

func parserOf(name string) func(string) (fmt.Stringer, error) {
	if name == "multiple" {
		return as(ParseMultiple)
	}
	for _, p := range parsers {
		if p.name == name {
			return p.parse
		}
	}
	panic("no parser of a " + name)
}

func TestSpoken(t *testing.T) {
	for name, texts := range spoken {
		for text, want := range texts {
			if got, err := parserOf(name)(text); err != nil || got.String() != want {
				t.Errorf("%s: %q gives %v, %v; want %s", name, text, got, err, want)
			}
		}
	}
	for _, c := range unspoken {
		v, err := parserOf(c.kind)(c.text)
		if e, ok := err.(*Error); !ok || e.Hint != c.hint {
			t.Errorf("%s: %q gives %v, %v; want the repair %s", c.kind, c.text, v, err, c.hint)
		}
	}
}

// A number that grows by a spelling is not read as another: each form of a drawn number reads as its plain
// form.
func TestSpellingsAreOneNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 999_999_999).Draw(t, "n")
		plain := fmt.Sprintf("%d USD", n)
		grouped := Group(fmt.Sprint(n))
		for _, text := range []string{
			grouped + " USD", strings.ReplaceAll(grouped, ",", "'") + " USD", strings.ReplaceAll(grouped, ",",
				" ") + " USD",
			strings.ReplaceAll(grouped, ",", "\u202f") + " $", "$" + strings.ReplaceAll(grouped, ",", "’") + ".-",
			fmt.Sprintf("%d.%03dk USD", n/1000, n%1000), fmt.Sprintf("$%d.%06d million", n/1_000_000, n%1_000_000),
		} {
			want, err := ParseMoney(plain)
			got, err2 := ParseMoney(text)
			if err != nil || err2 != nil || got != want {
				t.Fatalf("%s gives %v, %v; %s gives %v, %v", plain, want, err, text, got, err2)
			}
		}
	})
}
