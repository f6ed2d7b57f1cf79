package sha256d

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"testing"
)

// TestGenesis recomputes the first block of Bitcoin: its header and its coinbase, whose hash is the root.
func TestGenesis(t *testing.T) {
	header := unhex(
		t,
		"0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b2"+
			"7ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c",
	)
	hash := Sum(header)
	if hex.EncodeToString(hash[:]) != "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000" {
		t.Errorf("%x", hash)
	}
	coinbase := unhex(
		t,
		"01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ff"+
			"ff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f662073"+
			"65636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a671"+
			"30b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac"+
			"00000000",
	)
	if root := Sum(coinbase); !bytes.Equal(root[:], header[36:68]) {
		t.Errorf("%x", root)
	}
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestPlain holds every function to crypto/sha256: all lengths around the bounds of blocks and of the room
// for a message, equal and unequal pairs, all numbers of branches up to those of a job.
func TestPlain(t *testing.T) {
	t.Logf("the processor's own instructions: %v", fast)
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		return b
	}
	for n := range most + 70 {
		a, b, c := draw(n), draw(n), draw(n+64)
		if Sum(a) != plain(a) {
			t.Fatalf("%d bytes", n)
		}
		if one, two := SumTwo(a, b); one != plain(a) || two != plain(b) {
			t.Fatalf("two of %d bytes", n)
		}
		if one, two := SumTwo(a, c); one != plain(a) || two != plain(c) {
			t.Fatalf("%d and %d bytes", n, n+64)
		}
	}
	for n := range 18 {
		one, two := [32]byte(draw(32)), [32]byte(draw(32))
		var branches [][32]byte
		want, want2 := one, two
		for range n {
			next := [32]byte(draw(32))
			branches = append(branches, next)
			want, want2 = join(&want, &next), join(&want2, &next)
		}
		if got := Fold(one, branches); got != want {
			t.Fatalf("%d branches", n)
		}
		if got, got2 := FoldTwo(one, two, branches); got != want || got2 != want2 {
			t.Fatalf("two with %d branches", n)
		}
	}
}

func FuzzSum(f *testing.F) {
	f.Add([]byte("abc"), []byte("abd"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if one, two := SumTwo(a, b); one != plain(a) || two != plain(b) || Sum(a) != one {
			t.Fatalf("%x %x", a, b)
		}
	})
}

// Both in one run: a node of a Merkle tree by the standard library, by Fold, by FoldTwo.
func BenchmarkNode(b *testing.B) {
	branches := make([][32]byte, 12)
	var one, two [32]byte
	each := func(b *testing.B, nodes int) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*nodes), "ns/node")
	}
	b.Run("standard", func(b *testing.B) {
		for b.Loop() {
			for i := range branches {
				one = join(&one, &branches[i])
			}
		}
		each(b, len(branches))
	})
	b.Run("one", func(b *testing.B) {
		for b.Loop() {
			one = Fold(one, branches)
		}
		each(b, len(branches))
	})
	b.Run("two", func(b *testing.B) {
		for b.Loop() {
			one, two = FoldTwo(one, two, branches)
		}
		each(b, 2*len(branches))
	})
}
