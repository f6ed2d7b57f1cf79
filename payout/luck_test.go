package payout

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/share"
)

// TestLuckByHand: with three expected, e^-3 = 0.0498 is the chance of none, so that none is what is
// suspected, and all would have to be kept back; with 600, one in ten is noticed (1.645 sqrt(600) = 40.3
// fewer are suspected, 0.84 sqrt(540) = 19.6 more are needed, 59.9 of 600).
func TestLuckByHand(t *testing.T) {
	for _, c := range []struct {
		blocks                    int
		expected, chance, noticed float64
	}{
		{0, 3, math.Exp(-3), 1 + math.Log(noticed)/3}, // a Poisson mean whose chance of none is 0.8
		{0, 2.9, math.Exp(-2.9), 2},
		{1, 3, 4 * math.Exp(-3), 1 + math.Log(noticed)/3},
		{600, 600, 0.511, 0.1},
	} {
		got := LuckOf(c.blocks, c.expected)
		if math.Abs(got.Chance-c.chance) > 1e-3 || math.Abs(got.Noticed-c.noticed) > 2e-3 {
			t.Errorf("%d of %v: %+v, want %v and %v", c.blocks, c.expected, got, c.chance, c.noticed)
		}
	}
	if got := LuckOf(0, 0); got.Chance != 1 || got.Noticed <= 1 {
		t.Errorf("without work: %+v", got)
	}
}

// TestLuckIsWhatItSays simulates: who keeps back what Noticed says is suspected in four of five cases or
// more, and who keeps back nothing in one of twenty or fewer.
func TestLuckIsWhatItSays(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 9))
	for _, expected := range []float64{3, 4.1, 12, 47.3, 310} {
		l := LuckOf(0, expected)
		few := fewest(expected)
		const runs = 20_000
		count := func(mu float64) (suspectedRuns float64) {
			for range runs {
				if poisson(rng, mu) <= few {
					suspectedRuns++
				}
			}
			return suspectedRuns / runs
		}
		if got := count(expected); got > suspected+0.005 {
			t.Errorf("%v expected: honest, and suspected in %v", expected, got)
		}
		if got := count(expected * (1 - l.Noticed)); got < noticed-0.012 {
			t.Errorf("%v expected, %.3f kept back: suspected in %v", expected, l.Noticed, got)
		}
	}
}

func poisson(rng *rand.Rand, mu float64) (n int) {
	for t := rng.ExpFloat64(); t < mu; t += rng.ExpFloat64() {
		n++
	}
	return n
}

func TestNetwork(t *testing.T) {
	var n Network
	if got := n.Expected(0x1d00ffff, 32); math.Abs(got-65535./65536) > 1e-9 {
		t.Errorf("a share of level 32 at difficulty 1 stands for %v blocks", got)
	}
	if got := n.Expected(0x1d00ffff, 22); math.Abs(got-65535./65536/1024) > 1e-9 {
		t.Errorf("a share of level 22 at difficulty 1 stands for %v blocks", got)
	}
	if got := n.Expected(0x207fffff, share.MaxLevel); got != 1 {
		t.Errorf("a share harder than a block stands for %v", got)
	}
	if n.Expected(0, 30) != 0 {
		t.Error("bits of nothing")
	}
}
