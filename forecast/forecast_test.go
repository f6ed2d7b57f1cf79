package forecast

import (
	"slices"
	"testing"

	"github.com/assaymining/assay/market"
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

func fitted(t testing.TB, s string) Model {
	t.Helper()
	m, err := Fit(market.Embedded(), date(t, s))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestSimulateIsDeterministic: the same bytes twice, on one worker or seven, and for fewer paths
// or days.
func TestSimulateIsDeterministic(t *testing.T) {
	m := fitted(t, "2021-06-01")
	run := func(c Config) *Paths {
		p, err := m.Simulate(c)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	a := run(Config{Days: 200, Paths: 512, Seed: 7, Workers: 1, Subsidy: true})
	for _, workers := range []int{1, 7} {
		b := run(Config{Days: 200, Paths: 512, Seed: 7, Workers: workers, Subsidy: true})
		if !slices.Equal(a.Price, b.Price) || !slices.Equal(a.Hashvalue, b.Hashvalue) || !slices.Equal(a.Subsidy, b.Subsidy) {
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
