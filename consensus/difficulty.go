package consensus

import (
	"fmt"
	"math"
	"math/big"
)

// limitBits is the easiest target of mainnet in compact form, the target of difficulty 1
// (Bitcoin Core chainparams powLimit, rounded by GetCompact).
const limitBits uint32 = 0x1d00ffff

// Target is the 256-bit target that compact bits stand for: mantissa * 256^(exponent-3), rounded
// down. Like Bitcoin Core's DeriveTarget it refuses bits that are negative, overflow 256 bits or
// are zero; unlike it, bits easier than mainnet's limit are allowed (other networks use them).
// The result is the caller's. Source: arith_uint256::SetCompact.
func Target(bits uint32) (*big.Int, error) {
	size, word := uint(bits>>24), bits&0x007fffff
	target := new(big.Int)
	if size <= 3 {
		word >>= 8 * (3 - size)
		target.SetUint64(uint64(word))
	} else {
		target.Lsh(target.SetUint64(uint64(word)), 8*(size-3))
	}
	switch {
	case word == 0:
		return nil, fmt.Errorf("compact target %08x is zero", bits)
	case bits&0x00800000 != 0:
		return nil, fmt.Errorf("compact target %08x is negative", bits)
	case size > 34 || word > 0xff && size > 33 || word > 0xffff && size > 32:
		return nil, fmt.Errorf("compact target %08x is above 256 bits", bits)
	}
	return target, nil
}

// compact is the compact form of a target, rounded down to the 23 bits of the mantissa. It panics
// on a negative target and on one above 256 bits. Source: arith_uint256::GetCompact.
func compact(target *big.Int) uint32 {
	if target.Sign() < 0 || target.BitLen() > 256 {
		panic("consensus: target is negative or above 256 bits")
	}
	size := uint((target.BitLen() + 7) / 8)
	var word uint32
	if size <= 3 {
		word = uint32(target.Uint64() << (8 * (3 - size)))
	} else {
		word = uint32(new(big.Int).Rsh(target, 8*(size-3)).Uint64())
	}
	if word&0x00800000 != 0 { // that bit is the sign
		word >>= 8
		size++
	}
	return word | uint32(size)<<24
}

// Difficulty is the target of difficulty 1 divided by the target of bits, computed in the order of
// Bitcoin Core's GetDifficulty (rpc/blockchain.cpp), so that it is the same float64 that nodes
// print. A zero mantissa gives +Inf: check foreign bits with Target first.
func Difficulty(bits uint32) float64 {
	d := float64(0xffff) / float64(bits&0x00ffffff)
	shift := int(bits >> 24)
	for ; shift < 29; shift++ {
		d *= 256
	}
	for ; shift > 29; shift-- {
		d /= 256
	}
	return d
}

// NearestBits is the compact form whose difficulty is nearest to difficulty: the inverse of
// Difficulty for a figure rounded to seven digits or more. It panics unless the difficulty is a
// number from 2^-32 (the easiest target) to 1e60.
func NearestBits(difficulty float64) uint32 {
	if !(difficulty >= 1.0/(1<<32) && difficulty <= 1e60) {
		panic(fmt.Sprintf("consensus: difficulty %v is out of range", difficulty))
	}
	// 0xffff * 2^208 / difficulty, with more precision than float64 has.
	limit := new(big.Float).SetMantExp(big.NewFloat(0xffff), 208)
	target, _ := new(big.Float).SetPrec(300).Quo(limit, big.NewFloat(difficulty)).Int(nil)
	if target.BitLen() > 256 {
		target.Sub(target.Lsh(big.NewInt(1), 256), big.NewInt(1))
	}
	low := compact(target)
	high := low + 1
	if high&0x00800000 != 0 { // the mantissa is full: the next target is one byte longer
		high = (low>>24+1)<<24 | 0x008000
	}
	if math.Abs(Difficulty(high)-difficulty) < math.Abs(Difficulty(low)-difficulty) {
		if _, err := Target(high); err == nil {
			return high
		}
	}
	return low
}

// hashesPerBlock is difficulty * 2^32, the expected hashes for one block as the field counts them;
// it is 2^-16 (15 ppm) below the exact work.
func hashesPerBlock(difficulty float64) float64 { return difficulty * hashesPerDiff1 }

// HashrateOf is the network hashrate in H/s at which blocks of this difficulty come every 600 s.
func HashrateOf(difficulty float64) float64 { return hashesPerBlock(difficulty) / BlockSeconds }
