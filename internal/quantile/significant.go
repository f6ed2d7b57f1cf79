package quantile

import "strconv"

// Significant rounds to eight significant digits.
func Significant(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 8, 64), 64)
	return v
}
