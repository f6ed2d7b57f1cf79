package audit

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/payout/statement"
)

// TestFallIsNamed: what falls, and scatters too, is told by its day.
func TestFallIsNamed(t *testing.T) {
	from := date(t, "2026-03-01")
	r := judge(t, account(paidDaily(t, from, 12, func(i int) float64 {
		return [...]float64{1, 1, 0.995, 1, 1, 0.995, 1, 0.84, 0.81, 0.81, 0.83, 0.8}[i]
	})))
	if r.State != TooNoisy || !strings.Contains(r.Sentence, "they fell on about 2026-03-08") {
		t.Errorf("%s: %s", r.State, r.Sentence)
	}
}

// TestUnreadRowsAccuseNobody: of payouts two of three of which could not be read nothing is concluded, and of
// those of which one could not a large shortfall is.
func TestUnreadRowsAccuseNobody(t *testing.T) {
	all := paidDaily(t, date(t, "2025-09-01"), 90, func(int) float64 { return 1 })
	var third, less []statement.Row
	for i, r := range all {
		r.Kind, r.Dated = statement.Payout, false
		r.Time += 86400 + 6*3600
		if i%3 == 0 {
			third = append(third, r)
		}
		r.Amount = r.Amount / 10 * 9
		less = append(less, r)
	}
	in := account(third)
	if r := judge(t, in); r.State != Underpaid {
		t.Errorf("without a word of them: %s", r.State)
	}
	in.Unread = 60
	r := judge(t, in)
	if r.State != NotKnown || !strings.Contains(r.Sentence, "60 rows could not be read") ||
		strings.Contains(r.Letter, "Test ") || r.Paid.Low != nil {
		t.Errorf("%s: %s\n%s", r.State, r.Sentence, r.Letter)
	}
	in = account(less)
	in.Unread = 1
	if r = judge(t, in); r.State != Underpaid {
		t.Errorf("a tenth less, and one row not read: %s", r.Sentence)
	}
}

// TestMarketAccusesNobody: what a market paid is set beside what a pool pays, and accuses nobody of anything.
func TestMarketAccusesNobody(t *testing.T) {
	for _, paid := range []float64{0.8, 1.2} {
		in := account(paidDaily(t, date(t, "2025-09-01"), 60, func(int) float64 { return paid }))
		if r := judge(t, in); r.State == InOrder || r.State == NotKnown {
			t.Errorf("a pool that pays %v times what is owed: %s", paid, r.State)
		}
		in.Market = "NiceHash"
		r := judge(t, in)
		if r.State != NotKnown || !strings.Contains(r.Sentence, "NiceHash is a market") ||
			!strings.Contains(strings.Join(r.CannotKnow, " "), "the bids that were filled") {
			t.Errorf("%s: %s", r.State, r.Sentence)
		}
	}
}
