package payouts_test

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/payouts"
)

// TestAuditShows: of an audit every medium shows the sentence and every section that has something to say,
// the parts with their sum, the days that stand out and no others.
func TestAuditShows(t *testing.T) {
	r := &audit.Result{Sentence: "Less.", State: audit.Underpaid, From: "2026-03-01",
		To: "2026-03-06", Days: 6,
		Tier: "B", Scheme: "fpps", OwedSat: 600, ReceivedSat: 550, Parts: audit.Parts{Fees: -3, Rest: -47},
		Tests: []audit.Test{{Name: "too_noisy", Odds: "nothing unusual"},
			{Name: "underpaid", Alarm: true, Odds: "1 in 500", AlarmOn: "2026-03-05"}},
		CannotKnow: []string{"a"}, WouldSettle: []string{"b"}, Letter: "Dear support,\n\nSend:\n- b\n\nBye.\n",
		Explanations: []audit.Explanation{{What: "c", Sat: -5}}, Rows: audit.Rows{Read: 6, Used: 6},
		Evidence: audit.Evidence{Hashes: []string{"sha256:d"}}}
	for i, sat := range []int64{100, 100, 100, 50, 100, 100} {
		r.EachDay = append(r.EachDay, audit.Day{Date: "2026-03-0" + string(rune('1'+i)), OwedSat: 100,
			ReceivedSat: &sat})
	}
	d := payouts.Audit(r)
	for _, o := range []report.Order{report.AuditOnTerminal(), report.AuditOnPage(), report.AuditOnSheet()} {
		shown := d.In(o)
		for _, key := range []string{"owed", "parts", "days", "tests", "explained", "cannot",
			"settle", "rows",
			"letter", "judged"} {
			found := false
			for _, s := range shown {
				found = found || s.Key == key
			}
			if !found {
				t.Errorf("%s is not in %v", key, o)
			}
		}
	}
	days := d.Section("days").Blocks[0].(report.Table)
	if len(days.Rows) != 1 || days.Rows[0].Name != "2026-03-04" || days.Rows[0].Cells[2] != "50 %" {
		t.Errorf("days in question: %+v", days.Rows)
	}
	parts := d.Section("parts").Blocks[0].(report.Table)
	if sum := parts.Rows[len(parts.Rows)-1]; sum.Cells[0] != "−50 sat" {
		t.Errorf("the parts sum to %v", sum)
	}
	tests := d.Section("tests").Blocks[0].(report.Findings)
	if tests.Items[0].Word != "alarm" || !strings.Contains(tests.Items[0].Says, "on 2026-03-05") {
		t.Errorf("the alarm does not come first: %+v", tests.Items)
	}
	r.State = audit.InOrder
	if payouts.Audit(r).Section("letter") != nil {
		t.Error("who is paid as owed has nothing to write")
	}
}

// TestDaysInQuestionAfterAChange: where payments fell on a day, the days from it on are those in question,
// though they are the most.
func TestDaysInQuestionAfterAChange(t *testing.T) {
	r := &audit.Result{State: audit.Changed, From: "2026-03-01", To: "2026-03-09",
		Tests: []audit.Test{{Name: "changed", Alarm: true, Since: &audit.Since{Date: "2026-03-05"}}}}
	for day := range 9 {
		sat := int64(1000)
		if day >= 4 {
			sat = 950
		}
		date := "2026-03-0" + string(rune('1'+day))
		r.EachDay = append(r.EachDay, audit.Day{Date: date, OwedSat: 1000, ReceivedSat: &sat})
	}
	days := payouts.Audit(r).Section("days").Blocks[0].(report.Table)
	if len(days.Rows) != 5 || days.Rows[0].Name != "2026-03-05" {
		t.Errorf("days in question: %+v", days.Rows)
	}
}
