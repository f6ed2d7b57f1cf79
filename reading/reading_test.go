package reading

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// pieces is what random texts are made of: words of every concern, signs, digits of several scripts.
var pieces = []string{
	"profit",
	"гарантируем",
	"2 %",
	" a day",
	"每天",
	"収益",
	"$100",
	"1.000,50",
	" ",
	"\n",
	".",
	"!",
	"|",
	",",
	"not",
	"никто",
	"보장",
	"deposit",
	"withdraw",
	"\u200b",
	"é",
	"e\u0301",
	"٢٪",
	"२",
	"½",
	"\xff",
	"٬",
	"TH/s",
	"31.12.2027",
	"x",
	"never failed",
	"İ",
	"ı",
	"ﬁ",
	"(",
	"- ",
	"-7",
	"5-",
	"%",
	"‰",
	"k",
	"万",
}

// What is quoted stands in the text at its place, whatever the text.
func TestQuotesStandWhereTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
		checkPlaces(t, text)
	})
}

func checkPlaces(t interface{ Fatalf(string, ...any) }, text string) {
	r := Read(text)
	for _, s := range r.Statements {
		if s.From < 0 || s.To > len(text) || s.From > s.To || text[s.From:s.To] != s.Quote {
			t.Fatalf("%s quotes %q from %d to %d of %q", s.What, s.Quote, s.From, s.To, text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(s.Quote) {
			t.Fatalf("%s quotes half a letter: %q", s.What, s.Quote)
		}
	}
	for _, a := range r.NotUnderstood {
		if text[a.From:a.To] != a.Quote || a.Ask == "" {
			t.Fatalf("asked of %q from %d to %d", a.Quote, a.From, a.To)
		}
	}
}

// An honest text beside a fraudulent one never clears it.
func TestHonestTextBesideDoesNotClear(t *testing.T) {
	honest := []string{
		"Contract: 50 TH/s for 120 days, $412. Power $0.0335/TH/day.",
		"You may lose all you paid.",
		"Wir garantieren keine Rendite.",
		"本平台不保证收益。",
	}
	grave := []string{
		"Daily profit 1.48% to your balance.",
		"Ваш капитал застрахован, 2 % в день гарантированы.",
		"每天返2%,本金到期全额退还。",
		"Before the withdrawal a tax of 200 USDT has to be paid.",
	}
	rapid.Check(t, func(t *rapid.T) {
		h, g := rapid.SampledFrom(honest).Draw(t, "honest"), rapid.SampledFrom(grave).Draw(t, "grave")
		for _, text := range []string{h + "\n\n" + g, g + "\n\n" + h} {
			if len(Read(text).Grave()) == 0 {
				t.Fatalf("%q is cleared", text)
			}
		}
	})
}

// What is written around a word does not hide it: zero-width signs, letters of another script, wide forms.
func TestDisguises(t *testing.T) {
	for _, text := range []string{
		"Daily profit 1.48% to your balance", "Dаily рrоfit 1.48% tо yоur bаlance", "Da\u200bily pro\u200bfit 1.48% to your bal\u200bance",
		"Daily profit 1.48% to your balance", "DAILY PROFIT 1.48% TO YOUR BALANCE",
	} {
		got := Read(text).Grave()
		if len(got) == 0 || got[0].What != "promised_return" || got[0].Value != "0.0148/day" {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// What "it" is that may change is the cost of the sentence before; of a pool or a machine nothing is said.
func TestItMayChange(t *testing.T) {
	for text, want := range map[string]string{
		"Hosting is 8 cents per kWh. We may change it with 30 days notice.":         "true",
		"We may change it with 30 days notice.":                                     "true",
		"Комиссия 3 %. Мы вправе её изменить, уведомив за 30 дней.":                 "true",
		"La tarifa es de 40 € al mes. Podemos modificarla con 30 días de preaviso.": "true",
		"You choose the pool. You may change it at any time, with 3 days notice.":   "",
	} {
		got, notice := "", false
		for _, s := range Read(text).Statements {
			if s.What == "fee_changeable" {
				got = s.Value
			}
			notice = notice || s.What == "notice"
		}
		if got != want || !notice {
			t.Errorf("%q: fee_changeable %q, notice %v", text, got, notice)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + " 2% daily")
	}
	f.Fuzz(func(t *testing.T, text string) { checkPlaces(t, text) })
}

func BenchmarkRead(b *testing.B) {
	page := strings.Repeat(
		"Contract: 50 TH/s for 120 days, $412 one-off. Power $0.0335/TH/day, taken from the output. Каждый день 2 % дохода.\n",
		1700,
	)
	for name, text := range map[string]string{
		"page": page[:200_000], "digits": strings.Repeat("1 2%3 ", 170_000), "words": strings.Repeat("profit daily guaranteed not ", 37_000),
		"letters": strings.Repeat("a", 1<<20), "cjk": strings.Repeat("收益每天保证不", 50_000), "lines": strings.Repeat("2% a day\n", 110_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Read(text)
			}
		})
	}
}

// A text in two languages that share the words of a figure reads it once.
func TestFigureInTwoLanguages(t *testing.T) {
	for _, text := range []string{"ます\n一点六", "毎日の報酬を支払います。\n每天收益一点六%。"} {
		checkPlaces(t, text)
	}
	got := Read("毎日の報酬を支払います。\n每天收益一点六%。").Grave()
	if len(got) != 1 || got[0].Value != "0.016/day" {
		t.Errorf("%+v", got)
	}
}

// A calculation with a price above it and nothing that was put in is read, and makes no promise.
func TestCalculationWithAPriceAbove(t *testing.T) {
	for _, text := range []string{
		"Miner $3,975\n\nProfit calculator\nElectricity $/kWh 0.07\nRevenue per day $12.19\nProfit per month $188.70",
		"الجهاز 3975 دولار\nحاسبة الأرباح\nسعر الكهرباء 0.07 دولار لكل كيلوواط\nالربح اليومي 6.29 دولار",
	} {
		if grave := Read(text).Grave(); len(grave) > 0 {
			t.Errorf("%q: %+v", text, grave)
		}
	}
}
