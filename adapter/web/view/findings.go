package view

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// Findings are the answers to the rules, those that speak first.
type Findings struct {
	Flags   []Finding // present and bad, gravest first
	Signs   []Finding // present and good
	Unknown []Finding
	Absent  []Finding
}

// Any reports whether there are findings at all.
func (f Findings) Any() bool {
	return len(f.Flags)+len(f.Signs)+len(f.Unknown)+len(f.Absent) > 0
}

// Finding is one answer as it is shown.
type Finding struct {
	Rule, Title, Axis, Severity, State, Mark string
	Says, Why, Question                      string
	Figures                                  []string
	Missing                                  []string
	Sources                                  []cite.Source
}

func findings(all []redflag.Finding) Findings {
	rules := map[string]redflag.Rule{}
	for _, r := range redflag.Rules() {
		rules[r.ID] = r
	}
	var out Findings
	for _, f := range all {
		one := Finding{Rule: f.Rule, Axis: spaced(string(f.Axis)), Severity: string(f.Severity), State: string(f.State),
			Says: capital(f.Says), Question: f.Question, Missing: f.Missing, Sources: f.Sources, Mark: severityMark(f.Severity)}
		if r, ok := rules[f.Rule]; ok {
			one.Title, one.Why = capital(r.Title), r.Why
		} else {
			one.Title = capital(spaced(strings.TrimLeft(f.Rule, "CFG0123456789_")))
		}
		for _, x := range f.Figures {
			one.Figures = append(one.Figures, figureText(x))
		}
		switch {
		case f.State == redflag.Unknown:
			out.Unknown = append(out.Unknown, one)
		case f.State == redflag.Absent:
			out.Absent = append(out.Absent, one)
		case f.Severity == redflag.Good:
			out.Signs = append(out.Signs, one)
		default:
			out.Flags = append(out.Flags, one)
		}
	}
	weigh(out.Flags)
	return out
}

// weigh puts the gravest first and keeps the order otherwise.
func weigh(flags []Finding) {
	order := map[string]int{"critical": 0, "high": 1, "medium": 2, "low": 3, "info": 4}
	for i := 1; i < len(flags); i++ {
		for j := i; j > 0 && order[flags[j].Severity] < order[flags[j-1].Severity]; j-- {
			flags[j], flags[j-1] = flags[j-1], flags[j]
		}
	}
}

func severityMark(s redflag.Severity) string {
	switch s {
	case redflag.Critical, redflag.High:
		return "bad"
	case redflag.Medium, redflag.Low:
		return "middling"
	case redflag.Good:
		return "good"
	}
	return "unknown"
}

func figureText(f redflag.Figure) string {
	value := units.Group(units.Format(f.Value, 4))
	if f.Unit == "1" || f.Unit == "" {
		return spaced(f.Name) + " " + value
	}
	return spaced(f.Name) + " " + value + " " + f.Unit
}

// Anchor is a price of hashrate that the offer is measured with.
type Anchor struct{ Name, Value, Ratio, AsOf, Source, URL string }

func anchors(all []redflag.Anchor) []Anchor {
	var out []Anchor
	for _, a := range all {
		one := Anchor{Name: capital(spaced(a.Name)), AsOf: a.AsOf, Source: a.From.What, URL: safeURL(a.From.URL), Value: "not known", Ratio: "-"}
		if a.Value != nil {
			one.Value = units.Group(units.Format(*a.Value, 4)) + " sat per TH/s and day"
		}
		if a.Ratio != nil {
			one.Ratio = fmt.Sprintf("%.2f", *a.Ratio)
		}
		out = append(out, one)
	}
	return out
}
