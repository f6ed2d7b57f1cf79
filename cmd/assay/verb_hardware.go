package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// hardwareOptions is what `assay hardware` is asked for.
type hardwareOptions struct {
	name, maker string
	efficiency  *commandline.Quantity[units.Efficiency]
	asOf        *commandline.Quantity[units.Date]
	priced      bool
	json        bool
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
		ValidArgsFunction: commandline.Offering(machineNames),
		RunE:              func(_ *cobra.Command, args []string) error { return runHardware(p, o, args) },
	}
	cmd.Flags().StringVar(&o.maker, "maker", "", "only machines of this `maker`")
	commandline.Complete(cmd, "maker", makers)
	cmd.Flags().Var(o.efficiency, "efficiency", "only machines that draw at most this `J/TH`")
	cmd.Flags().Var(o.asOf, "as-of", "only what was out and seen by this `date`")
	cmd.Flags().BoolVar(&o.priced, "priced", false, "only machines that were seen for sale")
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
	return cmd
}

func runHardware(p *program, o *hardwareOptions, args []string) error {
	o.name = strings.Join(args, " ")
	list, err := o.machines()
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

// machines is the selection, newest first. A name that fits nothing is an error with the nearest names,
// other filters that leave nothing are answered by an empty list.
func (f *hardwareOptions) machines() ([]hardware.Machine, error) {
	list := hardware.Like(f.name)
	if len(list) == 0 {
		_, err := hardware.Find(f.name)
		return nil, err
	}
	if exact, err := hardware.Find(f.name); err == nil {
		list = []hardware.Machine{exact}
	}
	if f.maker != "" && !slices.ContainsFunc(hardware.Catalogue(),
		func(m hardware.Machine) bool { return strings.EqualFold(m.Maker, f.maker) }) {
		return nil, &misuse{fmt.Sprintf("no maker %.60q in the catalogue", f.maker),
			"the makers are " + strings.Join(makers(), ", ")}
	}
	list = slices.DeleteFunc(list, func(m hardware.Machine) bool {
		return f.maker != "" && !strings.EqualFold(m.Maker, f.maker) ||
			f.efficiency.Value != nil && m.Efficiency > *f.efficiency.Value ||
			f.asOf.Value != nil && !m.OutBy(*f.asOf.Value) ||
			f.priced && len(m.PricesUntil(f.asOf.Value)) == 0
	})
	slices.SortStableFunc(list, func(a, b hardware.Machine) int {
		if c := b.Released.Year - a.Released.Year; c != 0 {
			return c
		}
		return b.Released.Month - a.Released.Month
	})
	return list, nil
}

func makers() []string {
	var out []string
	for _, m := range hardware.Catalogue() {
		if !slices.Contains(out, m.Maker) {
			out = append(out, m.Maker)
		}
	}
	slices.Sort(out)
	return out
}
