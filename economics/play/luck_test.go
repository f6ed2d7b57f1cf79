package play

import (
	"math"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// solo is a hashrate that mines alone for some days on markets that do not move: 4e-7 BTC per TH/s and day.
func solo(th, luckTH float64, days int) (*Ensemble, *contract.Terms) {
	e := walks(4096, days, 0, 1)
	e.Reward = make([]float64, days)
	for i := range e.Reward {
		e.Reward[i] = 3.2
	}
	return e, &contract.Terms{TH: th, Uptime: 1, Every: 1, Length: days, LuckTH: luckTH,
		UpfrontUSD: units.RoundMicro(80_000 * th * 4e-7 * float64(days))}
}

// Whoever mines alone gets whole blocks: nothing with the chance exp(-mean), and the mean in the mean.
func TestSoloIsPoisson(t *testing.T) {
	for _, th := range []float64{10_000, 800_000, 8e6, 80e6} {
		e, terms := solo(th, th, 10)
		mean := th * 4e-7 * 10 / 3.2
		o := e.Play(terms, 10, FanDays(10))
		nothing, sum, square := 0.0, 0.0, 0.0
		for i, got := range o.Received {
			blocks := got / 3.2
			if math.Abs(blocks-math.Round(blocks)) > 1e-3*(1+blocks/100) {
				t.Fatalf("%v TH/s, path %d: %v blocks", th, i, blocks)
			}
			if blocks < 0.5 {
				nothing++
			}
			sum, square = sum+blocks, square+blocks*blocks
			if fan := o.Fan[len(o.Fan)-1][i]; math.Abs(float64(fan)-got) > 1e-6*(1+got) {
				t.Fatalf("the fan ends at %v, received are %v", fan, got)
			}
		}
		n := float64(e.N)
		sum, square = sum/n, square/n
		if want := math.Exp(-mean); math.Abs(nothing/n-want) > 3/n {
			t.Errorf("%v TH/s: nothing on %v of the paths, want %v", th, nothing/n, want)
		}
		if variance := square - sum*sum; math.Abs(sum/mean-1) > 0.02 || math.Abs(variance/mean-1) > 0.1 {
			t.Errorf("%v TH/s: mean %v and variance %v of the blocks, want %v", th, sum, variance, mean)
		}
	}
}

// A share of a pool has the pool's luck: the same mean, and less of it apart the larger the pool.
func TestPoolsLuck(t *testing.T) {
	spread := func(pool float64) Dist {
		e, terms := solo(100, pool, 30)
		return e.Sum(terms, e.Play(terms, 30, nil)).BTCEfficiency
	}
	small, large := spread(1e6), spread(1e9)
	if math.Abs(small.Mean-1) > 0.02 || math.Abs(large.Mean-1) > 0.005 {
		t.Errorf("means %v and %v, want 1", small.Mean, large.Mean)
	}
	// blocks in 30 days: 3.75, so that one in twenty sees at most one; 3750, 1.645 deviations are 2.7 %
	if small.P05 > 0.3 || small.P95 < 1.8 || math.Abs(large.P95-1.0269) > 0.002 ||
		math.Abs(large.P05-0.9731) > 0.002 {
		t.Errorf("small pool %+v, large %+v", small, large)
	}
}

// The quantile is that of the definition, on both sides of where it is approximated.
func TestPoissonQuantile(t *testing.T) {
	for _, mean := range []float64{0.001, 1, 29, 31, 400} {
		for _, u := range []float64{0.001, 0.05, 0.5, 0.95, 0.999} {
			k, sum := 0.0, 0.0
			for ; ; k++ {
				log, _ := math.Lgamma(k + 1)
				if sum += math.Exp(k*math.Log(mean) - mean - log); sum >= u {
					break
				}
			}
			if got := poisson(mean, u); math.Abs(got-k) > 1 || mean < fewBlocks && got != k {
				t.Errorf("mean %v, %v: %v, by definition %v", mean, u, got, k)
			}
		}
	}
}
