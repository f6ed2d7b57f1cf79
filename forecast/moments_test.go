package forecast

import (
	"math"
	"testing"

	"github.com/assaymining/assay/forecast/paths"
)

// A still world stays still: no drift, no noise, hashrate where difficulty expects it.
func TestNothingHappens(t *testing.T) {
	m := fitted(t, "2022-02-15")
	m.Gap, m.GapSD, m.HashrateSD, m.PriceSD, m.PriceDriftSD, m.FeeSD = 0, 0, 0, 0, 0, 0
	m.EpochBlocks, m.EpochDays, m.FeeMean = 1000, 1000.0/144, m.FeeShare
	m.Height = 723_072 + 1000
	m.Members = []paths.Member{{Name: "still", Weight: 1, OwnLevel: true}}
	p, err := m.Simulate(paths.Config{Days: 1000, Paths: 64, Seed: 5, Subsidy: true})
	if err != nil {
		t.Fatal(err)
	}
	value := float64(m.Hashvalue())
	for i := range p.N {
		price, got := p.Path(i)
		for d := range got {
			want := value
			if m.Height+144*d+72 >= 840_000 {
				want /= 2
			}
			// the luck of the running epoch, sqrt(1016)/144 days, moves difficulty once, by 5 % at most, and
			// the day of the halving by little
			near := func(want float64) bool { return math.Abs(float64(got[d])/want-1) <= 0.08 }
			if !near(want) && !near(want/2) && !near(want*2) {
				t.Fatalf("path %d, day %d: hashvalue %g, want %g", i, d+1, got[d], want)
			}
			if float64(price[d]) != float64(float32(m.PriceUSD)) {
				t.Fatalf("path %d, day %d: price %g moved", i, d+1, price[d])
			}
		}
	}
}

// The price's log is the sum of independent steps of variance PriceSD^2 and of a drift: its variance after
// n days is n*PriceSD^2 + (n*PriceDriftSD)^2, its mean 0.
func TestPriceMoments(t *testing.T) {
	m := fitted(t, "2019-05-01")
	const n, sample = 200, 16384
	p, err := m.Simulate(paths.Config{Days: n, Paths: sample, Seed: 11})
	if err != nil {
		t.Fatal(err)
	}
	drift := m.PriceDriftSD * n
	want := n*m.PriceSD*m.PriceSD + drift*drift
	var sum, square float64
	for i := range p.N {
		price, _ := p.Path(i)
		x := math.Log(float64(price[n-1]) / m.PriceUSD)
		sum, square = sum+x, square+x*x
	}
	mean, variance := sum/sample, square/sample
	if se := math.Sqrt(want / sample); math.Abs(mean) > 4*se {
		t.Errorf("mean of ln price %g, want 0 within %g", mean, 4*se)
	}
	if math.Abs(variance/want-1) > 0.06 { // the kurtosis of 200 days is near 3: standard error 1.1 %
		t.Errorf("variance of ln price %g, want %g", variance, want)
	}
}

// Without noise a hashrate that grows at g a day makes difficulty grow at g a day.
func TestDriftIsFollowed(t *testing.T) {
	m := fitted(t, "2022-02-15")
	const g = 0.002
	m.Gap, m.GapSD, m.HashrateSD, m.PriceSD, m.PriceDriftSD = 0.02, 0, 0, 0, 0
	m.EpochBlocks, m.EpochDays = 2000, 2000.0/144
	m.Members = []paths.Member{{Name: "growth", Weight: 1, OwnLevel: true, Drift: g}}
	q, err := m.Quantiles(paths.Config{Days: 1000, Paths: 64, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	got := math.Log(q.Difficulty.At(50) / m.Difficulty)
	if want := 1000 * g; math.Abs(got-want) > 0.05 { // it lags by half an epoch to one and a half
		t.Errorf("ln difficulty grew by %g, want about %g", got, want)
	}
}
