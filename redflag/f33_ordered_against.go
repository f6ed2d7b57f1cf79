package redflag

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/record"
	"github.com/assaymining/assay/redflag/grounds"
)

var orderedAgainst = Rule{
	ID:       "F33_ordered_against",
	Title:    "A conviction, a judgment or an authority's order against the seller is on record",
	Axis:     Trust,
	Severity: High,
	Needs:    "provider.name, provider.website",
	Why:      "What a court or an authority has decided was weighed with both sides heard, or by those whose office it is.",
	Caution:  "Namesakes exist, orders are lifted, owners change: read the source. What is only alleged, and what the press says, moves questions and no verdict; no entry is no evidence of anything.",
	Look:     "What came of it, and what has changed since?",
	AskIf:    true,
	Judge:    judgeOrderedAgainst,
	Sources:  []cite.Source{read("public record of sellers, to "+record.To, "")},
}

func judgeOrderedAgainst(f grounds.Facts) Answer {
	found := f.Recorded()
	if len(found.LookedUp.Names)+len(found.LookedUp.Domains) == 0 {
		return unknown("the seller's name and site (provider)")
	}
	a := Answer{State: Unknown, Severity: High,
		Missing: []string{"a decision of a court or an authority, if there is one"}}
	var against, other []string
	for _, e := range found.Events {
		line := e.Date + ": " + e.Says + " (" + e.Authority + ")"
		switch {
		case e.Event.Moves() && e.Sure:
			against = append(against, line)
			a.Sources = append(a.Sources, read(e.Authority+", "+e.Date, e.Source))
			if e.Event.Event == "convicted" {
				a.Severity = Critical
			}
		case !e.Event.Good():
			other = append(other, line)
			a.Sources = append(a.Sources, read(e.Authority+", "+e.Date, e.Source))
		}
	}
	switch {
	case len(against) > 0:
		a.State, a.Missing = Present, nil
		a.Says = strings.Join(first(against, 3), "; ")
	case len(other) > 0:
		a.Says = "no decision is on record against this seller; what is said, and not decided: " +
			strings.Join(first(other, 3), "; ")
		if !found.Sure() {
			a.Says = "a firm of this name is on record, which may be another: " + strings.Join(
				first(other, 3),
				"; ",
			)
		}
		a.Ask = "What do you say to this: " + other[0]
	case len(found.Events) > 0:
		a.Says = "nothing against it " + found.Of.String()
	default:
		a.Says = found.Nothing()
	}
	return a
}

// first is at most n lines, and how many more there are.
func first(lines []string, n int) []string {
	if len(lines) <= n {
		return lines
	}
	return append(lines[:n:n], fmt.Sprintf("and %d more", len(lines)-n))
}
