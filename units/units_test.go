package units

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A parser of one kind of quantity, as text in and normal text out.
type parser struct {
	name  string
	parse func(string) (fmt.Stringer, error)
	good  map[string]string // text and its normal form
	bad   []string
}

func as[V fmt.Stringer](parse func(string) (V, error)) func(string) (fmt.Stringer, error) {
	return func(s string) (fmt.Stringer, error) { return parse(s) }
}

// everywhere is refused by every parser.
var everywhere = []string{
	"",
	" ",
	"nan",
	"NaN TH/s",
	".nan",
	"inf",
	"-inf",
	"+Inf USD",
	"0x1p4 TH/s",
	"1e999 TH/s",
	"1.2.3 TH/s",
	"--1 TH/s",
	"TH/s",
	"some TH/s",
	"-1 TH/s",
	"-1 USD",
	"-1%",
	"-1d",
	"5",
	"5 furlongs",
	"1,5 TH/s",
	"1,5 USD",
	"1,5%",
	"1,00 d",
	"0,050 USD",
	"0,012 BTC",
	"0,050 USD/TH/day",
	"00,100 TH/s",
	"1 TH/s/s",
	"1 USD USD",
	"\x00",
	"1 \x00",
}

var parsers = []parser{
	{"hashrate", as(ParseHashrate), map[string]string{
		"30 TH/s": "30 TH/s", "30TH": "30 TH/s", "30 th/s": "30 TH/s", "30 THs": "30 TH/s", "30 Ths": "30 TH/s", "30 THps": "30 TH/s",
		"2,500 PH/s": "2.5 EH/s", "2_500 PH": "2.5 EH/s", "1e3 GH/s": "1 TH/s", "0.5 EH/s": "500 PH/s", "1E3TH": "1 PH/s", "5 EH/s": "5 EH/s", "5EH/s": "5 EH/s",
		"0 TH/s": "0 H/s", "7 H/s": "7 H/s", " 1.1 TH/sec ": "1.1 TH/s", "30t": "30 TH/s", "2.5 P": "2.5 PH/s", "100 terahashes": "100 TH/s", "100 Terahash/s": "100 TH/s", "188 TH/second": "188 TH/s",
	}, []string{"30 TH/day", "30 J/TH", "30 THSPS/S", "30 TB/s"}},
	{"efficiency", as(ParseEfficiency), map[string]string{
		"15 J/TH": "15 J/TH", "15 W/TH": "15 J/TH", "0.0175 J/GH": "17.5 J/TH", "15 W/TH/s": "15 J/TH", "15 kW/PH": "15 J/TH", "15 W per TH": "15 J/TH", "15 watts/TH": "15 J/TH", "15 W/(TH/s)": "15 J/TH",
		"0.000000000000001 J/TH": "0.000000000000001 J/TH", "0.0000000000000009 J/TH": "9e-16 J/TH", "5e-324 J/TH": "5e-324 J/TH",
	}, []string{"15 TH/J", "15 W"}},
	{"money", as(ParseMoney), map[string]string{
		"2026.08 USD": "2026.08 USD", "$20": "20 USD", "$ 1,234.50": "1234.5 USD", "20 $": "20 USD", "5000 sat": "0.00005 BTC", "1 mBTC": "0.001 BTC",
		"0.00000000001 BTC": "0.00000000001 BTC", "0.000000000001 BTC": "0 BTC", "21000000 BTC": "21000000 BTC", "1 USDT": "1 USD", "0 EUR": "0 EUR",
		"0.0000005 USD": "0.000001 USD", "0.00000049 USD": "0 USD", "9000000000.000001 USD": "9000000000.000001 USD", "1e3 usd": "1000 USD", ".5 USD": "0.5 USD", "5. USD": "5 USD",
		"€1,150": "1150 EUR", "1299 €": "1299 EUR", "500 dollars": "500 USD", "USD 500": "500 USD", "R$ 20": "20 BRL", "US$5": "5 USD", "99 cents": "0.99 USD", "$5 USD": "5 USD", "$5 CAD": "5 CAD",
	}, []string{"5 XYZ", "$5 EUR", "1e13 USD", "1e8 BTC", "5 USD/TH", "$", "$-5"}},
	{"price per hashrate", as(ParsePerHashrate), map[string]string{
		"67.536 USD/TH": "67.536 USD/TH", "67.536 USD / TH/s": "67.536 USD/TH", "$5/TH": "5 USD/TH", "1 BTC/PH": "0.001 BTC/TH", "0.7 USD/GH": "700 USD/TH",
	}, []string{"5 USD", "5 USD/kWh", "5 USD/TH/day"}},
	{"price per hashrate and day", as(ParsePerHashrateDay), map[string]string{
		"0.0499 USD/TH/day": "0.0499 USD/TH/day", "38.41 USD/PH/day": "0.03841 USD/TH/day", "5070 sat/TH/day": "0.0000507 BTC/TH/day", "0.0499 USD/TH/s/d": "0.0499 USD/TH/day",
		"7 USD/TH/week": "1 USD/TH/day", "$1/TH/day": "1 USD/TH/day", "365 USD/TH/year": "1 USD/TH/day", "73 USD/TH/month": "2.4 USD/TH/day",
		"0.00028 USD/GH/day": "0.28 USD/TH/day", "0.000049 USD/GH/hour": "1.176 USD/TH/day", "0.0035 USD/10GH/day": "0.35 USD/TH/day",
		"$0.0035 per 10 GH/s per day": "0.35 USD/TH/day", "$0.047 per TH daily": "0.047 USD/TH/day", "4.7 cents per TH/s a day": "0.047 USD/TH/day",
		"38 sat/PH/day": "0.00000000038 BTC/TH/day", "€0.05/TH/day": "0.05 EUR/TH/day",
	}, []string{"5 USD/TH", "5 USD/kWh", "5 USD/day"}},
	{"energy price", as(ParseEnergyPrice), map[string]string{
		"0.05 USD/kWh": "0.05 USD/kWh", "50 USD/MWh": "0.05 USD/kWh", "$0.05/kwh": "0.05 USD/kWh", "0.05 EUR / kWh": "0.05 EUR/kWh", "6 cents/kWh": "0.06 USD/kWh", "6¢/kWh": "0.06 USD/kWh", "$0.07 per kWh": "0.07 USD/kWh",
	}, []string{"5 USD/TH/day", "5 USD/kW", "5 USD"}},
	{"days", as(ParseDays), map[string]string{
		"360d": "360d", "2 days": "2d", "26 weeks": "182d", "24 months": "730d", "1 year": "365d", "18 months": "548d", "1 month": "30d", "48 hours": "2d", "24h": "1d", "1.5 years": "548d", "0d": "0d", "1 day": "1d", "36525d": "36525d", "3.0 d": "3d",
	}, []string{"1.5d", "36526d", "36h", "101 years", "360 TH/s"}},
	{"date", as(ParseDate), map[string]string{
		"2021-09-12": "2021-09-12", " 2009-01-03 ": "2009-01-03", "1969-12-31": "1969-12-31", "2024-02-29": "2024-02-29",
		"2021-9-12": "2021-09-12", "12.09.2021": "2021-09-12", "25/09/2021": "2021-09-25", "09/25/2021": "2021-09-25", "09/09/2021": "2021-09-09",
		"2021/9/12": "2021-09-12", "12 Sep 2021": "2021-09-12", "Sept. 12, 2021": "2021-09-12", "September 12th, 2021": "2021-09-12", "12-Sep-2021": "2021-09-12",
	}, []string{"09/12/2021", "2021-02-29", "31.04.2021", "12 Foo 2021", "0/0/2021", "2021-09/12", "2021-13-01", "2021-09-12T00:00:00Z"}},
	{"fraction", as(ParseFraction), map[string]string{
		"2%": "2%", "2 percent": "2%", "1.5pct": "1.5%", "0.15 %": "0.15%", "100%": "100%", "0.0000000000001%": "0.0000000000001%", "33.333333333333336%": "33.333333333333337%",
	}, []string{"0.02", "2%/day", "2 per myriad"}},
	{"fraction per time", as(ParseFractionPer), map[string]string{
		"1.2 %/day": "1.2 %/day", "120%/year": "120 %/year", "3 % / y": "3 %/year", "5 %/w": "5 %/week", "2 %/month": "2 %/month", "1.5% per day": "1.5 %/day", "1.5% daily": "1.5 %/day", "1.5 percent a day": "1.5 %/day", "120% p.a.": "120 %/year",
		"120 % annually": "120 %/year", "3%/yr": "3 %/year", "5% per month": "5 %/month",
	}, []string{"2%", "2 %/hour", "2 USD/day"}},
}

