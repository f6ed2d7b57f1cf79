package commandline

import (
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

// HoursEast reads UTC, UTC+8 or UTC-5.
func HoursEast(s string) (int, error) {
	rest, ok := strings.CutPrefix(strings.ToUpper(s), "UTC")
	if ok && rest == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(rest)
	if !ok || err != nil || n < -12 || n > 14 {
		return 0, &units.Error{Text: s, Want: "a day boundary", Hint: `write "UTC" or "UTC+8"`}
	}
	return n, nil
}
