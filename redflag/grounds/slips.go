package grounds

// slips is the mistakes of unit that multiply a figure per TH/s and day.
var slips = []struct {
	unit   string
	factor float64
}{
	{"hour", 1.0 / 24}, {"day, not per hour", 24}, {"week", 7}, {"month", 30.4375}, {"year", 365.25},
	{"GH/s instead of TH/s", 1e-3}, {"PH/s instead of TH/s", 1e3}, {"EH/s instead of TH/s", 1e6},
	{"MH/s instead of TH/s", 1e-6},
}

// slipWithin is how near a figure must be to a slip to be taken for one; set by judgement, so that
// no two slips can be meant at once (24 and 30.4 differ by 27 %).
const slipWithin = 1.12

// SlipOf is the slip that explains a ratio of claimed over true, where one does.
func SlipOf(ratio float64) (unit string, found bool) {
	for _, s := range slips {
		if r := ratio / s.factor; r < slipWithin && r > 1/slipWithin {
			return s.unit, true
		}
	}
	return "", false
}
