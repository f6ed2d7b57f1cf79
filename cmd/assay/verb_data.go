package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/units"
)

func dataCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "data",
		Short:   "Show the facts at hand: how far they reach and where they come from",
		Example: "  assay data status",
		Args:    cobra.ArbitraryArgs,
		RunE:    commandline.VerbMissing,
	}
	cmd.AddCommand(dataStatusCommand(p), dataUpdateCommand(p), dataVerifyCommand(p), dataExportCommand(p))
	return cmd
}

// dataStatusOptions is what the flags of assay data status say.
type dataStatusOptions struct {
	history, store string
	json           bool
}

func dataStatusCommand(p *program) *cobra.Command {
	o := &dataStatusOptions{}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "List the facts at hand, their age and their sources",
		Long: commandline.Prose(`
List the facts at hand, the last day on which each is known, and their sources. After that day a fact is
carried forward, and verdicts that use it say so.

A history of your own is CSV with a header and one line per UTC day: date, price_usd and difficulty are
needed; fees_btc_per_block, block_count and first_height are used where given.`),
		Example: "  assay data status\n" +
			"  assay data status --history history.csv",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return runDataStatus(cmd, p, o) },
	}
	historyFlag(cmd, &o.history)
	storeFlag(cmd, &o.store)
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
	return cmd
}

func runDataStatus(cmd *cobra.Command, p *program, o *dataStatusOptions) error {
	status, err := p.facts().Status(cmd.Context(), o.history, o.store)
	if err != nil {
		return err
	}
	if o.json {
		return p.printJSON(status)
	}
	return p.facts().Print(status, units.DateOf(time.Now().Unix()))
}
