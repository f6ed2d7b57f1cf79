package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/economics/simulated"
)

// compareOptions is what the flags of assay compare say.
type compareOptions struct {
	*judging
	json bool
}

func compareCommand(p *program) *cobra.Command {
	o := &compareOptions{}
	cmd := &cobra.Command{
		Use:   "compare OFFER...",
		Short: "Rank offers and what else the money could do, side by side on the same simulated markets",
		Long: commandline.Prose(`
Judge several offers on one day and the same simulated markets, and rank them with what else the money could
do: buy bitcoin at once or in parts, own or host a machine, rent hashrate, hold tokenised hashrate. The day
is --as-of, else the latest day on which one of the offers was seen.`),
		Example: "  assay compare a.yaml b.yaml\n" +
			"  assay compare --my-power 0.08USD/kWh a.yaml b.yaml    with a machine of your own\n" +
			"  assay compare --as-of 2026-05-01 --json *.yaml        for programs",
		Args: commandline.Arguments(1, 100, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error { return runCompare(cmd, p, o, paths) },
	}
	o.judging = judgingFlags(cmd, assay.DefaultPaths)
	cmd.Flags().Lookup("as-of").Usage = "`DATE` to judge all of them on, knowing what was known then " +
		"(default: the latest day on which one was seen)"
	cmd.Flags().BoolVar(&o.json, "json", false,
		"print the comparison as JSON (schema "+assay.ComparisonSchema+")")
	return cmd
}

func runCompare(cmd *cobra.Command, p *program, o *compareOptions, paths []string) error {
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	var all []assay.Evidence
	var names []string
	if err := p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
		all, names = append(all, o.joined(f, h)), append(names, f.name)
		return nil
	}); err != nil {
		return err
	}
	kept := simulated.Keep(cmd.Context(), all[0].History)
	c, err := assay.Compare(cmd.Context(), all, names,
		func(context.Context) simulated.Markets { return kept })
	if err != nil {
		return &misuse{what: err.Error()}
	}
	if o.json {
		return p.printJSON(c)
	}
	return p.printComparison(c.Said(commandline.InFlags))
}
