package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// again does what the books say was done, in their order and without a kill, and holds everything that
// comes of it to what the killed provider has, up to a day; then an outsider audits what is published.
func again(t *testing.T, l life, last units.Date) {
	ctx := t.Context()
	books, err := store.Open(ctx, filepath.Join(l.Dir, "books.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer books.Close()
	killed := desk.New(books, origin, []byte(secret))
	fresh, err := store.Open(ctx, filepath.Join(t.TempDir(), "again.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	r := &replay{t: t, desk: desk.New(fresh, origin, []byte(secret)), titles: map[string]desk.Title{}}
	r.read(books, killed, filepath.Join(l.Dir, "public", "segments"))
	if err := begin(ctx, r.desk, l.First); err != nil {
		t.Fatal(err)
	}
	for i := range r.journals {
		r.do(&r.journals[i])
	}
	var receipts [][]byte
	for day := l.First; day <= last; day++ {
		was, err := killed.Statement(ctx, day)
		is, again := r.desk.Statement(ctx, day)
		if err != nil || again != nil || len(was) == 0 || !bytes.Equal(was, is) {
			t.Fatalf("%v: killed\n%s%v\nundisturbed\n%s%v", day, was, err, is, again)
		}
		for holder := uint32(1); holder <= 2; holder++ {
			was, err := killed.Receipt(ctx, day, holder)
			is, again := r.desk.Receipt(ctx, day, holder)
			if !bytes.Equal(was, is) || (err == nil) != (again == nil) {
				t.Fatalf("%v, holder %d: killed\n%s%v\nundisturbed\n%s%v", day, holder, was, err, is, again)
			}
			if err == nil {
				receipts = append(receipts, was)
			}
		}
	}
	var mine []ledger.Journal
	r.journalsOf(fresh, &mine)
	if len(mine) != len(r.journals) || mine[len(mine)-1].Hash() != r.journals[len(mine)-1].Hash() {
		t.Errorf("%d journals of the killed, %d of the undisturbed provider", len(r.journals), len(mine))
	}
	public := folder(filepath.Join(l.Dir, "public"))
	report, err := recompute.Provider(ctx, public, receipts, nil, recompute.Signed{})
	if err != nil || len(report.Findings) > 0 || len(receipts) == 0 {
		t.Fatalf("audited with %d receipts: %+v, %v", len(receipts), report, err)
	}
	counts := map[string]int{}
	for i := range r.journals {
		counts[r.journals[i].Kind]++
	}
	t.Logf("journals %v, %d receipts", counts, len(receipts))
	if counts["sale"] == 0 || counts["earned"] == 0 || counts["matured"] == 0 {
		t.Errorf("too little happened: %v", counts)
	}
}

// replay is a desk that is told the events of another one's books.
type replay struct {
	t        *testing.T
	desk     *desk.Desk
	meter    meter.Meter
	segments map[units.Date][]daybook.Segment
	blocks   map[string]desk.Found
	titles   map[string]desk.Title // by order
	journals []ledger.Journal
}

func (r *replay) journalsOf(s *store.Store, into *[]ledger.Journal) {
	err := s.Do(r.t.Context(), func(tx desk.Tx) error {
		return tx.(*store.Tx).Journals(func(j ledger.Journal) error { *into = append(*into, j); return nil })
	})
	if err == nil {
		_, err = ledger.Replay(*into) // the chain is whole, every journal sums to zero
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// read reads the other one's journals, titles and blocks, and all segments.
func (r *replay) read(books *store.Store, killed *desk.Desk, archive string) {
	r.journalsOf(books, &r.journals)
	err := books.Do(r.t.Context(), func(tx desk.Tx) error {
		return tx.List("title", func(_ string, value []byte) error {
			var one desk.Title
			err := json.Unmarshal(value, &one)
			r.titles[one.Order] = one
			return err
		})
	})
	if err != nil {
		r.t.Fatal(err)
	}
	found, err := killed.Blocks(r.t.Context())
	if err != nil {
		r.t.Fatal(err)
	}
	r.blocks, r.segments = map[string]desk.Found{}, map[units.Date][]daybook.Segment{}
	for _, f := range found {
		r.blocks[f.Hash] = f
	}
	recheck(r.t, archive, nil, func(c *share.Checked) {
		head := c.Segment.Head
		if err := r.meter.Add(c, head.StartMS); err != nil {
			r.t.Fatal(err)
		}
		day := units.Date(head.Day)
		r.segments[day] = append(r.segments[day], daybook.Segment{
			Server: head.Server, Seq: head.Seq, Grade: head.Grade, Shares: c.Tree.Shares, Work: c.Tree.Work,
			Root: c.Tree.Root, File: c.Segment.Sum,
		})
	})
}

// follow lets a node say something of some blocks; the others stay as they were.
func (r *replay) follow(says func(desk.Found) (confirmations int, this bool)) error {
	return r.desk.Follow(r.t.Context(), func(_ context.Context, blocks []desk.Found) ([]int, error) {
		depths := make([]int, len(blocks))
		for i, f := range blocks {
			if n, this := says(f); this {
				depths[i] = n
			} else if f.State == "immature" {
				depths[i] = 1
			}
		}
		return depths, nil
	})
}

// do does what a journal is of; what a close posts besides follows from the close.
func (r *replay) do(j *ledger.Journal) {
	ctx := r.t.Context()
	block, _, _ := strings.Cut(j.Key, "/")
	confirm := func(n int) error {
		return r.follow(func(f desk.Found) (int, bool) { return n, f.Hash == block })
	}
	var err error
	switch j.Kind {
	case "found":
		err = r.desk.Block(ctx, r.blocks[block])
	case "orphaned":
		err = confirm(0)
	case "restored":
		err = confirm(1)
	case "matured":
		err = confirm(desk.Maturity)
	case "sale":
		sold := r.titles[j.Key]
		_, err = r.desk.Sell(ctx, desk.Order{
			ID: j.Key, Series: sold.Series, Holder: sold.Holder, Units: sold.Units, Day: j.Day,
		}, meter.Capacity{Rate: 1 << 60}) // that it was not too much, the first one saw
	case "close":
		err = r.follow(func(f desk.Found) (int, bool) { // what was orphaned is lost
			return -desk.Maturity, f.State == "orphaned" && f.Day == j.Day
		})
		var facts daybook.Facts
		if err == nil {
			facts, err = price(ctx, j.Day)
		}
		if err == nil {
			err = r.desk.Freeze(ctx, &facts)
		}
		if err == nil {
			_, err = r.desk.Close(ctx, j.Day, desk.Metered{Meter: &r.meter, Segments: r.segments[j.Day]})
		}
	case "earned", "series ended":
	default:
		err = errors.New("a kind that the test does not know")
	}
	if err != nil {
		r.t.Fatalf("%s %s again: %v", j.Kind, j.Key, err)
	}
}
