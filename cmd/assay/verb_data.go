package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
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
	stored, err := p.storeStatusOf(cmd.Context(), o.store)
	if err != nil {
		return err
	}
	h := market.Embedded()
	if stored == nil || o.history != "" || stored.Network == "main" || stored.Network == "" {
		if h, err = p.history(cmp.Or(o.history, o.store)); err != nil {
			return err
		}
	}
	status := statusOf(h)
	status.Store = stored
	if o.json {
		return p.printJSON(status)
	}
	return p.printStatus(status, units.DateOf(time.Now().Unix()))
}

// dataStatus is what `assay data status --json` prints.
type dataStatus struct {
	Hash    string        `json:"hash"`
	From    string        `json:"from"`
	To      string        `json:"to"`
	Epochs  int           `json:"difficulty_epochs"`
	Facts   []factStatus  `json:"facts"`
	Sources []cite.Source `json:"sources"`
	Store   *storeStatus  `json:"store,omitempty"`
}

// factStatus is how far one kind of fact reaches; Known is empty where no day has it.
type factStatus struct {
	Name  string `json:"name"`
	Known string `json:"known_to"`
	until units.Date
}

func statusOf(h *market.History) dataStatus {
	cut := h.Cutoffs()
	s := dataStatus{Hash: h.Hash(), From: h.First().String(), To: h.Last().String(), Epochs: len(h.Epochs()),
		Sources: h.Sources()}
	for _, f := range []struct {
		name string
		day  units.Date
	}{{"difficulty", cut.Difficulty}, {"price", cut.Price}, {"transaction fees", cut.Fees},
		{"block counts", cut.Blocks}} {
		fact := factStatus{Name: f.name, until: f.day}
		if f.day != 0 {
			fact.Known = f.day.String()
		}
		s.Facts = append(s.Facts, fact)
	}
	return s
}

// printStatus prints a status as seen from today.
func (p *program) printStatus(s dataStatus, today units.Date) error {
	fmt.Fprintf(p.out, "History of %s to %s, one record per day, %s.\n%s\n\n", s.From, s.To,
		plural(s.Epochs, "difficulty epoch"), s.Hash)
	w := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, f := range s.Facts {
		switch age := int(today - f.until); {
		case f.until == 0:
			fmt.Fprintf(w, "%s\tnot known\t\n", f.Name)
		case age > 0:
			fmt.Fprintf(
				w,
				"%s\tto %s\t%s ago; carried forward after that\n",
				f.Name,
				f.Known,
				plural(age, "day"),
			)
		default:
			fmt.Fprintf(w, "%s\tto %s\t\n", f.Name, f.Known)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\nSources:\n")
	for _, src := range s.Sources {
		fmt.Fprintln(p.out, wrap("  "+strings.ReplaceAll(src.String(), s.Hash, "(above)"), p.width(), "    "))
	}
	if s.Store == nil {
		return nil
	}
	return p.printStore(s.Store)
}
