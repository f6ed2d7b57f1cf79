package resale

import (
	"math"

	"github.com/assaymining/assay/units"
)

// A tokenised TH/s (perpetual, hosted, with fees) is offered at the price of the same hashrate in
// machines times a markup that falls a little with the size of the lot:
//
//	price = markup * TH^size * ASICPricePerTH(hashprice, efficiency, frontier)
//
// The two parameters were fitted to GoMining's list prices of 2024-09 to 2025-12 (10 days, each of the
// same weight); standard errors, clustered by day, of ln markup 0.053, size 0.007. On the prices of
// 2026, which the fit had not seen, the typical error was 17 %, against 35 to 84 % where the prices'
// own elasticities are fitted (docs/residuals.md).
const (
	tokenMarkup = 1.78
	tokenSize   = -0.0152
)

// tokenPriceLogSD is the typical error of TokenPricePerTH on prices it was not fitted to, in logarithms.
const tokenPriceLogSD = 0.17

// TokenPricePerTH is the list price of tokenised hashrate in USD per TH/s: hashprice in USD per TH/s and
// day, efficiency of the grade and frontier in J/TH (hardware.Trend), lot size th in TH/s. Any
// argument that is not above zero gives 0. It is an asking price; see TokenSale for what a seller gets.
// Good for grades of 12 to 30 J/TH; less efficient ones were listed at two thirds of it and less. Lots are
// bounded to the 1 to 5,000 TH/s that were listed.
func TokenPricePerTH(hashprice, efficiency, frontier, th float64) float64 {
	if !(th > 0) {
		return 0
	}
	lot := math.Pow(min(max(th, 1), 5000), tokenSize)
	return tokenMarkup * lot * ASICPricePerTH(hashprice, efficiency, frontier)
}

// TokenSale is what stands between an asking price and the seller's pocket.
type TokenSale struct {
	MarketFee units.Fraction // the marketplace's cut, as the offer states it
	Haircut   units.Fraction // below the seller's own list price, to find a buyer
}

// TokenSaleFee is the marketplace's cut of a resale where the offer does not state it, an assumption.
const TokenSaleFee units.Fraction = 0.05

// TokenHaircut is the liquidity haircut where nothing better is known, an assumption: the seller of the
// token undercuts nobody but itself, and on the one day on which marketplace and list were both
// recorded (2026-04) the grade was not stated, so that no discount could be measured.
const TokenHaircut units.Fraction = 0.10

// ProceedsPerTH is what a seller receives per TH/s when the list price is list; never negative.
func (s TokenSale) ProceedsPerTH(list float64) float64 {
	return max(0, list*(1-float64(s.Haircut))*(1-float64(s.MarketFee)))
}

// The discount on fees that needs the seller's token held (GoMining help centre and agent skills
// FAQ-MAINTENANCE of 2026-05-05): 1 % for each 18 days of fees held, up to 20 %.
const (
	tokenDiscountStepDays = 18
	tokenDiscountStep     = 0.01
)

// TokenDiscountYield is what a step of the holding discount saves in a year per dollar of token held:
// 1 % of 365.25 days of fees for 18 days of fees, 20.3 % a year on every step. Holding the token is
// worth it only to one who expects it to lose less than that a year against bitcoin, and the whole
// holding can be lost.
func TokenDiscountYield() float64 { return tokenDiscountStep * 365.25 / tokenDiscountStepDays }