func TestParsers(t *testing.T) {
	for _, p := range parsers {
		for text, want := range p.good {
			got, err := p.parse(text)
			if err != nil || got.String() != want {
				t.Errorf("%s: %q gives %v, %v; want %s", p.name, text, got, err, want)
			}
		}
		for _, text := range append(p.bad, everywhere...) {
			got, err := p.parse(text)
			var e *Error
			switch {
			case err == nil:
				t.Errorf("%s: %q is taken, as %v", p.name, text, got)
			case !errors.As(err, &e) || e.Hint == "" || e.Want == "":
				t.Errorf("%s: %q: no repair in %v", p.name, text, err)
			}
		}
	}
}

// again checks that the normal form of a text that is read reads back to itself.
func again(t interface {
	Fatalf(string, ...any)
}, p parser, text string) {
	first, err := p.parse(text)
	if err != nil {
		return
	}
	second, err := p.parse(first.String())
	if err != nil || first != second {
		t.Fatalf("%s: %q reads as %v, which reads as %v, %v", p.name, text, first, second, err)
	}
}

// leastDrawn is the least number that is drawn. A hundredth of one below 1e-305 has fewer digits than a
// float has elsewhere (a subnormal), so that no form of it reads back to itself; no figure of an offer is
// that small.
const leastDrawn = 1e-250

