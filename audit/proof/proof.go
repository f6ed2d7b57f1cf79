// Package proof tells what counts of blocks prove: the hashrate behind them with an exact interval, and how
// it stands to what was sold.
//
// Proven is the answer, Prove makes it; PoissonInterval gives the exact arithmetic of counts.
// Blocks prove hashrate, never whose it is.
//
// Nothing in it is promised to other modules.
package proof

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// Proven is the mean hashrate that blocks prove over some days, with an exact interval.
type Proven struct {
	Blocks    int
	Expected  float64 // of 1 TH/s over these days
	Hashrate  units.Hashrate
	Low, High units.Hashrate
	Level     float64
	Sentence  string
}

// Prove is the hashrate behind blocks that were found under a seller's tag or address on consecutive days,
// both ends included, and how it stands to what was sold. Blocks prove hashrate; they do not prove whose it
// is. The error names days outside the history.
func Prove(h *market.History, from, to units.Date, blocks int, sold units.Hashrate) (Proven, error) {
	if to < from || blocks < 0 {
		return Proven{}, fmt.Errorf(
			"from %s to %s with %d blocks is no time that can be judged",
			from,
			to,
			blocks,
		)
	}
	if from < h.First() || to > h.Last() {
		return Proven{}, fmt.Errorf(
			"%s to %s is not within the history, %s to %s",
			from,
			to,
			h.First(),
			h.Last(),
		)
	}
	p := Proven{Blocks: blocks, Level: 0.95}
	for _, d := range h.Days(from, to+1) {
		p.Expected += payout.ExpectedBlocks(payout.SharesOf(1e12, 86400), d.Difficulty)
	}
	low, high := PoissonInterval(blocks, p.Level)
	per := func(n float64) units.Hashrate { return units.Hashrate(four(n / p.Expected * 1e12)) }
	p.Low, p.Hashrate, p.High = per(low), per(float64(blocks)), per(high)
	p.Sentence = fmt.Sprintf("%d blocks from %s to %s prove a mean of %s (95 %%: %s to %s)", blocks, from,
		to, p.Hashrate, p.Low, p.High)
	if sold > 0 {
		p.Sentence += fmt.Sprintf("; %s were sold, %.3g times the most that the blocks bear out", sold,
			float64(sold/p.High))
		if sold <= p.High {
			p.Sentence = fmt.Sprintf(
				"%d blocks from %s to %s prove a mean of %s (95 %%: %s to %s), which does "+
					"not speak against the %s sold",
				blocks,
				from,
				to,
				p.Hashrate,
				p.Low,
				p.High,
				sold,
			)
		}
	}
	p.Sentence += ". Blocks prove hashrate, not that it is yours"
	return p, nil
}

// four keeps four significant digits.
func four(v float64) float64 {
	if v == 0 {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// poissonTail is the exact chance of at most k when mu are expected; 0 below k = 0.
func poissonTail(k int, mu float64) float64 {
	switch {
	case k < 0:
		return 0
	case mu <= 0:
		return 1
	}
	return distuv.Poisson{Lambda: mu}.CDF(float64(k))
}

// PoissonInterval gives the exact central interval for a mean of which k were counted, each side missed by
// at most half of 1 - level (Garwood 1936): quantiles of Gamma(k) and Gamma(k+1), half of chi-squared
// with 2k and 2k+2 degrees of freedom. It panics on a negative count and outside 0 < level < 1.
func PoissonInterval(k int, level float64) (low, high float64) {
	if k < 0 || !(level > 0 && level < 1) {
		panic("proof: an interval needs a count and a level between 0 and 1")
	}
	side := (1 - level) / 2
	if k > 0 {
		low = distuv.Gamma{Alpha: float64(k), Beta: 1}.Quantile(side)
	}
	return low, distuv.Gamma{Alpha: float64(k) + 1, Beta: 1}.Quantile(1 - side)
}

// CountSays is what a count is of what was expected, with an exact interval and the chance of so few.
func CountSays(counted, expected float64) string {
	low, high := PoissonInterval(int(counted), 0.95)
	share := func(v float64) string { return fmt.Sprintf("%.3g", 100*v/expected) }
	return fmt.Sprintf("%s counted of %s expected, %s %% (95 %%: %s to %s); the chance of so few or fewer "+
		"is %s", tally(counted), tally(expected), share(counted), share(low), share(high),
		chanceSays(poissonTail(int(counted), expected)))
}

// chanceSays is a chance in two digits, down to where more would tell nothing.
func chanceSays(p float64) string {
	if p < 1e-12 {
		return "below 1e-12"
	}
	return fmt.Sprintf("%.2g", p)
}

// tally is a count as it is read: whole numbers in groups, others with a digit or two.
func tally(v float64) string {
	if v == math.Trunc(v) || v >= 1000 {
		return units.Group(fmt.Sprintf("%.0f", v))
	}
	return fmt.Sprintf("%.3g", v)
}
