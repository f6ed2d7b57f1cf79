package audit

import (
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// TestSumAsWritten: of 40,954 sat a dashboard shows 0.0004, or 0.00041, and that accuses nobody; what is far
// below is, and of a digit worth a quarter of the sum nothing else is concluded.
func TestSumAsWritten(t *testing.T) {
	g := FiveFields{Hashrate: 30e12, From: date(t, "2026-03-01"), To: date(t, "2026-03-31"), Fee: 0.02}
	for _, c := range []struct {
		sat, step units.MilliSat
		want      State
	}{{40_000, 10_000, NotKnown}, {41_000, 1_000, InOrder}, {40_000, 100, Underpaid}, {40_000, 1, Underpaid},
		{30_000, 10_000, Underpaid}, {50_000, 10_000, Overpaid}, {40_954, 0, InOrder}} {
		g.Received, g.Step = c.sat*1000, c.step*1000
		r, err := Five(g, market.Embedded())
		if err != nil || r.State != c.want || r.Parts.Sum() != r.ReceivedSat-r.OwedSat {
			t.Errorf("%d sat to %d: %v %s, want %s", c.sat, c.step, err, r.Sentence, c.want)
		}
	}
}
