package main

import (
	"fmt"
	"io"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/units"
)

// printAudit writes a result for a terminal: the sentence, where the difference is, what was tested, and what
// cannot be known.
func printAudit(w io.Writer, r *audit.Result) {
	fmt.Fprintf(w, "%s\n\n", r.Sentence)
	fmt.Fprintf(w, "  state      %s\n", r.State)
	fmt.Fprintf(w, "  evidence   tier %s, scheme %s, day of %s, fees of %s (%s)\n", r.Tier, r.Scheme,
		r.Boundary.Zone,
		r.Boundary.Average, how(r.Boundary))
	fmt.Fprintf(w, "  owed       %s sat\n", grouped(r.OwedSat))
	fmt.Fprintf(w, "  received   %s sat\n", grouped(r.ReceivedSat))
	if r.HeldBackSat != 0 {
		fmt.Fprintf(w, "  held back  %s sat\n", grouped(r.HeldBackSat))
	}
	fmt.Fprintf(w, "\nWhere the difference of %s sat is\n", grouped(r.Parts.Sum()))
	for _, part := range []struct {
		name string
		sat  int64
	}{{"difficulty", r.Parts.Difficulty}, {"price", r.Parts.Price}, {"uptime", r.Parts.Uptime}, {"fees",
		r.Parts.Fees},
		{"rounding", r.Parts.Rounding}, {"held back", r.Parts.HeldBack}, {"rest", r.Parts.Rest}} {
		fmt.Fprintf(w, "  %-10s %12s\n", part.name, grouped(part.sat))
	}
	if len(r.Tests) > 0 {
		fmt.Fprintf(w, "\nTests\n")
	}
	for _, t := range r.Tests {
		word := "no"
		if t.Alarm {
			word = "YES"
		}
		fmt.Fprintf(w, "  %-16s %-4s from an honest payer: %s\n", t.Name, word, t.Odds)
		if t.Power != "" {
			fmt.Fprintf(w, "  %21s %s\n", "", t.Power)
		}
	}
	list(w, "Gaps", spans(r.Gaps))
	var explained []string
	for _, e := range r.Explanations {
		explained = append(explained, e.What)
	}
	list(w, "Explained", explained)
	list(w, "What this cannot tell", r.CannotKnow)
	list(w, "What would settle it", r.WouldSettle)
}

func how(b audit.Boundary) string {
	switch {
	case b.Found:
		return "found"
	case b.Stated:
		return "stated"
	}
	return "assumed"
}

func spans(gaps []audit.Span) []string {
	var list []string
	for _, g := range gaps {
		list = append(list, g.From+" to "+g.To)
	}
	return list
}

func list(w io.Writer, title string, items []string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for _, s := range items {
		fmt.Fprintf(w, "  - %s\n", s)
	}
}

func grouped(v int64) string {
	if v < 0 {
		return "-" + units.Group(fmt.Sprint(-v))
	}
	return units.Group(fmt.Sprint(v))
}
