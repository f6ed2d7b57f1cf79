package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// The claims against the protocol: each figure that a seller names is set against what the same
// figures give, on the claim's own date, in its own dimension. A claim may be right by mistake of
// unit ("per hour" sold as "per day"); then the finding says so.

// tolerance is how far a revenue may exceed the best of the 30 days before it is called too high:
// ten per cent for rounding, a pool's luck on a day and fees of single blocks. (A seller's own
// worked payout of 2022-10-25 is 6 % above the day's expectation.)
const tolerance = 1.10

// Severity by how many times too high a claim is; set by judgement.
const (
	muchTooHigh = 1.5
	absurd      = 3.0
	farBelow    = 0.1 // of the day's figure: no fees explain so little
)

var claimRules = []Rule{revenueAboveProtocol, powerCostWrong, staticPayback, returnAboveProtocol}

var protocolSource = read("protocol arithmetic: reward per block x 86400e12 / (difficulty x 2^32) (docs/terms.md)", "")

var revenueAboveProtocol = Rule{
	ID:       "C1_revenue_above_protocol",
	Title:    "The claimed revenue or hashprice does not agree with what the protocol gives",
	Axis:     Economics,
	Severity: High,
	Needs:    "claims.daily_revenue or claims.hashprice, its date, the chain facts of that date",
	Why:      "Subsidy, fees and difficulty say what a terahash earns. No pool, machine or farm earns more; what is far less is a slip of units.",
	Caution:  "The best within the past 30 days (at the subsidy of the day) and 10 % are allowed, so that nobody is accused over last week's figure.",
	Look:     "From which difficulty, fees and price, and on which day, was this figure computed?",
	AskIf:    true,
	Sources:  []cite.Source{protocolSource},
}

var powerCostWrong = Rule{
	ID:       "C3_power_cost_wrong",
	Title:    "The claimed power cost does not follow from its own inputs",
	Axis:     Economics,
	Severity: Medium,
	Needs:    "claims.power_cost with efficiency and energy_price",
	Why:      "J/TH x 24 h / 1000 x price per kWh is the cost per TH/s and day. One seller's help page forgot the 24 hours.",
	Caution:  "Cooling and losses add some per cent.",
	Look:     "Show the arithmetic: J/TH x 24 / 1000 x USD per kWh.",
	AskIf:    true,
	Sources:  []cite.Source{read("GoMining help page on energy efficiency (2022/2023)", "https://help.nft.gomining.com/faq/energy-efficiency")},
}

var staticPayback = Rule{
	ID:       "C4_static_payback",
	Title:    "The claimed payback assumes that nothing ever changes, or less than that",
	Axis:     Economics,
	Severity: Medium,
	Needs:    "claims.payback, price, fees, the chain facts of its date",
	Why:      "Difficulty has risen in most years and the subsidy halves. Today's figure divided into the price is no forecast.",
	Caution:  "It is the usual arithmetic of vendors' calculators: a mistake, not a fraud.",
	Look:     "Which growth of difficulty does the payback assume?",
	AskIf:    true,
	Sources:  []cite.Source{read("Bitdeer's static formulas", "https://bitdeersupport.zendesk.com/hc/en-us/articles/360023619511")},
}

var returnAboveProtocol = Rule{
	ID:       "C5_return_above_protocol",
	Title:    "The claimed return is the day's earnings held still, or more than any of the 30 days gave",
	Axis:     Economics,
	Severity: High,
	Needs:    "claims.return or claims.total_return, price, the chain facts of its date",
	Why:      "A yearly return times the price is a revenue per TH/s and day, and that has a ceiling.",
	Caution:  "Gross revenue of the best of 30 days is taken as the ceiling: fees and power are left out in the seller's favour.",
	Look:     "Show the return as USD per TH/s and day, and the difficulty behind it.",
	AskIf:    true,
	Sources:  []cite.Source{protocolSource},
}

// judgeClaims is one finding for each claim that is a figure, in the order of the document.
func judgeClaims(f Facts) []Finding {
	var all []Finding
	for i := range f.Offer.Claims {
		c := &f.Offer.Claims[i]
		switch {
		case c.DailyRevenue != nil:
			all = append(all, revenueAboveProtocol.finding(judgeRevenue(f, c, *c.DailyRevenue)))
		case c.Hashprice != nil:
			all = append(all, revenueAboveProtocol.finding(judgeRevenue(f, c, *c.Hashprice)))
		case c.PowerCost != nil:
			all = append(all, powerCostWrong.finding(judgePowerCost(f, c)))
		case c.Payback != nil:
			all = append(all, staticPayback.finding(judgePayback(f, c)))
		case c.Return != nil || c.TotalReturn != nil:
			all = append(all, returnAboveProtocol.finding(judgeReturn(f, c)))
		}
	}
	return all
}

// day is the day a claim was made.
func (f Facts) day(c *offer.Claim) *units.Date {
	if c.Date != nil {
		return c.Date
	}
	return f.Offer.Seen
}

