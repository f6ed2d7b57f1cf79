package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// oddsOptions is what the flags of assay odds say.
type oddsOptions struct {
	commandline.Settings
	hashrate *commandline.Quantity[units.Hashrate]
	days     *commandline.Quantity[units.Days]
	history  string
	json     bool
}

func oddsCommand(p *program) *cobra.Command {
	o := &oddsOptions{hashrate: &commandline.Quantity[units.Hashrate]{Parse: units.ParseHashrate},
		days: &commandline.Quantity[units.Days]{Parse: units.ParseDays}}
	cmd := &cobra.Command{
		Use:   "odds",
		Short: "Show the chance that a hashrate finds a block by itself",
		Long: commandline.Prose(`
Show the chance that a hashrate mining alone finds a block within some days, at the difficulty of a day. A
hashrate of so many hashes a second tries difficulty times 2^32 of them for a block in the mean, and no hash
knows of those before it: the time without a block says nothing about the next. As difficulty grows, the
chance of later days is smaller.`),
		Example: "  assay odds --hashrate 10PH/s --days 30d\n" +
			"  assay odds --hashrate 1.2TH/s --days 365d --json\n" +
			"  assay odds --hashrate 10PH/s --days 1d --as-of 2026-09-01",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error { return p.odds(o) },
	}
	f := cmd.Flags()
	f.Var(o.hashrate, "hashrate", "`HASHRATE` that mines, as 10PH/s")
	f.Var(o.days, "days", "`DAYS` that it mines (default 30d)")
	o.Flag(cmd, need.AsOf, "`DATE` whose difficulty counts (default: the last day of the history)")
	o.Flag(cmd, need.Difficulty, "`DIFFICULTY` instead of that day's, as 1.25e14")
	f.BoolVar(&o.json, "json", false, "print JSON")
	historyFlag(cmd, &o.history)
	return cmd
}

func (p *program) odds(o *oddsOptions) error {
	if o.hashrate.Value == nil {
		return &misuse{"which hashrate is not said", "for example: assay odds --hashrate 10PH/s --days 30d"}
	}
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	asOf := h.Last()
	if o.Evidence.AsOf != nil {
		asOf = *o.Evidence.AsOf
	}
	c, err := valuation.ConditionsAt(h, asOf, o.Evidence.Overrides)
	if err != nil {
		return &misuse{err.Error(), "assay data status shows what the history covers"}
	}
	days := o.days.Or(30)
	if days < 1 || *o.hashrate.Value <= 0 {
		return &misuse{"no hashrate or no day: nothing is found",
			"for example: assay odds --hashrate 10PH/s --days 30d"}
	}
	odds := valuation.OddsOf(*o.hashrate.Value, days, c.Difficulty)
	if o.json {
		return p.printJSON(odds.Document(*o.hashrate.Value, days, c))
	}
	_, err = fmt.Fprintln(p.out, wrap(report.Odds(*o.hashrate.Value, days, c, odds), p.width(), ""))
	return err
}
