package audit

import (
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// TestFiveInParts: 10 TH/s over 30 days in March 2026, one sum; each thing named takes its own part and
// what is left is the rest. Owed are 30 days at full hashrate; by hand: 95 % uptime takes a twentieth of it.
func TestFiveInParts(t *testing.T) {
	f := FiveFields{Hashrate: 10e12, From: date(t, "2026-03-01"), To: date(t, "2026-03-30"), Received: 1}
	plain, err := Five(f, market.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	owed := units.MilliSat(plain.OwedSat) * 1000
	f.Uptime = 0.95
	f.Received = owed * 95 / 100
	r, err := Five(f, market.Embedded())
	if err != nil || r.State != InOrder || r.OwedSat != plain.OwedSat {
		t.Fatalf("%v: %s", err, r.Sentence)
	}
	twentieth := -plain.OwedSat / 20
	if d := r.Parts.Uptime - twentieth; d < -2 || d > 2 {
		t.Errorf("uptime is %d, want %d", r.Parts.Uptime, twentieth)
	}
	if r.Parts.Rest != 0 {
		t.Errorf("of a difference that the uptime explains is left: %+v", r.Parts)
	}
	// Half of what was owed came. Without a least payout it is missing, with one as large it may wait.
	f.Uptime = 0
	f.Received = owed / 2
	if r, _ = Five(f, market.Embedded()); r.State != Underpaid || r.Parts.HeldBack != 0 ||
		r.Parts.Rest > -plain.OwedSat*4/10 {
		t.Errorf("%s %+v", r.Sentence, r.Parts)
	}
	f.Minimum = owed
	if r, _ = Five(f, market.Embedded()); r.State != InOrder || r.HeldBackSat < plain.OwedSat*4/10 ||
		r.Parts.HeldBack != -r.HeldBackSat {
		t.Errorf("%s %+v", r.Sentence, r.Parts)
	}
	for _, r := range []*Result{plain, r} {
		if r.Parts.Sum() != r.ReceivedSat-r.OwedSat {
			t.Errorf("parts %+v are not %d", r.Parts, r.ReceivedSat-r.OwedSat)
		}
	}
}

// TestWhatWaits: a pool pays every 7 days; on the last day asked for, 3 days wait: owed, held back, no gap
// and no shortfall. 8 days without a payout are a gap.
func TestWhatWaits(t *testing.T) {
	from := date(t, "2025-09-01")
	var rows []statement.Row
	for week := range 6 {
		row := statement.Row{Line: week + 1, Kind: statement.Payout}
		for _, d := range paidDaily(t, from+units.Date(7*week), 7, func(int) float64 { return 1 }) {
			row.Amount += d.Amount
		}
		row.Time = (from + units.Date(7*week+6)).Unix() + 3600
		rows = append(rows, row)
	}
	in := account(rows)
	in.Start = from
	in.To = from + 6*7 + 2
	r := judge(t, in)
	if r.State != InOrder || len(r.Gaps) > 0 || r.HeldBackSat <= 0 || r.Parts.HeldBack != -r.HeldBackSat {
		t.Fatalf("%s, gaps %v, parts %+v", r.Sentence, r.Gaps, r.Parts)
	}
	if r.To != in.To.String() {
		t.Errorf("to %s", r.To)
	}
	// Three days of 45 are a fifteenth of what is owed, as far as difficulty stays the same.
	if share := float64(r.HeldBackSat) / float64(r.OwedSat); share < 0.05 || share > 0.085 {
		t.Errorf("%.3f of what was owed waits", share)
	}
	in.To = from + 6*7 + 9
	if r = judge(t, in); len(r.Gaps) != 1 || r.HeldBackSat != 0 {
		t.Errorf("gaps %v, held back %d", r.Gaps, r.HeldBackSat)
	}
}

// TestUptimeGiven: a holder knows that 90 % was delivered of what was sold, the file tells no hashrate.
func TestUptimeGiven(t *testing.T) {
	from := date(t, "2025-09-01")
	in := account(paidDaily(t, from, 40, func(int) float64 { return 0.9 }))
	in.Sold = true
	if r := judge(t, in); r.State != Underpaid {
		t.Fatalf("without an uptime: %s", r.Sentence)
	}
	in.Uptime = 0.9
	r := judge(t, in)
	if d := r.Parts.Uptime + r.OwedSat/10; r.State != InOrder || d < -40 || d > 40 {
		t.Errorf("%s %+v", r.Sentence, r.Parts)
	}
}
