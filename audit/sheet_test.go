package audit

import (
	"bytes"
	"encoding/csv"
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
	"unicode/utf16"

	"github.com/assaymining/assay/units"
)

// sheet is a file of the holder: the cells of a table, or a saved answer.
type sheet struct {
	name  string
	rows  [][]string
	comma rune
	value any // of a saved answer
}

func (s *sheet) table() bool { return s.value == nil }

func openSheet(t *testing.T, name string) *sheet {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := &sheet{name: filepath.Base(name), comma: ','}
	if strings.HasSuffix(name, ".json") {
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&s.value); err != nil {
			t.Fatal(err)
		}
		return s
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		s.comma = ';'
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = s.comma, -1
	if s.rows, err = r.ReadAll(); err != nil {
		t.Fatal(err)
	}
	return s
}

// text writes a table, or an answer, as programs do.
func (s *sheet) text(t *testing.T) string {
	t.Helper()
	if !s.table() {
		out, err := json.MarshalIndent(s.value, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Comma = s.comma
	if err := w.WriteAll(s.rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// values changes every cell, or every string and number of an answer; of one row only where it is positive.
func (s *sheet) values(only int, change func(string) string) {
	if s.table() {
		for i := 1; i < len(s.rows); i++ {
			for j, cell := range s.rows[i] {
				if only == 0 || only == i {
					s.rows[i][j] = change(cell)
				}
			}
		}
		return
	}
	s.value = everyEntry(s.value, only, change)
}

// everyEntry is values of an answer, whose entries are those of its lists of ten and more.
func everyEntry(v any, only int, change func(string) string) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = everyEntry(x[k], only, change)
		}
	case []any:
		for i := range x {
			switch {
			case len(x) < 10:
				x[i] = everyEntry(x[i], only, change)
			case only == 0 || only == i+1:
				x[i] = everyEntry(x[i], 0, change)
			}
		}
	case json.Number:
		if only == 0 {
			if now := change(string(x)); now != string(x) {
				if json.Valid([]byte(now)) {
					return json.Number(now)
				}
				return now
			}
		}
	case string:
		if only == 0 {
			return change(x)
		}
	}
	return v
}

// list changes the order and number of entries.
func (s *sheet) list(change func([]any) []any) {
	if !s.table() {
		s.value = everyList(s.value, change)
		return
	}
	var in []any
	for _, row := range s.rows[1:] {
		in = append(in, row)
	}
	s.rows = s.rows[:1:1]
	for _, row := range change(in) {
		s.rows = append(s.rows, slices.Clone(row.([]string)))
	}
}

func everyList(v any, change func([]any) []any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = everyList(x[k], change)
		}
	case []any:
		if len(x) >= 10 {
			return change(x)
		}
	}
	return v
}

var (
	smallCell = regexp.MustCompile(`^-?0[.,]000\d{1,6}$`)
	wholeSat  = regexp.MustCompile(`^[1-9]\d{3,4}$`)
	isoInCell = regexp.MustCompile(`2026-(\d\d)-(\d\d)`)
	secondsIn = regexp.MustCompile(`^1\d{9}(\d{3})?$`)
	withZone  = regexp.MustCompile(`(2026-\d\d-\d\d)([ T])(\d\d:\d\d)(:\d\d)?(?:\.000)?(Z| UTC| GMT)$`)
)

