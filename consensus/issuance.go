package consensus

import "github.com/assaymining/assay/units"

// maxHalvings is the number of halvings after which the subsidy is shifted out entirely:
// 50 BTC is below 2^33 satoshi, so that the 33rd leaves zero.
const maxHalvings = 33

// nextHalving is the height of the first block after height whose subsidy is half of that of the
// block at height. From the last halving on there is none and it returns false.
func nextHalving(height int) (int, bool) {
	next := (height/HalvingBlocks + 1) * HalvingBlocks
	return next, next <= maxHalvings*HalvingBlocks
}

// Issuance is the sum of the subsidies of the blocks from height first to before height end, in
// satoshi: what they may claim at most. Issuance(0, h) contains the genesis block, whose 50 BTC
// cannot be spent; Issuance(1, h) does not. It is 0 if end is not above first.
func Issuance(first, end int) units.Sat {
	var sum units.Sat
	for h := max(first, 0); h < end; {
		stop := end
		if next, ok := nextHalving(h); ok {
			stop = min(end, next)
		}
		sum += Subsidy(h) * units.Sat(stop-h)
		h = stop
	}
	return sum
}
