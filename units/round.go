package units

// Round is v to the nearest whole number, half away from zero: what math.Round gives, several times
// faster, for |v| < 2^63. Beyond that the result means nothing; callers keep their amounts in range.
func Round(v float64) int64 {
	i := int64(v)
	d := v - float64(i) // exact: the fraction of a float64 is one itself
	return i + int64(
		2*d,
	) // 1 from a half on, -1 to minus a half; no branch that a processor would guess wrong half the time
}
