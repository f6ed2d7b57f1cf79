package facts

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
)

// Status is what `assay data status --json` prints.
type Status struct {
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

// Status looks through the facts at hand, those of a history or a store that is named.
func (k Keeper) Status(ctx context.Context, history, store string) (*Status, error) {
	stored, err := k.holdings(ctx, store)
	if err != nil {
		return nil, err
	}
	h := market.Embedded()
	if stored == nil || history != "" || stored.Network == "main" || stored.Network == "" {
		if h, err = k.History(cmp.Or(history, store)); err != nil {
			return nil, err
		}
	}
	status := statusOf(h)
	status.Store = stored
	return status, nil
}

func statusOf(h *market.History) *Status {
	cut := h.Cutoffs()
	s := &Status{Hash: h.Hash(), From: h.First().String(), To: h.Last().String(), Epochs: len(h.Epochs()),
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

// Print prints a status as seen from today.
func (k Keeper) Print(s *Status, today units.Date) error {
	fmt.Fprintf(k.Out, "History of %s to %s, one record per day, %s.\n%s\n\n", s.From, s.To,
		report.Count(s.Epochs, "difficulty epoch"), s.Hash)
	w := tabwriter.NewWriter(k.Out, 0, 0, 2, ' ', 0)
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
				report.Count(age, "day"),
			)
		default:
			fmt.Fprintf(w, "%s\tto %s\t\n", f.Name, f.Known)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(k.Out, "\nSources:\n")
	for _, src := range s.Sources {
		line := "  " + strings.ReplaceAll(src.String(), s.Hash, "(above)")
		fmt.Fprintln(k.Out, terminal.Wrap(line, console.Width(k.Out, k.Env), "    "))
	}
	if s.Store == nil {
		return nil
	}
	return k.printStore(s.Store)
}
