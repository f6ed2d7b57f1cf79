package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/report/chart"
	"github.com/assaymining/assay/report/outlook"
	"github.com/assaymining/assay/units"
)

// forecastOptions is what the flags of assay forecast say.
type forecastOptions struct {
	commandline.Settings
	horizon      *commandline.Quantity[units.Days]
	history, svg string
	paths        int
	json         bool
}

func forecastCommand(p *program) *cobra.Command {
	o := &forecastOptions{horizon: &commandline.Quantity[units.Days]{Parse: units.ParseDays}}
	o.Choices.Seed = 1
	cmd := &cobra.Command{
		Use:   "forecast",
		Short: "Show quantiles of difficulty, hashprice and dilution ahead",
		Long: commandline.Prose(`
Simulate difficulty, price and fees from a day on and show how they spread. Nothing later than that day is
used. The price is not predicted: its median stays where it is, unless --price-drift says otherwise.
How right such forecasts have been since 2013: assay backtest, docs/backtest.md.`),
		Example: "  assay forecast\n" +
			"  assay forecast --as-of 2021-09-12 --horizon 730d --json\n" +
			"  assay forecast --price 60000USD --svg fan.svg",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.forecast(cmd.Context(), o) },
	}
	f := cmd.Flags()
	o.Flag(cmd, need.AsOf, "`DATE` to forecast from (default: the last day of the history)")
	f.Var(o.horizon, "horizon", "`DAYS` ahead, 1d to 1825d (default 365d)")
	f.IntVar(&o.paths, "paths", paths.DefaultPaths,
		"`NUMBER` of simulated markets, rounded up to a multiple of 8")
	o.Flag(cmd, need.Seed, "`NUMBER` that decides every draw")
	o.Flag(cmd, need.Hashprice, "`PRICE` of hashrate to start from, as 0.036USD/TH/day; sets the price of "+
		"bitcoin")
	o.Flag(cmd, need.Difficulty, "`DIFFICULTY` to start from, as 1.25e14")
	o.Flag(cmd, need.Price, "`PRICE` of bitcoin to start from, as 76000USD")
	o.Flag(cmd, need.PriceDrift, "growth of the median price, as `10%/year` (default 0%/year)")
	f.StringVar(&o.svg, "svg", "", "write the fan chart to `FILE`")
	f.BoolVar(&o.json, "json", false, "print JSON")
	historyFlag(cmd, &o.history)
	return cmd
}

// forecastModel is the model of the as-of day with the user's own figures. An error comes with the setting
// that it is about, where it is about one.
func forecastModel(h *market.History, e assay.Evidence) (m forecast.Model, wrong need.Setting, err error) {
	asOf := h.Last()
	if e.AsOf != nil {
		asOf = *e.AsOf
	}
	if m, err = forecast.Fit(h, asOf); err != nil {
		return m, need.AsOf, err
	}
	own := e.Overrides
	m, err = m.With(forecast.Overrides{PriceUSD: own.PriceUSD, Difficulty: own.Difficulty,
		HashpriceUSD: own.HashpriceUSD})
	return m, "", err
}

func (p *program) forecast(ctx context.Context, o *forecastOptions) error {
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	m, wrong, err := forecastModel(h, o.Evidence)
	switch {
	case err != nil && wrong != "":
		return &misuse{fmt.Sprintf("--%s: %v", string(wrong), err),
			"assay data status shows what the history covers"}
	case err != nil:
		return &misuse{err.Error(), "for example: assay forecast --price 76000USD"}
	}
	c := paths.Config{Days: o.horizon.Or(365), Paths: o.paths, Seed: o.Choices.Seed,
		PriceDrift: o.Choices.PriceDrift, Done: ctx.Done()}
	q, err := m.Quantiles(c)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return &misuse{err.Error(), "for example: assay forecast --horizon 365d --paths 4096"}
	}
	view := outlook.Forecasted{Model: m, Quantiles: q, Seed: c.Seed, History: h}
	if o.svg != "" || !o.json {
		if view.Fan, err = m.Fan(c, forecast.Difficulty, 0.05, 0.25, 0.5, 0.75, 0.95); err != nil {
			return err
		}
	}
	if o.svg != "" {
		if err := os.WriteFile(o.svg, drawn(view).SVG(), open); err != nil {
			return err
		}
	}
	if o.json {
		return p.printJSON(q.Document(&m, c.Seed, view.Warnings()))
	}
	return p.show(outlook.Forecast(view), nil)
}

// drawn is a forecast as its chart shows it.
func drawn(v outlook.Forecasted) chart.Difficulty {
	d := chart.Difficulty{AsOf: v.Model.AsOf, Days: int(v.Quantiles.Days), From: v.From(), Past: v.Past()}
	copy(d.Fan[:], v.Fan.Values)
	return d
}
