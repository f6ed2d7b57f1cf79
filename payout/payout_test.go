package payout

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/units"
)

const sat = units.MilliSat(1000)

// One share of difficulty 1 at difficulty 20,000 and 50 BTC is worth 50/20000 = 0.0025 BTC =
// 250,000 sat (Rosenfeld 2011, section 2.2: "each share is worth B/D").
func TestPayPPSByHand(t *testing.T) {
	r := Reward{Subsidy: 50 * units.MSatPerBTC, Fees: units.MSatPerBTC}
	got := PayPPS(1, 20_000, r, 0)
	want := Parts{Subsidy: 250_000 * sat, Net: 250_000 * sat}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// Fees of 1 BTC a block add 1/20000 BTC = 5,000 sat under FPPS; 4 % of 255,000 sat is 10,200.
	full := PayFPPS(1, 20_000, r, 0.04)
	want = Parts{Subsidy: 250_000 * sat, Fees: 5_000 * sat, PoolFee: 10_200 * sat, Net: 244_800 * sat}
	if full != want {
		t.Errorf("got %+v, want %+v", full, want)
	}
}

// A day of 1 TH/s at the difficulty of 2021-07-24, 13,672,594,272,814, and 6.25 x 1.0126 BTC is the
// 931.2 sat that docs/terms.md derives: 86400e12/2^32 = 20,116,567.6 shares of 632,875,000 sat / D each.
func TestDayOfOneTerahash(t *testing.T) {
	shares := SharesOf(units.Hashrate(1e12), 86400)
	if math.Abs(shares-20_116_567.611694336) > 1e-6 {
		t.Errorf("shares %v", shares)
	}
	r := Reward{Subsidy: 625_000_000 * sat, Fees: 7_875_000 * sat}
	got := PayFPPS(shares, 13_672_594_272_814, r, 0).Net
	if got != 931_153 {
		t.Errorf("got %d msat, want 931,153 (931.153 sat)", got)
	}
	if h := HashrateOf(shares, 86400); math.Abs(float64(h)-1e12) > 1 {
		t.Errorf("back to %v H/s", h)
	}
}

// Public figures of two TIDES blocks of 2025-03-12: 0.00072201 % of the window earned 2,261 sat with
// 26 sat of fee, 0.00072126 % earned 2,257 with 25. The block reward was 3.1675 BTC or so:
// 2,287/0.0000072201 = 316,755,000 sat, of which 0.00072201 % is 2,287 and 1.13 % fee of it 26.
func TestPayWindowTIDES(t *testing.T) {
	b := Block{Reward: 316_755_000 * sat, Mine: 72_201, Window: 10_000_000_000}
	p := b.PayWindow(0)
	if got := p.Net.FloorSat(); got != 2_287 {
		t.Errorf("gross %d sat, want 2,287", got)
	}
	// 8 shares of 10 of a block of 3 BTC less 1 %: 2.4 BTC x 0.99 = 2.376 BTC.
	p = Block{Reward: 3 * units.MSatPerBTC, Mine: 8, Window: 10}.PayWindow(0.01)
	if p.Net != 237_600_000*sat || p.PoolFee != 2_400_000*sat {
		t.Errorf("got %+v", p)
	}
	if (Block{}).PayWindow(0.01) != (Parts{}) {
		t.Error("an empty window pays")
	}
}

func TestRamp(t *testing.T) {
	// A window of N = 2 difficulties at D = 100 is 200 shares; 50 shares after joining a quarter is one's
	// own.
	w := WindowShares(2, 100)
	for _, c := range []struct{ since, in float64 }{{-1, 0}, {0, 0}, {50, 0.25}, {200, 1}, {500, 1}} {
		if got := RampIn(c.since, w); got != c.in {
			t.Errorf("ramp in after %v: %v, want %v", c.since, got, c.in)
		}
		if got := RampOut(c.since, w); got != 1-c.in {
			t.Errorf("ramp out after %v: %v, want %v", c.since, got, 1-c.in)
		}
	}
	if RampIn(0, 0) != 1 {
		t.Error("a scheme without a window has no ramp")
	}
}

