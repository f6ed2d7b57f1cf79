// Package consensus is Bitcoin's protocol arithmetic: difficulty and target from compact bits, the
// retarget rule, subsidy and halvings by height, and the bitcoin a hash is expected to earn.
//
// Integers where the protocol has integers (target, subsidy, heights, times), floats where a
// quantity is an expectation (hashvalue). It knows no blocks: what was seen is in package chain
// and package market.
//
// Sources: Bitcoin Core src/pow.cpp, src/arith_uint256.cpp, src/validation.cpp
// (GetBlockSubsidy); hashvalue as defined in docs/terms.md.
//
// Nothing in it is promised to other modules.
package consensus

import "github.com/assaymining/assay/units"

// SecondsPerDay and the protocol's clock.
const (
	SecondsPerDay  = 86400
	BlockSeconds   = 600     // target spacing (Bitcoin Core chainparams nPowTargetSpacing)
	RetargetBlocks = 2016    // blocks per difficulty epoch (two weeks at BlockSeconds)
	HalvingBlocks  = 210_000 // blocks between halvings (nSubsidyHalvingInterval)
	BlocksPerDay   = SecondsPerDay / BlockSeconds
	hashesPerDiff1 = 1 << 32 // work of difficulty 1, in hashes (2^48/65535 rounded as the field does)
	initialSubsidy = 50 * units.SatPerBTC
)

// Hashvalue is expected earnings in BTC per TH/s and day.
type Hashvalue float64

// HashvalueAt is (reward per block) * 86400e12 / (difficulty * 2^32), reward in BTC.
// Zero difficulty panics: no day since genesis has one.
func HashvalueAt(rewardBTC, difficulty float64) Hashvalue {
	if !(difficulty > 0) {
		panic("consensus: difficulty must be positive")
	}
	return Hashvalue(rewardBTC * (SecondsPerDay * 1e12) / (difficulty * hashesPerDiff1))
}

// Subsidy is the subsidy of the block at height, in satoshi: 50 BTC halved every 210,000 blocks by
// a right shift, zero from the 64th halving (Bitcoin Core GetBlockSubsidy).
func Subsidy(height int) units.Sat {
	halvings := height / HalvingBlocks
	if halvings >= 64 {
		return 0
	}
	return initialSubsidy >> halvings
}
