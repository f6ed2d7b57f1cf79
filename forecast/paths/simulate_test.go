package paths

import (
	"slices"
	"testing"
)

// TestSimulateIsDeterministic: the same bytes twice, on one worker or seven, and for fewer paths
// or days.
func TestSimulateIsDeterministic(t *testing.T) {
	process := processOf(t, "2021-06-01")
	run := func(c Config) *Paths { return simulated(t, process, c) }
	a := run(Config{Days: 200, Paths: 512, Seed: 7, Workers: 1, Subsidy: true})
	for _, workers := range []int{1, 7} {
		b := run(Config{Days: 200, Paths: 512, Seed: 7, Workers: workers, Subsidy: true})
		same := slices.Equal(a.Price, b.Price) && slices.Equal(a.Hashvalue, b.Hashvalue)
		if !same || !slices.Equal(a.Subsidy, b.Subsidy) {
			t.Errorf("%d workers: other bytes", workers)
		}
	}
	short := run(Config{Days: 50, Paths: 64, Seed: 7})
	for i := range short.N {
		price, value := short.Path(i)
		longPrice, longValue := a.Path(i)
		if !slices.Equal(price, longPrice[:50]) || !slices.Equal(value, longValue[:50]) {
			t.Fatalf("path %d depends on what else is simulated", i)
		}
	}
	if other := run(Config{Days: 200, Paths: 512, Seed: 8}); slices.Equal(a.Price, other.Price) {
		t.Error("another seed gives the same paths")
	}
}
