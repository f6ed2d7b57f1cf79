package statement

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/units"
)

// rowsReader writes rows of the plain form without holding them.
type rowsReader struct {
	n, i int
	row  func(i int) string // nil: perDay rows a day
	rest []byte
}

const perDay = 250

// ordinary is the i-th row of a long file: credits of some satoshi, perDay a day from 2014 on.
func ordinary(i int) string {
	at := time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i*86400/perDay) * time.Second)
	return fmt.Sprintf("%s,%d,sat,credit,%d,TH/s,row %d\n", at.Format(time.RFC3339), 1000+i%100, 200+i%7, i)
}

// Read is io.Reader.
func (r *rowsReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.i > r.n {
			return 0, io.EOF
		}
		switch {
		case r.i == 0:
			r.rest = []byte(PlainHeader + "\n")
		case r.row == nil:
			r.rest = []byte(ordinary(r.i - 1))
		default:
			r.rest = []byte(r.row(r.i - 1))
		}
		r.i++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// small are bounds by which a file is long that is soon read.
func small() Options { return Options{held: 1 << 9, known: 1 << 11} }

// sums is what a file says of each day, by kind.
func sums(s *Statement) map[string]units.MilliSat {
	out := map[string]units.MilliSat{}
	for _, r := range s.Rows {
		out[fmt.Sprint(r.Time/86400, r.Kind, r.Dated, r.Day)] += r.Amount
	}
	return out
}

// TestLongFileIsItsDays: a file too long to be held says of each day what its parts say, whichever way it is
// sorted.
func TestLongFileIsItsDays(t *testing.T) {
	const n, part = 5 << 9, 1 << 8
	want := map[string]units.MilliSat{}
	for from := 0; from < n; from += part {
		s, err := Read("part", &rowsReader{n: part,
			row: func(i int) string { return ordinary(from + i) }}, small())
		if err != nil || s.ByDay {
			t.Fatalf("a part is held by day: %v, %v", s.ByDay, err)
		}
		for day, v := range sums(s) {
			want[day] += v
		}
	}
	for name, row := range map[string]func(int) string{
		"in order": ordinary, "reversed": func(i int) string { return ordinary(n - 1 - i) },
		"almost in order": func(i int) string { return ordinary(i ^ 0xff) },
	} {
		s, err := Read("f", &rowsReader{n: n, row: row}, small())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !s.ByDay || len(s.Refused) > 0 || s.Used() != n || s.Read != n {
			t.Errorf("%s: by day %v, %d used of %d, refused %v", name, s.ByDay, s.Used(), s.Read, s.Refused)
		}
		got := sums(s)
		if len(got) != len(want) {
			t.Errorf("%s: %d days, want %d", name, len(got), len(want))
		}
		for day, v := range want {
			if got[day] != v {
				t.Fatalf("%s: day %s has %d msat, want %d", name, day, got[day], v)
			}
		}
		for _, r := range s.Rows {
			if r.TH != 206 {
				t.Fatalf("%s: the hashrate of a day is %v, want the largest of its rows", name, r.TH)
			}
		}
	}
}

// TestLongFileRefuses: what is wrong in a long file is told by its row, or the file is refused; no day has
// another amount in silence.
func TestLongFileRefuses(t *testing.T) {
	const n, held = 5 << 9, 1 << 9
	change := func(at int, to string) func(int) string {
		return func(i int) string {
			if i == at {
				return to
			}
			return ordinary(i)
		}
	}
	slip := strings.Replace(ordinary(2_000), ",sat,", ",mBTC,", 1)
	for name, c := range map[string]struct {
		row     func(int) string
		refused string // of the one row
		err     string // of the file
	}{
		"doubled":         {row: change(2_000, ordinary(1_999)), refused: "the same entry as row 2001"},
		"doubled far off": {row: change(2_000, ordinary(1_000)), refused: "the same entry as row 1002"},
		"another unit":    {row: change(2_000, slip), refused: "times the middle credit"},
		"no number":       {row: change(2_000, "2020-01-01,x,sat,credit,,,\n"), refused: "not an amount"},
		"twice": {row: func(i int) string { return ordinary(i % (n - held/2)) },
			err: "goes back to a time"},
		"no order": {row: func(i int) string { return ordinary(i * 7919 % n) }, err: "sort the file by date"},
		"half in another unit": {row: func(i int) string {
			if i > 3*held {
				return strings.Replace(ordinary(i), ",sat,", ",mBTC,", 1)
			}
			return ordinary(i)
		}, err: "two units stand in one file"},
		"begins in another unit": {row: func(i int) string {
			if i < 3*held {
				return strings.Replace(ordinary(i), ",sat,", ",mBTC,", 1)
			}
			return ordinary(i)
		}, err: "two units stand in one file"},
		"more than there is": {row: func(i int) string {
			return ordinary(i)[:20] + ",15000.5,BTC,credit,,,\n"
		}, err: "more bitcoin than there is"},
	} {
		s, err := Read("f", &rowsReader{n: n, row: c.row}, small())
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", name, err, c.err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case len(s.Refused) == 0 || !strings.Contains(s.Refused[0].Why, c.refused):
			t.Errorf("%s: refused %v, want %q", name, s.Refused, c.refused)
		case s.Used()+len(s.Refused)+s.More != s.Read:
			t.Errorf("%s: %d used, %d refused of %d", name, s.Used(), len(s.Refused)+s.More, s.Read)
		}
	}
}

