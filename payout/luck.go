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

// Network knows of each difficulty what a share is worth. The zero value is ready.
type Network struct{ targets map[uint32]target }

type target struct {
	most   *big.Int // nil where bits stand for none
	hashes float64  // that find a block, on average
}

func (n *Network) of(bits uint32) target {
	t, ok := n.targets[bits]
	if ok {
		return t
	}
	if most, err := consensus.Target(bits); err == nil {
		all := new(big.Float).SetInt(new(big.Int).Lsh(big.NewInt(1), 256))
		t.most = most
		above := new(big.Float).SetInt(new(big.Int).Add(most, big.NewInt(1)))
		t.hashes, _ = all.Quo(all, above).Float64()
	}
	if n.targets == nil {
		n.targets = map[uint32]target{}
	}
	n.targets[bits] = t
	return t
}

// Block reports whether a hash, in the order of SHA-256's output, is a block where a job has these bits.
func (n *Network) Block(bits uint32, hash [32]byte) bool {
	t := n.of(bits)
	printed := share.Printed(hash)
	return t.most != nil && new(big.Int).SetBytes(printed[:]).Cmp(t.most) <= 0
}

// Expected is how many blocks a share of level k stands for where its job has these bits. A share counts 2^k
// hashes; where it is harder than a block, it is one block at most.
func (n *Network) Expected(bits uint32, k share.Level) float64 {
	t := n.of(bits)
	if t.most == nil {
		return 0
	}
	return min(1, math.Ldexp(1, int(k))/t.hashes)
}
