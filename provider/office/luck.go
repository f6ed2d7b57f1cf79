package office

import (
	"fmt"
	"strconv"

	"github.com/assaymining/assay/payout"
)

// luck says of days how many blocks came where how many were expected, and how much keeping back of blocks
// could be seen by that; empty where no work was done.
func luck(days []dayView) string {
	blocks, expected := 0, 0.
	for _, d := range days {
		blocks += d.Found
		expected += d.Expected
	}
	if expected == 0 {
		return ""
	}
	return luckSentence(payout.LuckOf(blocks, expected), len(days))
}

func luckSentence(l payout.Luck, days int) string {
	over := "on the one day that is closed"
	if days > 1 {
		over = fmt.Sprintf("over %d days", days)
	}
	says := fmt.Sprintf("Luck: %s found %s where %s were expected",
		count(l.Blocks), over, expectedText(l.Expected))
	if l.Chance < 0.05 {
		says += fmt.Sprintf(", which chance alone brings in %s of all cases.", percent(l.Chance))
	} else {
		says += ", as chance has it."
	}
	if l.Noticed > 1 {
		return says + " With so few expected, not even keeping back all of them could be seen."
	}
	return says + fmt.Sprintf(" With so many expected, keeping back less than %s of them could not be seen.",
		percent(l.Noticed))
}

func count(blocks int) string {
	if blocks == 1 {
		return "1 block"
	}
	return strconv.Itoa(blocks) + " blocks"
}

// expectedText is an expected number of blocks, with a digit behind the point where it is small.
func expectedText(n float64) string {
	switch {
	case n < 0.05:
		return "fewer than 0.1"
	case n < 100:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}
