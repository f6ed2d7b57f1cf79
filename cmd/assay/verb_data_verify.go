package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/ingest"
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
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDataVerify(cmd, p, store) },
	}
	storeFlag(cmd, &store)
	return cmd
}

func runDataVerify(cmd *cobra.Command, p *program, store string) error {
	s, err := p.needStore(store)
	if err != nil {
		return err
	}
	defer s.Close()
	bar := console.NewBar(p.err)
	defer bar.Clear()
	checks, err := ingest.Verify(cmd.Context(), s, bar.Step)
	bar.Clear()
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
	return fmt.Errorf("%s of the store wrong; move %s away and run assay data update again",
		plural(wrong, "part"), s.Path())
}
