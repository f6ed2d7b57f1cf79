package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/units"
)

// dataExportOptions is what the flags of assay data export say.
type dataExportOptions struct{ store, what, currency string }

func dataExportCommand(p *program) *cobra.Command {
	o := &dataExportOptions{}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the facts at hand as CSV",
		Long: commandline.Prose(`
Write the facts at hand as CSV to standard output: "history" is the daily history that verdicts use, in the
form that --history reads; "prices" is each day's price with the venues behind it and those left out.`),
		Example: "  assay data export > history.csv\n" +
			"  assay data export --what prices --currency EUR",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runDataExport(cmd, p, o) },
	}
	storeFlag(cmd, &o.store)
	cmd.Flags().StringVar(&o.what, "what", "history", "`TABLE` to write: history or prices")
	cmd.Flags().StringVar(&o.currency, "currency", "USD", "`CODE` of the prices' currency")
	return cmd
}

func runDataExport(cmd *cobra.Command, p *program, o *dataExportOptions) error {
	switch o.what {
	case "history":
		h, err := p.facts().Merged(o.store)
		if err != nil {
			return err
		}
		_, err = p.out.Write(h.CSV())
		return err
	case "prices":
		return p.facts().WritePrices(cmd.Context(), p.out, o.store, units.Currency(o.currency))
	}
	return &misuse{fmt.Sprintf("there is no table %q", o.what), "write --what history or --what prices"}
}
