package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// inZones are the times of a file in other zones, as people and programs write them.
func inZones() map[string]disguise {
	all := map[string]disguise{
		"zone one JST": {change: oneEntry(zoned(540, " JST"))},
		"zone one -10": {change: oneEntry(zoned(-600, "-10:00")), read: true},
	}
	for suffix, minutes := range map[string]int{"+0900": 540, "+09": 540, " UTC+9": 540, " UTC+09:00": 540,
		"+05:30": 330, "+05:45": 345, "-05:00": -300, "−05:00": -300, " -1000": -600} {
		all["zone"+suffix] = disguise{change: everyCell(zoned(minutes, suffix)), read: true}
	}
	for suffix, minutes := range map[string]int{" JST": 540, " CET": 60, " Europe/Berlin": 60,
		"+09:00[Asia/Tokyo]": 540} {
		all["zone"+suffix] = disguise{change: everyCell(zoned(minutes, suffix))}
	}
	return all
}

// inOrders are its rows in another order or number.
func inOrders() map[string]disguise {
	return map[string]disguise{
		"as it is": {read: true},
		"shuffled": {read: true, change: onList(func(l []any) (out []any) {
			for k := range 7 {
				for i := k; i < len(l); i += 7 {
					out = append(out, l[i])
				}
			}
			return out
		})},
		"reversed": {read: true, change: onList(func(l []any) []any { slices.Reverse(l); return l })},
		"each twice": {change: onList(func(l []any) (out []any) {
			for _, v := range l {
				out = append(out, v, v)
			}
			return out
		})},
		"first again at the end": {change: onList(func(l []any) []any { return append(l, l[:6]...) })},
		"first moved to the end": {read: true, change: onList(func(l []any) []any {
			return append(l[20:], l[:20]...)
		})},
		"no first fortnight": {some: true, change: onList(func(l []any) []any { return l[14:] })},
		"no second month": {some: true, change: onList(func(l []any) []any {
			return slices.Delete(l, 20, 50)
		})},
		"every second day": {some: true, change: onList(func(l []any) (out []any) {
			for i, v := range l {
				if i/4%2 == 0 {
					out = append(out, v)
				}
			}
			return out
		})},
	}
}

// inNumbers are its amounts in other forms and units.
func inNumbers() map[string]disguise {
	eight := func(format string) func(string) string {
		return coin(func(sat int64) string { return fmt.Sprintf(format, sat) })
	}
	stripped := coin(func(sat int64) string { return strings.TrimRight(fmt.Sprintf("0.%08d", sat), "0") })
	threes := coin(func(sat int64) string {
		s := fmt.Sprintf("%08d", sat)
		return "0." + s[:2] + " " + s[2:5] + " " + s[5:]
	})
	all := map[string]disguise{
		"comma decimals": {change: everyCell(eight("0,%08d"))},
		"comma, semicolon": {read: true, change: func(s *sheet) {
			s.comma = ';'
			everyCell(eight("0,%08d"))(s)
		}},
		"stripped, and exponents": {change: everyCell(exponent('g', false))},
		"one rounded to three":    {tables: true, change: oneEntry(coins("%.2E", 1e8))},
		"all rounded to three":    {tables: true, change: everyCell(coins("%.2E", 1e8))},
		"one in four decimals":    {tables: true, change: oneEntry(coins("%.4f", 1e8))},
		"thousands, points":       {read: true, change: everyCell(grouped("."))},
		"thousands of sat":        {read: true, change: everyCell(grouped(","))},
		"thousands, ’":            {read: true, change: everyCell(grouped("’"))},
		"thousands, *":            {change: everyCell(grouped("*"))},
	}
	for what, change := range map[string]func(string) string{
		"no zero before": eight(".%08d"), "twelve decimals": coins("%.12f", 1e8), "no zeros behind": stripped,
		"exponent e-05": exponent('e', false), "exponent E-8": eight("%dE-8"),
		"exponent, comma": exponent('e', true), "plus": eight("+0.%08d"), "sign before": eight("₿0.%08d"),
		"non-breaking": eight("\u00a00.%08d\u00a0"),
	} {
		all[what] = disguise{read: !strings.Contains(what, "e-05"), silent: true, change: everyCell(change)}
	}
	for what, change := range map[string]func(string) string{
		"two decimals": coins("%.2f", 1e8), "four decimals": coins("%.4f", 1e8),
		"five decimals": coins("%.5f", 1e8), "six decimals": coins("%.6f", 1e8),
		"bits said": coins("%.2f µBTC", 100), "mBTC said": coins("%.5f mBTC", 1e5),
		"BTC said": eight("0.%08d BTC"), "BTC said before": eight("BTC 0.%08d"),
		"sat said": coins("%.0f sat", 1),
		"all mBTC": coins("%.5f", 1e5), "all bits": coins("%.2f", 100), "all sat": coins("%.0f", 1),
		"all brackets": eight("(0.%08d)"), "all negative": eight("-0.%08d"), "apostrophe": eight("'0.%08d"),
		"formula": eight("=\"0.%08d\""), "full width": digitsAs("０", "１"), "Arabic": digitsAs("٠", "١"),
		"grouped in threes": threes,
	} {
		all[what] = disguise{tables: strings.HasSuffix(what, " decimals"), change: everyCell(change)}
	}
	for what, change := range map[string]func(string) string{
		"mBTC": coins("%.5f", 1e5), "bits": coins("%.2f", 100), "sat": coins("%.0f", 1),
		"a thousandth": coins("%.11f", 1e11), "a 100,000th": coins("%.13f", 1e13),
		"a 10^8th": coins("%.16f", 1e16), "minus behind": eight("0.%08d-"),
		"empty": said(""), "dash": said("-"),
		"n/a": said("n/a"), "NaN": said("NaN"), "#DIV/0!": said("#DIV/0!"), "hexadecimal": coins("0x%.0f", 1),
	} {
		all["one "+what] = disguise{change: oneEntry(change)}
	}
	return all
}

