package units

// Round is v to the nearest whole number, half away from zero: what math.Round gives, several times
// faster, for |v| < 2^63. Beyond that the result means nothing; callers keep their amounts in range.
func Round(v float64) int64 {
	i := int64(v)
	switch d := v - float64(i); { // exact: the fraction of a float64 is one itself
	case d >= 0.5:
		return i + 1
	case d <= -0.5:
		return i - 1
	}
	return i
}
