package forecast

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Delivery is how a seller may fall short of the hashrate sold, apart from the market: switches
// that consumers of paths apply where asked. The zero value delivers everything.
type Delivery struct {
	// UptimeMean is the mean share of time the hardware runs, UptimeWeight how many observations
	// the mean is worth: Beta(mean*weight, (1-mean)*weight) per path. Without a promise 0.97 and 30
	// are customary. A mean of 0 means always.
	UptimeMean, UptimeWeight float64
	// DefaultPerYear is the hazard of the seller vanishing, at today's hashprice; DefaultBeta raises
	// it as hashprice falls: hazard * (hashprice today / then)^beta.
	DefaultPerYear, DefaultBeta float64
}

// Uptime is path i's share of time running. Deterministic in seed and i; independent of the market.
func (d Delivery) Uptime(seed uint64, i int) float64 {
	if d.UptimeMean <= 0 || d.UptimeMean >= 1 {
		return 1
	}
	n := max(d.UptimeWeight, 2)
	return mathext.InvRegIncBeta(d.UptimeMean*n, (1-d.UptimeMean)*n, streamUniform(seed, i, 0x0B7A))
}

// DefaultDay is the first day (from 1) on which path i's seller does not pay, or 0: never within
// the path. hashvalue and price are the path's days.
func (d Delivery) DefaultDay(seed uint64, i int, price, hashvalue []float32) int {
	if d.DefaultPerYear <= 0 || len(price) == 0 {
		return 0
	}
	left := -math.Log(streamUniform(seed, i, 0xDEF0)) // exponential: the hazard it survives
	start := float64(price[0]) * float64(hashvalue[0])
	for t := range price {
		now := float64(price[t]) * float64(hashvalue[t])
		left -= d.DefaultPerYear / 365.25 * math.Pow(start/now, d.DefaultBeta)
		if left <= 0 {
			return t + 1
		}
	}
	return 0
}

// streamUniform is within (0, 1): one draw per path of a stream that the market does not use.
func streamUniform(seed uint64, i int, stream uint32) float64 {
	a, b, _, _ := philox(uint32(i), stream<<16|0xFFFF, uint32(seed), uint32(seed>>32))
	return (float64(uint64(a)<<21|uint64(b)>>11) + 0.5) / (1 << 53)
}