// 10 thousandths among three equal shares: 3.33 each; the one left over goes to the first.
func TestDivideByHand(t *testing.T) {
	got := Divide(10, []uint64{1, 1, 1})
	if got[0] != 4 || got[1] != 3 || got[2] != 3 {
		t.Errorf("got %v", got)
	}
	// 100 among 1, 2, 4 of 7: 14.28, 28.57, 57.14; the largest remainder is the second's.
	got = Divide(100, []uint64{1, 2, 4})
	if got[0] != 14 || got[1] != 29 || got[2] != 57 {
		t.Errorf("got %v", got)
	}
	if Divide(100, []uint64{0, 0}) != nil {
		t.Error("nothing to divide by")
	}
}

func TestDivideSumsToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reward := units.MilliSat(rapid.Int64Range(0, 21_000_000*units.MSatPerBTC/1000).Draw(t, "reward"))
		shares := rapid.SliceOfN(rapid.Uint64Range(0, 1<<50), 1, 20).Draw(t, "shares")
		parts := Divide(reward, shares)
		var sum units.MilliSat
		for i, p := range parts {
			if p < 0 || shares[i] == 0 && p > 1 {
				t.Fatalf("part %d of %d shares is %d", i, shares[i], p)
			}
			sum += p
		}
		if parts != nil && sum != reward {
			t.Fatalf("parts sum to %d, not %d", sum, reward)
		}
	})
}

func TestNetIsWhatPartsLeave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Reward{
			Subsidy: units.MilliSat(rapid.Int64Range(0, 50*units.MSatPerBTC).Draw(t, "subsidy")),
			Fees:    units.MilliSat(rapid.Int64Range(0, 50*units.MSatPerBTC).Draw(t, "fees")),
		}
		d := rapid.Float64Range(1, 1e15).Draw(t, "difficulty")
		shares := rapid.Float64Range(0, 1).Draw(t, "part") * d
		fee := units.Fraction(rapid.Float64Range(0, 1).Draw(t, "fee"))
		for _, p := range []Parts{PayPPS(shares, d, r, fee), PayFPPS(shares, d, r, fee), PaySolo(r, fee)} {
			if p.Net != p.Subsidy+p.Fees-p.PoolFee || p.Net < 0 || p.PoolFee < 0 {
				t.Fatalf("parts do not add up: %+v", p)
			}
		}
		more := PayFPPS(shares, d, r, fee/2)
		if more.Net < PayFPPS(shares, d, r, fee).Net {
			t.Fatal("a lower fee pays less")
		}
	})
}

// 1 PH/s of 900 EH/s is 52,560/900,000 = 0.0584 blocks a year; P(no block) reaches 1 % after
// ln 100 = 4.605 expected blocks, 78.9 years.
func TestSolo(t *testing.T) {
	perYear := BlocksPerYear(1.0 / 900_000)
	if math.Abs(perYear-0.0584) > 1e-9 {
		t.Errorf("%v blocks a year", perYear)
	}
	if years := math.Log(100) / perYear; math.Abs(years-78.86) > 0.01 {
		t.Errorf("%v years", years)
	}
	if ExpectedBlocks(100, 200) != 0.5 {
		t.Error("half a block is expected of half a difficulty")
	}
}

func TestParseScheme(t *testing.T) {
	for in, want := range map[string]Scheme{"FPPS": FPPS, " pps+ ": PPSPlus, "PPS plus": PPSPlus,
		"tides": TIDES} {
		got, err := ParseScheme(in)
		if err != nil || got != want {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
	if _, err := ParseScheme("prop"); err == nil {
		t.Error("an unknown scheme is read")
	}
	if !FPPS.Expected() || PPLNS.Expected() {
		t.Error("FPPS pays the expectation, PPLNS does not")
	}
}
