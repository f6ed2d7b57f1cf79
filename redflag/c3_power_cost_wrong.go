package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

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
	Sources: []cite.Source{read("GoMining help page on energy efficiency (2022/2023)",
		"https://help.nft.gomining.com/faq/energy-efficiency")},
}

func judgePowerCostWrong(f grounds.Facts, c *offer.Claim) Answer {
	eff := c.Efficiency
	if eff == nil {
		eff = f.Offer.Hardware.Efficiency
	}
	if eff == nil || c.EnergyPrice == nil || *eff <= 0 || c.EnergyPrice.Value <= 0 ||
		c.EnergyPrice.Currency != c.PowerCost.Currency {
		return unknown("efficiency (J/TH) and energy price of the claim, in one currency")
	}
	want := eff.KWhPerTHDay() * c.EnergyPrice.Value
	ratio := c.PowerCost.Value / want
	unit := string(c.PowerCost.Currency) + "/TH/day"
	a := Answer{State: Absent, Figures: []Figure{{"claimed", c.PowerCost.Value, unit},
		{"from_inputs", want, unit}, {"ratio", ratio, "1"}}}
	a.Says = fmt.Sprintf("claimed %s; %s x 24 / 1000 x %s = %s %s: the claim is %s times that",
		readable(*c.PowerCost), eff, c.EnergyPrice, units.Format(want, 4), unit, units.Format(ratio, 3))
	if ratio < 1/tolerance || ratio > tolerance {
		a.State = Present
	}
	if slip, found := grounds.SlipOf(ratio); found {
		a.State, a.Severity = Present, High
		a.Says += "; this number is right if it were per " + slip
	}
	return a
}
