package statement

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/units"
)

// holder is one made-up holder whose sixty days stand in every form of testdata/holder.
func holder(t testing.TB) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/holder/*")
	if err != nil || len(names) != 30 {
		t.Fatalf("%d files of the holder, want 30: %v", len(names), err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	return files
}

// truth is what the holder was credited each day.
func truth(t testing.TB) (from units.Date, sats []units.Sat) {
	t.Helper()
	f, err := os.Open("testdata/truth.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines[1:] {
		d, err := units.ParseDate(line[0])
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			from = d
		}
		v, _ := strconv.ParseInt(line[3], 10, 64)
		sats = append(sats, units.Sat(v))
	}
	return from, sats
}

// byDay is a statement's credits (or where it has none, payouts, which come the day after) by day.
func byDay(t testing.TB, s *Statement, from units.Date, days int) []units.Sat {
	t.Helper()
	got := make([]units.Sat, days)
	kind := Payout
	for _, r := range s.Rows {
		if r.Kind == Credit {
			kind = Credit
		}
	}
	for _, r := range s.Rows {
		if r.Kind != kind {
			continue
		}
		day := r.Day
		if !r.Dated {
			day = units.DateOf(r.Time) - 1
		}
		if day < from || int(day-from) >= days {
			t.Fatalf("row %d is of %s, outside", r.Line, day)
		}
		if r.Amount%1000 != 0 {
			t.Errorf("row %d: %d msat is no whole satoshi", r.Line, r.Amount)
		}
		got[day-from] += r.Amount.FloorSat()
	}
	return got
}

// TestOneHolderInEveryForm: each file gives each day's satoshi.
func TestOneHolderInEveryForm(t *testing.T) {
	from, want := truth(t)
	for name, data := range holder(t) {
		t.Run(name, func(t *testing.T) {
			s, err := Read(name, bytes.NewReader(data), Options{Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Refused) > 0 {
				t.Fatalf("refused: %v", s.Refused[0])
			}
			if len(s.Rows)+s.Skipped != s.Read {
				t.Errorf("%d rows and %d skipped of %d read", len(s.Rows), s.Skipped, s.Read)
			}
			got := byDay(t, s, from, len(want))
			var sum units.Sat
			for i, v := range want {
				sum += got[i]
				if got[i] != v {
					t.Errorf("%s: %d sat, want %d", from+units.Date(i), got[i], v)
				}
			}
			if sum != 668_739 {
				t.Errorf("%d sat in all, want 668,739", sum)
			}
		})
	}
}

// TestVariantsOfOneHolder: what programs, settings and spreadsheets make of the same file.
func TestVariantsOfOneHolder(t *testing.T) {
	from, want := truth(t)
	reversed := func(s string) string {
		lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
		out := []string{lines[0]}
		for i := len(lines) - 1; i > 0; i-- {
			out = append(out, lines[i])
		}
		return strings.Join(out, "\n")
	}
	semicolons := func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, `"`, ""), ",", ";") }
	changes := map[string]func(string) string{
		"reversed":   reversed,
		"bom":        func(s string) string { return "\ufeff" + strings.TrimPrefix(s, "\ufeff") },
		"crlf":       func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"semicolons": semicolons,
		"comma decimals": func(s string) string {
			return strings.ReplaceAll(semicolons(s), "0.000", "0,000")
		},
		"footer": func(s string) string { return strings.TrimRight(s, "\n") + "\n\n# made by a spreadsheet\n" },
	}
	for name, data := range holder(t) {
		if !strings.HasSuffix(name, ".csv") || strings.HasPrefix(name, "sparrow") || strings.HasPrefix(name,
			"gomining") {
			continue // Sparrow has a footer, the other decimal commas, in between already
		}
		for what, change := range changes {
			t.Run(name+" "+what, func(t *testing.T) {
				s, err := Read(name, strings.NewReader(change(string(data))), Options{Zone: time.UTC})
				if err != nil {
					t.Fatal(err)
				}
				if len(s.Refused) > 0 {
					t.Fatalf("refused: %v", s.Refused[0])
				}
				got := byDay(t, s, from, len(want))
				for i, v := range want {
					if got[i] != v {
						t.Fatalf("%s: %d sat, want %d", from+units.Date(i), got[i], v)
					}
				}
			})
		}
	}
}

// TestDoubledRows: a row that comes twice counts once, and is named.
func TestDoubledRows(t *testing.T) {
	from, want := truth(t)
	for name, data := range holder(t) {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
			lines = append(lines[:20:20], lines[18:]...)
			s, err := Read(name, strings.NewReader(strings.Join(lines, "\n")), Options{Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Refused) != 2 {
				t.Errorf("refused %v, want two rows", s.Refused)
			}
			got := byDay(t, s, from, len(want))
			for i, v := range want {
				if got[i] != v {
					t.Fatalf("%s: %d sat, want %d", from+units.Date(i), got[i], v)
				}
			}
		})
	}
}

// TestOneRowInSatoshi: the day that is in another unit is refused by number, never summed.
func TestOneRowInSatoshi(t *testing.T) {
	for name, data := range holder(t) {
		if name == "sparrow-sats.csv" || strings.HasPrefix(name, "braiins-payouts") || strings.HasPrefix(name,
			"ocean-earnpay") {
			continue // these are in satoshi
		}
		t.Run(name, func(t *testing.T) {
			from, want := truth(t)
			body := string(data)
			for _, v := range []string{"0.00011335", "0,00011335"} {
				if i := strings.Index(body, v); i >= 0 {
					body = body[:i] + "11335" + body[i+len(v):]
					break
				}
			}
			if body == string(data) {
				t.Skip("no amount to change: the day is in parts")
			}
			s, err := Read(name, strings.NewReader(body), Options{Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Refused) != 1 {
				t.Fatalf("refused %v, want one row", s.Refused)
			}
			// What is left of that day (the fee of NiceHash) is in no other unit.
			for i, v := range byDay(t, s, from, len(want)) {
				if v > 2*want[i] {
					t.Errorf("%s: %d sat of %d", from+units.Date(i), v, want[i])
				}
			}
		})
	}
}

func TestPlainForm(t *testing.T) {
	const in = PlainHeader + `
2026-03-01,0.00010707,BTC,credit,250,TH/s,
2026-03-02,0.10794,mBTC,credit,0.25,PH/s,
2026-03-03,10696,sat,credit,,,
2026-03-04,"0,00010702",BTC,credit,,,a decimal comma
2026-03-05T23:30:00-05:00,10710,sat,payout,,,that is the sixth in UTC
2026-03-06,-12,sat,correction,,,taken back
2026-03-07T10:00:00,1,sat,credit,,,no zone
03/08/2026,1,sat,credit,,,month first
2026-03-09,1,doge,credit,,,
2026-03-10,-1,sat,credit,,,
2026-03-11,"1,234",BTC,credit,,,
2026-03-12,0.5,sat,credit,,,
2026-03-13,1,sat,gift,,,
2026-03-14,1,sat,credit,250,,
2026-02-30,1,sat,credit,,,
2026-03-15,0,00010702,BTC,credit,,,
2026-03-16,,sat,credit,,,
`
	s, err := Read("mine.csv", strings.NewReader(in), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var sum units.MilliSat
	for _, r := range s.Rows {
		sum += r.Amount
	}
	if want := units.MilliSat((10707 + 10794 + 10696 + 10702 + 10710 - 12) * 1000); sum != want ||
		len(s.Rows) != 6 {
		t.Errorf("%d rows of %d msat, want 6 of %d", len(s.Rows), sum, want)
	}
	if r := s.Rows[1]; r.TH != 250 {
		t.Errorf("0.25 PH/s is %v TH/s", r.TH)
	}
	for _, r := range s.Rows {
		if r.Kind == Payout && units.DateOf(r.Time).String() != "2026-03-06" {
			t.Errorf("the payout is of %s", units.DateOf(r.Time))
		}
	}
	want := map[int]string{8: "no zone", 9: "is not a date", 10: "the unit", 11: "negative",
		12: "decimal comma or thousands",
		13: "whole number", 14: "the kind", 15: "the hashrate", 16: "is not a date", 17: "decimal comma without quotes", 18: "not an amount"}
	if len(s.Refused) != len(want) {
		t.Errorf("%d rows refused, want %d: %v", len(s.Refused), len(want), s.Refused)
	}
	for _, r := range s.Refused {
		if !strings.Contains(r.Why, want[r.Row]) || want[r.Row] == "" {
			t.Errorf("row %d: %q, want %q", r.Row, r.Why, want[r.Row])
		}
	}
}

func TestUnknownIsRefused(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "empty",
		"\n \n":                "empty",
		"when;how much\n1;2\n": "when | how much",
		"Datum,Betrag\n":       PlainHeader,
		"{\"a\":1}":            "its fields are: a",
		"{\"transactions\":[":  "no valid JSON",
		"{\"transactions\":3}": "F2Pool",
		"[1,2]":                "Foundry",
		"\xff\xfed\x00a\x00":   "UTF-8",
		PlainHeader + "\n2026-03-01,x,BTC,credit,,,\n": "no row could be used",
	} {
		_, err := Read("f", strings.NewReader(in), Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", in, err, want)
		}
	}
}

// TestDayAndMonthExchanged: a file in the other order is refused as a whole, since its first twelve days of a
// month would be read without an error.
func TestDayAndMonthExchanged(t *testing.T) {
	for _, name := range []string{"cointracker.csv", "cointracking.csv", "koinly-universal.csv"} {
		lines := strings.Split(strings.TrimRight(string(holder(t)[name]), "\n"), "\n")
		for i, line := range lines[1:] {
			line = exchange(line, "/2026")
			line = exchange(line, ".2026")
			if j := strings.Index(line, "2026-"); j >= 0 {
				line = line[:j+5] + line[j+8:j+10] + line[j+7:j+8] + line[j+5:j+7] + line[j+10:]
			}
			lines[i+1] = line
		}
		_, err := Read(name, strings.NewReader(strings.Join(lines, "\n")), Options{})
		if err == nil || !strings.Contains(err.Error(), "the other way round") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// exchange swaps the two pairs of digits that stand before mark, as "03/02/2026".
func exchange(line, mark string) string {
	j := strings.Index(line, mark)
	if j < 5 {
		return line
	}
	return line[:j-5] + line[j-2:j] + line[j-3:j-2] + line[j-5:j-3] + line[j:]
}

func TestTwoFilesInOne(t *testing.T) {
	files := holder(t)
	electrum, green := string(files["electrum-4.8.csv"]), string(files["green.csv"])
	if _, err := Read("f", strings.NewReader(electrum+green),
		Options{}); err == nil || !strings.Contains(err.Error(), "two files") {
		t.Errorf("two forms in one file: %v", err)
	}
	s, err := Read("f", strings.NewReader(electrum+electrum), Options{})
	if err != nil || len(s.Rows) != 60 || len(s.Refused) != 60 {
		t.Errorf("a file twice in one: %v", err)
	}
}

func TestMergeCountsATransactionOnce(t *testing.T) {
	files := holder(t)
	var list []*Statement
	for _, name := range []string{"electrum-4.8.csv", "sparrow-btc.csv"} {
		s, err := Read(name, bytes.NewReader(files[name]), Options{Zone: time.UTC})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	rows, err := Merge(list)
	if err != nil || len(rows) != 60 || len(list[1].Refused) != 60 {
		t.Errorf("%d rows, %d refused; want 60 and 60 (%v)", len(rows), len(list[1].Refused), err)
	}
}

func TestLocalZone(t *testing.T) {
	berlin := time.FixedZone("", 2*3600)
	data := holder(t)["electrum-4.8.csv"]
	utc, err := Read("f", bytes.NewReader(data), Options{})
	if err != nil || len(utc.Notes) != 1 {
		t.Fatalf("without a zone: %v, notes %v", err, utc.Notes)
	}
	local, err := Read("f", bytes.NewReader(data), Options{Zone: berlin})
	if err != nil {
		t.Fatal(err)
	}
	if d := utc.Rows[0].Time - local.Rows[0].Time; d != 7200 {
		t.Errorf("local time two hours ahead differs by %d s", d)
	}
}

func TestDecimals(t *testing.T) {
	btc := unit{"BTC", 11}
	for in, want := range map[string]units.MilliSat{
		"0.00010707": 10_707_000, "0.": 0, "1e-8": 1000, "5.9e-07": 59_000, "0,00010707": 10_707_000,
		"0.00010706999999999": 10_707_000, "-0.00000219": -219_000, "1,234.5": 123_450_000_000_000,
		"1.234,5": 123_450_000_000_000, "0,001": 100_000_000, "12": 1_200_000_000_000, "+0.1": 10_000_000_000,
	} {
		d, err := parseDecimal(in, false)
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		if got, err := d.in(btc); err != nil || got != want {
			t.Errorf("%q is %d msat, want %d (%v)", in, got, want, err)
		}
	}
	for _, in := range []string{"", "-", ".", "1,234", "1,2,3", "0x10", "NaN", "1e400", "1e99", "100001",
		"12 34", "1..2", "--1"} {
		if v, err := (&builder{}).amount(in, btc); err == nil {
			t.Errorf("%q is read as %d", in, v)
		}
	}
}

func TestMoments(t *testing.T) {
	at := func(s string) int64 {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v.Unix()
	}
	for _, c := range []struct {
		in   string
		o    order
		want string
	}{
		{"2026-03-02 06:56:11 UTC", yearFirst, "2026-03-02T06:56:11Z"},
		{"2026-03-01 09:00:00 GMT+09:00", yearFirst, "2026-03-01T00:00:00Z"},
		{"2026-03-01T09:00:00.123+0900", yearFirst, "2026-03-01T00:00:00Z"},
		{"30.04.2026 06:16:58", dayFirst, "2026-04-30T06:16:58Z"},
		{"15. 9. 2023 10:00", dayFirst, "2023-09-15T10:00:00Z"},
		{"03/31/2026 06:16", monthFirst, "2026-03-31T06:16:00Z"},
		{"2026-03-01", yearFirst, "2026-03-01T00:00:00Z"},
	} {
		m, err := parseMoment(c.in, c.o)
		if err != nil || m.unix != at(c.want) {
			t.Errorf("%q is %d, want %s (%v)", c.in, m.unix, c.want, err)
		}
	}
	for _, in := range []string{"31/03/2026", "01.03.2026", "2026-13-01", "2026-02-29", "2026-03-01 25:00",
		"2026-03-01 10:00 CET", "1999-01-01"} {
		if m, err := parseMoment(in, yearFirst); err == nil {
			t.Errorf("%q is read as %+v", in, m)
		}
	}
	if _, err := parseMoment("31/03/2026 10:00", monthFirst); err == nil {
		t.Error("a day-first date is taken for a month-first one")
	}
}
