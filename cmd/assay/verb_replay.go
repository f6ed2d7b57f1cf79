package main

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
	"github.com/assaymining/assay/valuation"
)

// replayOptions is what the flags of assay replay say.
type replayOptions struct {
	settings
	from    *quantity[units.Date]
	history string
	json    bool
}

func replayCommand(p *program) *cobra.Command {
	o := &replayOptions{from: dateFlag()}
	cmd := &cobra.Command{
		Use:   "replay OFFER",
		Short: "Show what an offer would have paid, bought on one past day or on every one",
		Long: prose(`
Play an offer over what really happened: difficulty, fees and price of each day. With --from it is bought
on one day; without, on every past day whose term has ended by now. The price in dollars stays as the offer
says, whatever the day, so that only the days near the offer's own are prices that anybody was asked.`),
		Example: "  assay replay offer.yaml\n" +
			"  assay replay --from 2021-09-12 offer.yaml\n" +
			"  assay replay --json offer.yaml            one line per start day",
		Args: arguments(1, 1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error { return runReplay(cmd, p, o, paths) },
	}
	cmd.Flags().Var(o.from, "from", "`DATE` of purchase (default: every past day)")
	o.flags(cmd, need.FX, need.OpenTerm, need.Discounts)
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per start day and line")
	historyFlag(cmd, &o.history)
	return cmd
}

func runReplay(cmd *cobra.Command, p *program, o *replayOptions, paths []string) error {
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error { return o.one(p, f, h) })
}

// one plays an offer over the history.
func (o *replayOptions) one(p *program, f *offerFile, h *market.History) error {
	opt := contract.Options{Discounts: o.Choices.Discounts, USDPer: o.Choices.USDPer}
	t, assumed, err := contract.Compile(f.offer, opt)
	if err == nil {
		err = valuation.Replayable(t)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	asOf, _ := flagDay(&f.offer, nil, h)
	trust := redflag.Judge(redflag.Gather(f.offer, asOf, h)).Trust
	days := cmp.Or(o.Choices.OpenDays, assay.DefaultOpenDays)
	if o.from.value == nil {
		all := valuation.ReplayAll(t, h, days, true)
		if o.json {
			return p.printReplays(all)
		}
		return p.printEveryDay(f.offer, t, trust, h, all, valuation.Horizon(t, days))
	}
	one, err := valuation.ReplayFrom(t, h, *o.from.value, days)
	if err != nil {
		return &misuse{what: fmt.Sprintf("--from: %v", err)}
	}
	if o.json {
		return p.printReplays([]valuation.Replay{one})
	}
	return p.printOneDay(f.offer, trust, t, one, assumed)
}
