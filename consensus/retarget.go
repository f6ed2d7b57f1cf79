package consensus

import "math/big"

// RetargetSeconds is the time that an epoch is meant to take, two weeks. The timespan measured
// against it covers only 2015 intervals, first block to last block of the epoch, so that at
// constant hashrate blocks settle 1/2015 slow (Bitcoin Core, known and kept).
const RetargetSeconds = RetargetBlocks * BlockSeconds

// maxRetarget is the largest factor by which one retarget moves the target, either way.
const maxRetarget = 4

// NextBits is the compact target of the next epoch: the old target times the timespan over two
// weeks, the timespan held between a quarter and four times that, the target never easier than
// mainnet's limit, all in integers and rounded to compact form.
//
// timespan is the header time of the epoch's last block minus that of its first, in seconds; it
// may be negative. It panics on bits that Target refuses.
// Source: Bitcoin Core pow.cpp CalculateNextWorkRequired.
func NextBits(bits uint32, timespan int64) uint32 {
	target, err := Target(bits)
	if err != nil {
		panic("consensus: " + err.Error())
	}
	timespan = min(max(timespan, RetargetSeconds/maxRetarget), RetargetSeconds*maxRetarget)
	target.Mul(target, big.NewInt(timespan))
	target.Quo(target, big.NewInt(RetargetSeconds))
	if limit, _ := Target(limitBits); target.Cmp(limit) > 0 {
		return limitBits
	}
	return compact(target)
}

// EpochStart is the height of the first block of the epoch in which height lies.
func EpochStart(height int) int { return height - height%RetargetBlocks }