// inDates are its dates in other forms.
func inDates() map[string]disguise {
	all := map[string]disguise{
		"dates serial": {change: everyCell(func(s string) string {
			return isoInCell.ReplaceAllStringFunc(s, func(d string) string {
				at, _ := units.ParseDate(d)
				return strconv.Itoa(int(at.Unix()/86400) + 25569)
			})
		})},
		"one date of days first": {change: oneEntry(dates("2006-02-01"))},
		"one date 01.03.2026":    {change: oneEntry(dates("02.01.2006"))},
		"one in 2062":            {change: oneEntry(inYear("2062"))},
		"one in 2025":            {change: oneEntry(inYear("2025"))},
	}
	for _, layout := range []string{"02.01.2006", "02-01-2006", "02/01/2006", "1/2/06", "2-Jan-06",
		"Jan 2, 2006", "20060102", "2006.01.02", "2006/1/2", "2006-1-2", "2006-02-01", "2006年1月2日"} {
		all["dates "+layout] = disguise{change: everyCell(dates(layout))}
	}
	return all
}

// inBytes are its bytes in another encoding, or damaged.
func inBytes() map[string]disguise {
	all := map[string]disguise{
		"UTF-16":            {bytes: onText(func(s string) string { return utf16Of(s, false, true) })},
		"UTF-16 big":        {bytes: onText(func(s string) string { return utf16Of(s, true, true) })},
		"UTF-16 unmarked":   {bytes: onText(func(s string) string { return utf16Of(s, false, false) })},
		"Windows letters":   {bytes: onText(latin1)},
		"end of file mark":  {bytes: onTable(func(s string) string { return s + "\x1a" }), read: true},
		"no last line feed": {bytes: onText(strings.TrimSpace), read: true},
		"a zero byte": {bytes: onText(func(s string) string {
			return s[:len(s)/2] + "\x00" + s[len(s)/2:]
		})},
		"cut in the middle": {some: true, bytes: onText(func(s string) string { return s[:len(s)/2] })},
	}
	for what, by := range map[string]string{"CR only": "\r", "CRLF": "\r\n", "CR CR LF": "\r\r\n",
		"blank between": "\n\n"} {
		all[what] = disguise{read: true, bytes: onText(func(s string) string {
			return strings.ReplaceAll(s, "\n", by)
		})}
	}
	for what, before := range map[string]string{"BOM": "\ufeff", "BOM twice": "\ufeff\ufeff"} {
		all[what] = disguise{read: true, bytes: onText(func(s string) string { return before + s })}
	}
	return all
}

