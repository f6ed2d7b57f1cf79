package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/units"
)

func dataVerifyCommand(p *program) *cobra.Command {
	var store string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check the store anew: difficulty from headers, issuance, days, prices",
		Long: "Check the whole store and believe nothing that can be recomputed: the file itself, each block's work, link\n" +
			"and target, the days summed from the blocks, what they issued against the halving schedule, each retarget,\n" +
			"each price from the venues behind it. The exit code is 1 if something is wrong. It needs no network.",
		Example: "  assay data verify",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.needStore(store)
			if err != nil {
				return err
			}
			defer s.Close()
			bar := p.progress()
			defer bar.done()
			checks, err := ingest.Verify(cmd.Context(), s, bar.step)
			bar.clear()
			if err != nil {
				return err
			}
			wrong := 0
			w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
			for _, c := range checks {
				state := "good"
				if c.Wrong {
					state = "WRONG"
					wrong++
				}
				fmt.Fprintf(w, "%s\t%s\t%s\n", state, c.Name, c.Says)
			}
			if err := w.Flush(); err != nil || wrong == 0 {
				return err
			}
			return fmt.Errorf("%s of the store wrong; move %s away and run assay data update again", plural(wrong, "part"), s.Path())
		},
	}
	storeFlag(cmd, &store)
	return cmd
}

func dataExportCommand(p *program) *cobra.Command {
	var store, what string
	var currency string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the facts at hand as CSV",
		Long: "Write the facts at hand as CSV to standard output: \"history\" is the daily history that verdicts use, in the\n" +
			"form that --history reads; \"prices\" is each day's price with the venues behind it and those left out.",
		Example: "  assay data export > history.csv\n" +
			"  assay data export --what prices --currency EUR",
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch what {
			case "history":
				h, err := p.storedHistory(store)
				if err != nil {
					return err
				}
				_, err = p.out.Write(h.CSV())
				return err
			case "prices":
				s, err := p.needStore(store)
				if err != nil {
					return err
				}
				defer s.Close()
				prices, err := s.Prices(cmd.Context(), units.Currency(currency))
				if err != nil {
					return err
				}
				return p.writePrices(prices)
			}
			return &misuse{fmt.Sprintf("there is no table %q", what), "write --what history or --what prices"}
		},
	}
	storeFlag(cmd, &store)
	cmd.Flags().StringVar(&what, "what", "history", "`TABLE` to write: history or prices")
	cmd.Flags().StringVar(&currency, "currency", "USD", "`CODE` of the prices' currency")
	return cmd
}
