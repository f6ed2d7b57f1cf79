package paths

// philoxRounds is the number of rounds of Philox4x32: seven pass BigCrush (Salmon, Moraes, Dror,
// Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, table 2).
const philoxRounds = 7

// Multipliers and Weyl constants of Philox4x32 (same paper, section 3.3).
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85
)

// Philox is 128 random bits for the counter (a, b, 0, 0) under key (k0, k1). It has no state: the
// same arguments give the same bits on any machine and in any order. Counters and keys that differ
// in a bit give independent bits; who draws beside the paths takes another b or another key.
func Philox(a, b, k0, k1 uint32) (x0, x1, x2, x3 uint32) {
	x0, x1 = a, b
	for range philoxRounds {
		x0, x1, x2, x3 = philoxRound(x0, x1, x2, x3, k0, k1)
		k0 += philoxW0
		k1 += philoxW1
	}
	return x0, x1, x2, x3
}

// philoxRound is one round: two products of 32 by 32 bits, their halves crossed and mixed with the key.
func philoxRound(x0, x1, x2, x3, k0, k1 uint32) (y0, y1, y2, y3 uint32) {
	p0, p1 := uint64(x0)*philoxM0, uint64(x2)*philoxM1
	return uint32(p1>>32) ^ x1 ^ k0, uint32(p1), uint32(p0>>32) ^ x3 ^ k1, uint32(p0)
}

// byteSum is the sum of the four bytes of w: an Irwin-Hall variable on 0..1020, mean 510.
func byteSum(w uint32) uint32 {
	w = w&0x00FF00FF + w>>8&0x00FF00FF
	return (w + w>>16) & 0xFFFF
}

// counter is what a path's words have in common on all days: the first three rounds of philox as far as
// they do not depend on the second number. With the counter (a, b, 0, 0), s = b ^ k0 and M0*s = (hi, lo),
// the words after round two are (c, d, hi^B, lo), and after round three
// (hi(M1*x2)^D, lo(M1*x2), E^lo, F) of x2 = hi^B. The keys of rounds two and three are taken into B, D and E.
type counter struct{ b, d, e, f uint32 }

// newCounter is the counter of path number a.
func newCounter(a, k0, k1 uint32) counter {
	p0 := uint64(a) * philoxM0
	p1 := uint64(uint32(p0>>32)^k1) * philoxM1
	k0, k1 = k0+philoxW0, k1+philoxW1
	e := uint64(uint32(p1>>32)^k0) * philoxM0
	return counter{
		b: uint32(p0) ^ k1,
		d: uint32(p1) ^ (k0 + philoxW0),
		e: uint32(e>>32) ^ (k1 + philoxW1),
		f: uint32(e),
	}
}

// words is Philox(a, b, k0, k1).
func (c *counter) words(b, k0, k1 uint32) (x0, x1, x2, x3 uint32) {
	s := uint64(b^k0) * philoxM0
	p := uint64(uint32(s>>32)^c.b) * philoxM1
	x0, x1, x2, x3 = uint32(p>>32)^c.d, uint32(p), c.e^uint32(s), c.f
	// Rounds 4 to 7, one after the other: a loop would cost a tenth of a day's step.
	x0, x1, x2, x3 = philoxRound(x0, x1, x2, x3, k0+(3*philoxW0)&0xFFFFFFFF, k1+(3*philoxW1)&0xFFFFFFFF)
	x0, x1, x2, x3 = philoxRound(x0, x1, x2, x3, k0+(4*philoxW0)&0xFFFFFFFF, k1+(4*philoxW1)&0xFFFFFFFF)
	x0, x1, x2, x3 = philoxRound(x0, x1, x2, x3, k0+(5*philoxW0)&0xFFFFFFFF, k1+(5*philoxW1)&0xFFFFFFFF)
	return philoxRound(x0, x1, x2, x3, k0+(6*philoxW0)&0xFFFFFFFF, k1+(6*philoxW1)&0xFFFFFFFF)
}
