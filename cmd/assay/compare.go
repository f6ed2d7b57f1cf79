package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/units"
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
			c, err := assay.Compare(all, names, simulated.Keep(all[0].History))
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

// printComparison shows a table, the best first, and a bar of the median for each row.
func (p *program) printComparison(c *assay.Comparison) error {
	g := p.page()
	g.paragraph(fmt.Sprintf("Bitcoin back for each bitcoin that the money buys, at once or on the days an offer is paid, as of %s, over %s simulated markets: the median, and the "+
		"range of nine in ten. Above 1 is more than buying bitcoin.", c.AsOf, units.Group(fmt.Sprint(c.Paths))))
	top := 1.0
	for _, r := range c.Rows {
		if r.BTCPerBTC != nil {
			top = max(top, r.BTCPerBTC.P50)
		}
	}
	g.heading("Ranked by the median")
	for _, r := range c.Rows {
		g.comparisonRow(r, top)
	}
	g.list("Take care", c.Warnings)
	return p.print(g)
}

// comparisonRow is a bar and below it, indented, the range, the chances and the axes.
func (g *page) comparisonRow(r assay.Row, top float64) {
	label := r.Name
	if r.Kind == "alternative" {
		label = strings.ReplaceAll(r.Name, "_", " ")
	}
	if r.BTCPerBTC == nil {
		g.row(dim, label+": not computed; "+cmp.Or(r.Needs, r.Says))
		return
	}
	st := green
	if r.BTCPerBTC.P50 < 1 {
		st = red
	}
	if r.Kind == "alternative" {
		st = ""
	}
	g.barRow(g.clipLabel(label), r.BTCPerBTC.P50, top, st)
	note := fmt.Sprintf("%s to %s in nine of ten", ratio(&r.BTCPerBTC.P05), ratio(&r.BTCPerBTC.P95))
	if r.Kind == "offer" {
		note += fmt.Sprintf("; beats buying in %s", percent(*r.ProbBeatsBuying))
		if r.ProbWithDefault != nil {
			note += fmt.Sprintf(" (%s if the seller may vanish)", percent(*r.ProbWithDefault))
		}
		if r.AskedUSDPerTH != nil && r.FairUSDPerTH != nil {
			note += fmt.Sprintf("; asks %s per TH/s, %s is even odds", g.usd(*r.AskedUSDPerTH), g.usd(*r.FairUSDPerTH))
		}
		if r.AfterTax != nil {
			note += fmt.Sprintf("; %s after your taxes, if mining never gets harder", ratio(r.AfterTax))
		}
		note += fmt.Sprintf("; economics %s, contract risk %s, trust %s", r.Economics, r.ContractRisk, strings.ReplaceAll(r.Trust, "_", " "))
	} else {
		note += "; " + r.Says
	}
	fmt.Fprintln(g, wrap("      "+note, g.tableWidth(), "      "))
}

// clipLabel keeps a label within the room that barRow leaves it.
func (g *page) clipLabel(s string) string {
	most, cut := 30, "…"
	if g.narrow() {
		most = 28
	}
	if g.plain {
		cut = "~"
	}
	if r := []rune(s); len(r) > most {
		return cut + string(r[len(r)-most+1:])
	}
	return s
}
