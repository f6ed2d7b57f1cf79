package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
)

// says is a node that says the same of every block, and counts for how many it is asked.
func says(n int, asked *int) desk.Confirmations {
	return func(_ context.Context, blocks []desk.Found) ([]int, error) {
		*asked += len(blocks)
		return slices.Repeat([]int{n}, len(blocks)), nil
	}
}

// A block that is out of the chain when its day ends may come back: one of two at the same height, or a node
// that begins again and is behind. Its day waits until it is settled, and comes to what it would have come
// to.
func TestReorganisationAtMidnight(t *testing.T) {
	quiet := newWorld(t, 3)
	quiet.mineDay(2)
	undisturbed := quiet.closeDay()
	for name, left := range map[string]int{
		"displaced": -1, "a day deep": -desk.Maturity + 1, "a node behind": 0,
	} {
		w, asked := newWorld(t, 3), 0
		w.mineDay(2)
		facts := &daybook.Facts{Day: w.day, Price: 76_000_000_000, Sources: []string{"test"}}
		in := desk.Metered{Meter: w.meter, Segments: w.segs[w.day]}
		if err := w.desk.Freeze(t.Context(), facts); err != nil {
			t.Fatal(err)
		}
		if err := w.desk.Follow(t.Context(), says(left, &asked)); err != nil || asked != 2 {
			t.Fatal(err, asked)
		}
		if text, err := w.desk.Close(t.Context(), w.day, in); !errors.Is(err, desk.ErrTooEarly) {
			t.Fatalf("%s: closed without what may come back: %s%v", name, text, err)
		}
		if err := w.desk.Follow(t.Context(), says(1, &asked)); err != nil {
			t.Fatalf("%s: back again: %v", name, err)
		}
		text := w.closeDay()
		was, is := must(daybook.Parse(undisturbed))(t), must(daybook.Parse(text))(t)
		was.Journals, was.Head = is.Journals, is.Head // both turns are in the books
		if string(was.Append(nil)) != string(text) {
			t.Errorf("%s:\n%s\nundisturbed\n%s", name, text, undisturbed)
		}
	}
}

// What is lost is settled: its day closes without it, and no node is asked for it ever again.
func TestLostIsSettled(t *testing.T) {
	w, asked := newWorld(t, 3), 0
	w.mineDay(2)
	for _, n := range []int{-1, -desk.Maturity} {
		if err := w.desk.Follow(t.Context(), says(n, &asked)); err != nil {
			t.Fatal(err)
		}
	}
	w.closeDay()
	s := must(daybook.Parse(w.files[daybook.DayFile(firstDay)]))(t)
	if len(s.Blocks) > 0 || s.Revenue != 0 || s.Work.Lo == 0 {
		t.Errorf("%+v", s)
	}
	before := asked
	if err := w.desk.Follow(t.Context(), says(desk.Maturity, &asked)); err != nil || asked != before {
		t.Errorf("asked %d times more, %v", asked-before, err)
	}
	if why, err := w.desk.Stopped(t.Context()); err != nil || why != "" {
		t.Error(why, err)
	}
}