// A drawn number with each unit of the tables.
func TestRoundTrip(t *testing.T) {
	for _, p := range parsers {
		var suffixes []string
		for text := range p.good {
			if i := strings.IndexAny(text, " %$TPGdw"); i > 0 && p.name != "date" {
				suffixes = append(suffixes, strings.TrimLeft(text[i:], " "))
			}
		}
		rapid.Check(t, func(t *rapid.T) {
			number := rapid.OneOf(
				rapid.Map(rapid.Float64Range(leastDrawn, 1e9),
					func(v float64) string { return fmt.Sprint(v) }),
				rapid.StringMatching(`[0-9]{1,17}(\.[0-9]{1,17})?`),
				rapid.StringMatching(`[0-9]{1,3}(,[0-9]{3}){0,3}`),
			).Draw(t, "number")
			text := number
			if len(suffixes) > 0 {
				text += " " + rapid.SampledFrom(suffixes).Draw(t, "unit")
			}
			again(t, p, text)
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.Int32Range(-700000, 2900000).Draw(t, "day")) // the years 53 to 9909
		back, err := ParseDate(d.String())
		if err != nil || back != d || DateOf(d.Unix()) != d || DateOf(d.Unix()+86399) != d {
			t.Fatalf("%d is %v is %d, %v", d, d, back, err)
		}
	})
}

// significant is the digits of a number that count: without sign, marks, and zeros at its ends.
func significant(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	return strings.Trim(digits, "0")
}