func judgeRevenue(f Facts, c *offer.Claim, claimed units.PerHashrateDay) Answer {
	e, ok := f.on(f.day(c))
	if !ok {
		return unknown(f.missingDay(f.day(c)))
	}
	if !f.sha256() {
		return unknown("chain facts for " + f.Offer.Algorithm)
	}
	expected, best := e.Hashvalue, e.BestHashvalue
	arithmetic := fmt.Sprintf("%.4g BTC per TH/s and day", e.Hashvalue)
	switch {
	case claimed.Currency == units.USD && e.PriceUSD > 0:
		expected, best = e.Hashprice(), e.BestHashprice
		arithmetic = fmt.Sprintf("%.4g BTC x %.0f USD = %.4g USD per TH/s and day", e.Hashvalue, e.PriceUSD, expected)
	case claimed.Currency != units.BTC:
		return unknown("the price of " + string(claimed.Currency) + " on " + e.Date.String())
	}
	best = max(best, expected)
	a := Answer{State: Absent, Sources: []cite.Source{e.Source}, Figures: []Figure{
		{"claimed", claimed.Value, string(claimed.Currency) + "/TH/day"}, {"protocol", expected, string(claimed.Currency) + "/TH/day"},
		{"best_of_30_days", best, string(claimed.Currency) + "/TH/day"}, {"ratio", claimed.Value / expected, "1"},
		{"ratio_to_best", claimed.Value / best, "1"},
	}}
	a.Says = fmt.Sprintf("claimed %s; on %s the protocol gave %s: %s times (%s times the best within the 30 days before)",
		readable(claimed), e.Date, arithmetic, times(claimed.Value/expected), times(claimed.Value/best))
	if slip, found := slipOf(claimed.Value / expected); found {
		a.State, a.Severity = Present, Medium
		a.Says += "; this number is right if it were per " + slip
	}
	if ratio := claimed.Value / expected; a.State == Absent && ratio < farBelow {
		a.State, a.Severity = Present, Low
		a.Says += ": too little to be what hashrate earns, before fees or after"
	}
	if over := claimed.Value / best; over > tolerance {
		a.State, a.Severity = Present, graded(over)
	}
	return a
}

// readable is a price without the last digits of binary arithmetic.
func readable(p units.PerHashrateDay) string {
	return units.Format(p.Value, 8) + " " + string(p.Currency) + "/TH/day"
}

// graded is the severity of a claim that is too high by a factor.
func graded(over float64) Severity {
	switch {
	case over > absurd:
		return Critical
	case over > muchTooHigh:
		return High
	}
	return Medium
}

// slips is the mistakes of unit that multiply a figure per TH/s and day.
var slips = []struct {
	unit   string
	factor float64
}{
	{"hour", 1.0 / 24}, {"day, not per hour", 24}, {"week", 7}, {"month", 30.4375}, {"year", 365.25},
	{"GH/s instead of TH/s", 1e-3}, {"PH/s instead of TH/s", 1e3}, {"EH/s instead of TH/s", 1e6}, {"MH/s instead of TH/s", 1e-6},
}

// slipWithin is how near a figure must be to a slip to be taken for one; set by judgement, so that
// no two slips can be meant at once (24 and 30.4 differ by 27 %).
const slipWithin = 1.12

// slipOf is the slip that explains a ratio of claimed over true, where one does.
func slipOf(ratio float64) (unit string, found bool) {
	for _, s := range slips {
		if r := ratio / s.factor; r < slipWithin && r > 1/slipWithin {
			return s.unit, true
		}
	}
	return "", false
}

func judgePowerCost(f Facts, c *offer.Claim) Answer {
	eff := c.Efficiency
	if eff == nil {
		eff = f.Offer.Hardware.Efficiency
	}
	if eff == nil || c.EnergyPrice == nil || *eff <= 0 || c.EnergyPrice.Value <= 0 || c.EnergyPrice.Currency != c.PowerCost.Currency {
		return unknown("efficiency (J/TH) and energy price of the claim, in one currency")
	}
	want := eff.KWhPerTHDay() * c.EnergyPrice.Value
	ratio := c.PowerCost.Value / want
	unit := string(c.PowerCost.Currency) + "/TH/day"
	a := Answer{State: Absent, Figures: []Figure{{"claimed", c.PowerCost.Value, unit}, {"from_inputs", want, unit}, {"ratio", ratio, "1"}}}
	a.Says = fmt.Sprintf("claimed %s; %s x 24 / 1000 x %s = %.4g %s: the claim is %.3g times that", readable(*c.PowerCost), eff, c.EnergyPrice, want, unit, ratio)
	if ratio < 1/tolerance || ratio > tolerance {
		a.State = Present
	}
	if slip, found := slipOf(ratio); found {
		a.State, a.Severity = Present, High
		a.Says += "; this number is right if it were per " + slip
	}
	return a
}
