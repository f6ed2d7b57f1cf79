package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/guptarohit/asciigraph"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// printFlags prints findings for a person: the verdict, what speaks against and for the offer, whether
// the promise can be kept, then what is not known and what to ask.
func (p *program) printFlags(o offer.Offer, asOf units.Date, dated bool, r redflag.Report) error {
	g := p.page()
	if dated {
		g.paragraph(o.Summary() + ", judged as of " + asOf.String() + ".")
	} else {
		g.paragraph(o.Summary() + ", undated; what needs a day is not known. --as-of DATE gives one.")
	}
	fmt.Fprintln(g)
	g.flagVerdict("Trust", r.Trust)
	g.flagVerdict("Contract risk", r.ContractRisk)
	g.findings("Red flags", r.Findings, func(f redflag.Finding) bool {
		return f.State == redflag.Present && f.Severity != redflag.Good
	})
	g.findings("Good signs", r.Findings, func(f redflag.Finding) bool {
		return f.State == redflag.Present && f.Severity == redflag.Good
	})
	g.findings("Claims that agree with the chain", r.Findings, func(f redflag.Finding) bool {
		return f.State == redflag.Absent && strings.HasPrefix(f.Rule, "C")
	})
	if r.RunOff != nil {
		g.runOff(r.RunOff)
	}
	g.anchors(r.Anchors)
	g.unknowns(r.Findings)
	g.list("Ask the seller", r.Questions)
	g.list("What would change the verdict on trust", r.WouldChange)
	return p.print(g)
}

var trustStyle = map[string]style{
	redflag.Verifiable: green, redflag.Doubtful: yellow, redflag.FraudSigns: red,
	redflag.RiskLow: green, redflag.RiskMedium: yellow, redflag.RiskHigh: red,
}

func (g *page) flagVerdict(axis string, v redflag.Verdict) {
	word := strings.ToUpper(strings.ReplaceAll(v.Word, "_", " "))
	head := fmt.Sprintf("%-14s %-12s ", axis, word)
	if g.width < 60 {
		fmt.Fprintf(g, "%-14s %s\n%s\n", axis, g.in(trustStyle[v.Word], word), wrap("  "+v.Reason, g.width, "  "))
		return
	}
	rest := wrap(v.Reason, max(g.width-len(head), 20), "")
	lines := strings.Split(rest, "\n")
	fmt.Fprintf(g, "%-14s %s %s\n", axis, g.in(trustStyle[v.Word], pad(word, 12)), lines[0])
	for _, l := range lines[1:] {
		fmt.Fprintln(g, strings.Repeat(" ", len(head))+l)
	}
}

// findings prints those that are wanted, gravest first.
func (g *page) findings(title string, all []redflag.Finding, want func(redflag.Finding) bool) {
	var some []redflag.Finding
	for _, f := range all {
		if want(f) {
			some = append(some, f)
		}
	}
	if len(some) == 0 {
		return
	}
	slices.SortStableFunc(some, func(a, b redflag.Finding) int { return cmp.Compare(severityRank(a.Severity), severityRank(b.Severity)) })
	g.heading(title)
	for _, f := range some {
		mark, s := string(f.Severity), style("")
		switch f.Severity {
		case redflag.Critical, redflag.High:
			s = red
		case redflag.Medium:
			s = yellow
		case redflag.Good:
			mark, s = "good", green
		}
		text := titleOf(f.Rule) + ". " + sentence(f.Says)
		if f.State == redflag.Absent { // the title says what is not so
			mark, s, text = "agrees", green, sentence(f.Says)
		}
		id, _, _ := strings.Cut(f.Rule, "_")
		head := fmt.Sprintf("  %-8s %-4s ", mark, id)
		lines := strings.Split(wrap(text, max(g.width-len(head), 20), ""), "\n")
		fmt.Fprintf(g, "  %s %-4s %s\n", g.in(s, pad(mark, 8)), id, lines[0])
		for _, l := range lines[1:] {
			fmt.Fprintln(g, strings.Repeat(" ", len(head))+l)
		}
	}
}

func severityRank(s redflag.Severity) int {
	return slices.Index([]redflag.Severity{redflag.Critical, redflag.High, redflag.Medium, redflag.Low, redflag.Info, redflag.Good}, s)
}