// TestLongFileBeside: two wallets name their transactions, and one of them is too long to know them all.
func TestLongFileBeside(t *testing.T) {
	long, err := Read("long", &rowsReader{n: 2 << 9}, small())
	if err != nil {
		t.Fatal(err)
	}
	wallet, err := Read("w", bytes.NewReader(holder(t)["electrum-4.8.csv"]), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := Merge([]*Statement{long, wallet}); err != nil || len(rows) != len(long.Rows)+60 {
		t.Errorf("a file without transactions beside one with: %d rows, %v", len(rows), err)
	}
	long.named = true
	if _, err := Merge([]*Statement{long, wallet}); err == nil || !strings.Contains(err.Error(),
		"give it alone") {
		t.Errorf("two files with transactions: %v", err)
	}
}

// TestLongFileInBounds: what is held does not grow with the rows.
func TestLongFileInBounds(t *testing.T) {
	var held [2]int64
	for i, n := range []int{1 << 13, 1 << 14} {
		var before, during runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		rows := &rowsReader{n: n, row: func(i int) string {
			if i == n-1 { // all others were read, and are still held
				runtime.GC()
				runtime.ReadMemStats(&during)
			}
			return ordinary(i)
		}}
		if _, err := Read("f", rows, small()); err != nil {
			t.Fatal(err)
		}
		held[i] = int64(during.HeapAlloc) - int64(before.HeapAlloc)
	}
	if held[1] > 1<<20 || held[1] > held[0]+(64<<10) {
		t.Errorf("%d KB are held by %d rows, %d KB by twice as many", held[0]>>10, 1<<13, held[1]>>10)
	}
}

func BenchmarkMillionRows(b *testing.B) {
	for b.Loop() {
		if _, err := Read("f", &rowsReader{n: 1_000_000}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTooLarge: 100 MB are refused, and not read into memory first.
func TestTooLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("seconds")
	}
	line := strings.Repeat("#", 1<<15) + "\n"
	in := io.MultiReader(strings.NewReader(PlainHeader+"\n"), &repeat{line, 3300, ""})
	_, err := Read("f", in, Options{})
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("108 MB: %v", err)
	}
	in = io.MultiReader(strings.NewReader("["), &repeat{"1," + strings.Repeat(" ", 1<<15), 1200, ""})
	if _, err := Read("f", in, Options{}); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("39 MB of JSON: %v", err)
	}
}

type repeat struct {
	text string
	n    int
	rest string
}

// Read is io.Reader.
func (r *repeat) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = r.text
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// Of a long file with rows twice at its beginning and one that is damaged these rows are refused, and not the
// file.
func TestLongFileWithSomeRowsTwice(t *testing.T) {
	text := PlainHeader + "\n"
	for i := range 3000 {
		text += ordinary(i)
		if i < 100 {
			text += ordinary(i)
		}
	}
	text += strings.Replace(ordinary(3000), ",sat,", ",lots,", 1)
	s, err := Read("long.csv", strings.NewReader(text), small())
	if err != nil {
		t.Fatal(err)
	}
	if s.Lost != 1 || len(s.Refused)+s.More != 101 {
		t.Errorf("%d rows are lost, %d refused", s.Lost, len(s.Refused)+s.More)
	}
}
