package sizing

import (
	"fmt"

	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// stepKind is what to do in one step of a staged purchase.
type stepKind string

// The steps of a plan.
const (
	buySmallest stepKind = "buy_smallest"
	checkPayout stepKind = "check_payout"
	withdraw    stepKind = "withdraw"
	buyMore     stepKind = "buy_more"
	buyNothing  stepKind = "buy_nothing"
)

// checkDays is how long the payouts of the first purchase are watched, and checkTolerance how far they may
// stay below what chain and terms say. Both are assumptions: two weeks are one difficulty epoch, and
// 5 % covers a pool's rounding and a day of downtime, not a missing fee.
const (
	checkDays      units.Days     = 14
	checkTolerance units.Fraction = 0.05
)

// planStep is one step of a staged purchase.
type planStep struct {
	Do     stepKind
	Amount units.Micro // dollars to be spent in the step
	After  units.Days  // from the first purchase
	Why    string
}

// stagedPlan is how to spend stake dollars on an offer whose smallest contract costs smallest: the smallest
// first, then two weeks of checking and a withdrawal, then the rest. The amounts add up to the stake
// exactly, or to the budget where that is less. A stake of 0 is a plan to buy nothing; one below the
// smallest contract too, since a ticket above the stake is a bet beyond Kelly. The error says that
// the budget does not reach the smallest contract.
func stagedPlan(budget, stake, smallest units.Micro) ([]planStep, error) {
	if smallest <= 0 {
		return nil,
			fmt.Errorf("the price of the smallest contract is not known; add price and hashrate to the offer")
	}
	if budget < smallest {
		return nil, fmt.Errorf(
			"the budget of %s USD is below the smallest contract, %s USD; raise %s or look for a smaller contract",
			max(budget, 0).RoundCents(),
			smallest.RoundCents(),
			need.Budget,
		)
	}
	spend := min(budget, stake)
	if spend < smallest {
		why := fmt.Sprintf("the stake of %s USD is below the smallest contract, %s USD", max(stake,
			0).RoundCents(), smallest.RoundCents())
		if stake <= 0 {
			why = "no fraction of your money gains by it: the expected outcome is not above buying bitcoin"
		}
		return []planStep{{Do: buyNothing, Why: why}}, nil
	}
	steps := []planStep{
		{Do: buySmallest, Amount: smallest, Why: "the smallest purchase that shows whether the seller pays"},
		{Do: checkPayout, After: checkDays,
			Why: fmt.Sprintf("stop here if less than %s of what chain and terms say has arrived",
				units.Fraction(1-checkTolerance))},
		{Do: withdraw, After: checkDays,
			Why: "a payout that does not reach your own wallet is a number on a page; stop here if it is " +
				"refused"},
	}
	if rest := spend - smallest; rest > 0 {
		steps = append(steps, planStep{Do: buyMore, Amount: rest, After: checkDays,
			Why: "only after both checks; payouts that arrive do not prove mining"})
	}
	return steps, nil
}
