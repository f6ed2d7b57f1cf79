package main

import (
	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
)

func dataVerifyCommand(p *program) *cobra.Command {
	var store string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check the store anew: difficulty from headers, issuance, days, prices",
		Long: commandline.Prose(`
Check the whole store and believe nothing that can be recomputed: the file itself, each block's work, link
and target, the days summed from the blocks, what they issued against the halving schedule, each retarget,
each price from the venues behind it. The exit code is 1 if something is wrong. It needs no network.`),
		Example: "  assay data verify",
		Args:    commandline.Arguments(0, 0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.facts().Verify(cmd.Context(), store) },
	}
	storeFlag(cmd, &store)
	return cmd
}
