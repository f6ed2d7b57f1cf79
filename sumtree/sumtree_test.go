package sumtree

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func holders(n int) []Leaf {
	leaves := make([]Leaf, n)
	for i := range leaves {
		leaves[i] = Leaf{
			HolderID("provider.example/assay", 20_421, []byte{byte(i)}, [16]byte{1}),
			[2]uint64{uint64(i) * 7, 3},
		}
	}
	return leaves
}

// Every holder's proof holds, whatever the number of holders, and the sums are those of the list.
func TestProofs(t *testing.T) {
	for n := 1; n <= 33; n++ {
		leaves := holders(n)
		tree, err := Build(Liabilities, 20_421, leaves)
		if err != nil {
			t.Fatal(err)
		}
		var sums [2]uint64
		for _, l := range leaves {
			sums[0] += l.Sums[0]
			sums[1] += l.Sums[1]
			leaf, proof, ok := tree.Prove(l.ID)
			if !ok || leaf != l {
				t.Fatalf("%d holders: one is missing", n)
			}
			if err := proof.Check(Liabilities, l, tree.Statement()); err != nil {
				t.Fatalf("%d holders: %v", n, err)
			}
		}
		if tree.Sums() != sums {
			t.Errorf("%d holders: %v, want %v", n, tree.Sums(), sums)
		}
	}
	tree, _ := Build(Liabilities, 1, holders(3))
	if _, _, ok := tree.Prove([32]byte{9}); ok {
		t.Error("somebody who is not there has a proof")
	}
}

// The root from the definition, level by level, for three leaves and one pad.
func TestRootIsTheDefinition(t *testing.T) {
	leaves := holders(3)
	tree, err := Build(Liabilities, 20_421, leaves)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(leaves, func(a, b Leaf) int { return slices.Compare(a.ID[:], b.ID[:]) })
	le := func(v uint64) []byte { return binary.LittleEndian.AppendUint64(nil, v) }
	sum := func(parts ...[]byte) []byte { h := sha256.Sum256(slices.Concat(parts...)); return h[:] }
	day := binary.LittleEndian.AppendUint32(nil, 20_421)
	leaf := func(l Leaf) []byte { return sum([]byte{0x10}, day, l.ID[:], le(l.Sums[0]), le(l.Sums[1])) }
	pad := sum([]byte{0x12}, day, []byte{3, 0, 0, 0})
	a, b, c := leaves[0], leaves[1], leaves[2]
	left := sum([]byte{0x11}, le(a.Sums[0]), le(a.Sums[1]), leaf(a), le(b.Sums[0]), le(b.Sums[1]), leaf(b))
	right := sum([]byte{0x11}, le(c.Sums[0]), le(c.Sums[1]), leaf(c), le(0), le(0), pad)
	root := sum([]byte{0x11}, le(a.Sums[0]+b.Sums[0]), le(a.Sums[1]+b.Sums[1]), left,
		le(c.Sums[0]), le(c.Sums[1]), right)
	if got := tree.Root(); !slices.Equal(got[:], root) {
		t.Errorf("%x, want %x", got, root)
	}
}

// The published attacks, each tried: another amount, another holder's leaf, a claim that moves an amount
// from one child to the other, a path of another length, a pad or a node taken for a leaf, another day.
func TestAttacks(t *testing.T) {
	leaves := holders(6)
	tree, _ := Build(Liabilities, 20_421, leaves)
	said := tree.Statement()
	leaf, proof, _ := tree.Prove(leaves[2].ID)
	for name, try := range map[string]func(*Leaf, *Proof, *Statement){
		"less":            func(l *Leaf, _ *Proof, _ *Statement) { l.Sums[0]-- },
		"other holder":    func(l *Leaf, _ *Proof, _ *Statement) { l.ID = leaves[3].ID },
		"shifted":         func(l *Leaf, p *Proof, _ *Statement) { l.Sums[0]--; p.Siblings[0].Sums[0]++ },
		"pockets swapped": func(l *Leaf, _ *Proof, _ *Statement) { l.Sums[0], l.Sums[1] = l.Sums[1], l.Sums[0] },
		"shorter":         func(_ *Leaf, p *Proof, _ *Statement) { p.Siblings = p.Siblings[1:] },
		"shorter, agreed": func(_ *Leaf, p *Proof, s *Statement) { p.Siblings = p.Siblings[1:]; s.Depth-- },
		"other place":     func(_ *Leaf, p *Proof, _ *Statement) { p.Index ^= 1 },
		"beyond":          func(_ *Leaf, p *Proof, _ *Statement) { p.Index |= 1 << 10 },
		"other day":       func(_ *Leaf, _ *Proof, s *Statement) { s.Day++ },
		"other sums":      func(_ *Leaf, _ *Proof, s *Statement) { s.Sums[0]-- },
		"wrap":            func(_ *Leaf, p *Proof, _ *Statement) { p.Siblings[1].Sums[0] = ^uint64(6) },
	} {
		l, p, s := leaf, Proof{proof.Index, slices.Clone(proof.Siblings)}, said
		try(&l, &p, &s)
		if err := p.Check(Liabilities, l, s); err == nil {
			t.Errorf("%s: believed", name)
		}
	}
	if err := proof.Check(Titles, Leaf{leaf.ID, [2]uint64{leaf.Sums[0], 0}}, said); err == nil {
		t.Error("a proof of another kind is believed")
	}
}

func TestBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		leaves := holders(rapid.IntRange(1, 9).Draw(t, "n"))
		total := uint64(0)
		over := false
		for i := range leaves {
			leaves[i].Sums[0] = rapid.Uint64Range(0, Bound/3).Draw(t, "amount")
			total += leaves[i].Sums[0]
			over = over || total > Bound
		}
		tree, err := Build(Liabilities, 1, leaves)
		if over != errors.Is(err, errBound) || !over && tree.Sums()[0] != total {
			t.Fatalf("sum %d: %v", total, err)
		}
	})
	same := holders(2)
	same[1].ID = same[0].ID
	if _, err := Build(Liabilities, 1, same); !errors.Is(err, errTwice) {
		t.Error(err)
	}
	if _, err := Build(Titles, 1, nil); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
	if _, err := Build(Titles, 1, holders(1)); !errors.Is(err, errBound) {
		t.Error("a second amount in a tree of titles:", err)
	}
}
