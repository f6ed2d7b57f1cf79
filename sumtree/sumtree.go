// Package sumtree commits to a list of amounts under one hash, so that each holder can check that his own
// amount is in the published sum.
//
// Main types: Kind (what the amounts are), Leaf, Tree, Proof. Both children's sums are hashed in a node, not
// their total; leaf, node and padding have tags of their own; day and holder are in the leaf; every sum has a
// bound, so that nothing wraps. Each of these closes a published attack (Chalkias, Chatzigiannis, Ji, Broken
// Proofs of Solvency, 2022; Maxwell's summation tree).
//
// What it cannot show: that a holder is left out who never looks. A proof also tells its owner the sums of
// his neighbours' subtrees, log2(n) of them.
//
// Nothing in it is promised to other modules.
package sumtree

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// Kind is what a tree sums: its tag and how many amounts a leaf has.
type Kind struct {
	tag  byte
	sums int
}

// The kinds: Liabilities are milli-satoshi mined and milli-satoshi deposited; Titles are units of one
// series, the second amount is 0.
var (
	Liabilities = Kind{0x10, 2}
	Titles      = Kind{0x20, 1}
)

// Bound is the largest sum of any node: the money supply in milli-satoshi.
const Bound uint64 = 21_000_000 * 100_000_000 * 1000

// Leaf is one holder's amounts under a name that only he can connect with himself.
type Leaf struct {
	ID   [32]byte
	Sums [2]uint64
}

