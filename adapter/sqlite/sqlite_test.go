package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func temp(t *testing.T) string { return filepath.Join(t.TempDir(), "sub", "facts.sqlite") }

// run makes n blocks after height, whose headers only need to differ.
func run(height, n int) (out []chain.Block) {
	for i := range n {
		header := chain.Fields{Nonce: uint32(height + i)}.Header()
		out = append(out, chain.Block{Height: height + i, Header: header, Fees: units.Sat(i % 2),
			FeesKnown: i%2 == 1})
	}
	return out
}

func blocks(t *testing.T, s *Store) (out []chain.Block) {
	t.Helper()
	if err := s.Blocks(context.Background(), 0, 1<<30,
		func(b chain.Block) error { out = append(out, b); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

var source = cite.Source{What: "blocks", URL: "http://node", Read: "2026-10-03T00:00:00Z",
	Hash: cite.Hash(nil)}

func TestRoundTrip(t *testing.T) {
	ctx, path := context.Background(), temp(t)
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := run(100, 7)
	days := []chain.Day{{Date: 20000, Difficulty: 1.25e14, Fees: 5, FeesKnown: true, Subsidy: 7, Blocks: 144,
		FirstHeight: 100}, {Date: 20001, Difficulty: 1, Subsidy: 1, Blocks: 1, FirstHeight: 104}}
	closes := []market.Close{{Venue: "a", Currency: "USD", Date: 20000, Price: 84000.25, From: source}}
	agreed := []market.Agreed{{Currency: "USD", Date: 20000, Price: 84000.25, Spread: 0.001,
		Used: []string{"a", "b", "c"}, LeftOut: []string{"d (1, median 2)"}}}
	quotes := []market.Quote{{Venue: "m", What: "ask", SatPerTH: 50.5, Available: 3e15,
		At: 100, From: source}}
	if err := errors.Join(s.PutBlocks(ctx, "node", source, want, days), s.PutPrices(ctx, closes, agreed),
		s.PutQuotes(ctx, quotes), s.SetState(ctx, "network", "main")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the store's mode is %v, %v", info.Mode(), err)
	}
	if s, err = OpenRead(path); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if diff := cmp.Diff(want, blocks(t, s)); diff != "" {
		t.Error(diff)
	}
	gotDays, err := s.Days(ctx, 0)
	if diff := cmp.Diff(days, gotDays); diff != "" || err != nil {
		t.Error(diff, err)
	}
	gotPrices, err := s.Prices(ctx, "USD")
	if diff := cmp.Diff(agreed, gotPrices); diff != "" || err != nil {
		t.Error(diff, err)
	}
	gotQuotes, err := s.Quotes(ctx, 100)
	if diff := cmp.Diff(quotes, gotQuotes); diff != "" || err != nil {
		t.Error(diff, err)
	}
	var gotCloses []market.Close
	s.Closes(ctx, func(c market.Close) error { gotCloses = append(gotCloses, c); return nil })
	if diff := cmp.Diff(closes, gotCloses); diff != "" {
		t.Error(diff)
	}
	if v, err := s.State("network"); v != "main" || err != nil {
		t.Error(v, err)
	}
}

func TestRunsAndReorganisations(t *testing.T) {
	ctx := context.Background()
	s, err := Open(temp(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range [][2]int{{10, 5}, {20, 5}} {
		if err := s.PutBlocks(ctx, "node", source, run(r[0], r[1]), nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		at     int
		stored bool
		end    int
	}{{0, false, 9}, {10, true, 14}, {14, true, 14}, {15, false, 19}, {20, true, 24}, {22, true, 24},
		{25, false, -1}} {
		if stored, end, err := s.Run(c.at); stored != c.stored || end != c.end || err != nil {
			t.Errorf("the run from %d: %v to %d, %v; want %v to %d", c.at, stored, end, err, c.stored, c.end)
		}
	}
	if err := s.PutBlocks(ctx, "node", source, run(24, 3), nil); err == nil {
		t.Error("a block was written over")
	}
	if got := len(blocks(t, s)); got != 10 {
		t.Errorf("%d blocks after a refused step, want 10: it was kept in part", got)
	}
	if err := s.DropBlocks(ctx, 22); err != nil {
		t.Fatal(err)
	}
	n, _ := s.Stale()
	notes, _ := s.Notes(ctx)
	if n != 2 || len(notes) != 1 || notes[0].Kind != "reorganisation" || len(blocks(t, s)) != 8 {
		t.Errorf("%d moved aside, notes %+v", n, notes)
	}
}

func TestChangedDay(t *testing.T) {
	ctx := context.Background()
	s, err := Open(temp(t))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := chain.Day{Date: 20000, Difficulty: 2, Blocks: 3}
	for range 2 {
		if err := s.PutBlocks(ctx, "node", source, nil, []chain.Day{d}); err != nil {
			t.Fatal(err)
		}
	}
	if notes, _ := s.Notes(ctx); len(notes) != 0 {
		t.Errorf("the same day again is noted: %+v", notes)
	}
	d.Blocks = 4
	s.PutBlocks(ctx, "node", source, nil, []chain.Day{d})
	days, _ := s.Days(ctx, 0)
	notes, _ := s.Notes(ctx)
	var rows int
	s.db.QueryRow("SELECT count(*) FROM days").Scan(&rows)
	if len(days) != 1 || days[0] != d || len(notes) != 1 || rows != 2 {
		t.Errorf("days %+v in %d rows, notes %+v", days, rows, notes)
	}
}

// TestFullDisk: the step that does not fit leaves no trace, all before it stays, and there is a clear
// error. The file's limit of pages gives SQLite's SQLITE_FULL, as a full disk does.
func TestFullDisk(t *testing.T) {
	ctx, path := context.Background(), temp(t)
	s, err := open(path, "&_pragma=max_page_count(60)")
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for err == nil && kept < 100_000 {
		if err = s.PutBlocks(ctx, "node", source, run(kept, 100), nil); err == nil {
			kept += 100
		}
	}
	if !errors.Is(err, errFull) || !strings.Contains(err.Error(), "disk is full") {
		t.Fatalf("after %d blocks: %v", kept, err)
	}
	if got := len(blocks(t, s)); got != kept {
		t.Errorf("%d blocks, want %d", got, kept)
	}
	s.Close()
	if s, err = Open(path); err != nil { // space was freed
		t.Fatal(err)
	}
	defer s.Close()
	if err := errors.Join(s.Integrity(ctx),
		s.PutBlocks(ctx, "node", source, run(kept, 100), nil)); err != nil {
		t.Error(err)
	}
	if got := len(blocks(t, s)); got != kept+100 {
		t.Errorf("%d blocks, want %d", got, kept+100)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenRead(filepath.Join(dir, "none.sqlite")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	text := filepath.Join(dir, "text")
	os.WriteFile(text, []byte(strings.Repeat("these are not the facts\n", 100)), 0o600)
	for _, open := range []func(string) (*Store, error){Open, OpenRead} {
		if _, err := open(text); !errors.Is(err, ErrDamaged) {
			t.Errorf("a text file: %v", err)
		}
	}
	later := filepath.Join(dir, "later")
	s, err := Open(later)
	if err != nil {
		t.Fatal(err)
	}
	s.SetState(context.Background(), "version", fmt.Sprint(version+1))
	s.Close()
	if _, err := Open(later); err == nil || !strings.Contains(err.Error(), "newer version of assay") {
		t.Errorf("a later form: %v", err)
	}
	os.WriteFile(filepath.Join(dir, "other"), nil, 0o600)
	other, _ := connect(filepath.Join(dir, "other"), "")
	other.db.Exec("CREATE TABLE t (x)")
	other.Close()
	if _, err := Open(filepath.Join(dir, "other")); err == nil ||
		!strings.Contains(err.Error(), "not a store of assay") {
		t.Errorf("another program's file: %v", err)
	}
}

// TestDamage: a file with a page overwritten is found out.
func TestDamage(t *testing.T) {
	ctx, path := context.Background(), temp(t)
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	s.PutBlocks(ctx, "node", source, run(0, 2000), nil)
	s.Close()
	f, _ := os.OpenFile(path, os.O_RDWR, 0)
	info, _ := f.Stat()
	f.WriteAt([]byte(strings.Repeat("damage! ", 1024)), info.Size()/2)
	f.Close()
	s, err = Open(path)
	if err == nil {
		err = s.Integrity(ctx)
		s.Close()
	}
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("damage is not seen: %v", err)
	}
}
