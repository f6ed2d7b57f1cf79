package paths

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestKernelsAgree holds every vectorised twin to the bytes of the specification: over seeds and
// as-of days, horizons odd and even, within a tile and across, over two halvings and with paths
// that do not fill a strip.
func TestKernelsAgree(t *testing.T) {
	all := kernels()
	if len(all) == 1 {
		t.Skip("this processor has the plain kernel alone")
	}
	for _, asOf := range []string{"2014-03-01", "2020-05-01", "2023-12-31"} {
		p := processOf(t, asOf)
		p.HashrateSD *= 3 // so that epochs end on different days, early and late
		for _, c := range []Config{
			{Days: 1, Paths: 8},
			{Days: 2, Paths: 16},
			{Days: 31, Paths: 24},
			{Days: 32, Paths: 40},
			{Days: 33, Paths: 8},
			{Days: 365, Paths: 256, Seed: 1 << 40},
			{Days: 1095, Paths: 64, Seed: 7, PriceDrift: 2},
			{Days: 1825, Paths: 48, Seed: math.MaxUint64, PriceDrift: -0.9},
		} {
			c.Subsidy, c.kernel = true, 1
			want := simulated(t, p, c)
			for k := range all[1:] {
				c.kernel = k + 2
				samePaths(t, fmt.Sprintf("%s, %+v", asOf, c), want, simulated(t, p, c))
			}
		}
	}
}

// TestKernelsAgreeOnDifficulty: the figures that only fans and quantiles read.
func TestKernelsAgreeOnDifficulty(t *testing.T) {
	p := processOf(t, "2023-12-31")
	var want []float32
	for k := range kernels() {
		var got []float32
		c := Config{Days: 100, Paths: 512, Workers: 1, kernel: k + 1}
		p.eachTile(c, func(at Place, tile *Tile) {
			for d := range at.Days {
				got = append(got, tile.Difficulty[d][:at.N]...)
			}
		}, nil)
		if k == 0 {
			want = got
		}
		if !slices.Equal(got, want) {
			t.Errorf("kernel %d has other difficulties", k)
		}
	}
}

func simulated(t *testing.T, p Process, c Config) *Paths {
	t.Helper()
	out, err := p.Simulate(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func samePaths(t *testing.T, what string, want, got *Paths) {
	t.Helper()
	for _, x := range []struct {
		name      string
		want, got []float32
	}{
		{"price", want.Price, got.Price},
		{"hashvalue", want.Hashvalue, got.Hashvalue},
		{"subsidy", want.Subsidy, got.Subsidy},
	} {
		if len(x.want) != len(x.got) {
			t.Fatalf("%s: %d figures of %s, specification %d", what, len(x.got), x.name, len(x.want))
		}
		for i := range x.want {
			if math.Float32bits(x.want[i]) != math.Float32bits(x.got[i]) {
				t.Fatalf("%s: %s of path %d, day %d: %v, specification %v",
					what, x.name, i/want.Days, i%want.Days+1, x.got[i], x.want[i])
			}
		}
	}
}

// TestStripsAreThePaths: the same market in strips as by path, and its sums those of its days, whichever
// kernel adds them up.
func TestStripsAreThePaths(t *testing.T) {
	process := processOf(t, "2023-12-31")
	c := Config{Days: 77, Paths: 40, Seed: 3}
	p := simulated(t, process, c)
	r, err := process.Strips(c, 42_000, 1e-6)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.N {
		price, hashvalue := p.Path(i)
		for d := range r.Days {
			at := r.at(i, d)
			wantPrice, wantValue := float32(42_000), float32(1e-6)
			if d > 0 {
				wantPrice, wantValue = price[d-1], hashvalue[d-1]
			}
			if r.Price[at] != wantPrice || r.Hashvalue[at] != wantValue {
				t.Fatalf("path %d, day %d: %v and %v, by path %v and %v",
					i, d, r.Price[at], r.Hashvalue[at], wantPrice, wantValue)
			}
		}
		for c := range (r.Days - 1 + ChunkDays - 1) / ChunkDays {
			days := min(ChunkDays, r.Days-1-c*ChunkDays)
			var rows Tile
			for d := range days {
				rows.Price[d][0] = price[c*ChunkDays+d]
				rows.Hashvalue[d][0] = hashvalue[c*ChunkDays+d]
			}
			var s chunk
			rows.sum(0, days, &s)
			at := c*r.N + i
			got := [4]float32{r.Hash[at], r.Inverse[at], r.USD[at], r.Low[at]}
			if want := [4]float32{s.hash[0], s.inverse[0], s.usd[0], s.low[0]}; got != want {
				t.Fatalf("path %d, chunk %d: sums %v, of its days %v", i, c, got, want)
			}
		}
	}
}

// TestCounter: the words that the kernels draw are Philox's.
func TestCounter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.Uint32()
		a, b, k0, k1 := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "k0"), word.Draw(t, "k1")
		var want, got [4]uint32
		want[0], want[1], want[2], want[3] = Philox(a, b, k0, k1)
		c := newCounter(a, k0, k1)
		if got[0], got[1], got[2], got[3] = c.words(b, k0, k1); got != want {
			t.Fatalf("%x, Philox %x", got, want)
		}
	})
}
