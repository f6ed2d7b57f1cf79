package consensus

import (
	"testing"

	"pgregory.net/rapid"
)

// The four retargets of Bitcoin Core's src/test/pow_tests.cpp: header times of real blocks.
func TestNextBits(t *testing.T) {
	for _, c := range []struct {
		what        string
		first, last int64
		bits, want  uint32
	}{
		{"no bound: blocks 30240 to 32255", 1261130161, 1262152739, 0x1d00ffff, 0x1d00d86a},
		{"target limit: blocks 0 to 2015", 1231006505, 1233061996, 0x1d00ffff, 0x1d00ffff},
		{"a quarter: blocks 66528 to 68543", 1279008237, 1279297671, 0x1c05a3f4, 0x1c0168fd},
		{"four times: a made-up start to block 46367", 1263163443, 1269211443, 0x1c387f6f, 0x1d00e1fd},
	} {
		if got := NextBits(c.bits, c.last-c.first); got != c.want {
			t.Errorf("%s: %08x, want %08x", c.what, got, c.want)
		}
	}
}

func TestRetargetProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Uint32Range(0x10, 0x1c).Draw(t, "size")
		bits := size<<24 | rapid.Uint32Range(0x008000, 0x7fffff).Draw(t, "mantissa")
		a := rapid.Int64Range(-1e7, 1e7).Draw(t, "timespan")
		b := rapid.Int64Range(a, 2e7).Draw(t, "longer")
		old, short, long := Difficulty(bits), Difficulty(NextBits(bits, a)), Difficulty(NextBits(bits, b))
		if long > short {
			t.Fatalf("a longer timespan is harder: %v s %v, %v s %v", a, short, b, long)
		}
		if short > old*4*(1+1e-4) || long < old/4*(1-1e-9) {
			t.Fatalf("more than a factor of 4: %v to %v, %v", old, short, long)
		}
		// Without rounding to 16 to 23 bits the same; the compact target is rounded down.
		within := min(max(float64(a), RetargetSeconds/maxRetarget), RetargetSeconds*maxRetarget)
		free := max(1, old*RetargetSeconds/within)
		if got := short / free; got < 1-1e-9 || got > 1+1.0/0x7fff {
			t.Fatalf("%08x after %d s: %v, unrounded %v", bits, a, short, free)
		}
		if old >= 1 && Difficulty(NextBits(bits, RetargetSeconds)) != old {
			t.Fatalf("two weeks change the difficulty of %08x", bits)
		}
	})
}

func TestEpochHeights(t *testing.T) {
	for height, want := range map[int]int{0: 0, 2015: 0, 2016: 2016, 969_700: 969_696} {
		if got := EpochStart(height); got != want {
			t.Errorf("height %d: its epoch begins at %d, want %d", height, got, want)
		}
	}
}