// inTables are tables with other marks, columns and lines.
func inTables() map[string]disguise {
	parted := func(comma rune, change func(string) string) disguise {
		return disguise{change: func(s *sheet) { s.comma = comma }, bytes: onTable(change)}
	}
	withQuotes := func(change func(s *sheet, q, text string) string) disguise {
		return disguise{bytes: func(s *sheet, text string) string {
			if !s.table() {
				return text
			}
			return change(s, quoted(s), text)
		}}
	}
	same := func(s string) string { return s }
	all := map[string]disguise{
		"sep=;":          parted(';', func(s string) string { return "sep=;\r\n" + s }),
		"sep=,":          parted(',', func(s string) string { return "\"sep=,\"\n" + s }),
		"tabs":           parted('\t', same),
		"pipes":          parted('|', same),
		"pasted, spaces": parted('\t', func(s string) string { return strings.ReplaceAll(s, "\t", "    ") }),
		"drawn with pipes": parted('|', func(s string) string {
			return "| " + strings.ReplaceAll(strings.TrimSpace(s), "\n", " |\n| ") + " |\n"
		}),
		"all quoted": withQuotes(func(_ *sheet, q, _ string) string { return q }),
		"header quoted": withQuotes(func(_ *sheet, q, text string) string {
			return q[:strings.IndexByte(q, '\n')] + text[strings.IndexByte(text, '\n'):]
		}),
		"quotes, spaces": withQuotes(func(s *sheet, q, _ string) string {
			return strings.ReplaceAll(q, `"`+string(s.comma)+`"`, `" `+string(s.comma)+` "`)
		}),
		"single quotes": withQuotes(func(_ *sheet, q, _ string) string {
			return strings.ReplaceAll(q, `"`, "'")
		}),
		"blank columns": {read: true, change: columns(func(_ int, row []string) []string {
			return append(row, "", "", "")
		})},
		"ragged behind": {change: columns(func(i int, row []string) []string {
			return append(row, make([]string, i%3)...)
		})},
		"a note beside": {change: columns(func(i int, row []string) []string {
			return append(row, strings.Repeat("checked", 1-min(1, max(i-30, 30-i))))
		})},
		"blank before": {change: columns(func(_ int, row []string) []string {
			return append([]string{""}, row...)
		})},
		"row numbers": {change: columns(func(i int, row []string) []string {
			return append([]string{strings.Trim(strconv.Itoa(i), "0")}, row...)
		})},
		"upper header":  {change: header(strings.ToUpper)},
		"spaced header": {read: true, change: header(func(s string) string { return "  " + s + " " })},
		"nbsp header": {read: true, change: header(func(s string) string {
			return strings.ReplaceAll(s, " ", "\u00a0")
		})},
		"title above": {read: true, bytes: onTable(func(s string) string {
			return "Payouts 2026,,,\n\"Made, by hand\"\n\n" + s
		})},
		"total":              {change: lastLine("Total", true)},
		"total, named":       {change: lastLine("Grand Total:", true)},
		"average":            {change: lastLine("Average", false)},
		"empty foot":         {read: true, change: lastLine("", false)},
		"page foot":          {bytes: onTable(func(s string) string { return s + "Page 1 of 1\n" })},
		"two files":          {bytes: onText(func(s string) string { return s + s })},
		"two files, no line": {bytes: onText(func(s string) string { return strings.TrimSpace(s) + s })},
		"two files, BOM":     {bytes: onText(func(s string) string { return s + "\ufeff" + s })},
		"another's behind":   {bytes: onText(func(s string) string { return s + anothers })},
		"line feed in a cell": {read: true, change: columns(func(i int, row []string) []string {
			for j, c := range row {
				if i == 10 && strings.HasPrefix(c, "pool") {
					row[j] = "pool\npayout"
				}
			}
			return row
		})},
	}
	for _, what := range []string{"sep=;", "sep=,", "tabs", "all quoted", "header quoted"} {
		d := all[what]
		d.read = true
		all[what] = d
	}
	return all
}

// inAnswers are saved answers in other dress.
func inAnswers() map[string]disguise {
	return map[string]disguise{
		"numbers as strings": {read: true, change: numbers(func(s string) any { return s })},
		"exponents": {change: numbers(func(s string) any {
			f, err := strconv.ParseFloat(s, 64)
			if err != nil {
				return json.Number(s)
			}
			return json.Number(strconv.FormatFloat(f, 'e', -1, 64))
		})},
		"times in ms":     {change: times(func(s string) string { return (s + "000")[:13] })},
		"times in s":      {change: times(func(s string) string { return s[:10] })},
		"times as floats": {read: true, change: times(func(s string) string { return s + ".0" })},
		"strings as numbers": {read: true, change: func(s *sheet) {
			s.value = leaves(s.value, func(v any) any {
				if n, ok := v.(string); ok && json.Valid([]byte(n)) {
					return json.Number(n)
				}
				return v
			})
		}},
		"compact": {read: true, bytes: onAnswer(func(s string) string {
			var b bytes.Buffer
			_ = json.Compact(&b, []byte(s))
			return b.String()
		})},
		"in a list":    {bytes: onAnswer(func(s string) string { return "[" + s + "]" })},
		"two pages":    {bytes: onAnswer(func(s string) string { return "[" + s + "," + s + "]" })},
		"in an object": {bytes: onAnswer(func(s string) string { return `{"response":` + s + "}" })},
		"names in capitals": {bytes: onAnswer(func(s string) string {
			return regexp.MustCompile(`"(\w+)":`).ReplaceAllStringFunc(s, strings.ToUpper)
		})},
	}
}

