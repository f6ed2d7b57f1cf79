// Package payout is the arithmetic of the payout schemes: what a pool owes for work under PPS, FPPS,
// PPLNS, TIDES and solo mining.
//
// Main types: Scheme, Parts (a payment split into what it is of), Block (a block found by the pool and
// the shares it is divided by). Amounts are whole thousandths of a satoshi; what is divided among many
// sums exactly to the whole. Work is counted in shares of difficulty 1, 2^32 hashes each.
//
// It knows no pool, no day and no history: difficulty, reward and share counts are passed in. PPLNS and
// TIDES are never owed by luck: only on blocks that the pool found.
//
// Formulas: M. Rosenfeld, Analysis of Bitcoin Pooled Mining Reward Systems (2011, arXiv:1112.4980);
// OCEAN, TIDES (ocean.xyz/docs/tides).
package payout

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Scheme is how a pool turns work into payments.
type Scheme string

// The schemes. PPSPlus pays the subsidy as PPS and the fees of blocks as PPLNS.
const (
	PPS     Scheme = "pps"
	FPPS    Scheme = "fpps"
	PPSPlus Scheme = "pps+"
	PPLNS   Scheme = "pplns"
	TIDES   Scheme = "tides"
	Solo    Scheme = "solo"
)

// ParseScheme reads the name of a scheme in any case; the error lists those known.
func ParseScheme(s string) (Scheme, error) {
	name := Scheme(strings.ToLower(strings.TrimSpace(s)))
	switch name {
	case PPS, FPPS, PPSPlus, PPLNS, TIDES, Solo:
		return name, nil
	case "pps plus", "ppsplus":
		return PPSPlus, nil
	}
	return "", fmt.Errorf("%q is not a payout scheme; write fpps, pps, pps+, pplns, tides or solo", s)
}

// Expected reports whether the scheme pays the expectation, so that what is owed follows from hashrate
// and difficulty alone and no luck is in it.
func (s Scheme) Expected() bool { return s == PPS || s == FPPS || s == PPSPlus }

// SharesOf is the work of a hashrate over a time, in shares of difficulty 1.
func SharesOf(hashrate units.Hashrate, seconds float64) float64 {
	return float64(hashrate) * seconds / hashesPerShare
}

// hashesPerShare is the expected number of hashes of a share of difficulty 1 (2^48/65535, which the
// field rounds to 2^32).
const hashesPerShare = 1 << 32

// HashrateOf is the mean hashrate that shares of difficulty 1 over a time prove, by expectation.
// It panics unless seconds is positive.
func HashrateOf(shares, seconds float64) units.Hashrate {
	if !(seconds > 0) {
		panic("payout: a hashrate needs a time above zero")
	}
	return units.Hashrate(shares * hashesPerShare / seconds)
}

// Parts is a payment split into what it is of: Subsidy and Fees before the pool's fee, the fee taken
// out of each, and the Net. Net = Subsidy + Fees - PoolFee exactly.
type Parts struct {
	Subsidy, Fees units.MilliSat
	PoolFee       units.MilliSat
	Net           units.MilliSat
}

// Reward is what a block is expected to pay, in whole thousandths of a satoshi.
type Reward struct {
	Subsidy, Fees units.MilliSat
}

// PerShare is the expected value of shares of difficulty 1 at a difficulty, before any pool fee: the
// share of a block's reward that they are expected to find, shares/difficulty, to the nearest
// thousandth of a satoshi. It panics unless difficulty is positive (Rosenfeld 2011, section 2.2).
func PerShare(shares, difficulty float64, reward units.MilliSat) units.MilliSat {
	if !(difficulty > 0) {
		panic("payout: difficulty must be positive")
	}
	return units.MilliSat(units.Round(shares / difficulty * float64(reward)))
}

// PayPPS is pay per share: the expected subsidy, whether or not the pool finds blocks; transaction fees
// stay with the pool (Rosenfeld 2011, section 3.1).
func PayPPS(shares, difficulty float64, r Reward, poolFee units.Fraction) Parts {
	return charge(Parts{Subsidy: PerShare(shares, difficulty, r.Subsidy)}, poolFee)
}

// PayFPPS is full pay per share: the expected subsidy and the expected fees. How fees are averaged is
// the pool's choice and is in r.
func PayFPPS(shares, difficulty float64, r Reward, poolFee units.Fraction) Parts {
	return charge(Parts{
		Subsidy: PerShare(shares, difficulty, r.Subsidy),
		Fees:    PerShare(shares, difficulty, r.Fees),
	}, poolFee)
}

// PayPPSPlus is pay per share plus: the expected subsidy as PPS, and of the fees of the blocks that the pool
// found, fees, the part that the miner's shares are of the window's; no expectation and no luck of its own.
func PayPPSPlus(shares, difficulty float64, r Reward, fees units.MilliSat, poolFee units.Fraction) Parts {
	return charge(Parts{Subsidy: PerShare(shares, difficulty, r.Subsidy), Fees: fees}, poolFee)
}

// charge takes the pool's share out of gross parts; the fee is rounded to the nearest thousandth.
func charge(p Parts, poolFee units.Fraction) Parts {
	gross := p.Subsidy + p.Fees
	p.PoolFee = units.MilliSat(units.Round(float64(gross) * float64(poolFee)))
	p.Net = gross - p.PoolFee
	return p
}

// ExpectedBlocks is the number of blocks that work is expected to find: shares of difficulty 1 over the
// difficulty. It panics unless difficulty is positive.
func ExpectedBlocks(shares, difficulty float64) float64 {
	if !(difficulty > 0) {
		panic("payout: difficulty must be positive")
	}
	return shares / difficulty
}

// PaySolo is solo mining: a block found pays its whole reward less the server's fee, nothing else pays.
func PaySolo(r Reward, serverFee units.Fraction) Parts {
	return charge(Parts{Subsidy: r.Subsidy, Fees: r.Fees}, serverFee)
}

// BlocksPerYear is how many blocks a year a solo miner is expected to find with a share of the network:
// 52,560 blocks of ten minutes in 365 days times the share.
func BlocksPerYear(share float64) float64 { return 365 * consensus.BlocksPerDay * share }
