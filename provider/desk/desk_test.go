package desk_test

import (
	"errors"
	"flag"
	"slices"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
)

var runs = flag.Int("runs", 6, "seeded honest runs")

// An honest provider is never accused, whatever is mined and sold, and every receipt holds.
func TestHonestRuns(t *testing.T) {
	sold := int64(0)
	for seed := range *runs {
		w := newWorld(t, uint64(seed))
		w.run(4)
		report := w.audit()
		for _, d := range report.Days {
			sold += d.Units
		}
		if len(report.Findings) > 0 || report.Receipts != report.GivenReceipts || len(report.Days) != 5 {
			t.Fatalf("seed %d: %+v", seed, report)
		}
	}
	if sold == 0 {
		t.Error("nothing was sold in any run")
	}
}

// Each way to cheat is named, by its rule.
func TestCheats(t *testing.T) {
	for name, c := range map[string]struct {
		cheat func(*world)
		rule  recompute.Rule
	}{
		"short": {func(w *world) {
			w.bend = func(s *daybook.Statement) {
				for i := range s.Series {
					cut := s.Series[i].Net / 100
					s.Series[i].Net -= cut
					s.Own += cut * 1000 / 1000
				}
			}
		}, recompute.RuleUnderpaid},
		"fee": {func(w *world) {
			w.bend = func(s *daybook.Statement) {
				for i := range s.Series {
					if f := s.Series[i].Fees; len(f) > 0 {
						f[0].Amount += 5
						s.Series[i].Net -= 5
					}
				}
			}
		}, recompute.RuleFee},
		"replay":   {func(w *world) { w.repeat = true }, recompute.RuleShares},
		"oversell": {func(w *world) { w.overbook = true }, recompute.RuleOversold},
		"terms": {func(w *world) {
			doc := w.files[daybook.SeriesFile("A")]
			w.files[daybook.SeriesFile("A")] = append(slices.Clone(doc), "# changed\n"...)
		}, recompute.RuleFiles},
	} {
		w := newWorld(t, 7)
		if name != "terms" {
			c.cheat(w)
		}
		w.day = firstDay
		w.run(3)
		if name == "oversell" {
			w.mineDay(1)
			if err := w.sell("too-many", "B", 1, 60); err != nil {
				t.Fatal(err)
			}
			w.closeDay()
			w.mineDay(1)
			w.closeDay()
		}
		if name == "terms" {
			c.cheat(w)
		}
		report := w.audit()
		if !slices.ContainsFunc(
			report.Findings,
			func(f recompute.Finding) bool { return f.Rule == c.rule },
		) {
			t.Errorf("%s: %+v", name, report.Findings)
		}
	}
}

func TestSales(t *testing.T) {
	w := newWorld(t, 1)
	w.mineDay(5)
	w.series("A", 10)
	holder := must(w.desk.OpenAccount(t.Context(), "Ada", "bc1qada", "token"))(t)
	if err := w.sell("one", "A", holder.Number, 2); err != nil {
		t.Fatal(err)
	}
	if err := w.sell("one", "A", holder.Number, 2); err != nil {
		t.Error("the same order again:", err)
	}
	if err := w.sell("one", "A", holder.Number, 3); err == nil {
		t.Error("an order was changed after it was filled")
	}
	if err := w.sell("two", "A", holder.Number, 500); !errors.Is(err, meter.ErrOverbooked) {
		t.Error(err)
	}
	if err := w.sell("three", "none", holder.Number, 1); !errors.Is(err, desk.ErrUnknown) {
		t.Error(err)
	}
	if err := w.sell("four", "A", 99, 1); !errors.Is(err, desk.ErrUnknown) {
		t.Error(err)
	}
	if all := must(w.desk.Series(t.Context()))(t); len(all) != 1 || all[0].Sold != 2 {
		t.Errorf("%+v", all)
	}
	if _, err := w.desk.Create(t.Context(), desk.NewSeries{Name: "A", Document: offerOf(11), First: w.day + 1}); !errors.Is(
		err,
		desk.ErrTaken,
	) {
		t.Error(err)
	}
	if _, err := w.desk.OpenAccount(t.Context(), "Ada", "another", "token"); !errors.Is(
		err,
		desk.ErrTaken,
	) {
		t.Error(err)
	}
}

// Each transaction of a provider's days is made to fail twice, without effect, and with its effect but a
// failure reported: asked again, the days end in the same books and the same published bytes.
func TestEachWriteFailsTwice(t *testing.T) {
	quiet := newWorld(t, 3)
	calls := 0
	quiet.store.before = func() error { calls++; return nil }
	quiet.run(2)
	all := calls
	for n := 1; n <= all; n++ {
		for _, effect := range []bool{false, true} {
			w, count := newWorld(t, 3), 0
			fail := func() error {
				if count++; count == n {
					return errFault
				}
				return nil
			}
			if effect {
				w.store.after = fail
			} else {
				w.store.before = fail
			}
			w.run(2)
			if !slices.Equal(w.files[daybook.IndexFile], quiet.files[daybook.IndexFile]) {
				t.Fatalf("transaction %d of %d, effect %v: other days\n%s\n%s", n, all, effect,
					w.files[daybook.IndexFile], quiet.files[daybook.IndexFile])
			}
		}
	}
}