// HolderID is the name of a holder on one day: SHA256 of "assay/holder/v1", the provider's origin, the day
// since 1970, what the holder chose (his key or payout script) and a salt. Two holders never share a leaf,
// and two days cannot be linked.
func HolderID(origin string, day uint32, holder []byte, salt [16]byte) [32]byte {
	b := append([]byte("assay/holder/v1\n"+origin+"\n"), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(b[len(b)-4:], day)
	b = append(b, holder...)
	return sha256.Sum256(append(b, salt[:]...))
}

type node struct {
	sums [2]uint64
	hash [32]byte
}

// Tree is a list of amounts under one hash. It is never written after Build.
type Tree struct {
	kind   Kind
	day    uint32
	leaves []Leaf
	rows   [][]node // from the leaves up to the root, padded to a power of two
}

// Errors of Build.
var (
	errTwice = errors.New("the same holder twice")
	errBound = errors.New("a sum beyond the money supply")
	ErrEmpty = errors.New("no leaf")
)

// Build sorts leaves by ID and makes the tree of one day. It returns errTwice, errBound or ErrEmpty.
func Build(kind Kind, day uint32, leaves []Leaf) (*Tree, error) {
	if len(leaves) == 0 {
		return nil, ErrEmpty
	}
	leaves = slices.Clone(leaves)
	slices.SortFunc(leaves, func(a, b Leaf) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	width := 1 << bits.Len(uint(len(leaves)-1))
	row := make([]node, width)
	for i := range row {
		if i >= len(leaves) {
			row[i] = kind.pad(day, uint32(i))
			continue
		}
		if i > 0 && leaves[i].ID == leaves[i-1].ID {
			return nil, errTwice
		}
		if leaves[i].Sums[0] > Bound || leaves[i].Sums[1] > Bound ||
			kind.sums == 1 && leaves[i].Sums[1] != 0 {
			return nil, errBound
		}
		row[i] = kind.leaf(day, &leaves[i])
	}
	t := &Tree{kind: kind, day: day, leaves: leaves, rows: [][]node{row}}
	for len(row) > 1 {
		up := make([]node, len(row)/2)
		for i := range up {
			var err error
			if up[i], err = kind.join(row[2*i], row[2*i+1]); err != nil {
				return nil, err
			}
		}
		t.rows = append(t.rows, up)
		row = up
	}
	return t, nil
}

// Root is the hash of the whole list, Sums its sums, Depth the rows between a leaf and the root.
func (t *Tree) Root() [32]byte { return t.rows[len(t.rows)-1][0].hash }

// Sums are the sums of the whole list.
func (t *Tree) Sums() [2]uint64 { return t.rows[len(t.rows)-1][0].sums }

// Depth is the number of rows between a leaf and the root: part of the statement, so that a proof of another
// length is no proof.
func (t *Tree) Depth() int { return len(t.rows) - 1 }

// Proof is the way from one leaf to the root: the other child at each row, from below.
type Proof struct {
	Index    uint32
	Siblings []Sibling
}

// Sibling is the other child of a node on the way up.
type Sibling struct {
	Sums [2]uint64
	Hash [32]byte
}

// Prove is the proof of the leaf with this ID; false where the tree has none.
func (t *Tree) Prove(id [32]byte) (Leaf, Proof, bool) {
	i, ok := slices.BinarySearchFunc(t.leaves, id, func(l Leaf, id [32]byte) int {
		return bytes.Compare(l.ID[:], id[:])
	})
	if !ok {
		return Leaf{}, Proof{}, false
	}
	p := Proof{Index: uint32(i)}
	for row, at := 0, i; row < t.Depth(); row, at = row+1, at/2 {
		other := t.rows[row][at^1]
		p.Siblings = append(p.Siblings, Sibling{other.sums, other.hash})
	}
	return t.leaves[i], p, true
}

// Statement is what a tree's maker publishes of it.
type Statement struct {
	Day   uint32
	Depth int
	Sums  [2]uint64
	Root  [32]byte
}

// Statement is what is published of t.
func (t *Tree) Statement() Statement { return Statement{t.day, t.Depth(), t.Sums(), t.Root()} }

// Check reports why a leaf is not in the list that s commits to; nil is that it is, with these amounts.
func (p Proof) Check(kind Kind, leaf Leaf, s Statement) error {
	if len(p.Siblings) != s.Depth || s.Depth > 32 || uint64(p.Index)>>s.Depth != 0 {
		return fmt.Errorf(
			"a path of %d steps to place %d, and the tree has %d",
			len(p.Siblings),
			p.Index,
			s.Depth,
		)
	}
	if leaf.Sums[0] > Bound || leaf.Sums[1] > Bound || kind.sums == 1 && leaf.Sums[1] != 0 {
		return errBound
	}
	at := kind.leaf(s.Day, &leaf)
	for i, sibling := range p.Siblings {
		other := node{sibling.Sums, sibling.Hash}
		left, right := at, other
		if p.Index>>i&1 == 1 {
			left, right = other, at
		}
		var err error
		if at, err = kind.join(left, right); err != nil {
			return err
		}
	}
	switch {
	case at.hash != s.Root:
		return errors.New("the path leads to another root")
	case at.sums != s.Sums:
		return errors.New("the path leads to other sums")
	}
	return nil
}

func (k Kind) leaf(day uint32, l *Leaf) node {
	b := binary.LittleEndian.AppendUint32([]byte{k.tag}, day)
	b = k.amounts(append(b, l.ID[:]...), l.Sums)
	return node{l.Sums, sha256.Sum256(b)}
}

func (k Kind) pad(day, index uint32) node {
	b := binary.LittleEndian.AppendUint32([]byte{k.tag + 2}, day)
	return node{hash: sha256.Sum256(binary.LittleEndian.AppendUint32(b, index))}
}

func (k Kind) join(l, r node) (node, error) {
	var n node
	for i := range n.sums {
		if l.sums[i] > Bound || r.sums[i] > Bound || l.sums[i]+r.sums[i] > Bound {
			return node{}, errBound
		}
		n.sums[i] = l.sums[i] + r.sums[i]
	}
	var scratch [1 + 2*(16+32)]byte
	b := k.amounts(append(scratch[:0], k.tag+1), l.sums)
	b = k.amounts(append(b, l.hash[:]...), r.sums)
	n.hash = sha256.Sum256(append(b, r.hash[:]...))
	return n, nil
}

func (k Kind) amounts(b []byte, sums [2]uint64) []byte {
	for _, s := range sums[:k.sums] {
		b = binary.LittleEndian.AppendUint64(b, s)
	}
	return b
}
