package forecast

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestKernelsAgree holds every vectorised twin to the bytes of the specification: over seeds and
// as-of days, horizons odd and even, within a tile and across, over two halvings and with paths
// that do not fill a block.
func TestKernelsAgree(t *testing.T) {
	all := kernels()
	if len(all) == 1 {
		t.Skip("this processor has the plain kernel alone")
	}
	for _, asOf := range []string{"2014-03-01", "2020-05-01", "2023-12-31"} {
		m := fitted(t, asOf)
		m.HashrateSD *= 3 // so that epochs end on different days, early and late
		for _, c := range []Config{
			{Days: 1, Paths: 8}, {Days: 2, Paths: 16}, {Days: 31, Paths: 24}, {Days: 32, Paths: 40}, {Days: 33, Paths: 8},
			{Days: 365, Paths: 256, Seed: 1 << 40}, {Days: 1095, Paths: 64, Seed: 7, PriceDrift: 2}, {Days: 1825, Paths: 48, Seed: math.MaxUint64, PriceDrift: -0.9},
		} {
			c.Subsidy, c.kernel = true, 1
			want := simulated(t, m, c)
			for k := range all[1:] {
				c.kernel = k + 2
				samePaths(t, fmt.Sprintf("%s, %+v", asOf, c), want, simulated(t, m, c))
			}
		}
	}
}

// TestKernelsAgreeOnDifficulty: the figures that only fans and quantiles read.
func TestKernelsAgreeOnDifficulty(t *testing.T) {
	m := fitted(t, "2023-12-31")
	var want Quantiles
	for k := range kernels() {
		q, err := m.Quantiles(Config{Days: 100, Paths: 512, kernel: k + 1})
		if err != nil {
			t.Fatal(err)
		}
		if k == 0 {
			want = q
		}
		if q != want {
			t.Errorf("kernel %d has other quantiles", k)
		}
	}
}

func simulated(t *testing.T, m Model, c Config) *Paths {
	t.Helper()
	p, err := m.Simulate(c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func samePaths(t *testing.T, what string, want, got *Paths) {
	t.Helper()
	for _, x := range []struct {
		name      string
		want, got []float32
	}{{"price", want.Price, got.Price}, {"hashvalue", want.Hashvalue, got.Hashvalue}, {"subsidy", want.Subsidy, got.Subsidy}} {
		if slices.EqualFunc(x.want, x.got, func(a, b float32) bool { return math.Float32bits(a) == math.Float32bits(b) }) {
			continue
		}
		for i := range x.want {
			if x.want[i] != x.got[i] {
				t.Fatalf("%s: %s of path %d, day %d: %v, specification %v", what, x.name, i/want.Days, i%want.Days+1, x.got[i], x.want[i])
			}
		}
	}
}

// TestStripsAreThePaths: the same market in strips as by path, and its sums those of its days, whichever
// kernel adds them up.
func TestStripsAreThePaths(t *testing.T) {
	m := fitted(t, "2023-12-31")
	c := Config{Days: 77, Paths: 40, Seed: 3}
	p := simulated(t, m, c)
	r, err := m.Strips(c, 42_000, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	var rows tile
	for i := range r.N {
		price, hashvalue := p.Path(i)
		for d := range r.Days {
			at := r.At(i, d)
			wantPrice, wantValue := float32(42_000), float32(1e-6)
			if d > 0 {
				wantPrice, wantValue = price[d-1], hashvalue[d-1]
			}
			if r.Price[at] != wantPrice || r.Hashvalue[at] != wantValue {
				t.Fatalf("path %d, day %d: %v and %v, by path %v and %v", i, d, r.Price[at], r.Hashvalue[at], wantPrice, wantValue)
			}
		}
		for c := range (r.Days - 1 + ChunkDays - 1) / ChunkDays {
			days := min(ChunkDays, r.Days-1-c*ChunkDays)
			for d := range days {
				rows.price[d][0], rows.hashvalue[d][0] = price[c*ChunkDays+d], hashvalue[c*ChunkDays+d]
			}
			var s chunk
			rows.sum(0, days, &s)
			at := c*r.N + i
			if got := (chunk{lanes{r.Hash[at]}, lanes{r.Inverse[at]}, lanes{r.USD[at]}, lanes{r.Low[at]}}); got.hash[0] != s.hash[0] ||
				got.inverse[0] != s.inverse[0] || got.usd[0] != s.usd[0] || got.low[0] != s.low[0] {
				t.Fatalf("path %d, chunk %d: other sums than those of its days", i, c)
			}
		}
	}
}

// TestCounter: the words that the kernels draw are philox's.
func TestCounter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Uint32()
		a, b, k0, k1 := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "k0"), word.Draw(t, "k1")
		var want, got [4]uint32
		want[0], want[1], want[2], want[3] = philox(a, b, k0, k1)
		c := newCounter(a, k0, k1)
		if got[0], got[1], got[2], got[3] = c.words(b, k0, k1); got != want {
			t.Fatalf("%x, philox %x", got, want)
		}
	})
}
