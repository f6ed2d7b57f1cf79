package report

import (
	"fmt"

	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// Odds says in two sentences what a hashrate may find alone in some days under conditions.
func Odds(h units.Hashrate, days units.Days, c valuation.Conditions, odds valuation.Odds) string {
	return fmt.Sprintf("%s mining alone for %s finds a block with a chance of %s, and nothing with %s "+
		"(difficulty %.6g of %s). In the mean a block comes every %s days and pays %.4g BTC.",
		h, Count(int(days), "day"), valuation.ShowChance(odds.ProbBlock),
		valuation.ShowChance(odds.ProbNothing),
		c.Difficulty, c.AsOf, units.Group(units.Format(float64(days)/odds.Blocks, 4)), c.SubsidyBTC+c.FeesBTC)
}
