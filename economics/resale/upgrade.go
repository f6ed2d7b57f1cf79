package resale

import (
	"math"

	"github.com/assaymining/assay/units"
)

// TokenUpgrade is what a better grade costs and saves, per TH/s.
type TokenUpgrade struct {
	CostUSD     float64 // once
	SavedPerDay float64 // USD of fees, after discounts
	PaybackDays float64 // +Inf where nothing is saved
}

// TokenGrade is a grade of tokenised hashrate on sale.
type TokenGrade struct {
	Efficiency units.Efficiency
	List       float64 // USD per TH/s
}

// UpgradeToken is the exchange of a grade for a better one where power is charged at energy (in dollars) and
// discount is the share taken off fees. The seller is assumed to charge the difference of its list
// prices, never less than nothing, since no price of an upgrade was recorded. The saving counts only
// on days whose revenue covers the fees: on others the holder pays none, and saves none.
func UpgradeToken(from, to TokenGrade, energy units.EnergyPrice, discount units.Fraction) TokenUpgrade {
	u := TokenUpgrade{CostUSD: max(0, to.List-from.List), PaybackDays: math.Inf(1)}
	u.SavedPerDay = max(0,
		from.Efficiency.KWhPerTHDay()-to.Efficiency.KWhPerTHDay()) * energy.Value * (1 - float64(discount))
	if u.SavedPerDay > 0 {
		u.PaybackDays = u.CostUSD / u.SavedPerDay
	}
	return u
}
