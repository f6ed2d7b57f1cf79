package statement

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// inUTF16 is a text as spreadsheets save it as "Unicode text".
func inUTF16(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

// TestWhatHandsDoToTables: what people and spreadsheets do to a table by hand gives every day its
// satoshi, or the
// file or a row of it is refused with the reason; no day has another amount.
func TestWhatHandsDoToTables(t *testing.T) {
	from, want := truth(t)
	amounts := regexp.MustCompile(`\b0\.000(\d{5})\b`)
	middle := func(s, add string) string {
		lines := strings.SplitAfter(s, "\n")
		return strings.Join(lines[:30], "") + add + strings.Join(lines[30:], "")
	}
	for what, v := range map[string]struct {
		change func(s string) string
		err    string // of the file; empty: it is read
		some   bool   // rows may be refused, and then days or the file
	}{
		"title":        {change: func(s string) string { return "My payouts in spring\n\n" + s }},
		"quoted title": {change: func(s string) string { return "\"Payouts, all of them\";;;\n" + s }},
		"sep":          {change: func(s string) string { return "sep=,\n" + s }},
		"spaces at edges": {change: func(s string) string {
			return "\n \n" + strings.TrimRight(s,
				"\n") + "\n \n\n"
		}},
		"total at the end": {some: true, change: func(s string) string {
			return strings.TrimRight(s, "\n") + "\nTotal" + strings.Repeat(",", strings.Count(s, ",")/
				strings.Count(s, "\n")) + "0.00668739\n"
		}},
		"total in the middle": {some: true, change: func(s string) string {
			return middle(s,
				"Summe,0.00334,,,\n")
		}},
		"note in the middle": {change: func(s string) string { return middle(s, "# checked up to here\n") }},
		"header again": {change: func(s string) string {
			return middle(s, strings.SplitAfter(s, "\n")[0])
		}},
		"grouped decimals": {some: true, change: func(s string) string {
			return amounts.ReplaceAllString(s, "0.000 $1")
		}},
		"exponents":  {some: true, change: func(s string) string { return amounts.ReplaceAllString(s, "${1}e-8") }},
		"UTF-16":     {change: inUTF16, err: "not UTF-8"},
		"a workbook": {change: func(s string) string { return "PK\x03\x04" + s }, err: "workbook"},
		"a web page": {change: func(s string) string { return "<table>" + s }, err: "web page"},
		"a PDF":      {change: func(s string) string { return "%PDF-1.7\n" + s }, err: "a PDF"},
		"other words": {change: func(s string) string {
			return "Tag,Betrag" + s[strings.Index(s,
				"\n"):]
		}, err: "no known header"},
		"open quote": {change: func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			i := strings.LastIndexAny(strings.TrimRight(lines[20], "\n"), ",;")
			lines[20] = lines[20][:i+1] + "\"" + lines[20][i+1:]
			return strings.Join(lines, "")
		}, some: true},
	} {
		for name, data := range holder(t) {
			if !strings.HasSuffix(name, ".csv") {
				continue
			}
			t.Run(what+" "+name, func(t *testing.T) {
				s, err := Read(name, strings.NewReader(v.change(strings.TrimPrefix(string(data),
					"\ufeff"))), Options{Zone: time.UTC})
				if v.err != "" {
					if err == nil || !strings.Contains(err.Error(), v.err) {
						t.Fatalf("%v, want %q", err, v.err)
					}
					return
				}
				if err != nil && v.some && (strings.Contains(err.Error(), "no row could be used") ||
					strings.Contains(err.Error(), "quote")) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if !v.some && len(s.Refused) > 0 {
					t.Fatalf("refused: %v", s.Refused[0])
				}
				missing := 0
				for i, got := range byDay(t, s, from, len(want)) {
					if got == 0 && v.some {
						missing++
					} else if got != want[i] {
						t.Fatalf("day %d: %d sat, want %d; refused %v", i, got, want[i], s.Refused)
					}
				}
				if missing > len(s.Refused)+s.More {
					t.Errorf("%d days are missing and %d rows refused", missing, len(s.Refused)+s.More)
				}
			})
		}
	}
}

// TestTotals: a row that is the sum of those before it is no payment, where it says so or is it to the
// satoshi of
// so many that no chance makes it; a day that happens to be the sum of two others is one.
func TestTotals(t *testing.T) {
	row := func(day int, sat, note string) string {
		return "2026-03-" + string(rune('0'+day/10)) + string(rune('0'+day%10)) + "," + sat +
			",sat,credit,,," + note + "\n"
	}
	two := row(1, "1000", "") + row(2, "1001", "")
	nine := ""
	for day := 1; day <= 9; day++ {
		nine += row(day, "1000", "")
	}
	for in, want := range map[string]int{
		two + row(2, "2001", "Total:"): 1, two + row(2, "2001", "合计"): 1, nine + row(10, "9000", ""): 1,
		two + row(3, "2001", ""): 0, two + row(3, "2002", "Total"): 0, nine + row(10, "9001", ""): 0,
	} {
		s, err := Read("f", strings.NewReader(PlainHeader+"\n"+in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Refused) != want || want == 1 && !strings.Contains(s.Refused[0].Why, "the sum of the") {
			t.Errorf("%q: refused %v", in[len(in)-40:], s.Refused)
		}
	}
}

// TestNumbersOfHands: thousands in any dress, and what looks like a number and is none.
func TestNumbersOfHands(t *testing.T) {
	for in, want := range map[string]string{
		"10\u00a0707": "", "10\u202f707": "", "10'707": "", "\"10,707\"": "", "10.707": "",
		"\u00a010707\u00a0": "",
		"10\u200b707":       "not an amount", "１０７０７": "not an amount", "(10707)": "not an amount",
		"10707-":         "not an amount",
		"0.00010707 BTC": "not an amount", "10,707": "decimal comma without quotes",
		"−10707": "write it as a correction",
	} {
		text := PlainHeader + "\n2026-03-01," + in + ",sat,credit,,,\n2026-03-02,10794,sat,credit,,,\n"
		s, err := Read("f", strings.NewReader(text), Options{})
		switch {
		case err != nil:
			t.Errorf("%q: %v", in, err)
		case want == "" && (len(s.Rows) != 2 || s.Rows[0].Amount != 10_707_000):
			t.Errorf("%q: %+v, refused %v", in, s.Rows, s.Refused)
		case want != "" && (len(s.Refused) != 1 || !strings.Contains(s.Refused[0].Why, want)):
			t.Errorf("%q: refused %v, want %q", in, s.Refused, want)
		}
	}
}
