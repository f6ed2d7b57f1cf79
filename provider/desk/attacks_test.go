package desk_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// edit changes the statement of a published day, and names the new one in the index.
func (w *world) edit(day units.Date, change func(*daybook.Statement)) {
	s := must(daybook.Parse(w.files[daybook.DayFile(day)]))(w.t)
	change(s)
	text := s.Append(nil)
	w.files[daybook.DayFile(day)] = text
	for i := range w.index.Days {
		if w.index.Days[i].Day == day {
			w.index.Days[i].Hash = daybook.HashOf(text)
		}
	}
	w.files[daybook.IndexFile] = w.index.Append(nil)
}

// reseal makes a published segment anew, of a job and of what its shares are changed to; its day says so.
func (w *world) reseal(day units.Date, change func([]share.Share) []share.Share) {
	s := must(daybook.Parse(w.files[daybook.DayFile(day)]))(w.t)
	old := s.Segments[0]
	var m *mined
	for _, one := range w.used {
		if one.job.MinTime == uint32(day)*86_400 {
			m = one
			break
		}
	}
	const head = 128 // docs/segments.md
	b := slices.Clone(w.files[daybook.SegmentFile(1, old.Seq)][:head])
	b = share.AppendJob(b, m.job)
	shares := change(slices.Clone(m.shares))
	b = share.AppendShares(b, shares)
	var leaves []share.Leaf
	seen := map[[80]byte]bool{}
	for _, one := range shares {
		header := must(m.job.Header(&one))(w.t)
		if seen[header] { // no tree has a header twice
			continue
		}
		seen[header] = true
		leaves = append(leaves, share.Leaf{
			Hash: share.Hash(header[:]), Level: one.Level, Worker: one.Worker, Job: one.Job,
		})
	}
	tree := must(share.TreeOf(leaves))(w.t)
	foot := share.Foot(tree)
	b = foot.Append(b)
	w.files[daybook.SegmentFile(1, old.Seq)] = b
	w.edit(day, func(s *daybook.Statement) {
		g := &s.Segments[0]
		g.Shares, g.Work, g.Root, g.File = tree.Shares, tree.Work, daybook.Hash(tree.Root), sha256.Sum256(b)
	})
}

