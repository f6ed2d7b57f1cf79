package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/forecast/backtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report/outlook"
	"github.com/assaymining/assay/units"
)

// backtestOptions is what the flags of assay backtest say.
type backtestOptions struct {
	from, to        *commandline.Quantity[units.Date]
	history         string
	paths, every    int
	json, quantiles bool
	choose          bool
}

func backtestCommand(p *program) *cobra.Command {
	o := &backtestOptions{from: commandline.Date(), to: commandline.Date()}
	cmd := &cobra.Command{
		Use:   "backtest",
		Short: "Show how right forecasts have been, made again at every difficulty epoch since 2013",
		Long: commandline.Prose(`
Forecast from the first day of every difficulty epoch with what was known then, and score the forecasts
against what came: CRPS, error and bias of the median, coverage of the intervals, and the same for what
calculators use. One run takes about a minute of one core.`),
		Example: "  assay backtest\n" +
			"  assay backtest --every 4 --paths 128      a quick look",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runBacktest(cmd, p, o) },
	}
	f := cmd.Flags()
	f.Var(o.from, "from", "first `DATE` to forecast from (default 2013-01-01)")
	f.Var(o.to, "to", "last `DATE` to forecast from (default: a year before the history ends)")
	f.IntVar(&o.paths, "paths", 512, "`NUMBER` of simulated markets per member of the pool")
	f.IntVar(&o.every, "every", 1, "forecast from every `NUMBER`th epoch")
	f.BoolVar(&o.choose, "choose", false, "print what rules choose for the configuration, seeing nothing "+
		"after 2019 (minutes)")
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.BoolVar(&o.quantiles, "quantiles", false,
		"with --json: each forecast's quantiles and outcome, to be scored by others")
	historyFlag(cmd, &o.history)
	return cmd
}

func runBacktest(cmd *cobra.Command, p *program, o *backtestOptions) error {
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	if o.choose {
		return p.printChoices(cmd, h, o)
	}
	if o.every < 1 || o.paths < 8 || o.paths > 1<<16 {
		return &misuse{"--every must be 1 or more, --paths 8 to 65536",
			"for example: assay backtest --every 4 --paths 128"}
	}
	b, err := backtest.Run(cmd.Context(), h, backtest.Config{From: o.from.Or(0), To: o.to.Or(0),
		Paths: o.paths, Every: o.every, Seed: 1, Progress: console.Counting(p.err, "forecasts made and scored")})
	if err != nil {
		return err
	}
	if len(b.Origins) == 0 {
		return &misuse{"no origin lies between --from and --to with a year of outcomes after it",
			"for example: assay backtest --from 2016-01-01"}
	}
	if o.json {
		return p.printJSON(b.Document(o.quantiles))
	}
	_, err = io.WriteString(p.out, outlook.Backtest(b))
	return err
}

// choosing is how the rules are tried: fewer origins and paths, since many configurations are.
func (o *backtestOptions) choosing(p *program) backtest.Config {
	return backtest.Config{Paths: max(o.paths/2, 8), Every: 3 * o.every, Seed: 1,
		Progress: console.Counting(p.err, "configurations tried")}
}

// printChoices prints each step of each rule.
func (p *program) printChoices(cmd *cobra.Command, h *market.History, o *backtestOptions) error {
	rules, err := backtest.Choose(cmd.Context(), h, o.choosing(p))
	if err != nil {
		return err
	}
	if o.json {
		return p.printJSON(rules)
	}
	return p.show(outlook.Choices(rules), nil)
}
