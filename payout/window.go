package payout

import (
	"math/bits"
	"slices"

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

// TIDESWindow is how many times the network's difficulty the share log of TIDES is long, in shares of
// difficulty 1 (ocean.xyz/docs/tides: "eight times the block difficulty").
const TIDESWindow = 8

// WindowShares is the length of a window in shares of difficulty 1: factor times the difficulty, where
// factor is the pool's N (TIDESWindow for TIDES).
func WindowShares(factor, difficulty float64) float64 { return factor * difficulty }

// RampIn is the part of the full income that a steady miner has after mining since shares of the whole
// pool, in a window of that length: the window still holds others' older shares. It rises in a line
// from 0 to 1; less than 1 is no theft. A window without length is full at once.
func RampIn(since, window float64) float64 {
	if !(window > 0) {
		return 1
	}
	return min(max(since/window, 0), 1)
}

// RampOut is the part of the full income that still comes after one has left, since shares of the whole
// pool ago: what the slow beginning cost is paid at the end.
func RampOut(since, window float64) float64 { return 1 - RampIn(since, window) }

// Divide splits a reward among shares so that the parts sum exactly to it: each gets the whole
// thousandths of its part, and the thousandths left over go to the largest remainders, the earlier of
// equals first. Nil where there are no shares. It panics on a negative reward, and where the counts
// together exceed 2^64.
func Divide(reward units.MilliSat, shares []uint64) []units.MilliSat {
	if reward < 0 {
		panic("payout: a negative reward cannot be divided")
	}
	var total uint64
	for _, n := range shares {
		sum, carry := bits.Add64(total, n, 0)
		if carry != 0 {
			panic("payout: the shares exceed 2^64")
		}
		total = sum
	}
	if total == 0 {
		return nil
	}
	parts := make([]units.MilliSat, len(shares))
	rests := make([]uint64, len(shares))
	left := reward
	for i, n := range shares {
		high, low := bits.Mul64(uint64(reward), n)
		whole, rest := bits.Div64(high, low, total)
		parts[i] = units.MilliSat(whole)
		rests[i] = rest
		left -= parts[i]
	}
	order := make([]int, len(shares))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case rests[a] > rests[b]:
			return -1
		case rests[a] < rests[b]:
			return 1
		}
		return 0
	})
	for i := 0; left > 0; i++ {
		parts[order[i]]++
		left--
	}
	return parts
}
