package costly

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// phrases is what sellers write, in fifteen languages, with figures, denials and questions.
var phrases = [...]string{
	"We guarantee 1.5 % on your $250 every day for 90 days",
	"no profit is promised, and fees may change",
	"30 TH/s for 360 days, 0.05 USD/TH/day", "pay 10 % first to release it, is that a scam?",
	"Garantizamos un 2 % diario, sin riesgo", "no prometemos ganancias de 500 USD",
	"Garantimos lucro de 3 % ao dia", "não é um investimento de 100 TH/s",
	"Nous garantissons 1,5 % par jour", "ce n’est pas une promesse de 200 €",
	"Garantiamo l’1,2 % al giorno", "nessun rendimento di 100 $ è promesso",
	"Wir garantieren 0,5 % täglich", "kein Gewinn von 1.000 EUR wird versprochen",
	"Мы гарантируем 1,5 % в день", "прибыль 300 долларов не обещаем",
	"Günlük %1,5 kazanç garanti ediyoruz", "100 TH/s için 360 gün, kâr sözü vermiyoruz",
	"نضمن لك 1.5 % يوميا", "لا نعد بأي ربح قدره 100 دولار",
	"हम रोज़ 1.5 % की गारंटी देते हैं", "कोई लाभ का वादा नहीं, 500 रुपये",
	"Kami menjamin 1,5 % per hari", "tidak ada janji untung 200 dolar",
	"Chúng tôi cam kết 1,5 % mỗi ngày", "không hứa lãi 100 đô la trong 30 ngày",
	"我们保证每天收益百分之一点五", "不承诺任何收益，价格一千二百美元", "每台矿机三十太哈，期限三百六十天",
	"毎日1.5%の利益を保証します", "利益の約束はありません、千円から",
	"매일 1.5% 수익을 보장합니다", "수익을 약속하지 않습니다 백만 원",
}

// joints stand between words and phrases.
var joints = [...]string{" ", ". ", ", ", "\n", "\n\n", "; ", " - ", "(", ") ", "\"", "’", " | ",
	"\t", "?! ",
	"\n• ", "\n# ", "…", "", " = ", "/", " %", "\r\n", ": ", "\u00a0", "\u3000", "。", "、", "؟ ",
	" x ", "$"}

// pick is one of many.
func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// repeated is a few pieces over and over up to a size, which is how most costly texts are made.
func repeated(r *rand.Rand, size int, piece func() string) string {
	var b strings.Builder
	few := make([]string, 1+r.IntN(8))
	for i := range few {
		few[i] = piece()
	}
	for b.Len() < size {
		one := pick(r, few)
		if r.IntN(20) == 0 {
			one = piece()
		}
		n := min(1+r.IntN(1<<r.IntN(18)), (size-b.Len())/max(1, len(one))+1)
		b.WriteString(strings.Repeat(one, n))
	}
	return strings.ToValidUTF8(b.String()[:size], "")
}

// prose is words as sellers write them, cut and joined anyhow.
func prose(r *rand.Rand, size int) string {
	return repeated(r, size, func() string {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			words := []rune(pick(r, phrases[:]))
			i := r.IntN(len(words))
			if r.IntN(3) > 0 {
				i = 0
			}
			b.WriteString(string(words[i : i+1+r.IntN(len(words)-i)]))
			b.WriteString(pick(r, joints[:]))
		}
		if r.IntN(3) == 0 {
			fmt.Fprint(&b, r.IntN(100000), pick(r, []string{" TH/s ", " % ", " USD ", "$", "d ",
				" days ", ",", "."}))
		}
		return b.String()
	})
}

// Mixed draws a file of about a size as a search for costly ones does: pieces of all shapes and
// kinds are
// recombined. What is mixed stands before the file.
func Mixed(r *rand.Rand, size int) (name, file string) {
	kinds := []struct {
		name string
		make func(*rand.Rand, int) string
	}{{"yaml", mixedYAML}, {"offer", mixedOffer}, {"json", mixedJSON}, {"prose", prose}, {"html",
		mixedHTML},
		{"table", mixedTable}, {"lines", mixedLines}, {"evidence", mixedEvidence}}
	k := pick(r, kinds)
	return k.name, k.make(r, size)
}

