package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/redflag/promise"
	"github.com/assaymining/assay/units"
)

// answers are the findings by what they say of the offer, the gravest first.
func (d *Document) answers(all []redflag.Finding) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b redflag.Finding) int { return heaviest(a.Severity, b.Severity) })
	titles := rules()
	pick := func(want func(redflag.Finding) bool) Findings {
		var out Findings
		for _, f := range sorted {
			if want(f) {
				out.Items = append(out.Items, finding(f, titles))
			}
		}
		return out
	}
	claim := func(f redflag.Finding) bool { return strings.HasPrefix(f.Rule, "C") }
	d.add("flags", "Red flags", pick(func(f redflag.Finding) bool {
		return f.State == redflag.Present &&
			f.Severity != redflag.Good
	}))
	d.add("signs", "Good signs", pick(func(f redflag.Finding) bool {
		return f.State == redflag.Present &&
			f.Severity == redflag.Good
	}))
	d.add("agrees", "Claims that agree with the chain",
		pick(func(f redflag.Finding) bool { return f.State == redflag.Absent && claim(f) }))
	open := pick(func(f redflag.Finding) bool { return f.State == redflag.Unknown })
	d.fold("unknown", fmt.Sprintf("Not known: %s that the offer does not answer", Count(len(open.Items),
		"question")), open)
	absent := pick(func(f redflag.Finding) bool { return f.State == redflag.Absent && !claim(f) })
	d.fold("absent", fmt.Sprintf("Looked for and not there: %d", len(absent.Items)), absent)
}

// rules are the rules by identifier, those of claims too.
func rules() map[string]redflag.Rule {
	out := map[string]redflag.Rule{}
	for _, r := range append(redflag.Rules(), redflag.ClaimRules()...) {
		out[r.ID] = r
	}
	return out
}

func finding(f redflag.Finding, titles map[string]redflag.Rule) Finding {
	id, name, _ := strings.Cut(f.Rule, "_")
	out := Finding{ID: id, Word: string(f.Severity), Tone: severityTone(f.Severity),
		Axis:  Spaced(string(f.Axis)),
		Title: sentence(Spaced(name)), Says: sentence(f.Says), Missing: f.Missing, Question: f.Question}
	if r, ok := titles[f.Rule]; ok {
		out.Title, out.Why = r.Title+".", r.Why
	}
	switch {
	case f.State == redflag.Unknown:
		out.Word, out.Says = "", ""
		out.Tone = Unclear
	case f.State == redflag.Absent && id[0] == 'C': // the title says what is not so
		out.Word, out.Title = "agrees", ""
		out.Tone = Good
	case f.State == redflag.Absent:
		out.Word, out.Tone = "", Unclear
	}
	for _, x := range f.Figures {
		out.Figures = append(out.Figures, figureText(x))
	}
	for _, s := range f.Sources {
		out.Sources = append(out.Sources, Source{s.What, s.URL, s.Read})
	}
	return out
}

// figureText is a figure of a finding with its name and unit.
func figureText(f redflag.Figure) string {
	text := Spaced(f.Name) + " " + units.Group(units.Format(f.Value, 4))
	if f.Unit == "1" || f.Unit == "" {
		return text
	}
	return text + " " + f.Unit
}

// runOff says whether the promise can be kept, and shows when it breaks.
func (d *Document) runOff(r *promise.RunOff) {
	if r == nil {
		return
	}
	mined := fmt.Sprintf("Mined at most: %s a day, gross (%s)", percent2(r.MinedPerDay), r.MinedBasis)
	if !r.MinedKnown {
		mined = fmt.Sprintf(
			"Mined: not known; %s a day, the highest yield on record (2016), is taken in the "+
				"seller's favour",
			percent2(r.MinedPerDay),
		)
	}
	promised := percent2(r.PromisedPerDay) + " a day of the price"
	switch {
	case r.Mining:
		promised = "the price back at the end, beside what is mined"
	case r.Returned:
		promised += ", and the price back at the end"
	case r.Named != "":
		promised += " (" + r.Named + ")"
	}
	computed := Paragraph{Text: fmt.Sprintf("Promised: %s. %s. %s", promised, mined, sentence(r.NotMined()))}
	back := ""
	if r.Back() > 0 && r.Back() < 1 {
		back = fmt.Sprintf("Even if it were kept, %s of the price would come back in its %s.",
			units.ShowShare(r.Back()), Count(r.TermDays, "day"))
	}
	switch {
	case r.BreaksOnDay > 0:
		d.add("runoff", goneTitle, cash(r, r.BreaksOnDay, ""))
		d.add("lasting", lastingTitle, computed, harder(r), List{Items: lasting(r)})
	case r.BreaksReturned > 0:
		d.add("runoff", goneTitle,
			cash(r, r.BreaksReturned, ", if the price is to come back at the end as well"))
		d.add("lasting", lastingTitle, computed, Paragraph{Text: back})
	case back != "":
		d.add("runoff", "Can it pay?", computed, Paragraph{Text: back}, harder(r))
	default:
		d.add("runoff", "Can it pay?", computed, Paragraph{Text: "It is kept only as long as new deposits " +
			"come, difficulty stands still and machines cost nothing to run."}, harder(r))
	}
}