// Each unit that a quantity may be written in. Exact ones are a power of ten away from the normal form's;
// same is the normal form's own.
var unitsWritten = []struct {
	kind, unit  string
	exact, same bool
}{
	{"hashrate", " H/s", true, false}, {"hashrate", " GH/s", true, false}, {"hashrate", " TH/s", true, false},
	{"hashrate", " PH/s", true, false}, {"hashrate", " EH/s", true, false}, {"hashrate", "t", true, false},
	{"efficiency", " J/TH", true, true}, {"efficiency", " W/TH", true, true}, {"efficiency", " J/GH", true, false},
	{"efficiency", " kW/PH", true, true},
	{"money", " USD", true, true}, {"money", " EUR", true, true}, {"money", " cents", true, false},
	{"money", " BTC", true, true}, {"money", " sat", true, false}, {"money", " mBTC", true, false},
	{"money", " k USD", true, false}, {"money", " million USD", true, false},
	{"price per hashrate", " USD/TH", true, true}, {"price per hashrate", " USD/GH", true, false},
	{"price per hashrate", " sat/PH", true, false}, {"price per hashrate", " EUR/10 GH", true, false},
	{"price per hashrate and day", " USD/TH/day", true, true}, {"price per hashrate and day", " USD/GH/day", true, false},
	{"price per hashrate and day", " sat/PH/day", true, false}, {"price per hashrate and day", " cents/TH/day", true, false},
	{"price per hashrate and day", " USD/TH/month", false, false}, {"price per hashrate and day", " BTC/EH/week", false, false},
	{"price per hashrate and day", " USD/TH/hour", false, false}, {"price per hashrate and day", " USD/TH/year", false, false},
	{"energy price", " USD/kWh", true, true}, {"energy price", " USD/MWh", true, false}, {"energy price", " cents/kWh", true, false},
	{"energy price", " EUR/Wh", true, false},
	{"fraction", "%", true, true}, {"fraction", " percent", true, false}, {"multiple", "%", true, true},
	{"multiple", "x", true, false},
	{"fraction per time", " %/day", true, true}, {"fraction per time", " %/week", true, true},
	{"fraction per time", "% a month", true, false}, {"fraction per time", " %/year", true, true},
}