// mixedYAML is pieces of several shapes one behind the other, whole or cut.
func mixedYAML(r *rand.Rand, size int) string {
	var names []string
	shapes := Shapes(size / (1 + r.IntN(4)))
	for name := range shapes {
		names = append(names, name)
	}
	slices.Sort(names) // the same for the same numbers
	var b strings.Builder
	if r.IntN(2) == 0 {
		b.WriteString("schema: assay/offer/v1\nhashrate: 30 TH/s\n")
	}
	for b.Len() < size {
		s := shapes[pick(r, names)]
		if r.IntN(2) == 0 {
			s = s[:r.IntN(len(s))]
		}
		if r.IntN(3) == 0 { // below the line before
			s = strings.ReplaceAll(s, "\n", "\n"+strings.Repeat(" ", r.IntN(6)))
		}
		b.WriteString(s + pick(r, []string{"\n", "", " ", "\n  ", "\"", "]", "}", ",", ": "}))
	}
	return b.String()[:size]
}

// mixedOffer is an offer that can be read, with as many words as there is room for, or one with a
// key or two
// that cannot.
func mixedOffer(r *rand.Rand, size int) string {
	d := Draw(r)
	d.Claims, d.Quotes = 0, 0
	var b strings.Builder
	b.WriteString(strings.NewReplacer("claims: []\n", "", "sources: []\n", "").Replace(d.YAML()))
	each := 50 << r.IntN(8)
	room := size - b.Len()
	if r.IntN(3) == 0 {
		room /= 1 << r.IntN(6)
	}
	n := min(room/(each+60), 4000)
	few := prose(r, max(each*min(n, 40), 1))
	one := func() string {
		at := r.IntN(max(1, len(few)-each))
		return fmt.Sprintf("%q", strings.ToValidUTF8(few[at:min(at+each, len(few))], ""))
	}
	list := func(name string, n int, form string) {
		if n == 0 {
			return
		}
		b.WriteString(name + ":\n")
		for i := range n {
			fmt.Fprintf(&b, form, i, one())
		}
	}
	said := r.IntN(n + 1)
	list("claims", said, "- {topic: \"t%d\", says: %s}\n")
	list("sources", n-said, "- {url: \"https://www.example.com/%d\", quote: %s}\n")
	if r.IntN(4) == 0 {
		fmt.Fprintf(&b, "%s: %s\n", pick(r, []string{"hashrat", "fees", "product", "note",
			"hashrate"}), one())
	}
	return b.String()
}

// mixedJSON is values in values.
func mixedJSON(r *rand.Rand, size int) string {
	keys := []string{"schema", "hashrate", "fees", "a", "provider", "verdict", "history", "é",
		"\\u0061", "jsonrpc", "price", "text"}
	var b strings.Builder
	var open []byte
	for b.Len() < size {
		if inside := len(open); inside > 0 && open[inside-1] == '}' {
			fmt.Fprintf(&b, "%q:", pick(r, keys))
		}
		few := []string{"1", "null", "true", `"b"`, "1e308", `"\u00e9"`, `"30 TH/s"`, "-0.0",
			`"` + strings.Repeat("b", r.IntN(300)) + `"`}
		switch k := r.IntN(8); {
		case k < 2 && len(open) < 990 || len(open) == 0:
			c := pick(r, []string{"{}", "[]"})
			b.WriteByte(c[0])
			open = append(open, c[1])
			continue
		case k == 2 && len(open) > 1:
			b.WriteString("null")
			b.WriteByte(open[len(open)-1])
			open = open[:len(open)-1]
		case k == 3 && len(open) > 0 && open[len(open)-1] == ']':
			one := pick(r, few) + ","
			b.WriteString(strings.Repeat(one, min(1<<r.IntN(17), max(1, (size-b.Len())/len(one)))))
			b.WriteString("1")
		default:
			b.WriteString(pick(r, few))
		}
		b.WriteByte(',')
	}
	b.WriteString("1")
	slices.Reverse(open)
	b.Write(open)
	return b.String()
}

// mixedHTML is a page of tags in tags, tables, entities, attributes and what is hidden.
func mixedHTML(r *rand.Rand, size int) string {
	tags := []string{"table", "tr", "td", "div", "p", "b", "a", "ul", "li", "script", "style",
		"svg", "math", "select",
		"option", "template", "noscript", "textarea", "title", "frameset", "font", "button",
		"form", "nobr", "h1"}
	return "<html><body>" + repeated(r, max(1, size-12), func() string {
		t := pick(r, tags)
		switch r.IntN(9) {
		case 0:
			return "</" + t + ">"
		case 1:
			return "<" + t + " " + strings.Repeat("a=b ", r.IntN(40)) + "style=\"display:none\">"
		case 2:
			return "<" + t + " title=\"" + strings.Repeat("x", r.IntN(2000)) + "\">"
		case 3:
			return pick(r, []string{"&amp;", "&#x1F600;", "&#0;", "&notin",
				"&CounterClockwiseContourIntegral;", "<!-- ", "-->", "<![CDATA[", "<!", "</",
				"<?", "\x00"})
		case 4:
			return "<" + t + ">" + pick(r, phrases[:]) + "</" + pick(r, tags) + ">"
		case 5:
			return pick(r, phrases[:])
		}
		return "<" + t + ">"
	})
}

