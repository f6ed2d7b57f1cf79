package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
)

func replayCommand(p *program) *cobra.Command {
	var history string
	var asJSON, discounts bool
	from, openTerm := dateFlag(), openTermFlag()
	fx := rates{}
	cmd := &cobra.Command{
		Use:   "replay OFFER",
		Short: "Show what an offer would have paid, bought on one past day or on every one",
		Long: "Play an offer over what really happened: difficulty, fees and price of each day. With --from it is bought\n" +
			"on one day; without, on every past day whose term has ended by now. The price in dollars stays as the offer\n" +
			"says, whatever the day, so that only the days near the offer's own are prices that anybody was asked.",
		Example: "  assay replay offer.yaml\n" +
			"  assay replay --from 2021-09-12 offer.yaml\n" +
			"  assay replay --json offer.yaml            one line per start day",
		Args: arguments(1, 1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			h, err := p.history(history)
			if err != nil {
				return err
			}
			return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
				t, assumed, err := offer.Compile(f.offer, offer.Options{Discounts: discounts, USDPer: fx})
				if err != nil {
					return fmt.Errorf("%s: %w", f.name, err)
				}
				if err := valuation.Replayable(t); err != nil {
					return fmt.Errorf("%s: %w", f.name, err)
				}
				asOf, _ := flagDay(&f.offer, dateFlag(), h)
				trust := redflag.Judge(redflag.Gather(f.offer, asOf, h)).Trust
				days := int(openTerm.or(assay.DefaultOpenDays))
				if from.value == nil {
					all := valuation.ReplayAll(t, h, days, true)
					if asJSON {
						return p.printReplays(all)
					}
					return p.printEveryDay(f.offer, t, trust, h, all, valuation.Horizon(t, days))
				}
				one, err := valuation.ReplayFrom(t, h, *from.value, days)
				if err != nil {
					return &misuse{what: fmt.Sprintf("--from: %v", err)}
				}
				if asJSON {
					return p.printReplays([]valuation.Replay{one})
				}
				return p.printOneDay(f.offer, trust, t, one, assumed)
			})
		},
	}
	cmd.Flags().Var(from, "from", "`DATE` of purchase (default: every past day)")
	cmd.Flags().Var(fx, "fx", "dollars for one unit of another currency, as `EUR=1.08`; repeatable")
	cmd.Flags().Var(openTerm, "open-term", "`DAYS` to compute where the offer has no end (default 1095d)")
	cmd.Flags().BoolVar(&discounts, "discounts", false, "take fee discounts that need something of the buyer")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object per start day and line")
	historyFlag(cmd, &history)
	return cmd
}
