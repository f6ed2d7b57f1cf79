package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// replayOptions is what the flags of assay replay say.
type replayOptions struct {
	commandline.Settings
	from    *commandline.Quantity[units.Date]
	history string
	scaled  bool
	export  string
	json    bool
}

func replayCommand(p *program) *cobra.Command {
	o := &replayOptions{from: commandline.Date()}
	cmd := &cobra.Command{
		Use:   "replay OFFER",
		Short: "Show what an offer would have paid, bought on one past day or on every one",
		Long: commandline.Prose(`
Play an offer over what really happened: difficulty, fees and price of each day. With --from it is bought
on one day; without, on every past day whose term has ended by now. The price in dollars stays as the offer
says, whatever the day, so that only purchases within a year of the offer's day are counted: on others nobody
was asked that price. With --all-history all of them are, at the price that moves with the hashprice of each
day. --json has all days. --export writes what each day of one purchase gives, in satoshi per TH/s.`),
		Example: "  assay replay offer.yaml\n" +
			"  assay replay --from 2021-09-12 offer.yaml\n" +
			"  assay replay --export days.csv offer.yaml   each day of it, bought on its day\n" +
			"  assay replay --json offer.yaml            one line per start day",
		Args: commandline.Arguments(1, 1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error { return runReplay(cmd, p, o, paths) },
	}
	cmd.Flags().Var(o.from, "from", "`DATE` of purchase (default: every past day)")
	o.Flags(cmd, need.FX, need.OpenTerm, need.Discounts)
	cmd.Flags().BoolVar(&o.scaled, "all-history", false, "count every past day, the price scaled to its hashprice")
	cmd.Flags().StringVar(&o.export, "export", "", "write each day from --from (default: the offer's day) to a "+
		"CSV `FILE`")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per start day and line")
	historyFlag(cmd, &o.history)
	return cmd
}

func runReplay(cmd *cobra.Command, p *program, o *replayOptions, paths []string) error {
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	return p.eachOffer(ctx, paths, func(f *offerFile) error { return o.one(ctx, p, f, h) })
}

// one plays an offer over the history.
func (o *replayOptions) one(ctx context.Context, p *program, f *offerFile, h *market.History) error {
	e := assay.Evidence{Offer: f.offer, History: h, Choices: o.Choices}
	bought := assay.Purchases{From: o.from.Value, Scaled: o.scaled}
	if !o.scaled && !o.json {
		bought.First, bought.Last = report.PricedBetween(f.offer, h.Last())
	}
	r, err := assay.Replay(ctx, e, bought)
	var day *assay.DayError
	switch {
	case errors.As(err, &day):
		return &misuse{what: fmt.Sprintf("--from: %v", err)}
	case err != nil:
		return fmt.Errorf("%s: %w", f.name, err)
	case o.export != "":
		return o.series(e, r)
	case o.json:
		return r.Write(p.out)
	}
	return p.printReplay(f.offer, h, r.Said(commandline.InFlags), o.from.Value != nil)
}

// series writes the days of one purchase.
func (o *replayOptions) series(e assay.Evidence, r *assay.Replayed) error {
	if r.Warning != "" {
		return errors.New(r.Warning)
	}
	day := e.Day()
	if o.from.Value != nil {
		day = *o.from.Value
	}
	f, err := os.Create(o.export)
	if err != nil {
		return err
	}
	if err := valuation.WriteSeries(f, r.Terms, e.History, day, e.Choices.OpenTerm()); err != nil {
		_ = f.Close()
		return fmt.Errorf("write %s: %w", o.export, err)
	}
	return f.Close()
}
