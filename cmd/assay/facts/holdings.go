package facts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
)

// storeStatus is the store's part of `assay data status --json`.
type storeStatus struct {
	File string `json:"file"`
	ingest.Status
	Quotes []quoteStatus `json:"quotes"`
	Notes  []noteStatus  `json:"notes"`
}

type quoteStatus struct {
	Venue    string  `json:"venue"`
	What     string  `json:"what"`
	SatPerTH float64 `json:"sat_per_th_day"`
	Day      string  `json:"day"`
	URL      string  `json:"url"`
}

type noteStatus struct {
	At      string `json:"at"`
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
	Says    string `json:"says"`
}

// holdings looks through the store; nil if there is none.
func (k Keeper) holdings(ctx context.Context, given string) (*storeStatus, error) {
	quietly := k // the history says what cannot be read
	quietly.Err = io.Discard
	s, err := quietly.anyStore(given)
	if s == nil || err != nil {
		return nil, err
	}
	defer s.Close()
	st, err := lookThrough(ctx, s)
	if given == "" && errors.Is(err, sqlite.ErrDamaged) {
		k.without(fmt.Errorf("store %s: %w", s.Path(), err))
		return nil, nil
	}
	return st, err
}

func lookThrough(ctx context.Context, s *sqlite.Store) (*storeStatus, error) {
	var err error
	st := &storeStatus{File: s.Path(), Quotes: []quoteStatus{}, Notes: []noteStatus{}}
	if st.Status, err = ingest.StatusOf(ctx, s, market.Embedded()); err != nil {
		return nil, err
	}
	quotes, err := s.Quotes(ctx, 1<<62)
	if err != nil {
		return nil, err
	}
	for _, q := range quotes {
		st.Quotes = append(st.Quotes, quoteStatus{q.Venue, q.What, q.SatPerTH, units.DateOf(q.At).String(),
			q.From.URL})
	}
	notes, err := s.Notes(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		st.Notes = append(st.Notes, noteStatus(n))
	}
	return st, nil
}

// notesShown is how many of the newest notes, and gaps, are listed.
const notesShown = 8

// printStore prints what the store holds.
func (k Keeper) printStore(s *storeStatus) error {
	fmt.Fprintf(k.Out, "\nStore %s:\n", s.File)
	w := tabwriter.NewWriter(k.Out, 0, 0, 2, ' ', 0)
	if s.BlocksTo >= 0 {
		fmt.Fprintf(w, "  blocks\t%d to %d (%s)\n", s.BlocksFrom, s.BlocksTo, s.Network)
	}
	if s.DaysFrom != "" {
		fmt.Fprintf(w, "  days\t%s to %s\n", s.DaysFrom, s.DaysTo)
	}
	if s.Retargets > 0 {
		fmt.Fprintf(w, "  retargets\t%d proved by headers\n", s.Retargets)
	}
	for _, c := range s.Prices {
		fmt.Fprintf(w, "  prices in %s\t%s, %s to %s\n", c.Currency, report.Count(c.Days, "day"), c.From,
			c.To)
	}
	for _, q := range s.Quotes {
		fmt.Fprintf(
			w,
			"  hashrate\t%s sat/TH/day, %s at %s on %s\n",
			units.Format(q.SatPerTH, 4),
			q.What,
			q.Venue,
			q.Day,
		)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	k.printSome("gap", s.Gaps)
	for _, d := range s.Disagreements {
		fmt.Fprintln(
			k.Out,
			terminal.Wrap(fmt.Sprintf(
				"  disagreement: %s differs from the history that comes with assay "+
					"on %d of %s, most on %s: %s here, %s there",
				d.Figure,
				d.Days,
				report.Count(d.Of, "day"),
				d.Worst,
				units.Format(d.Store, 8),
				units.Format(d.History, 8),
			),
				console.Width(k.Out, k.Env), "    "),
		)
	}
	var notes []string
	for _, n := range s.Notes {
		notes = append(notes, fmt.Sprintf("%s: %s", n.Subject, n.Says))
	}
	k.printSome("note", notes)
	return nil
}

// printSome prints the last of some lines and counts the others.
func (k Keeper) printSome(what string, lines []string) {
	if more := len(lines) - notesShown; more > 0 {
		fmt.Fprintf(k.Out, "  %s, older ones: see --json\n", report.Count(more, what))
		lines = lines[more:]
	}
	for _, l := range lines {
		fmt.Fprintln(k.Out, terminal.Wrap("  "+what+": "+l, console.Width(k.Out, k.Env), "    "))
	}
}
