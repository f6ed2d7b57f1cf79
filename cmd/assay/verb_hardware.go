package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// hardwareOptions is what `assay hardware` is asked for.
type hardwareOptions struct {
	hardware.Wanted
	efficiency *commandline.Quantity[units.Efficiency]
	asOf       *commandline.Quantity[units.Date]
	json       bool
}

func hardwareCommand(p *program) *cobra.Command {
	o := &hardwareOptions{
		efficiency: &commandline.Quantity[units.Efficiency]{Parse: units.ParseEfficiency},
		asOf:       commandline.Date(),
	}
	cmd := &cobra.Command{
		Use:   "hardware [NAME...]",
		Short: "List the mining machines of the catalogue, with the prices asked for them",
		Long: commandline.Prose(`
List the mining machines of the catalogue, newest first: hashrate, power, efficiency, and the last price at
which each was seen for sale. A price is what a dealer or maker asked on its date, without freight, duty
and tax. A machine whose figures are in doubt is marked with a question mark and never serves as a yardstick.

NAME picks the machines whose name contains it, however it is written; a name that fits one machine shows
all that is known of it.`),
		Example: "  assay hardware\n" +
			"  assay hardware s21\n" +
			"  assay hardware \"Antminer S21 XP\"\n" +
			"  assay hardware --maker MicroBT --efficiency \"20 J/TH\" --priced",
		Args:              commandline.Arguments(0, -1, ""),
		ValidArgsFunction: commandline.Offering(commandline.MachineNames),
		RunE:              func(_ *cobra.Command, args []string) error { return runHardware(p, o, args) },
	}
	cmd.Flags().StringVar(&o.Maker, "maker", "", "only machines of this `maker`")
	commandline.Complete(cmd, "maker", hardware.Makers)
	cmd.Flags().Var(o.efficiency, "efficiency", "only machines that draw at most this `J/TH`")
	cmd.Flags().Var(o.asOf, "as-of", "only what was out and seen by this `date`")
	cmd.Flags().BoolVar(&o.Priced, "priced", false, "only machines that were seen for sale")
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
	return cmd
}

func runHardware(p *program, o *hardwareOptions, args []string) error {
	o.Name, o.AsOf, o.Draws = strings.Join(args, " "), o.asOf.Value, o.efficiency.Value
	list, err := hardware.Select(o.Wanted)
	if as[*hardware.NoMaker](err) {
		return &misuse{err.Error(), "the makers are " + strings.Join(hardware.Makers(), ", ")}
	}
	if err != nil {
		return err
	}
	view := hardware.List(list, o.asOf.Value)
	if o.json {
		return p.printJSON(view)
	}
	if len(list) == 1 {
		_, err := io.WriteString(p.out, report.Machine(view.Machines[0]))
		return err
	}
	lines, yardstick := report.Catalogue(view)
	_, err = fmt.Fprintf(p.out, "%s\n%s\n", lines, wrap(yardstick, p.width(), ""))
	return err
}
