package play

import (
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
)

// Who mines alone, or is paid by the blocks of a small pool, does not earn the expectation: he earns whole
// blocks or nothing. The blocks of a hashrate h in days of difficulty D are Poisson with mean
// h*86400/(D*2^32) a day (Rosenfeld, Analysis of Bitcoin Pooled Mining Reward Systems, 2011).

// fewBlocks is the mean number of blocks over a contract below which each is placed on its day; above it the
// number alone is drawn, and spread evenly.
const fewBlocks = 30

// lucky turns the expected revenue of a path's days into that of blocks found, and returns the mean number of
// them. Draws depend on the number of the path alone, so that two offers meet the same luck; over the paths
// they are spread evenly, so that a rare block is neither missed nor met too often.
func (e *Ensemble) lucky(t *contract.Terms, days []contract.Facts, path int) (mean float64) {
	before := make([]float64, 0, len(days)) // mean blocks to the end of each day of mining
	first := min(t.Delay, len(days))
	for d := first; d < len(days); d++ {
		mean += t.LuckTH * float64(days[d].Subsidy+days[d].Fees) / e.Reward[d]
		before = append(before, mean)
	}
	if !(mean > 0) {
		return 0
	}
	_, u := math.Modf((float64(path) + 0.5) * math.Phi)
	n := poisson(mean, u)
	if mean >= fewBlocks {
		scale(days[first:], n/mean)
		return mean
	}
	found := make([]float64, len(before))
	for k := range int(n) {
		at, d := mean*uniform(uint64(path)<<20+uint64(k)), 0
		for d < len(before)-1 && before[d] <= at {
			d++
		}
		found[d]++
	}
	was := 0.0
	for d, upTo := range before {
		scale(days[first+d:][:1], found[d]/max(upTo-was, math.SmallestNonzeroFloat64))
		was = upTo
	}
	return mean
}

// scale multiplies the revenue of days.
func scale(days []contract.Facts, by float64) {
	for i := range days {
		d := &days[i]
		d.Subsidy, d.Fees = d.Subsidy*consensus.Hashvalue(by), d.Fees*consensus.Hashvalue(by)
	}
}

// poisson is the u-quantile of the Poisson distribution; of a large mean, by the normal one with the first
// term of its skewness (Cornish and Fisher 1937), which is right to a block.
func poisson(mean, u float64) float64 {
	if mean >= fewBlocks {
		z := math.Sqrt2 * math.Erfinv(2*u-1)
		return max(0, math.Round(mean+z*math.Sqrt(mean)+(z*z-1)/6))
	}
	n, p := 0.0, math.Exp(-mean)
	for sum := p; sum < u && n < 20*fewBlocks; sum += p {
		n++
		p *= mean / n
	}
	return n
}

// uniform is a number in (0, 1) for each x: splitmix64 (Steele, Lea and Flood 2014).
func uniform(x uint64) float64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return (float64(x>>11) + 0.5) / (1 << 53)
}
