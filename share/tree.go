package share

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
)

// Leaf is one share as the tree holds it.
type Leaf struct {
	Hash   [32]byte // of its header, in the order of SHA-256's output
	Level  Level
	Worker uint32
	Job    uint32
}

// Tree is what a segment's shares come to: their number, their work, and one hash that commits to all of
// them. The sums of both children are hashed, not their total alone, so that no node can claim for a child
// what the other has (Broken Proofs of Solvency, Chalkias and others 2020, section 3).
type Tree struct {
	Shares uint64
	Work   Work
	Root   [32]byte
}

// errTwice is a header that stands in the tree twice: one piece of work counted as two.
var errTwice = errors.New("the same header twice")

type node struct {
	sum  Work
	hash [32]byte
}

// TreeOf sorts leaves by the hash that Bitcoin prints, smallest first, and builds the tree: leaf =
// SHA256(00 k hash worker job), node = SHA256(01 sumL L sumR R), an odd node goes up as it is. No leaves
// have a root of zeros. It returns errTwice, and ErrOverflow beyond 128 bits.
func TreeOf(leaves []Leaf) (Tree, error) {
	t := Tree{Shares: uint64(len(leaves))}
	if len(leaves) == 0 {
		return t, nil
	}
	slices.SortFunc(leaves, func(a, b Leaf) int { return byPrinted(&a.Hash, &b.Hash) })
	row := make([]node, len(leaves))
	for i := range leaves {
		if i > 0 && leaves[i].Hash == leaves[i-1].Hash {
			return Tree{}, errTwice
		}
		row[i] = node{sum: leaves[i].Level.work(), hash: leaves[i].sum()}
	}
	for len(row) > 1 {
		up := row[:0]
		for i := 0; i < len(row); i += 2 {
			if i+1 == len(row) {
				up = append(up, row[i])
				continue
			}
			joined, err := join(row[i], row[i+1])
			if err != nil {
				return Tree{}, err
			}
			up = append(up, joined)
		}
		row = up
	}
	t.Work, t.Root = row[0].sum, row[0].hash
	return t, nil
}

// byPrinted compares two hashes as the numbers that Bitcoin prints: the last byte weighs most.
func byPrinted(a, b *[32]byte) int {
	for at := 24; at >= 0; at -= 8 {
		x, y := binary.LittleEndian.Uint64(a[at:]), binary.LittleEndian.Uint64(b[at:])
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

func (l *Leaf) sum() [32]byte {
	var b [2 + 32 + 8]byte
	b[1] = byte(l.Level)
	copy(b[2:], l.Hash[:])
	binary.LittleEndian.PutUint32(b[34:], l.Worker)
	binary.LittleEndian.PutUint32(b[38:], l.Job)
	return sha256.Sum256(b[:])
}

func join(a, b node) (node, error) {
	sum, err := a.sum.Add(b.sum)
	if err != nil {
		return node{}, err
	}
	var buf [1 + 2*(16+32)]byte
	buf[0] = 1
	x, y := a.sum.bytes(), b.sum.bytes()
	copy(buf[1:], x[:])
	copy(buf[17:], a.hash[:])
	copy(buf[49:], y[:])
	copy(buf[65:], b.hash[:])
	return node{sum: sum, hash: sha256.Sum256(buf[:])}, nil
}