// satOf is the satoshi of a cell that is an amount in bitcoin below 0.001.
func satOf(s string) (int64, bool) {
	if !smallCell.MatchString(s) {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil {
		return 0, false
	}
	return int64(units.Round(f * 1e8)), true
}

// coin changes cells that are such amounts.
func coin(change func(sat int64) string) func(string) string {
	return func(s string) string {
		sat, ok := satOf(s)
		switch now := ""; {
		case !ok:
			return s
		case sat < 0: // a fee
			if now = change(-sat); now != "" && strings.HasPrefix(now, "-") {
				return now[1:]
			}
			return "-" + now
		default:
			return change(sat)
		}
	}
}

// zoned writes times that say their zone at another offset, behind which stands the suffix.
func zoned(minutes int, suffix string) func(string) string {
	return func(s string) string {
		m := withZone.FindStringSubmatch(s)
		if m == nil {
			return s
		}
		at, err := time.Parse("2006-01-02 15:04:05", m[1]+" "+m[3]+m[4]+strings.Repeat(":00", 1-len(m[4])/3))
		if err != nil {
			return s
		}
		return at.Add(time.Duration(minutes)*time.Minute).Format("2006-01-02"+m[2]+"15:04:05") + suffix
	}
}

func dates(layout string) func(string) string {
	return func(s string) string {
		return isoInCell.ReplaceAllStringFunc(s, func(d string) string {
			at, err := time.Parse("2006-01-02", d)
			if err != nil {
				return d
			}
			return at.Format(layout)
		})
	}
}

// inYear moves dates to another year.
func inYear(y string) func(string) string {
	return func(s string) string { return isoInCell.ReplaceAllString(s, y+"-$1-$2") }
}

// disguise is what a program, a spreadsheet or a hand makes of the same payments.
type disguise struct {
	change func(s *sheet)
	bytes  func(s *sheet, text string) string
	some   bool // rows are gone: less may be read in silence
	read   bool // nothing is lost: each file that it changes must be read whole
	silent bool // but those of Sparrow and NiceHash
	tables bool // it is no disguise of an answer
}

func onTable(change func(string) string) func(*sheet, string) string {
	return func(s *sheet, text string) string {
		if !s.table() {
			return text
		}
		return change(text)
	}
}

func onAnswer(change func(string) string) func(*sheet, string) string {
	return func(s *sheet, text string) string {
		if s.table() {
			return text
		}
		return change(text)
	}
}

func onText(change func(string) string) func(*sheet, string) string {
	return func(_ *sheet, text string) string { return change(text) }
}

func everyCell(change func(string) string) func(*sheet) {
	return func(s *sheet) { s.values(0, change) }
}

func oneEntry(change func(string) string) func(*sheet) {
	return func(s *sheet) {
		for i := range 4 { // in some forms a day has several
			s.values(20+i, change)
		}
	}
}

// header changes the names of a table's columns.
func header(change func(string) string) func(*sheet) {
	return func(s *sheet) {
		if s.table() {
			for j, name := range s.rows[0] {
				s.rows[0][j] = change(name)
			}
		}
	}
}

// columns changes the cells of each row of a table, the header's too.
func columns(change func(i int, row []string) []string) func(*sheet) {
	return func(s *sheet) {
		for i := range s.rows {
			s.rows[i] = change(i, s.rows[i])
		}
	}
}

func onList(change func([]any) []any) func(*sheet) {
	return func(s *sheet) { s.list(func(l []any) []any { return change(slices.Clone(l)) }) }
}

// numbers changes the numbers of an answer.
func numbers(change func(string) any) func(*sheet) {
	return func(s *sheet) {
		s.value = leaves(s.value, func(v any) any {
			if n, ok := v.(json.Number); ok {
				return change(string(n))
			}
			return v
		})
	}
}

// times changes its numbers that are times.
func times(change func(string) string) func(*sheet) {
	return numbers(func(s string) any {
		if secondsIn.MatchString(s) {
			s = change(s)
		}
		return json.Number(s)
	})
}

func coins(format string, divide float64) func(string) string {
	return coin(func(sat int64) string { return fmt.Sprintf(format, float64(sat)/divide) })
}

func said(s string) func(string) string { return coin(func(int64) string { return s }) }

// digitsAs are amounts with their zeros and ones in another script.
func digitsAs(zero, one string) func(string) string {
	return coin(func(sat int64) string {
		return strings.NewReplacer("0", zero, "1", one).Replace(fmt.Sprintf("0.%08d", sat))
	})
}

// exponent is an amount in the shortest form that has one.
func exponent(format byte, comma bool) func(string) string {
	return coin(func(sat int64) string {
		s := strconv.FormatFloat(float64(sat)/1e8, format, -1, 64)
		if comma {
			s = strings.Replace(s, ".", ",", 1)
		}
		return s
	})
}

// grouped are whole satoshi with something before the last three digits.
func grouped(by string) func(string) string {
	return func(s string) string {
		if !wholeSat.MatchString(s) {
			return s
		}
		return s[:len(s)-3] + by + s[len(s)-3:]
	}
}

// lastLine adds a line below; SUM is the sum of all, in the column of amounts.
func lastLine(first string, sum bool) func(*sheet) {
	return func(s *sheet) {
		if !s.table() {
			return
		}
		row := make([]string, len(s.rows[0]))
		for j := range row {
			if sum && smallCell.MatchString(s.rows[30][j]) {
				row[j] = "0.00668739"
			}
		}
		row[0] = first
		s.rows = append(s.rows, row)
	}
}

const anothers = "Type,Buy Quantity,Buy Asset,Buy Value in GBP,Sell Quantity,Sell Asset,Sell Value in GBP," +
	"Fee Quantity,Fee Asset,Fee Value in GBP,Wallet,Timestamp,Note,Raw Data\n" +
	"Mining,0.00010707,BTC,,,,,,,,pool,2026-03-02T06:56:11 UTC,,\n"

func utf16Of(s string, big, mark bool) string {
	var b strings.Builder
	if mark {
		s = "\ufeff" + s
	}
	for _, u := range utf16.Encode([]rune(s)) {
		low, high := byte(u), byte(u>>8)
		if big {
			low, high = high, low
		}
		b.WriteByte(low)
		b.WriteByte(high)
	}
	return b.String()
}

// latin1 is a text as old Windows programs write it.
func latin1(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 256 {
			b.WriteByte(byte(r))
		} else {
			b.WriteByte('?')
		}
	}
	return b.String()
}

func quoted(s *sheet) string {
	var b strings.Builder
	for _, row := range s.rows {
		for j, cell := range row {
			if j > 0 {
				b.WriteRune(s.comma)
			}
			b.WriteString(`"` + strings.ReplaceAll(cell, `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// leaves changes every value of an answer that holds no others.
func leaves(v any, change func(any) any) any {
	switch x := v.(type) {
	case map[string]any:
		for k := range x {
			x[k] = leaves(x[k], change)
		}
	case []any:
		for i := range x {
			x[i] = leaves(x[i], change)
		}
	default:
		return change(v)
	}
	return v
}
