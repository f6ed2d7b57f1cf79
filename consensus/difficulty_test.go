package consensus

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func hex(t *testing.T, s string) *big.Int {
	t.Helper()
	v, ok := new(big.Int).SetString(s, 16)
	if !ok {
		t.Fatalf("%q is not hexadecimal", s)
	}
	return v
}

// Values of Bitcoin Core's src/test/arith_uint256_tests.cpp (bignum_SetCompact).
func TestTarget(t *testing.T) {
	for _, c := range []struct {
		bits   uint32
		target string // hexadecimal; or what the error says
		back   uint32
	}{
		{0x00123456, "zero", 0},
		{0x01003456, "zero", 0},
		{0x02000056, "zero", 0},
		{0x03000000, "zero", 0},
		{0x04000000, "zero", 0},
		{0x00923456, "zero", 0},
		{0x01803456, "zero", 0},
		{0x01fedcba, "negative", 0},
		{0x04923456, "negative", 0},
		{0xff123456, "above 256 bits", 0},
		{0x02123456, "1234", 0x02123400},
		{0x03123456, "123456", 0x03123456},
		{0x04123456, "12345600", 0x04123456},
		{0x05009234, "92340000", 0x05009234},
		{0x20123456, "1234560000000000000000000000000000000000000000000000000000000000", 0x20123456},
		{0x1d00ffff, "ffff0000000000000000000000000000000000000000000000000000", 0x1d00ffff},
		// Edges of 256 bits: one byte fits at size 34, two at 33, three at 32.
		{0x220000ff, "ff" + strings.Repeat("00", 31), 0x2100ff00},
		{0x22000100, "above 256 bits", 0},
		{0x2100ffff, "ffff" + strings.Repeat("00", 30), 0x2100ffff},
		{0x21010000, "above 256 bits", 0},
		{0x23000001, "above 256 bits", 0},
	} {
		got, err := Target(c.bits)
		if err != nil {
			if !strings.Contains(err.Error(), c.target) {
				t.Errorf("Target(%08x): %v, want %s", c.bits, err, c.target)
			}
			continue
		}
		if got.Cmp(hex(t, c.target)) != 0 {
			t.Errorf("Target(%08x) = %x, want %s", c.bits, got, c.target)
		}
		if back := compact(got); back != c.back {
			t.Errorf("Compact(Target(%08x)) = %08x, want %08x", c.bits, back, c.back)
		}
	}
	// 0x01123456: the mantissa's first byte alone, 0x12, which Core writes back as 01120000.
	if got, err := Target(0x01123456); err != nil || got.Int64() != 0x12 || compact(got) != 0x01120000 {
		t.Errorf("Target(01123456) = %x, %v", got, err)
	}
	// Core: 0x80 needs a second byte, since its top bit would be the sign.
	if got := compact(big.NewInt(0x80)); got != 0x02008000 {
		t.Errorf("Compact(80) = %08x, want 02008000", got)
	}
	if got := compact(new(big.Int)); got != 0 {
		t.Errorf("Compact(0) = %08x", got)
	}
}

func TestDifficulty(t *testing.T) {
	for _, c := range []struct {
		bits uint32
		want float64
		tol  float64
	}{
		{0x1d00ffff, 1, 0},
		// Bitcoin Core src/test/blockchain_tests.cpp, its tolerance 0.00001.
		{0x1f111111, 0.000001, 1e-5},
		{0x1ef88f6f, 0.000016, 1e-5},
		{0x1df88f6f, 0.004023, 1e-5},
		{0x1cf88f6f, 1.029916, 1e-5},
		{0x12345678, 5913134931067755359633408.0, 5913134931067755359633408.0 * 1e-5},
		// 0xffff * 256^(29-27) / 0x0404cb: the example of the Bitcoin wiki, 16307.420938523983.
		{0x1b0404cb, 16307.420938523983, 1e-11},
	} {
		if got := Difficulty(c.bits); !(math.Abs(got-c.want) <= c.tol) {
			t.Errorf("Difficulty(%08x) = %v, want %v", c.bits, got, c.want)
		}
	}
	if !math.IsInf(Difficulty(0x1d000000), 1) {
		t.Error("a zero mantissa is not infinitely difficult")
	}
}

func TestNearestBits(t *testing.T) {
	for _, c := range []struct {
		difficulty float64
		want       uint32
	}{
		{1, limitBits}, {Difficulty(0x1c008000) * (1 + 1e-9), 0x1c008000}, {Difficulty(0x1b7fffff) * (1 + 1e-9), 0x1b7fffff},
		{132757073449488, 0x17021ec5}, {132716002000000, 0x17021ef0}, {72006146478567.1, 0x1703e8b3},
	} {
		if got := NearestBits(c.difficulty); got != c.want {
			t.Errorf("NearestBits(%v) = %08x, want %08x", c.difficulty, got, c.want)
		}
	}
	for _, d := range []float64{0, -1, math.NaN(), math.Inf(1), 1e61} {
		func() {
			defer func() { _ = recover() }()
			t.Errorf("NearestBits(%v) = %08x, want a panic", d, NearestBits(d))
		}()
	}
}

// wellFormed draws bits that stand for a target and are how Compact would write it.
func wellFormed(t *rapid.T) uint32 {
	size := rapid.Uint32Range(3, 32).Draw(t, "size")
	return size<<24 | rapid.Uint32Range(0x008000, 0x7fffff).Draw(t, "mantissa")
}

func TestCompactRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := wellFormed(t)
		target, err := Target(bits)
		if err != nil {
			t.Fatal(err)
		}
		if back := compact(target); back != bits {
			t.Fatalf("%08x came back as %08x", bits, back)
		}
		// Compact rounds down: everything below the next mantissa is the same.
		more := new(big.Int).Add(target, new(big.Int).Rsh(target, 24))
		if back := compact(more); back != bits {
			t.Fatalf("%x is %08x, want %08x", more, back, bits)
		}
		// Difficulty is target(1)/target: against exact rational arithmetic.
		limit, _ := Target(limitBits)
		exact, _ := new(big.Rat).SetFrac(limit, target).Float64()
		if got := Difficulty(bits); math.Abs(got/exact-1) > 1e-15 {
			t.Fatalf("Difficulty(%08x) = %v, want %v", bits, got, exact)
		}
		if d := Difficulty(bits); d >= 1.0/(1<<31) && d <= 1e60 {
			if back := NearestBits(d); back != bits {
				t.Fatalf("NearestBits(%v) = %08x, want %08x", d, back, bits)
			}
		}
	})
}

func FuzzCompact(f *testing.F) {
	for _, b := range []uint32{0, limitBits, 0x01123456, 0x04923456, 0x220000ff, 0x22000100,
		0xffffffff, 0x17021ef0} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, bits uint32) {
		target, err := Target(bits)
		if err != nil {
			return
		}
		if target.Sign() <= 0 || target.BitLen() > 256 {
			t.Fatalf("Target(%08x) = %x", bits, target)
		}
		again, err := Target(compact(target))
		if err != nil || again.Cmp(target) != 0 {
			t.Fatalf("%08x: target %x came back as %x, %v", bits, target, again, err)
		}
	})
}
