package statement

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// rowsReader writes rows of the plain form, each different, without holding them.
type rowsReader struct {
	n, i int
	rest []byte
}

// Read is io.Reader.
func (r *rowsReader) Read(p []byte) (int, error) {
	if len(r.rest) == 0 {
		if r.i > r.n {
			return 0, io.EOF
		}
		if r.i == 0 {
			r.rest = []byte(PlainHeader + "\n")
		} else {
			r.rest = fmt.Appendf(nil, "2026-%02d-%02dT%02d:%02d:%02dZ,%d,sat,credit,,,row %d\n",
				1+r.i/2_419_200%12, 1+r.i/86400%28, r.i/3600%24, r.i/60%60, r.i%60, 1000+r.i%100, r.i)
		}
		r.i++
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// TestManyRows: each is read, in memory that the rows themselves take and little more.
func TestManyRows(t *testing.T) {
	const n = 100_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s, err := Read("f", &rowsReader{n: n}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if len(s.Rows) != n || len(s.Refused) != 0 {
		t.Fatalf("%d rows, refused %v", len(s.Rows), s.Refused)
	}
	if held := int64(after.HeapAlloc) - int64(before.HeapAlloc); held > 20<<20 {
		t.Errorf("%d MB are held by %d rows", held>>20, n)
	}
	runtime.KeepAlive(s)
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
