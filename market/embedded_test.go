package market

import (
	"math"
	"testing"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func at(t testing.TB, s string) Day {
	t.Helper()
	d, err := Embedded().At(date(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// allFacts skips a test of figures that a build with the tag freefacts leaves out.
func allFacts(t *testing.T) {
	t.Helper()
	if len(termsBytes) == 0 {
		t.Skip("built without the figures that stand under terms of others")
	}
}

func near(t testing.TB, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %.10g, want %.10g within %g", what, got, want, relative)
	}
}

// The history that comes with the program has the hash of its CSV, which anybody can export and recompute.
func TestEmbeddedHash(t *testing.T) {
	csv := Embedded().CSV()
	if want := cite.Hash(csv); Embedded().Hash() != want {
		t.Fatalf(
			"the hash is %s, that of the CSV %s; run historygen, or write it to history.hash",
			Embedded().Hash(),
			want,
		)
	}
	if again, err := Parse(csv); err != nil || again.Hash() != Embedded().Hash() {
		t.Errorf("read back: %v, %v", again, err)
	}
}

func TestEmbeddedCover(t *testing.T) {
	allFacts(t)
	h := Embedded()
	if h.First().String() != "2009-01-03" || h.Last().String() != "2026-10-03" || len(h.Epochs()) != 482 {
		t.Errorf("covers %s to %s, %d epochs", h.First(), h.Last(), len(h.Epochs()))
	}
	c := h.Cutoffs()
	got := [4]string{c.Difficulty.String(), c.Price.String(), c.Fees.String(), c.Blocks.String()}
	if want := [4]string{"2026-10-03", "2026-10-03", "2026-06-01", "2026-06-01"}; got != want {
		t.Errorf("cutoffs %v, want %v", got, want)
	}
	if d := at(t, "2026-10-02"); d.Carried.Price != date(t, "2026-10-01") || d.PriceUSD != 84853.1 {
		t.Errorf("2026-10-02: %+v", d)
	}
	if d := at(t, "2010-07-17"); d.PriceUSD != 0 || d.Carried.Any() {
		t.Errorf("2010-07-17: %+v", d)
	}
}

// Published figures, which rest on other prices of the day than the embedded close: 38.41 and 314.6 USD per
// PH/s and day by Coin Metrics' prices, 37.70 and 315 by Luxor's.
func TestHashprice(t *testing.T) {
	allFacts(t)
	near(t, "2024-08-05", at(t, "2024-08-05").HashpriceUSD(), 0.03841, 1e-2)
	near(t, "2021-07-24", at(t, "2021-07-24").HashpriceUSD(), 0.3184, 1e-2)
	near(t, "2021-07-23", at(t, "2021-07-23").HashpriceUSD(), 0.3146, 1e-2)
	// By hand from the day's own figures: (3.125 + 0.0936) BTC * 86400e12 / (90666502495566 * 2^32) *
	// $53,470.
	d := at(t, "2024-08-05")
	near(
		t,
		"2024-08-05, by hand",
		d.HashpriceUSD(),
		(d.SubsidyBTC+d.FeesBTC)*86400e12/(d.Difficulty*math.Exp2(32))*d.PriceUSD,
		1e-12,
	)
	d = at(t, "2026-10-03")
	// 3.125 BTC * 86400e12 / (132728454879701 * 2^32) * $84,690.24 = $40.112 per PH/s; published 40.13.
	near(t, "2026-10-03, subsidy alone", 1000*float64(d.SubsidyHashvalue())*d.PriceUSD, 40.112, 2e-5)
}

// Genesis "Radiant", 1 TH/s for $285 on 2018-08-17, five years, no daily fee: the buyer's bitcoin
// against what $285 would have bought, and dollars if each day's bitcoin was sold that day.
func TestReplayRadiant(t *testing.T) {
	allFacts(t)
	start := date(t, "2018-08-17")
	var btc, usd float64
	days := Embedded().Days(start, start+1826)
	for _, d := range days {
		btc += float64(d.Hashvalue())
		usd += d.HashpriceUSD()
	}
	if len(days) != 1826 {
		t.Fatalf("%d days", len(days))
	}
	near(t, "BTC efficiency", btc/(285/days[0].PriceUSD), 0.592, 0.005)
	near(t, "USD out/in", usd/285, 1.150, 0.005)
}

func TestIssuance(t *testing.T) {
	allFacts(t)
	var sum float64
	blocks := 0
	for _, d := range Embedded().Days(0, date(t, "2026-06-02")) {
		sum += d.SubsidyBTC * float64(d.Blocks)
		blocks += d.Blocks
	}
	// The last block of 2026-06-01 by header time has the height 952048: 210000 blocks each of 50, 25, 12.5
	// and 6.25 BTC, and 112049 of 3.125, less the genesis block's 50, which nobody can spend.
	const want = 210_000*(50+25+12.5+6.25) + 112_049*3.125 - 50
	if math.Abs(sum-want) > 1e-4 || blocks != 952_048 {
		t.Errorf("issued %.8f BTC in %d blocks, want %.8f", sum, blocks, want)
	}
	// Block 840000, the first with 3.125 BTC, has the header time 2024-04-20 00:09:27 UTC.
	if d := at(t, "2024-04-19"); d.SubsidyBTC != 6.25 || d.FirstHeight+d.Blocks > 840_000 {
		t.Errorf("the day before the halving: %+v", d)
	}
	if d := at(t, "2024-04-20"); d.FirstHeight != 839_999 || d.SubsidyBTC >= 6.25 {
		t.Errorf("halving day: %+v", d)
	}
}

// On a day on which the subsidy halves it is the mean over the day's blocks: those before the halving, which
// at its header time (that of block 210000, 420000, ...) are as large a share of them as of the day has
// passed.
func TestSubsidyOfAHalvingDay(t *testing.T) {
	allFacts(t)
	for i, c := range []struct {
		day         string
		h, m, s     int // of the header of the first block that pays the smaller subsidy
		before, all int
		subsidy     float64
	}{
		{"2012-11-28", 15, 24, 38, 113, 172, 41.4244},
		{"2016-07-09", 16, 46, 13, 101, 149, 20.9732},
		{"2020-05-11", 19, 23, 43, 133, 157, 11.5446},
		{"2024-04-20", 0, 9, 27, 1, 130, 3.1490},
	} {
		d, height := at(t, c.day), 210_000*(i+1)
		if height-d.FirstHeight != c.before || d.Blocks != c.all {
			t.Errorf("%s: %d of %d blocks before the halving, want %d of %d", c.day, height-d.FirstHeight,
				d.Blocks, c.before, c.all)
		}
		near(t, c.day+" subsidy", d.SubsidyBTC, c.subsidy, 1e-4)
		blocks, passed := float64(c.before)/float64(c.all), float64(3600*c.h+60*c.m+c.s)/86400
		if math.Abs(blocks-passed) > 0.05 {
			t.Errorf("%s: %.3f of the blocks and %.3f of the day before the halving", c.day, blocks, passed)
		}
	}
}

// Heights count by header time, as the epochs do: where an epoch begins within a day, its height is what
// the day's count has reached at that moment, in the mean over many.
func TestHeightsFollowTheEpochs(t *testing.T) {
	allFacts(t)
	var sum float64
	n := 0
	for _, e := range Embedded().Epochs() {
		d, err := Embedded().At(units.DateOf(e.Time))
		if err != nil || e.Height < 600_000 || d.Carried.Blocks != 0 {
			continue
		}
		reached := float64(
			d.FirstHeight,
		) + float64(
			d.Blocks,
		)*float64(
			e.Time-d.Date.Unix(),
		)/consensus.SecondsPerDay
		sum += float64(e.Height) - reached
		n++
	}
	// The counts of one day scatter by some six blocks about the straight line: 0.5 in the mean over 170
	// epochs.
	if mean := sum / float64(n); n < 160 || math.Abs(mean) > 1.5 {
		t.Errorf("over %d epochs heights are %.2f blocks behind", n, -mean)
	}
}

// Each epoch's first block comes a block interval after the last one of the epoch before: the
// timespan that the ratio of targets implies, T' = T * timespan / two weeks, leaves a gap to the
// time between the first blocks. Header times may run backwards a little; 600 s is expected.
func TestEpochsObeyRetargetRule(t *testing.T) {
	epochs := Embedded().Epochs()
	n, sum := 0, 0.0
	for i := 1; i < len(epochs); i++ {
		a, b := epochs[i-1], epochs[i]
		if b.Height != a.Height+consensus.RetargetBlocks || b.Time <= a.Time {
			t.Fatalf("epoch %+v after %+v", b, a)
		}
		ratio := a.Difficulty / b.Difficulty
		if a.Difficulty == 1 || ratio < 0.2501 || ratio > 3.999 ||
			b.Time-a.Time < consensus.RetargetSeconds/4 {
			continue // at a bound of the rule the ratio says nothing
		}
		gap := float64(b.Time-a.Time) - ratio*consensus.RetargetSeconds
		if gap < -1200 || gap > 4900 {
			t.Errorf("epoch at %d leaves a gap of %.0f s", b.Height, gap)
		}
		n++
		sum += gap
	}
	if mean := sum / float64(n); n < 455 || math.Abs(mean-587) > 15 {
		t.Errorf("%d gaps of %.0f s in the mean, want about 460 of 587", n, mean)
	}
}
