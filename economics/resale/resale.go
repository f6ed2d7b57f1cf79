// Package resale says what a machine or tokenised hashrate fetches when it is sold on.
//
// Prices follow hashprice, the efficiency of the thing sold and that of the best machine on sale, by models
// that were fitted to observed prices and scored on prices they had not seen (docs/residuals.md).
// ASICPricePerTH is for machines, TokenPricePerTH for tokenised hashrate; AddProceeds and
// Transferable.Resell count a sale at the end of each path of an ensemble; TokenRoundTrip is one lot over
// what really happened.
//
// It refuses to carry over a premium: what was overpaid is not resold.
//
// Nothing in it is promised to other modules.
package resale

import "math"

// The median price of an ASIC per TH/s of nameplate hashrate is
//
//	price = scale * hashprice^elasticity * frontier^ageing / efficiency^thirst
//
// with hashprice in USD per TH/s and day, efficiency and frontier in J/TH. It is the mean in logarithms,
// in equal parts, of two least-squares fits, one without the frontier and one in which only
// frontier/efficiency counts, to 1,026 Monday prices of five efficiency bands of an ASIC price
// index, 2018-01-22 to 2025-01-13, and the mean hashprice of the 7 days to each. Standard errors of the
// members (clustered by half-year): elasticity 1.312 +- 0.084 and 0.906 +- 0.084, efficiency 0.915 +-
// 0.085 and 0.980 +- 0.065. docs/residuals.md holds the fits, their walk-forward test, the variants
// tried and what they get wrong; cmd/calibrate makes that page from a copy of the index, which is
// proprietary and not part of this project.
const (
	asicScale      = 1532.4 // USD/TH at 1 USD/TH/day, frontier and efficiency of 1 J/TH
	asicElasticity = 1.109
	asicAgeing     = 0.490
	asicThirst     = 0.948
)

// asicPriceLogSD is the standard deviation of ln(observed / modelled price) over the fit: one price in
// three lies outside a factor of 1.5 either way. Over a holding of a year the error of the change is
// 0.62, of two years 0.80 (docs/residuals.md).
const asicPriceLogSD = 0.42

// ASICPricePerTH is the median price of a machine in USD per TH/s of nameplate hashrate when a TH/s
// earns hashprice USD a day, the machine draws efficiency J/TH and the best one on sale draws
// frontier J/TH (hardware.Trend). It goes to zero with hashprice and is never negative; any argument
// that is not above zero gives 0. Pure.
//
// It overprices machines that hardly pay for their power: in 2026-09 an index showed 1.18 USD/TH for
// 25-38 J/TH where this says four times that. Never rely on the resale of an obsolete machine.
func ASICPricePerTH(hashprice, efficiency, frontier float64) float64 {
	if !(hashprice > 0) || !(efficiency > 0) || !(frontier > 0) {
		return 0
	}
	return asicScale * math.Exp(
		asicElasticity*math.Log(hashprice)+asicAgeing*math.Log(frontier)-asicThirst*math.Log(efficiency),
	)
}

// ASICMarket is what the price of a machine depends on beside the machine itself, on one day.
type ASICMarket struct {
	Hashprice float64 // USD per TH/s and day
	Frontier  float64 // efficiency of the best machine on sale, J/TH
}

// ASICResalePerTH is what a machine bought for paid USD per TH/s fetches later, in USD per TH/s: the
// modelled price of that day, times the discount to the model at which it was bought. A premium is
// not carried over: what was overpaid is not resold. The change follows hashprice and the efficiency
// of newer machines; age by itself does not enter, wear and a dealer's margin are the caller's.
// Shares the limits of ASICPricePerTH.
func ASICResalePerTH(paid, efficiency float64, bought, sold ASICMarket) float64 {
	now := ASICPricePerTH(sold.Hashprice, efficiency, sold.Frontier)
	then := ASICPricePerTH(bought.Hashprice, efficiency, bought.Frontier)
	if !(paid > 0) || now == 0 {
		return 0
	}
	if then == 0 {
		return min(now, paid)
	}
	return now * min(1, paid/then)
}

// Typical values of owning and hosting a machine where the buyer says nothing. Each is an assumption:
// no source that was read gives a measured distribution, and the verdict lists them as such.
const (
	// ASICDeliveryDays is from payment to the first share: shipping and installation. Makers sold
	// "shipping Q2" months ahead; a dealer's stock takes about three weeks.
	ASICDeliveryDays = 21
	// ASICFailuresPerYear is the rate at which a machine fails for good or waits for a repair that is
	// not worth it. 5 % a year.
	ASICFailuresPerYear = 0.05
	// ASICUptime is the delivered share of time of a working machine (mean of the Beta(mean 0.97, n 30)
	// that the forecasts use for delivery).
	ASICUptime = 0.97
	// ASICResaleCost is the share of the dealer's price that a private seller does not get: the
	// dealer's margin and freight.
	ASICResaleCost = 0.15
)
