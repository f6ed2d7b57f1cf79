package payout

import (
	"math"
	"math/big"

	"gonum.org/v1/gonum/mathext"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/share"
)

// Luck is how many blocks shares found, beside how many they stand for.
type Luck struct {
	Blocks   int
	Expected float64 // by the difficulty of each share's job
	// Chance is the chance of so few blocks, or fewer, where none is kept back: they come as Poisson counts.
	Chance float64
	// Noticed is the least part of the blocks whose keeping back would be noticed in four of five cases, as a
	// count that chance alone brings in one of twenty. Above 1 not even keeping back all of them would be.
	Noticed float64
}

// The errors that Noticed is given for: to suspect who is honest, and to notice who is not.
const (
	suspected = 1. / 20
	noticed   = 4. / 5
)

// LuckOf works out what blocks that were found say of blocks that were expected. No work is no luck.
func LuckOf(blocks int, expected float64) Luck {
	l := Luck{Blocks: blocks, Expected: expected, Chance: atMost(blocks, expected), Noticed: 2}
	few := fewest(expected)
	if few < 0 || atMost(few, 0) < noticed {
		return l
	}
	low, high := 0., 1. // of what is kept back; the chance of at most few grows with it
	for range 40 {
		middle := (low + high) / 2
		if atMost(few, expected*(1-middle)) < noticed {
			low = middle
		} else {
			high = middle
		}
	}
	l.Noticed = high
	return l
}

// fewest is the largest count that chance stays at or below in one of twenty times at most; -1 where there is
// none.
func fewest(expected float64) int {
	few := int(expected)
	for few >= 0 && atMost(few, expected) > suspected {
		few -= max(1, int(math.Sqrt(float64(few))/8))
	}
	few = max(few, -1)
	for atMost(few+1, expected) <= suspected {
		few++
	}
	return few
}

// atMost is the chance of at most k where mu are expected (the regularised gamma function Q(k+1, mu)).
func atMost(k int, mu float64) float64 {
	switch {
	case k < 0:
		return 0
	case mu <= 0:
		return 1
	}
	return mathext.GammaIncRegComp(float64(k)+1, mu)
}

// Network knows of each difficulty how many hashes find a block. The zero value is ready.
type Network struct{ hashes map[uint32]float64 }

// Expected is how many blocks a share of level k stands for where its job has these bits; none where bits
// name no target. A share counts 2^k hashes; where it is harder than a block, it is one block.
func (n *Network) Expected(bits uint32, k share.Level) float64 {
	hashes, ok := n.hashes[bits]
	if !ok {
		hashes = math.Inf(1)
		if target, err := consensus.Target(bits); err == nil {
			all := new(big.Float).SetInt(new(big.Int).Lsh(big.NewInt(1), 256))
			hashes, _ = all.Quo(all, new(big.Float).SetInt(target.Add(target, big.NewInt(1)))).Float64()
		}
		if n.hashes == nil {
			n.hashes = map[uint32]float64{}
		}
		n.hashes[bits] = hashes
	}
	return min(1, math.Ldexp(1, int(k))/hashes)
}
