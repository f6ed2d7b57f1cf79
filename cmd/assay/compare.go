package main

import (
	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
)

func compareCommand(p *program) *cobra.Command {
	var asJSON bool
	var j *judging
	cmd := &cobra.Command{
		Use:   "compare OFFER...",
		Short: "Rank offers and what else the money could do, side by side on the same simulated markets",
		Long: "Judge several offers on one day and the same simulated markets, and rank them with what else the money could\n" +
			"do: buy bitcoin at once or in parts, own or host a machine, rent hashrate, hold tokenised hashrate. The day\n" +
			"is --as-of, else the latest day on which one of the offers was seen.",
		Example: "  assay compare a.yaml b.yaml\n" +
			"  assay compare --my-power 0.08USD/kWh a.yaml b.yaml    with a machine of your own\n" +
			"  assay compare --as-of 2026-05-01 --json *.yaml        for programs",
		Args: arguments(1, 100, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			h, err := p.history(j.history)
			if err != nil {
				return err
			}
			var all []assay.Evidence
			var names []string
			if err := p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
				all, names = append(all, j.evidence(f, h)), append(names, f.name)
				return nil
			}); err != nil {
				return err
			}
			day := j.asOf.or(assay.CommonDay(all))
			for i := range all {
				all[i].AsOf = &day
			}
			c, err := assay.Compare(all, names, assay.Markets(all[0]))
			if err != nil {
				return &misuse{what: err.Error()}
			}
			if asJSON {
				return p.printJSON(c)
			}
			return p.printComparison(c)
		},
	}
	j = judgingFlags(cmd)
	cmd.Flags().Lookup("as-of").Usage = "`DATE` to judge all of them on, knowing what was known then (default: the latest day on which one was seen)"
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the comparison as JSON (schema "+assay.ComparisonSchema+")")
	return cmd
}
