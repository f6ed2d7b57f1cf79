package market

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// What a cut knows is what a file that ends on that day would say: no figure looks ahead.
func TestCutAtIsTheFileThatEndsThere(t *testing.T) {
	h := Embedded()
	full := h.CSV()
	for _, s := range []string{"2009-01-04", "2010-07-18", "2012-11-28", "2021-07-03",
		"2024-04-20", "2026-06-01",
		"2026-06-02", "2026-06-13", "2026-06-14", "2026-09-04", "2026-09-10", "2026-09-18", "2026-10-01", "2026-10-02", "2026-10-03"} {
		d := date(t, s)
		short, err := Parse(linesUpTo(full, d))
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		cut := h.CutAt(d)
		sameHistory(t, s, cut, short)
		if string(cut.CSV()) != string(short.CSV()) {
			t.Errorf("%s: the cut and the short file export differently", s)
		}
	}
}

// linesUpTo keeps the header and the days up to last of a CSV that begins on the embedded first day.
func linesUpTo(data []byte, last units.Date) []byte {
	n := int(last-Embedded().First()) + 2
	for i, b := range data {
		if b == '\n' {
			if n--; n == 0 {
				return data[:i+1]
			}
		}
	}
	return data
}

func sameHistory(t *testing.T, what string, a, b *History) {
	t.Helper()
	if diff := cmp.Diff(a.Days(0, math.MaxInt32), b.Days(0, math.MaxInt32)); diff != "" {
		t.Errorf("%s: days differ: %.2000s", what, diff)
	}
	if diff := cmp.Diff(a.Epochs(), b.Epochs()); diff != "" {
		t.Errorf("%s: epochs differ: %.2000s", what, diff)
	}
	if a.Cutoffs() != b.Cutoffs() {
		t.Errorf("%s: cutoffs %+v and %+v", what, a.Cutoffs(), b.Cutoffs())
	}
}

func TestRoundTrips(t *testing.T) {
	allFacts(t)
	h := Embedded()
	back, err := Parse(h.CSV())
	if err != nil {
		t.Fatal(err)
	}
	sameHistory(t, "CSV", h, back)
	bin, err := h.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Decode(bin)
	if err != nil {
		t.Fatal(err)
	}
	sameHistory(t, "compact", h, again)
	for _, embedded := range [][]byte{freeBytes, termsBytes} {
		days, epochs, height, err := decode(embedded)
		if err != nil {
			t.Fatal(err)
		}
		if bin, err := EncodeObservations(days, epochs, height); err != nil ||
			string(bin) != string(embedded) {
			t.Errorf("encoding the embedded days does not give their bytes, %v", err)
		}
	}
}

func TestPriceKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := math.Pow(10, rapid.Float64Range(-7, 11).Draw(t, "log10"))
		q := priceOf(priceKey(p))
		if math.Abs(q/p-1) > 5e-6*(1+1e-9) {
			t.Fatalf("%v became %v", p, q)
		}
		if priceOf(priceKey(q)) != q {
			t.Fatalf("%v is not kept", q)
		}
	})
	for _, p := range []float64{0.0495, 84853.1, 99999.9, 100000, 124128, 6580.24} {
		if got := priceOf(priceKey(p)); got != p {
			t.Errorf("%v became %v", p, got)
		}
	}
}

func TestFeesCarriedAreTheMeanOfSevenDays(t *testing.T) {
	allFacts(t)
	h := Embedded()
	last := date(t, "2026-06-01")
	var fees float64
	blocks := 0
	for _, d := range h.Days(last-6, last+1) {
		fees += d.FeesBTC * float64(d.Blocks)
		blocks += d.Blocks
	}
	for _, d := range h.Days(last+1, h.Last()+1) {
		near(t, d.Date.String(), d.FeesBTC, fees/float64(blocks), 1e-12)
		if d.Carried.Fees != last || d.Carried.Blocks != last || d.Carried.Difficulty != 0 {
			t.Errorf("%s: %+v", d.Date, d.Carried)
		}
	}
}

