package grounds

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
)

// Times is a ratio with two digits behind the point, and more where they would say 1 or 0 of what is not.
func Times(ratio float64) string {
	for digits := 2; ; digits++ {
		s := strconv.FormatFloat(ratio, 'f', digits, 64)
		v, _ := strconv.ParseFloat(s, 64)
		if cmp.Compare(v, 1) == cmp.Compare(ratio, 1) && math.Abs(v-ratio) <= 0.05*ratio || digits == 9 {
			return s
		}
	}
}

// InDays is a number of days, or never.
func InDays(days float64) string {
	if math.IsInf(days, 0) {
		return "never, even"
	}
	return fmt.Sprintf("%.0f days", days)
}
