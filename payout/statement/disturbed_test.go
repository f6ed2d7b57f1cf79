package statement

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/script"
	"github.com/assaymining/assay/units"
)

// disturbance is what a hand, a spreadsheet or another export does to a file; n says where or which.
type disturbance func(t testing.TB, name, text string, n int) string

// rowsChanged changes the rows of a file, table or answer.
func rowsChanged(change func(l []string, n int) []string) disturbance {
	return func(t testing.TB, name, text string, n int) string {
		tt, ok := t.(*testing.T)
		if !ok || strings.HasSuffix(name, ".json") && !json.Valid([]byte(text)) {
			return text
		}
		return entries(tt, name, []byte(text), func(l []string) []string {
			if len(l) < 10 {
				return l
			}
			return change(l, n)
		})
	}
}

// tableOnly leaves answers as they are.
func tableOnly(d disturbance) disturbance {
	return func(t testing.TB, name, text string, n int) string {
		if !strings.HasSuffix(name, ".csv") {
			return text
		}
		return d(t, name, text, n)
	}
}

// written is a table with another separator, and with commas in its decimals where comma is set.
func written(text string, separator rune, comma bool) string {
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord = -1
	in.LazyQuotes = true
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		in.Comma = ';'
	}
	rows, err := in.ReadAll()
	if err != nil {
		return text
	}
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	out.Comma = separator
	for _, row := range rows {
		for i := range row {
			if comma {
				row[i] = decimalPoint.ReplaceAllString(row[i], "$1,$2")
			}
		}
		_ = out.Write(row)
	}
	out.Flush()
	return b.String()
}

var (
	decimalPoint = regexp.MustCompile(`^(-?\d+)\.(\d+)$`)
	smallAmount  = regexp.MustCompile(`\b0[.,]000(\d{5})\d*\b`)
	signed       = regexp.MustCompile(`-?(\b0[.,]000\d{5}\d*\b)`)
	isoDay       = regexp.MustCompile(`\b2026-(\d\d)-(\d\d)\b`)
)

// disturbances are what is done to files of the holder.
var disturbances = []disturbance{
	rowsChanged(func(l []string, _ int) []string { slices.Reverse(l); return l }),
	rowsChanged(func(l []string, n int) []string { // some rows twice
		at := n % len(l)
		return append(l[:at:at], l[max(at-3, 0):]...)
	}),
	rowsChanged(func(l []string, n int) []string { // a month missing
		at := n % (len(l) / 3)
		return append(l[:at:at], l[at+len(l)/3:]...)
	}),
	rowsChanged(func(l []string, n int) []string { // one in satoshi
		l[n%len(l)] = smallAmount.ReplaceAllString(l[n%len(l)], "$1")
		return l
	}),
	rowsChanged(func(l []string, n int) []string { // one in another zone
		l[n%len(l)] = inTokyo(l[n%len(l)], true)
		return l
	}),
	rowsChanged(func(l []string, _ int) []string { // all in another zone
		for i := range l {
			l[i] = inTokyo(l[i], true)
		}
		return l
	}),
	rowsChanged(func(l []string, n int) []string { // one below zero
		l[n%len(l)] = signed.ReplaceAllString(l[n%len(l)], "-$1")
		return l
	}),
	rowsChanged(func(l []string, n int) []string { // one moved elsewhere
		from, to := n%len(l), (n/7)%len(l)
		one := l[from]
		l = slices.Delete(slices.Clone(l), from, from+1)
		return slices.Insert(l, min(to, len(l)), one)
	}),
	tableOnly(func(_ testing.TB, _, s string, _ int) string { return written(s, ';', true) }),
	tableOnly(func(_ testing.TB, _, s string, _ int) string { return written(s, ',', true) }),
	tableOnly(func(_ testing.TB, _, s string, _ int) string { return written(s, '\t', false) }),
	func(_ testing.TB, _, s string, _ int) string { return "\ufeff" + strings.TrimPrefix(s, "\ufeff") },
	func(_ testing.TB, _, s string, _ int) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	func(_ testing.TB, _, s string, _ int) string { return inUTF16(s) },
	func(_ testing.TB, _, s string, _ int) string { return s + s }, // two files in one
	tableOnly(func(_ testing.TB, _, s string, n int) string { // a line behind the end
		return strings.TrimRight(s, "\n") + "\n" + []string{"Total,0.00668739", "60 rows", "",
			"# end", "Summe;0,00668739"}[n%5] + "\n"
	}),
	func(_ testing.TB, _, s string, _ int) string { // days first
		return isoDay.ReplaceAllString(s, "$2/$1/2026")
	},
	func(_ testing.TB, _, s string, _ int) string { // months first
		return isoDay.ReplaceAllString(s, "$1/$2/2026")
	},
	tableOnly(func(_ testing.TB, _, s string, n int) string { // cut short
		return s[:len(s)-n%(len(s)/2)]
	}),
	tableOnly(func(_ testing.TB, _, s string, n int) string { // a quote out of place
		at := n % len(s)
		return s[:at] + `"` + s[at:]
	}),
}

// disturbed holds what is read of a disturbed file to the holder's own: each day has its satoshi, or less
// where rows are missing or refused, or the file is refused with a reason. Nothing else may come of it.
func disturbed(t *testing.T, name string, data []byte, from units.Date, want []units.Sat, how []byte) {
	t.Helper()
	s := script.Of(how, 12)
	text := string(data)
	gone := false
	var done []string
	for !s.Done() {
		k, n := int(s.Byte())%len(disturbances), s.Word()
		before := text
		text = disturbances[k](t, name, text, n)
		if text == before {
			continue
		}
		done = append(done, fmt.Sprint(k))
		gone = gone || k == 2 || k == 18
		if len(text) > 1<<20 {
			return
		}
	}
	got, err := Read(name, strings.NewReader(text), Options{Zone: time.UTC})
	if err != nil {
		if len(err.Error()) < 10 {
			t.Fatalf("refused without a reason: %v", err)
		}
		return
	}
	for _, r := range got.Refused {
		if r.Row == 0 || r.Why == "" {
			t.Fatalf("a row is refused without its number or a reason: %+v", r)
		}
	}
	// In a wallet's history what is below zero went out, and is no payment: it is counted as skipped.
	own, err := Read(name, bytes.NewReader(data), Options{Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	missing := gone || len(got.Refused)+got.More > 0 || got.Skipped > own.Skipped
	for i, sat := range byDay(t, got, from, len(want)) {
		if sat != want[i] && !(sat < want[i] && missing) {
			t.Fatalf("%s after %v: day %d has %d sat, want %d; refused %v", name, done, i, sat, want[i],
				got.Refused)
		}
	}
}

// FuzzDisturbed does one or more things to the files of the holder.
func FuzzDisturbed(f *testing.F) {
	files := holder(f)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for k := range disturbances {
		for i := range names {
			if (i+k)%6 == 0 { // the fuzzer finds the others
				f.Add(byte(i), []byte{byte(k), byte(17 * i), byte(i)})
			}
		}
	}
	from, want := truth(f)
	f.Fuzz(func(t *testing.T, which byte, how []byte) {
		name := names[int(which)%len(names)]
		disturbed(t, name, files[name], from, want, how)
	})
}
