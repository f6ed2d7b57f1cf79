package payout

import (
	"math/bits"

	"github.com/assaymining/assay/units"
)

// Block is a block that the pool found, and the shares that divide its reward. Mine of Window shares
// are the holder's; both are counts weighted by difficulty, in any one unit.
type Block struct {
	Reward       units.MilliSat // subsidy and fees of the block itself
	Mine, Window uint64
}

// PayWindow is what PPLNS and TIDES owe of one block: the holder's part of the window, rounded down to
// a thousandth of a satoshi, less the pool's fee. Zero where the window is empty. No luck is in it:
// the block was found. It panics where Mine exceeds Window (Rosenfeld 2011, section 5; ocean.xyz/docs/tides).
func (b Block) PayWindow(poolFee units.Fraction) Parts {
	if b.Mine > b.Window {
		panic("payout: more shares of one's own than there are in the window")
	}
	if b.Window == 0 || b.Reward <= 0 {
		return Parts{}
	}
	high, low := bits.Mul64(uint64(b.Reward), b.Mine)
	share, _ := bits.Div64(high, low, b.Window)
	// A window's reward is not split into subsidy and fees: both are divided alike.
	return charge(Parts{Subsidy: units.MilliSat(share)}, poolFee)
}

// RampIn is the part of the full income that a steady miner has after mining since shares of the whole
// pool, in a window of so many (N times the difficulty; TIDES has 8 times): the window still holds others'
// older shares. It rises in a line from 0 to 1; less than 1 is no theft. A window without length is full at
// once.
func RampIn(since, window float64) float64 {
	if !(window > 0) {
		return 1
	}
	return min(max(since/window, 0), 1)
}

// RampOut is the part of the full income that still comes after one has left, since shares of the whole
// pool ago: what the slow beginning cost is paid at the end.
func RampOut(since, window float64) float64 { return 1 - RampIn(since, window) }