// The titles of a promise that breaks.
const (
	goneTitle    = "When the money is gone"
	lastingTitle = "How that is computed, and how long it could last"
)

// harder says when it breaks if difficulty goes on growing.
func harder(r *promise.RunOff) Paragraph {
	if r.BreaksHarder == 0 || r.BreaksReturned > 0 {
		return Paragraph{}
	}
	return Paragraph{Text: fmt.Sprintf("If difficulty grows as in the year before (%s a year), it breaks on "+
		"day %d.", percent2(r.DifficultyGrowth), r.BreaksHarder)}
}

// cash draws the seller's cash until it is gone, with constant new deposits and on a condition.
func cash(r *promise.RunOff, gone int, condition string) Curves {
	c := Curves{Picture: Picture{Key: "runoff", Title: "The seller's cash, month by month", Low: true},
		Drawn: true, YLabel: "days of deposits", Format: whole,
		Note: fmt.Sprintf("The seller's cash month by month, in days of deposits: gone on day %d%s.",
			gone, condition)}
	if len(r.CashByMonth) < 2 {
		return c
	}
	line := Curve{Y: append(slices.Clone(r.CashByMonth), 0)}
	for i := range line.Y {
		line.Y[i] = max(0, line.Y[i])
		line.X = append(line.X, float64(min(30*i, gone)))
	}
	c.Lines, c.Desc = []Curve{line}, c.Note
	return c
}

// lasting says when the promise breaks otherwise, and what it takes to keep it.
func lasting(r *promise.RunOff) []string {
	var out []string
	for _, s := range r.BreaksIfStopped {
		if s.BreaksOnDay > 0 && s.BreaksOnDay < r.BreaksOnDay {
			out = append(out, fmt.Sprintf("if deposits stop after %s: day %d", Count(s.AfterMonths, "month"),
				s.BreaksOnDay))
		}
	}
	for _, s := range r.GrowthToSurvive {
		if !s.Possible {
			out = append(out, fmt.Sprintf("to last %s: no growth of deposits below tenfold a month is enough",
				Count(s.Months, "month")))
			continue
		}
		out = append(
			out,
			fmt.Sprintf("to last %s new deposits must grow by %.1f %% a month, to %s times those "+
				"of the first day",
				Count(s.Months, "month"), s.PerMonth*100, units.Group(units.Format(s.Multiple, 3))),
		)
	}
	return out
}

// anchors are what hashrate is worth by measures the seller does not set.
func (d *Document) anchors(all []grounds.Anchor) {
	if !slices.ContainsFunc(all, func(a grounds.Anchor) bool { return a.Value != nil }) {
		return
	}
	t := Table{Label: "What hashrate is worth"}
	var from []Source
	for _, a := range all {
		name := anchorName(a.Name)
		if a.Value == nil {
			t.Rows = append(t.Rows, Row{Name: name, Cells: []string{notKnown, ""}, Soft: true})
			continue
		}
		against := ""
		if a.Ratio != nil {
			against = fmt.Sprintf("offer %.2f x", *a.Ratio)
		}
		t.Rows = append(t.Rows, Row{Name: name + ", " + a.AsOf, Cells: []string{fmt.Sprintf("%.1f", *a.Value),
			against}})
		from = append(from, Source{a.From.What, a.From.URL, a.From.Read})
	}
	d.add("anchors", "What hashrate is worth, sat per TH/s and day", t, Sources{"From", from})
}

func anchorName(key string) string {
	switch key {
	case "protocol":
		return "expected from the protocol"
	case "spot_market":
		return "asked on a market for verifiable hashrate"
	case "forward":
		return "a professional paying 90 days ahead (18 % off)"
	}
	return Spaced(key)
}

// missing lists what would settle the open questions, the gravest first, each once.
func (d *Document) missing(all []redflag.Finding) {
	const most = 12
	var names []string
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b redflag.Finding) int { return heaviest(a.Severity, b.Severity) })
	for _, f := range sorted {
		if f.State != redflag.Unknown || f.Severity == redflag.Info || f.Question == "" &&
			!strings.HasPrefix(f.Rule, "C") {
			continue
		}
		for _, m := range f.Missing {
			if !slices.Contains(names, m) {
				names = append(names, m)
			}
		}
	}
	list := List{Items: names}
	if more := len(names) - most; more > 0 {
		list = List{Items: names[:most], More: more}
	}
	d.add("missing", "Not known, and counted neither for nor against", list)
}