// mixedTable is a statement of payouts, or what looks like one: with many columns, long cells,
// many days, odd marks.
func mixedTable(r *rand.Rand, size int) string {
	mark := pick(r, []string{",", ";", "\t", "|", ",\""})
	heads := []string{"date", "amount", "unit", "kind", "hashrate", "hashrate_unit", "note",
		"Time", "BTC", "Fee", "Type", "txid",
		"Balance", "USD", "worker", "coin", "Status", "a", "", "\"", "Дата", "日期"}
	var b strings.Builder
	columns := 1 << r.IntN(14)
	for i := range columns {
		if i < len(heads) && r.IntN(4) > 0 {
			b.WriteString(heads[i])
		} else {
			b.WriteString(pick(r, heads))
		}
		b.WriteString(mark)
	}
	b.WriteByte('\n')
	cells := []string{"sat", "credit", "30", "TH/s", "1.5", "1e9", "\"a\"", "",
		"99999999999999999999", "2024-02-30", "01/02/2024",
		"2024-01-01T00:00:00Z", "1,234.5", "0.00000001 BTC", "-1", "=1+1", strings.Repeat("x",
			1<<r.IntN(16)), pick(r, phrases[:])}
	day := r.IntN(4000)
	n := 1 + r.IntN(columns)
	for b.Len() < size {
		day += r.IntN(2)
		fmt.Fprintf(&b, "%s%s%d%s", seen(day%5400), mark, r.IntN(1<<r.IntN(30)), mark)
		for range n {
			b.WriteString(pick(r, cells) + mark)
		}
		b.WriteString(pick(r, []string{"\n", "\n", "\n", "\r\n", "\"\n", ""}))
	}
	return b.String()[:size]
}

// mixedLines is offers, one a line, and lines that are none.
func mixedLines(r *rand.Rand, size int) string {
	var b strings.Builder
	line := func() string {
		switch r.IntN(4) {
		case 0:
			return strings.ReplaceAll(mixedJSON(r, 1<<r.IntN(18)), "\n", " ")
		case 1:
			return strings.Repeat(pick(r, []string{"{", "[", "\"", "a", "{\"a\":", "- ", " "}),
				1<<r.IntN(18))
		case 2:
			return fmt.Sprintf(`{"schema":"assay/offer/v1","hashrate":"%d TH/s","term":"%dd",`+
				`"price":{"upfront":"%d USD"},`+
				`"seen":%q}`, 1+r.IntN(1000), 1+r.IntN(36500), r.IntN(100000), seen(r.IntN(5400)))
		}
		return fmt.Sprintf(`{"says": %q}`, prose(r, 1<<r.IntN(16)))
	}
	few := make([]string, 1+r.IntN(5))
	for i := range few {
		few[i] = line()
	}
	for b.Len() < size {
		b.WriteString(pick(r, few) + "\n")
	}
	return b.String()[:size]
}

// mixedEvidence is a file of evidence by its keys, whose hashes are none.
func mixedEvidence(r *rand.Rand, size int) string {
	text := func(n int, line func() string) string {
		var b strings.Builder
		for b.Len() < n {
			fmt.Fprintf(&b, "%q,", line())
		}
		return `{"hash": "x", "lines": [` + b.String() + `""]}`
	}
	day := 0
	rows := text(size*2/3, func() string {
		day++
		return fmt.Sprintf("%s,%d.5,%d,0.1,144", seen(day%5400), r.IntN(90000), r.IntN(900))
	})
	words := prose(r, 200)
	offered := text(r.IntN(max(1, size/4)), func() string { return "# " + words })
	return fmt.Sprintf("{\n \"schema\": \"assay/%s/v1\", \"offer\": %s, \"history\": %s,\n"+
		" \"verdict\": {\"hash\": \"y\", \"json\": %s}, \"whole\": \"\"}\n", pick(r,
		[]string{"evidence", "audit-evidence"}), offered, rows,
		mixedJSON(r, size/16))
}