// For each kind and each unit of it: what is printed reads back to the same value, and has at most the
// digits that were written, up to fifteen, all that a float64 surely keeps; in its own unit they are the
// same to the letter.
func TestPrintsAsWritten(t *testing.T) {
	for _, w := range unitsWritten {
		parse := parserOf(w.kind)
		rapid.Check(t, func(t *rapid.T) {
			whole := rapid.IntRange(1, 999_999).Draw(t, "whole")
			decimals := rapid.IntRange(0, 9).Draw(t, "decimals")
			if w.kind == "money" {
				// a unit holds a whole number of its smallest: sat of msat, cents of millionths
				decimals = min(decimals, 4)
			}
			text := fmt.Sprint(whole)
			if decimals > 0 {
				n := rapid.IntRange(1, 1<<62).Draw(t, "fraction")
				text += "." + strings.TrimRight(fmt.Sprintf("%09d", n%1_000_000_000)[:decimals], "0")
			}
			text = strings.TrimSuffix(text, ".")
			if w.unit == " sat" {
				text, _, _ = strings.Cut(text, ".")
			}
			v, err := parse(text + w.unit)
			if err != nil {
				t.Fatal(err)
			}
			printed := v.String()
			back, err := parse(printed)
			number, _, _ := strings.Cut(printed, " ")
			switch {
			case err != nil || back != v:
				t.Fatalf("%s%s prints as %s, which reads as %v, %v", text, w.unit, printed, back, err)
			case w.same && strings.TrimSuffix(number, "%") != text:
				t.Fatalf("%s%s prints as %s", text, w.unit, printed)
			case w.exact && len(significant(number)) > len(significant(text)):
				t.Fatalf("%s%s prints as %s, with more digits", text, w.unit, printed)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1200).Draw(t, "n")
		for unit, most := range map[string]int{"d": 1200, " days": 1200, " weeks": 1200,
			" months": 1200, " years": 100,
			"mo": 1200, " yrs": 100} {
			if n > most {
				continue
			}
			text := fmt.Sprint(n) + unit
			v, err := ParseDays(text)
			back, err2 := ParseDays(v.String())
			if err != nil || err2 != nil || back != v {
				t.Fatalf("%s reads as %v, %v, and that as %v, %v", text, v, err, back, err2)
			}
		}
	})
}

// Whatever is written: no panic, and what is read has a normal form.
func FuzzParsers(f *testing.F) {
	for _, p := range parsers {
		for text := range p.good {
			f.Add(text)
		}
		for _, text := range p.bad {
			f.Add(text)
		}
	}
	for _, text := range everywhere {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		for _, p := range parsers {
			again(t, p, text)
			if _, err := p.parse(text); err != nil && len(err.Error()) > 1000 {
				t.Fatalf("%s: the error has %d bytes", p.name, len(err.Error()))
			}
		}
	})
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		m    MilliSat
		sat  Sat
		text string
	}{{1999, 1, "0.00000001999"}, {-1, -1, "-0.00000000001"}, {-1000, -1, "-0.00000001000"},
		{2_100_000_000_000_000_000, 2_100_000_000_000_000, "21000000.00000000000"}} {
		if c.m.FloorSat() != c.sat || c.m.String() != c.text {
			t.Errorf("%d: %d, %s", c.m, c.m.FloorSat(), c.m)
		}
	}
	for _, c := range []struct {
		m    Micro
		want Cents
		text string
	}{{4999, 0, "0.00"}, {5000, 1, "0.01"}, {-5000, -1, "-0.01"}, {-4999, 0, "0.00"},
		{1_234_567_890_000, 123_456_789, "1,234,567.89"}} {
		if got := c.m.RoundCents(); got != c.want || got.String() != c.text {
			t.Errorf("%d: %d, %s", c.m, got, got)
		}
	}
	if got := (Money{USD, math.MinInt64}).String(); got != "-9223372036854.775808 USD" {
		t.Errorf("the least amount is %s", got)
	}
	if got := RoundMilliSat(1e-11); got != 1 {
		t.Errorf("1e-11 BTC are %d", got)
	}
	if got := RoundMicro(-0.0000005); got != -1 {
		t.Errorf("half a millionth rounds to %d", got)
	}
}

func TestRoundingPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"NaN BTC": func() { RoundMilliSat(math.NaN()) }, "22 million BTC": func() { RoundMilliSat(22e6) },
		"NaN": func() { RoundMicro(math.NaN()) }, "infinite": func() { RoundMicro(math.Inf(1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", name)
				}
			}()
			f()
		}()
	}
}

func TestConversions(t *testing.T) {
	near := func(name string, got, want float64) {
		if math.Abs(got-want) > 1e-12*math.Abs(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	near("17.5 J/TH in kWh per TH/s and day: 17.5*86400/3.6e6", Efficiency(17.5).KWhPerTHDay(), 0.42)
	near("1.2 %/day", FractionPer{0.012, "day"}.PerDay(), 0.012)
	near("36.525 %/year", FractionPer{0.36525, "year"}.PerDay(), 0.001)
	near("7 %/week", FractionPer{0.07, "week"}.PerDay(), 0.01)
	near("30.4375 %/month", FractionPer{0.304375, "month"}.PerDay(), 0.01)
	near("30 TH/s", Hashrate(30*THPerS).TH(), 30)
	near("1000 sat", Sat(1000).BTC(), 1e-5)
	if s := Sat(1).String(); s != "0.00000001" {
		t.Errorf("one satoshi is %s", s)
	}
	for v, want := range map[string]string{"1234567.891": "1,234,567.891", "-1234": "-1,234", "999": "999"} {
		if got := Group(v); got != want {
			t.Errorf("Group(%s) is %s", v, got)
		}
	}
	for v, want := range map[float64]string{0: "0", 1234.5678: "1235", 0.012345: "0.01235", 100: "100",
		-2.50: "-2.5"} {
		if got := Format(v, 4); got != want {
			t.Errorf("Format(%v) is %s, want %s", v, got, want)
		}
	}
}
