package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// choices are what the reader may set about simulation, comparison, sizing and taxes.
type choices struct {
	paths                     int
	seed                      uint64
	drift                     *quantity[float64]
	power, budget             *quantity[float64]
	asic                      *quantity[hardware.Machine]
	income, deductible, gains *quantity[units.Fraction]
}

func (c *choices) flags(cmd *cobra.Command) {
	c.drift = &quantity[float64]{parse: parseDrift}
	c.power, c.budget = powerFlag(), dollarsFlag()
	c.asic = &quantity[hardware.Machine]{parse: usableMachine}
	c.income, c.deductible, c.gains = shareFlag(), shareFlag(), shareFlag()
	cmd.PreRunE = func(*cobra.Command, []string) error { return c.check() }
	f := cmd.Flags()
	f.IntVar(&c.paths, "paths", assay.DefaultPaths, "number of simulated markets, up to 262144, rounded up to a multiple of 8; 0 for none")
	f.Uint64Var(&c.seed, "seed", 0, "seed of the simulated markets: the same seed gives the same bytes")
	f.Var(c.drift, "price-drift", "growth of the median bitcoin price, as `5%/year` (default 0%/year: prices are not predicted)")
	f.Var(c.power, "my-power", "what you pay for power, as `0.08USD/kWh`, to compare with a machine of your own")
	f.Var(c.asic, "asic", "the machine of your own, by its `NAME` in assay hardware (default: the cheapest to own and run)")
	complete(cmd, "asic", usableNames)
	f.Var(c.budget, "budget", "money at hand, as `500USD`, for the size and the steps of a purchase")
	f.Var(c.income, "tax-income", "your tax on payouts, as `30%`. Any --tax flag adds the comparison after taxes, under constant conditions; a rate not given counts as 0%")
	f.Var(c.deductible, "tax-deductible", "`SHARE` of what you pay that you may deduct from payouts, as 0% or 100%")
	f.Var(c.gains, "tax-gains", "your tax on gains when bitcoin is sold, as `25%`")
}

// fill copies the flags into the choices of an evaluation.
func (c *choices) fill(to *assay.Choices) {
	to.Paths, to.Seed, to.PriceDrift = c.paths, c.seed, c.drift.or(0)
	if c.paths == 0 {
		to.Paths = -1
	}
	to.Machine = c.asic.value
	to.PowerUSD, to.BudgetUSD = c.power.or(0), c.budget.or(0)
	if c.income.value != nil || c.deductible.value != nil || c.gains.value != nil {
		to.Tax = &tax.Rates{Income: c.income.or(0), Deductible: c.deductible.or(0), Gains: c.gains.or(0)}
	}
}

// check refuses what no flag parser sees.
func (c *choices) check() error {
	if c.paths < 0 || c.paths > 1<<18 {
		return &misuse{what: "--paths is outside 0 to 262144", hint: "leave it out for the default, or write --paths 0 for none"}
	}
	if c.asic.value != nil && c.power.value == nil {
		return &misuse{what: "--asic names a machine, but not what its power costs", hint: "add --my-power, as in --my-power 0.08USD/kWh"}
	}
	return nil
}

// usableMachine finds a machine whose hashrate and power are known.
func usableMachine(name string) (hardware.Machine, error) {
	m, err := hardware.Find(name)
	if err == nil && !m.Usable() {
		err = fmt.Errorf("the catalogue has no hashrate or power for %s; choose one that assay hardware lists with both", m.Name())
	}
	return m, err
}

// parseDrift reads "5%/year"; a fall is written "-5%/year".
func parseDrift(s string) (float64, error) {
	text, falls := strings.CutPrefix(strings.TrimSpace(s), "-")
	v, err := units.ParseFractionPer(text)
	if err == nil && (v.Unit != "year" || v.Value > 10 || falls && v.Value >= 1) {
		err = &units.Error{Text: s, Want: "a growth between -99 % and 1000 % a year", Hint: `write per cent per year, as in "5%/year"`}
	}
	if falls {
		v.Value = -v.Value
	}
	return v.Value, err
}

// powerFlag reads what a kWh costs. Free power is refused as a slip: nobody runs a machine for nothing.
func powerFlag() *quantity[float64] {
	return &quantity[float64]{parse: func(s string) (float64, error) {
		v, err := units.ParseEnergyPrice(s)
		if err == nil && (v.Currency != units.USD || !(v.Value > 0) || v.Value > 10) {
			err = &units.Error{Text: s, Want: "a power price above zero in dollars", Hint: `write dollars per kWh, as in "0.08USD/kWh"`}
		}
		return v.Value, err
	}}
}

func dollarsFlag() *quantity[float64] {
	return &quantity[float64]{parse: func(s string) (float64, error) {
		v, err := units.ParseMoney(s)
		if err == nil && (v.Currency != units.USD || v.Minor == 0 || math.IsInf(v.Float(), 0)) {
			err = &units.Error{Text: s, Want: "an amount above zero in dollars", Hint: `write dollars, as in "500USD"`}
		}
		return v.Float(), err
	}}
}

func shareFlag() *quantity[units.Fraction] {
	return &quantity[units.Fraction]{parse: func(s string) (units.Fraction, error) {
		v, err := units.ParseFraction(s)
		if err == nil && v > 1 {
			err = &units.Error{Text: s, Want: "a share of at most 100 %", Hint: `write per cent, as in "30%"`}
		}
		return v, err
	}}
}