func titleOf(rule string) string {
	for _, r := range append(redflag.Rules(), redflag.ClaimRules()...) {
		if r.ID == rule {
			return r.Title
		}
	}
	return rule
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// runOff prints whether the promise can be kept, and the picture of when it breaks.
func (g *page) runOff(r *redflag.RunOff) {
	g.heading("Can it pay?")
	mined := fmt.Sprintf("Mined at most: %s a day, gross (%s)", percent2(r.MinedPerDay), r.MinedBasis)
	if !r.MinedKnown {
		mined = fmt.Sprintf("Mined: not known; %s a day, the highest yield on record (2016), is taken in the seller's favour", percent2(r.MinedPerDay))
	}
	g.paragraph(fmt.Sprintf("Promised: %s a day of the price. %s. %s", percent2(r.PromisedPerDay), mined, sentence(r.NotMined())))
	if r.BreaksOnDay == 0 {
		g.paragraph("With constant new deposits the promise lasts three years, if difficulty stands still and machines cost nothing to run.")
	}
	if r.BreaksHarder > 0 {
		g.paragraph(fmt.Sprintf("If difficulty grows as in the year before (%s a year), it breaks on day %d.", percent2(r.DifficultyGrowth), r.BreaksHarder))
	}
	if r.BreaksOnDay == 0 {
		return
	}
	series := make([]float64, 0, len(r.CashByMonth)+1)
	series = append(append(series, r.CashByMonth...), 0)
	if len(series) > 2 {
		fmt.Fprintln(g)
		options := []asciigraph.Option{asciigraph.Height(8), asciigraph.Width(min(g.width-14, 64)), asciigraph.Precision(0)}
		if g.plain {
			options = append(options, asciigraph.SeriesChars(asciigraph.CreateCharSet("*")))
		}
		fmt.Fprintln(g, plainAxis(g.plain, asciigraph.Plot(series, options...)))
		g.paragraph(fmt.Sprintf("  The seller's cash month by month, in days of deposits, from the start to day %d.", r.BreaksOnDay))
		fmt.Fprintln(g)
	}
	g.paragraph(fmt.Sprintf("It breaks on day %d.", r.BreaksOnDay))
	for _, s := range r.BreaksIfStopped {
		if s.BreaksOnDay > 0 && s.BreaksOnDay < r.BreaksOnDay {
			g.item(fmt.Sprintf("if deposits stop after %d months: day %d", s.AfterMonths, s.BreaksOnDay))
		}
	}
	for _, s := range r.GrowthToSurvive {
		if !s.Possible {
			g.item(fmt.Sprintf("to last %d months: no growth of deposits below tenfold a month is enough", s.Months))
			continue
		}
		g.item(fmt.Sprintf("to last %d months new deposits must grow by %.1f %% a month, to %s times those of the first day", s.Months, s.PerMonth*100, units.Format(s.Multiple, 3)))
	}
}

func percent2(share float64) string { return units.Format(share*100, 3) + " %" }

// anchors prints what hashrate is worth by measures the seller does not set.
func (g *page) anchors(all []redflag.Anchor) {
	some := slices.ContainsFunc(all, func(a redflag.Anchor) bool { return a.Value != nil })
	if !some {
		return
	}
	g.heading("What hashrate is worth, sat per TH/s and day")
	names := map[string]string{"protocol": "expected from the protocol", "spot_market": "asked on a market for verifiable hashrate",
		"forward": "a professional paying 90 days ahead (18 % off)"}
	for _, a := range all {
		if a.Value == nil {
			g.row(dim, names[a.Name], "not known")
			continue
		}
		against := ""
		if a.Ratio != nil {
			against = fmt.Sprintf("offer %.2f x", *a.Ratio)
		}
		g.row("", names[a.Name]+", "+a.AsOf, fmt.Sprintf("%.1f", *a.Value), against)
	}
}

// unknowns lists what would settle the open questions, the gravest first, each once.
func (g *page) unknowns(all []redflag.Finding) {
	const most = 12
	var missing []string
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b redflag.Finding) int { return cmp.Compare(severityRank(a.Severity), severityRank(b.Severity)) })
	for _, f := range sorted {
		if f.State != redflag.Unknown || f.Severity == redflag.Info || f.Question == "" && !strings.HasPrefix(f.Rule, "C") {
			continue
		}
		for _, m := range f.Missing {
			if !slices.Contains(missing, m) {
				missing = append(missing, m)
			}
		}
	}
	if more := len(missing) - most; more > 0 {
		missing = append(missing[:most:most], fmt.Sprintf("and %d more: --json lists all", more))
	}
	g.list("Not known, and counted neither for nor against", missing)
}
