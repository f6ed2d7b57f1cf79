package economics

import (
	"testing"

	"github.com/assaymining/assay/economics/valuation"
)

// A figure that no hashrate earns is a promise: it is not played, and the reader is told how far it is off.
func TestUnearnableClaimsAreNotPlayed(t *testing.T) {
	c := valuation.Conditions{PriceUSD: 80_000, SubsidyBTC: 3.125, FeesBTC: 0.05, Difficulty: 120e12}
	earned := c.HashpriceUSD()
	for _, tt := range []struct {
		times  float64
		played bool
	}{{0.3, true}, {1, true}, {1.9, true}, {2.1, false}, {13, false}} {
		var s Section
		got := s.playable(valuation.Claim{DailyUSDPerTH: tt.times * earned}, c)
		if played := got.DailyUSDPerTH > 0; played != tt.played || played == (len(s.Warnings) > 0) {
			t.Errorf("%g times what the chain gives: played %v, warned %v", tt.times, played, s.Warnings)
		}
	}
}