// TestDisguises: thirty forms times what programs, spreadsheets and hands make of them: the satoshi of each
// day and the verdict, or the file or the row is refused, or it is said that nothing can be concluded; never
// another amount in silence.
func TestDisguises(t *testing.T) {
	names, _ := filepath.Glob("../payout/statement/testdata/holder/*")
	if len(names) != 30 {
		t.Fatalf("%d files of the holder, want 30", len(names))
	}
	truth := credited(t)
	own := map[string]string{}
	for _, name := range names {
		own[name] = openSheet(t, name).text(t)
	}
	for _, group := range []func() map[string]disguise{inZones, inOrders, inNumbers, inDates, inBytes,
		inTables, inAnswers} {
		for what, d := range group() {
			came := map[string]int{}
			for _, name := range names {
				s := openSheet(t, name)
				if d.tables && !s.table() {
					continue
				}
				if d.change != nil {
					d.change(s)
				}
				text := s.text(t)
				if d.bytes != nil {
					text = d.bytes(s, text)
				}
				if text == own[name] && what != "as it is" {
					continue // it has nothing of the kind
				}
				got, why := held(text, s.name, truth, d.some)
				came[got]++
				// Sparrow's header names no unit; NiceHash's fees have a sign of their own.
				silent := d.silent && (strings.HasPrefix(s.name, "sparrow") ||
					s.name == "nicehash-report.csv")
				if got == wrong || d.read && got != "same" && !silent {
					t.Errorf("%s, %s: %s: %s", s.name, what, got, why)
				}
			}
			if len(came) == 0 {
				t.Errorf("%s changes no file", what)
			}
			t.Log(what, came)
		}
	}
}

// wrong is an answer that is neither the holder's nor a refusal.
const wrong = "wrong in silence"

// credited is what the holder was credited each day.
func credited(t *testing.T) map[units.Date]units.Sat {
	t.Helper()
	data, err := os.ReadFile("../payout/statement/testdata/truth.csv")
	if err != nil {
		t.Fatal(err)
	}
	truth := map[units.Date]units.Sat{}
	for _, l := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(l, ",")
		v, err := strconv.ParseInt(f[3], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		truth[date(t, f[0])] = units.Sat(v)
	}
	return truth
}

// held reads a file and judges it: "same", "rows" or "file" refused, "less" where rows are gone, "not known"
// where the audit says that a unit is wrong or that rows are missing, "named" where a gap or days without
// facts are, else wrong.
func held(text, name string, truth map[units.Date]units.Sat, some bool) (string, string) {
	st, err := statement.Read(name, strings.NewReader(text), statement.Options{Zone: time.UTC})
	if err != nil {
		return "file", err.Error()
	}
	off, less := amiss(st, truth)
	if off == "" && less == 0 && len(st.Refused) == 0 && st.More == 0 && name != "" {
		return "same", "" // as the clean file, which is judged below
	}
	r, err := Statements(Input{Terms: AccountTerms(250e12*units.HPerS, 0.02, payout.FPPS, 0),
		History: market.Embedded()}, []*statement.Statement{st})
	refused := len(st.Refused) + st.More
	why := ""
	if refused > 0 {
		why = fmt.Sprintf("%d refused, %d days less: row %d: %s", refused, less, st.Refused[0].Row,
			st.Refused[0].Why)
	}
	switch {
	case err != nil:
		return "file", "audit: " + err.Error()
	case r.State == NotKnown:
		return "not known", r.Sentence + why
	case off != "" && len(r.Gaps) > 0 && !strings.Contains(off, "more than"):
		return "named", off
	case off != "":
		return wrong, off + why
	case less > 0 && refused == 0 && !some:
		return wrong, fmt.Sprintf("%d days have less, none is refused, %d skipped", less, st.Skipped)
	case r.State != InOrder:
		return wrong, fmt.Sprintf("%s: %s", r.State, r.Sentence) + why
	case refused > 0:
		return "rows", why
	case less > 0:
		return "less", fmt.Sprint(less)
	}
	return "same", ""
}

// amiss names a day that has more than it was paid, or is none of the holder's, and counts those that have
// less.
func amiss(st *statement.Statement, truth map[units.Date]units.Sat) (off string, less int) {
	kind := statement.Payout
	for _, r := range st.Rows {
		if r.Kind == statement.Credit {
			kind = statement.Credit
		}
	}
	got := map[units.Date]units.MilliSat{}
	for _, r := range st.Rows {
		if r.Kind == kind {
			day := r.Day
			if !r.Dated {
				day = units.DateOf(r.Time) - 1
			}
			got[day] += r.Amount
		}
	}
	for day, sat := range got {
		if want, ok := truth[day]; ok && sat > units.MilliSat(want)*1000 {
			return fmt.Sprintf("%s has %d msat, more than it was paid", day, sat), 0
		} else if !ok {
			off = fmt.Sprintf("%s is none of the days", day)
		}
	}
	for day, want := range truth {
		if got[day] < units.MilliSat(want)*1000 {
			less++
		}
	}
	return off, less
}
