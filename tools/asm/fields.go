package main

const line = 64 // bytes of one field: 16 lanes

// The fields of paths.strip, in its order.
const (
	fHashrate = iota
	fLevel
	fGrowth
	fTransient
	fLevelDrift
	fPull
	fRewardPull
	fDifficulty
	fEpochBlocks
	fEpochAge
	fToHalving
	fLogFees
	fPriceDrift
	fPrice
	fSubsidyValue
	fFeeFactor
	fPhiloxB // what is the same on all days, even and odd lanes
	_
	fPhiloxD
	_
	fPhiloxE
	_
	fPhiloxF
	_
)

// state is the fields that change on every day.
var state = []int{
	fHashrate,
	fLevel,
	fTransient,
	fDifficulty,
	fEpochBlocks,
	fEpochAge,
	fToHalving,
	fPrice,
	fSubsidyValue,
	fFeeFactor,
}

// The fields of paths.wide, in its order.
const (
	wShockShare = iota
	wNoiseSD
	wTransientKept
	wFeeMean
	wFeePull
	wFeeSD
	wKeys0 // of rounds 4 to 7
	wKeys1 = wKeys0 + 4
	wShock = wKeys1 + 4  // 256 floats
	wKey   = wShock + 16 // first key of round 1
)

// The fields of paths.Tile, in its order.
const (
	tPrice      = 0
	tHashvalue  = 32 * line
	tSubsidy    = 64 * line
	tDifficulty = 96 * line
	tWords      = 128 * line // scratch: four words of 16 lanes
)
