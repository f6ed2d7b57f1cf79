package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// hardwareOptions is what `assay hardware` is asked for.
type hardwareOptions struct {
	name, maker string
	efficiency  *quantity[units.Efficiency]
	asOf        *quantity[units.Date]
	priced      bool
	json        bool
}

func hardwareCommand(p *program) *cobra.Command {
	o := &hardwareOptions{
		efficiency: &quantity[units.Efficiency]{parse: units.ParseEfficiency},
		asOf:       dateFlag(),
	}
	cmd := &cobra.Command{
		Use:   "hardware [NAME...]",
		Short: "List the mining machines of the catalogue, with the prices asked for them",
		Long: prose(`
List the mining machines of the catalogue, newest first: hashrate, power, efficiency, and the last price at
which each was seen for sale. A price is what a dealer or maker asked on its date, without freight, duty
and tax. A machine whose figures are in doubt is marked with a question mark and never serves as a yardstick.

NAME picks the machines whose name contains it, however it is written; a name that fits one machine shows
all that is known of it.`),
		Example: "  assay hardware\n" +
			"  assay hardware s21\n" +
			"  assay hardware \"Antminer S21 XP\"\n" +
			"  assay hardware --maker MicroBT --efficiency \"20 J/TH\" --priced",
		Args:              arguments(0, -1, ""),
		ValidArgsFunction: offering(machineNames),
		RunE:              func(_ *cobra.Command, args []string) error { return runHardware(p, o, args) },
	}
	cmd.Flags().StringVar(&o.maker, "maker", "", "only machines of this `maker`")
	complete(cmd, "maker", makers)
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
	view := catalogueView(list, o.asOf.value)
	if o.json {
		return p.printJSON(view)
	}
	if len(list) == 1 {
		return p.printMachine(view.Machines[0])
	}
	return p.printCatalogue(view)
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
			f.efficiency.value != nil && m.Efficiency > *f.efficiency.value ||
			f.asOf.value != nil && !outBy(m, *f.asOf.value) ||
			f.priced && len(pricesUntil(m, f.asOf.value)) == 0
	})
	slices.SortStableFunc(list, func(a, b hardware.Machine) int {
		if c := b.Released.Year - a.Released.Year; c != 0 {
			return c
		}
		return b.Released.Month - a.Released.Month
	})
	return list, nil
}

// outBy reports whether a machine was out by a day: released, or seen for sale where no source dates it.
func outBy(m hardware.Machine, d units.Date) bool {
	if m.Released.Known() {
		return m.Released.End() <= d
	}
	return len(pricesUntil(m, &d)) > 0
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

func pricesUntil(m hardware.Machine, asOf *units.Date) []hardware.Price {
	return slices.DeleteFunc(m.Prices(), func(p hardware.Price) bool { return asOf != nil && p.Seen > *asOf })
}

// catalogueJSON is what `assay hardware --json` prints.
type catalogueJSON struct {
	AsOf     string        `json:"as_of"` // the day the yardsticks are for
	Machines []machineJSON `json:"machines"`
	Cheapest *machinePrice `json:"cheapest"`          // of all machines known that day; null: no price of a year
	Frontier *float64      `json:"frontier_j_per_th"` // trend of the best efficiency on sale
}

type machineJSON struct {
	Name         string         `json:"name"`
	Model        string         `json:"model"`
	Maker        string         `json:"maker"`
	Released     string         `json:"released"`    // "2024-12", "2024" or "unknown"
	Hashrate     *float64       `json:"hashrate_th"` // null: not known
	Power        *float64       `json:"power_w"`     // null: not known
	Efficiency   float64        `json:"efficiency_j_per_th"`
	Cooling      string         `json:"cooling"` // "" not known
	CrossChecked bool           `json:"cross_checked"`
	Conflict     string         `json:"conflict"` // "" none
	Sources      string         `json:"sources"`
	Prices       []machinePrice `json:"prices"`
}

type machinePrice struct {
	Machine string  `json:"machine"`
	Seen    string  `json:"seen"`
	USD     float64 `json:"usd"`
	PerTH   float64 `json:"usd_per_th"`
	Basis   string  `json:"basis"`
	Source  string  `json:"source"`
}

func priceView(p hardware.Price) machinePrice {
	return machinePrice{p.Machine.Name(), p.When(), p.Asked.Float(), p.PerTH().Value, p.Basis, p.Source}
}

func catalogueView(list []hardware.Machine, asOf *units.Date) catalogueJSON {
	observed := hardware.Observed()
	day := observed[len(observed)-1].Seen
	if asOf != nil {
		day = *asOf
	}
	view := catalogueJSON{AsOf: day.String(), Machines: []machineJSON{}}
	if p, ok := hardware.Cheapest(day); ok {
		v := priceView(p)
		view.Cheapest = &v
	}
	if trend, ok := hardware.FrontierTrend(day); ok {
		v := float64(trend.JPerTH(day))
		view.Frontier = &v
	}
	known := func(v float64) *float64 {
		if v == 0 {
			return nil
		}
		return &v
	}
	for _, m := range list {
		j := machineJSON{Name: m.Name(), Model: m.Model, Maker: m.Maker, Released: m.Released.String(),
			Hashrate: known(
				m.Hashrate.TH(),
			), Power: known(float64(m.Power)), Efficiency: float64(m.Efficiency),
			Cooling:      m.Cooling,
			CrossChecked: m.CrossChecked, Conflict: m.Conflict, Sources: m.Source, Prices: []machinePrice{}}
		for _, p := range pricesUntil(m, asOf) {
			j.Prices = append(j.Prices, priceView(p))
		}
		view.Machines = append(view.Machines, j)
	}
	return view
}
