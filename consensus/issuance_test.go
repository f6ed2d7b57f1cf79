package consensus

import (
	"math"
	"testing"

	"github.com/assaymining/assay/units"
	"pgregory.net/rapid"
)

func TestSubsidy(t *testing.T) {
	for _, c := range []struct {
		height int
		want   units.Sat
	}{
		{0, 5_000_000_000}, {209_999, 5_000_000_000}, {210_000, 2_500_000_000}, {420_000, 1_250_000_000},
		{839_999, 625_000_000}, {840_000, 312_500_000}, {1_050_000, 156_250_000},
		{32 * 210_000, 1}, {33 * 210_000, 0}, {64 * 210_000, 0}, {math.MaxInt32, 0},
	} {
		if got := Subsidy(c.height); got != c.want {
			t.Errorf("Subsidy(%d) = %d, want %d", c.height, got, c.want)
		}
	}
}

func TestIssuance(t *testing.T) {
	for _, c := range []struct {
		what       string
		first, end int
		want       units.Sat
	}{
		{"nothing", 5, 5, 0},
		{"nothing backwards", 6, 5, 0},
		{"the last 50 and the first 25", 209_999, 210_001, 7_500_000_000},
		// 210000*50 + 210000*25 + 210000*12.5 + 210000*6.25 + 112054*3.125 - 50 (genesis).
		{"to 2026-06-01, blocks 1 to 952053", 1, 952_054, 2_003_761_875_000_000},
		// Sum over halvings of 210000 * floor(50e8 / 2^n) satoshi: 20,999,999.9769 BTC.
		{"all", 0, math.MaxInt32, 2_099_999_997_690_000},
	} {
		if got := Issuance(c.first, c.end); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.IntRange(0, 8_000_000).Draw(t, "from")
		b := a + rapid.IntRange(0, 3000).Draw(t, "blocks")
		var sum units.Sat
		for h := a; h < b; h++ {
			sum += Subsidy(h)
		}
		if got := Issuance(a, b); got != sum {
			t.Fatalf("Issuance(%d, %d) = %d, block by block %d", a, b, got, sum)
		}
	})
}

func TestNextHalving(t *testing.T) {
	for _, c := range []struct {
		height, want int
		ok           bool
	}{
		{0, 210_000, true}, {209_999, 210_000, true}, {210_000, 420_000, true}, {969_696, 1_050_000, true},
		{33*210_000 - 1, 33 * 210_000, true}, {33 * 210_000, 34 * 210_000, false},
	} {
		if got, ok := nextHalving(c.height); ok != c.ok || ok && got != c.want {
			t.Errorf("NextHalving(%d) = %d, %v", c.height, got, ok)
		}
	}
}

// Published hashprices.
func TestHashvaluePublished(t *testing.T) {
	for _, c := range []struct {
		what                    string
		reward, difficulty, usd float64
		wantSat, wantUSD        float64 // 0: not published
	}{
		// Luxor, Hashrate Index roundup of 2021-07-24: fees 1.26 % of the subsidy of 6.25 BTC.
		{"2021-07-24", 6.25 * 1.0126, 13_672_594_272_814, 33_806, 0, 0.3148},
		// Braiins, 2025-12-13: 148.20 T, 0.016 BTC of fees a block.
		{"2025-12-13", 3.125 + 0.016, 148.20e12, 90_277, 42.64, 0.0385},
	} {
		v := float64(HashvalueAt(c.reward, c.difficulty))
		if math.Abs(v*c.usd-c.wantUSD) > 0.00005 {
			t.Errorf("%s: $%.5f, want $%.4f", c.what, v*c.usd, c.wantUSD)
		}
		if c.wantSat > 0 && math.Abs(v*1e8-c.wantSat) > 0.005 {
			t.Errorf("%s: %.4f sat, want %.2f", c.what, v*1e8, c.wantSat)
		}
	}
}