func TestHeights(t *testing.T) {
	allFacts(t)
	h := Embedded()
	days := h.Days(h.First(), h.Last()+1)
	for i, d := range days {
		if i > 0 && d.FirstHeight != days[i-1].FirstHeight+days[i-1].Blocks {
			t.Fatalf(
				"%s: first height %d after %d + %d",
				d.Date,
				d.FirstHeight,
				days[i-1].FirstHeight,
				days[i-1].Blocks,
			)
		}
	}
	// Days are by header time, which may run back a little: within a day of its epoch's start, give or take.
	for _, e := range h.Epochs()[1:] {
		d, err := h.At(units.DateOf(e.Time))
		if err != nil {
			t.Fatal(err)
		}
		slack := 10
		if d.Carried.Blocks != 0 {
			slack = 150 // 600 s a block over an epoch is up to a day off
		}
		if e.Height < d.FirstHeight-slack || e.Height > d.FirstHeight+d.Blocks+slack {
			t.Errorf(
				"epoch at %d begins on %s, heights %d to %d",
				e.Height,
				d.Date,
				d.FirstHeight,
				d.FirstHeight+d.Blocks,
			)
		}
	}
	// Block 840,000 was mined on 2024-04-20 at 00:09 UTC.
	if d := at(t, "2024-04-20"); d.FirstHeight > 840_000 && at(t, "2024-04-19").FirstHeight > 840_000 {
		t.Errorf("2024-04-20 begins at %d", d.FirstHeight)
	}
}

// 600 s a block from the epoch's first block, never past its last: the next height after 0 s is
// the second block's, after 599 s still, after 600 s the third's.
func TestNextHeight(t *testing.T) {
	e := Epoch{Height: 2016, Time: 1000}
	for _, c := range [][2]int64{{1000, 2017}, {1599, 2017}, {1600, 2018}, {1000 + 2015*600, 4032},
		{1 << 40, 4032}} {
		if got := nextHeight(e, c[0]); got != int(c[1]) {
			t.Errorf("next height at %d is %d, want %d", c[0], got, c[1])
		}
	}
}

func TestQueries(t *testing.T) {
	allFacts(t)
	h := Embedded()
	d := date(t, "2024-05-10")
	growth, ok := h.DifficultyGrowth(d, 365)
	want := at(t, "2024-05-10").Difficulty/at(t, "2023-05-11").Difficulty - 1
	if !ok || float64(growth) != want || want < 0.5 {
		t.Errorf("growth %v, %v, want %v", growth, ok, want)
	}
	if _, ok := h.DifficultyGrowth(h.First()+10, 11); ok {
		t.Error("growth from before the first day")
	}
	e, ok := h.EpochAt(1703311464) // the first block of epoch 822528
	if !ok || e.Height != 822_528 || math.Abs(e.Difficulty-72_006_146_478_567.1) > 0.05 {
		t.Errorf("epoch %+v, want difficulty 72006146478567.1", e)
	}
	if e, _ := h.EpochAt(1703311463); e.Height != 820_512 {
		t.Errorf("a second earlier: %+v", e)
	}
	if _, ok := h.EpochAt(0); ok {
		t.Error("an epoch before genesis")
	}
	if _, err := h.At(h.Last() + 1); err == nil ||
		err.Error() != "2026-10-04 is outside the history (2009-01-03 to 2026-10-03); choose a day inside, or give a longer one with “history=FILE”" {
		t.Errorf("after the last day: %v", err)
	}
	for _, span := range [][2]units.Date{{0, 5}, {d, d}, {d, d - 3}, {h.Last() + 1, h.Last() + 9},
		{math.MaxInt32, math.MinInt32}} {
		if got := h.Days(span[0], span[1]); len(got) != 0 {
			t.Errorf("Days(%v) has %d days", span, len(got))
		}
	}
	if got := h.Days(math.MinInt32/2, math.MaxInt32); len(got) != int(h.Last()-h.First())+1 {
		t.Errorf("all days are %d", len(got))
	}
}

// The mean over a day with a retarget weighs both difficulties with their seconds:
// 2026-10-03T07:16:36Z is 26196 s into the day.
func TestMeanDifficulty(t *testing.T) {
	old, next := consensus.Difficulty(0x17021ec5), consensus.Difficulty(0x17021ef0)
	near(t, "2026-10-03", at(t, "2026-10-03").Difficulty, (old*26196+next*(86400-26196))/86400, 1e-14)
	if got := at(t, "2026-10-02").Difficulty; got != old {
		t.Errorf("2026-10-02: %v, want %v exactly", got, old)
	}
	if got := at(t, "2009-01-03").Difficulty; got != 1 {
		t.Errorf("2009-01-03: %v", got)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(magic))
	f.Add([]byte{})
	if short, err := Embedded().CutAt(14300).Encode(); err == nil {
		f.Add(short)
		f.Add(short[:len(short)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Decode(data)
		if err == nil && h.Last() < h.First() {
			t.Fatal("a history without days")
		}
	})
}