// TestHostileOperator: what a provider may do to what he published is named by an outsider who keeps nothing
// from before, whatever else of it he makes fit.
func TestHostileOperator(t *testing.T) {
	const day = firstDay + 2
	for name, c := range map[string]struct {
		deed  func(*world)
		rules []recompute.Rule
	}{
		"a byte of a segment": {func(w *world) {
			b := w.files[daybook.SegmentFile(1, 2)]
			b[len(b)/2] ^= 1
		}, []recompute.Rule{recompute.RuleFiles}},
		"a segment of another day": {func(w *world) {
			w.files[daybook.SegmentFile(1, 2)] = w.files[daybook.SegmentFile(1, 1)]
		}, []recompute.Rule{recompute.RuleFiles}},
		"a share at a higher level": {func(w *world) {
			w.reseal(day, func(all []share.Share) []share.Share {
				for i := range all {
					all[i].Level += 4
				}
				return all
			})
		}, []recompute.Rule{recompute.RuleShares}},
		"a share for another worker too": {func(w *world) {
			w.reseal(day, func(all []share.Share) []share.Share {
				twice := all[0]
				twice.Worker++
				return append(all, twice)
			})
		}, []recompute.Rule{recompute.RuleShares, recompute.RuleFiles}},
		"a share at another second": {func(w *world) {
			w.reseal(day, func(all []share.Share) []share.Share {
				all[3].Time += 86_400
				return all
			})
		}, []recompute.Rule{recompute.RuleShares}},
		"fewer shares than were metered": {func(w *world) {
			w.reseal(day, func(all []share.Share) []share.Share { return all[:10] })
		}, []recompute.Rule{recompute.RuleWork, recompute.RuleHistory}},
		"more revenue for himself": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Own += 1000 })
		}, []recompute.Rule{recompute.RuleSums, recompute.RuleRevenue}},
		"a block kept for himself": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) {
				s.Revenue -= units.MilliSat(s.Blocks[0].Reward) * 1000
				s.Blocks = s.Blocks[1:]
			})
		}, []recompute.Rule{recompute.RuleRevenue, recompute.RuleUnderpaid, recompute.RuleSums}},
		"a block that pays less": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Blocks[0].Reward-- })
		}, []recompute.Rule{recompute.RuleRevenue}},
		"less owed": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Mined /= 2 })
		}, []recompute.Rule{recompute.RuleReceipt, recompute.RuleReserves, recompute.RuleHistory}},
		"more work": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Work.Lo *= 2 })
		}, []recompute.Rule{recompute.RuleWork}},
		"more proven": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Capacity.Work.Lo *= 2 })
		}, []recompute.Rule{recompute.RuleWork}},
		"units sold back-dated": {func(w *world) {
			w.edit(day, func(s *daybook.Statement) { s.Series[0].Units += 100 })
		}, []recompute.Rule{recompute.RuleOversold, recompute.RuleSums}},
		"a day taken out": {func(w *world) {
			w.index.Days = slices.Delete(w.index.Days, 2, 3)
			w.files[daybook.IndexFile] = w.index.Append(nil)
		}, []recompute.Rule{recompute.RuleHistory}},
		"a history that begins later": {func(w *world) {
			w.index.Days = w.index.Days[2:]
			w.edit(day, func(s *daybook.Statement) { s.Previous, s.Carried = daybook.Hash{}, 0 })
		}, []recompute.Rule{recompute.RuleHistory, recompute.RuleWork}},
		"a last day without its files": {func(w *world) {
			last := w.index.Days[len(w.index.Days)-1].Day
			facts := w.files[daybook.FactsFile(last)]
			w.files[daybook.FactsFile(last)] = bytes.Replace(facts, []byte("76"), []byte("99"), 1)
		}, []recompute.Rule{recompute.RuleFiles}},
		"terms changed on all later days": {func(w *world) {
			changed := bytes.Replace(w.files[daybook.SeriesFile("B")], []byte("2%"), []byte("9%"), 1)
			w.files[daybook.SeriesFile("B")] = changed
			for _, e := range w.index.Days[len(w.index.Days)-2:] {
				w.edit(e.Day, func(s *daybook.Statement) {
					for i := range s.Series {
						if s.Series[i].Name == "B" {
							s.Series[i].Document = daybook.HashOf(changed)
						}
					}
				})
			}
		}, []recompute.Rule{recompute.RuleFiles, recompute.RuleHistory, recompute.RuleFee}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 7)
			w.run(4)
			if honest := w.audit(); len(honest.Findings) > 0 {
				t.Fatalf("before the deed: %+v", honest.Findings)
			}
			c.deed(w)
			report := must(recompute.Provider(t.Context(), w.files, nil, nil, recompute.Signed{}))(t)
			if !slices.ContainsFunc(report.Findings, func(f recompute.Finding) bool {
				return slices.Contains(c.rules, f.Rule)
			}) {
				t.Errorf("%+v", report.Findings)
			}
		})
	}
}

// TestSoldOnce: two series have the same hashrate between them, not each; nor is a unit sold for a day that
// was closed, or twice under two names of an order.
func TestSoldOnce(t *testing.T) {
	w := newWorld(t, 1)
	w.mineDay(5)
	w.series("A", 10)
	w.series("B", 10)
	holder := must(w.desk.OpenAccount(t.Context(), "Ada", "bc1qada", "token"))(t)
	rate := must(w.meter.Capacity(w.day))(t).Rate
	most := uint32(rate * 95 / 100)
	if most < 4 {
		t.Fatalf("%d H/s are proven", rate)
	}
	if err := w.sell("half", "A", holder.Number, most/2); err != nil {
		t.Fatal(err)
	}
	if err := w.sell("same", "B", holder.Number, most); !errors.Is(err, meter.ErrOverbooked) {
		t.Errorf("the same hashrate in another series: %v", err)
	}
	if err := w.sell("rest", "B", holder.Number, most-most/2); err != nil {
		t.Errorf("what is left: %v", err)
	}
	w.closeDay()
	w.mineDay(1)
	w.closeDay()
	proven := must(w.meter.Capacity(w.day - 1))(t)
	o := desk.Order{ID: "late", Series: "A", Holder: holder.Number, Units: 1, Day: w.day - 2}
	if title, err := w.desk.Sell(t.Context(), o, proven); !errors.Is(err, desk.ErrOrder) {
		t.Errorf("a sale of a day that is closed: %+v, %v", title, err)
	}
}
