package forecast

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

// philox is 128 random bits for the counter (a, b, 0, 0) under key (k0, k1). It has no state: the
// same arguments give the same bits on any machine and in any order.
func philox(a, b, k0, k1 uint32) (x0, x1, x2, x3 uint32) {
	x0, x1 = a, b
	for range philoxRounds {
		p0, p1 := uint64(x0)*philoxM0, uint64(x2)*philoxM1
		x0, x1, x2, x3 = uint32(p1>>32)^x1^k0, uint32(p1), uint32(p0>>32)^x3^k1, uint32(p0)
		k0 += philoxW0
		k1 += philoxW1
	}
	return x0, x1, x2, x3
}

// byteSum is the sum of the four bytes of w: an Irwin-Hall variable on 0..1020, mean 510.
func byteSum(w uint32) uint32 {
	w = w&0x00FF00FF + w>>8&0x00FF00FF
	return (w + w>>16) & 0xFFFF
}
