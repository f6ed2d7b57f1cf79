package facts

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/report"
)

// Verify checks a store anew and prints what is good and what is wrong; the error says how much is wrong.
func (k Keeper) Verify(ctx context.Context, store string) error {
	s, err := k.store(store)
	if err != nil {
		return err
	}
	defer s.Close()
	bar := console.NewBar(k.Err)
	defer bar.Clear()
	checks, err := ingest.Verify(ctx, s, bar.Step)
	bar.Clear()
	if err != nil {
		return err
	}
	wrong := 0
	w := tabwriter.NewWriter(k.Out, 0, 0, 2, ' ', 0)
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
		report.Count(wrong, "part"), s.Path())
}
