package chain

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
)

// Claim is what a source says of an epoch without its headers.
type Claim struct {
	Height     int   // of the epoch's first block
	Time       int64 // header time of that block, Unix seconds
	Difficulty float64
}

// The time between the last block of an epoch and the first of the next, as the ratio of
// difficulties implies it: seen from -1,126 to 4,818 s in 460 epochs from height 32,256 on. Doubled
// and rounded up, plus what rounding a difficulty to six digits does to a timespan of two weeks.
const (
	gapLeast = -3600
	gapMost  = 4 * 3600
	digits   = 1e-6 * consensus.RetargetSeconds
)

// firstMoved is the epoch from which on difficulty moved at every retarget of mainnet; before it the
// limit held it at 1 and a ratio says nothing about time.
const firstMoved = 16 * consensus.RetargetBlocks

// CheckClaims is nil if the claims, by height, can follow from each other by mainnet's retarget
// rule: no factor beyond four, and a timespan that fits the times of the epochs' first blocks. Claims
// with epochs missing between them are not compared. What it accepts may still be invented; only
// headers prove an epoch.
func CheckClaims(claims []Claim) error {
	for i, c := range claims {
		if c.Height%consensus.RetargetBlocks != 0 || !(c.Difficulty >= 1) || math.IsInf(c.Difficulty, 0) {
			return fmt.Errorf("epoch at height %d with difficulty %g cannot be", c.Height, c.Difficulty)
		}
		if i == 0 || c.Height != claims[i-1].Height+consensus.RetargetBlocks {
			continue
		}
		last := claims[i-1]
		ratio := c.Difficulty / last.Difficulty
		if ratio > consensus.MaxRetarget*(1+1e-4) || ratio < (1-1e-4)/consensus.MaxRetarget {
			return fmt.Errorf(
				"difficulty changes by the factor %.4g at height %d; the retarget rule allows four",
				ratio,
				c.Height,
			)
		}
		clamped := ratio > consensus.MaxRetarget*(1-1e-4) || ratio < (1+1e-4)/consensus.MaxRetarget
		if c.Height <= firstMoved || clamped {
			continue
		}
		gap := float64(c.Time-last.Time) - consensus.RetargetSeconds/ratio
		if gap < gapLeast-digits || gap > gapMost+digits {
			return fmt.Errorf(
				"difficulty %.7g at height %d does not follow by the retarget rule from %.7g: the epoch's times are off by %.0f s",
				c.Difficulty,
				c.Height,
				last.Difficulty,
				gap,
			)
		}
	}
	return nil
}
