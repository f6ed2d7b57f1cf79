package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// printVerdict prints a verdict for a person who has never mined: the sentence, the three axes, the
// figures, then what is not known.
func (p *program) printVerdict(o offer.Offer, v *assay.Verdict) error {
	g := p.page()
	g.paragraph(g.title(o, v))
	fmt.Fprintln(g)
	fmt.Fprintln(g, g.in(bold, wrap(v.Verdict.Sentence, g.width, "")))
	fmt.Fprintln(g)
	g.axes(v)
	if len(v.Scenarios) > 0 {
		g.comparison(v, o.Payout.FixedReturn != nil)
		g.simulated(v)
		g.worth(o, v)
		g.alternatives(v)
		g.sizing(v.Sizing)
	}
	g.findings("Red flags", v.Findings, func(f redflag.Finding) bool {
		return f.State == redflag.Present && f.Severity != redflag.Good
	})
	if v.RunOff != nil {
		g.runOff(v.RunOff)
	}
	if len(v.Scenarios) > 0 {
		g.scenarios(o, v)
		g.waterfall(v, o.Payout.FixedReturn != nil)
		g.breakEvens(o, v)
		g.taxes(v)
		g.clauses(v.Clauses)
	}
	g.list("Ask the seller", v.Verdict.Questions)
	g.list("What would change the verdict on trust", v.Verdict.WouldChange)
	g.list("Assumed, because the offer does not say", v.Assumptions)
	g.list("Take care", v.Warnings)
	g.facts(v)
	return p.print(g)
}

// title names the offer and the day it is judged on, and that of the market where it is another.
func (g *page) title(o offer.Offer, v *assay.Verdict) string {
	if o.Seen == nil && v.AsOf == v.Data.To {
		return o.Summary() + ", undated, so judged as of the last day known, " + v.AsOf + "."
	}
	if v.AsOf != v.Data.ConditionsOf {
		return o.Summary() + ", judged as of " + v.AsOf + " on the market of " + v.Data.ConditionsOf + ", the last day known."
	}
	return o.Summary() + ", judged as of " + v.AsOf + "."
}

// axes prints the three verdicts side by side, never mixed into one.
func (g *page) axes(v *assay.Verdict) {
	because := v.Verdict.Because
	if strings.Contains(v.Verdict.Sentence, because.Economics) {
		because.Economics = "" // said already
	}
	for _, a := range []struct{ axis, word, says string }{
		{"Economics", v.Verdict.Economics, because.Economics},
		{"Contract risk", v.Verdict.ContractRisk, because.ContractRisk},
		{"Trust", v.Verdict.Trust, because.Trust},
	} {
		word := strings.ToUpper(strings.ReplaceAll(cmp.Or(a.word, "not judged"), "_", " "))
		if a.says == "" {
			fmt.Fprintf(g, "%s %s\n", pad(a.axis, 14), g.in(axisStyle(a.word), word))
			continue
		}
		const column = 29 // where the reasons begin
		if g.width < 60 {
			fmt.Fprintf(g, "%s %s\n%s\n", pad(a.axis, 14), g.in(axisStyle(a.word), word), wrap("  "+a.says, g.width, "  "))
			continue
		}
		says := wrap(strings.Repeat(" ", column)+a.says, g.width, strings.Repeat(" ", column))
		fmt.Fprintf(g, "%s %s %s\n", pad(a.axis, 14), g.in(axisStyle(a.word), pad(word, 13)), says[column:])
	}
}

// axisStyle colours a verdict; the word itself says the same without colour.
func axisStyle(word string) style {
	switch word {
	case economics.Losing, "high", "fraud_signs":
		return red
	case economics.Overpriced, "medium", "doubtful":
		return yellow
	case economics.Favourable, "low", "verifiable":
		return green
	}
	return ""
}

// comparison draws what each scenario gives back beside what the same payments would have bought.
func (g *page) comparison(v *assay.Verdict, promised bool) {
	if v.Economics.PaidBTC == nil || *v.Economics.PaidBTC == 0 {
		return // nothing to compare with: what is paid is not known, or nothing
	}
	top := 1.0
	for _, s := range v.Scenarios {
		if s.BTCEfficiency != nil && s.Name != "seller_claim" {
			top = max(top, *s.BTCEfficiency)
		}
	}
	paths := v.Economics.BTCEfficiency
	if paths != nil {
		top = max(top, min(paths.P95, 3))
	}
	title := "For each bitcoin paid you get back"
	if promised {
		title += ", if the seller keeps a promise that no miner can know to keep"
	}
	g.heading(title)
	g.barRow("if you simply buy bitcoin", 1, top, "")
	if paths != nil {
		st := green
		if paths.P50 < 1 {
			st = red
		}
		g.drawnRow("on simulated markets, middle", paths.P50, func(room int) string { return g.in(st, g.spread(paths, top, room)) })
	}
	for _, s := range v.Scenarios {
		if s.BTCEfficiency == nil {
			continue
		}
		st := green
		if *s.BTCEfficiency < 1 {
			st = red
		}
		g.barRow(shortly(s.Name), *s.BTCEfficiency, top, st)
	}
	if paths != nil {
		light, half := "░", "▒"
		if g.plain {
			light, half = "-", "="
		}
		fmt.Fprintln(g, g.in(dim, wrap(fmt.Sprintf("  nine of ten simulated markets lie in %s, half of them in %s", light, half), g.width, "  ")))
		if v.Economics.Resale != nil {
			fmt.Fprintln(g, g.in(dim, wrap("  the simulated markets count its resale, the other rows do not", g.width, "  ")))
		}
	}
}

func (g *page) barRow(label string, value, top float64, s style) {
	g.drawnRow(label, value, func(room int) string { return g.in(s, g.bar(value/top, room)) })
}

// drawnRow is a label of 30 columns, a ratio and a drawing in what room is left; where that is little, the
// drawing goes below them.
func (g *page) drawnRow(label string, value float64, draw func(room int) string) {
	if !g.narrow() {
		fmt.Fprintf(g, "  %s %8s %s\n", pad(label, 30), ratio(&value), draw(g.tableWidth()-42))
		return
	}
	fmt.Fprintf(g, "  %s %7s\n  %s\n", pad(label, 28), ratio(&value), draw(g.tableWidth()-2))
}

// narrow reports whether a drawing of ten columns has no room beside its label and figure.
func (g *page) narrow() bool { return g.tableWidth() < 52 }

// shortly names a scenario in at most 30 columns.
func shortly(scenario string) string {
	switch scenario {
	case "constant":
		return "if mining never gets harder"
	case "difficulty_plus_20":
		return "difficulty 20 % higher"
	case "plus_3_percent_monthly":
		return "difficulty +3 % a month"
	case "trailing_12_months":
		return "difficulty as in the past year"
	case "halving_included":
		return "subsidy halves on schedule"
	case "seller_claim":
		return "if the seller's claim is true"
	}
	return strings.ReplaceAll(scenario, "_", " ")
}

// unknownCell stands where a figure rests on something that the offer does not state.
const unknownCell = "not known"

// maybeUSD is an amount of dollars that may not be known.
func (g *page) maybeUSD(v *float64) string {
	if v == nil {
		return unknownCell
	}
	return g.usd(*v)
}

// scenarios is the same in dollars.
func (g *page) scenarios(o offer.Offer, v *assay.Verdict) {
	if paid := v.Economics.PaidBTC; paid != nil && *paid > 0 {
		g.heading("The same in " + g.amounts.Name() + ", at a constant bitcoin price")
	} else {
		g.heading("In " + g.amounts.Name() + ", at a constant bitcoin price")
	}
	g.row(dim, "", "revenue", "fees", "gain or loss", "paid back")
	for _, s := range v.Scenarios {
		payback := "never"
		switch {
		case !o.Price.Stated():
			payback = unknownCell
		case s.PaybackDay != nil:
			payback = fmt.Sprintf("day %d", *s.PaybackDay)
		case s.BTCEfficiency == nil || o.Price.Bid != nil: // nothing is paid, or day by day
			payback = "-"
		}
		g.row("", shortly(s.Name), g.usd(s.GrossUSD), g.maybeUSD(s.FeesUSD), g.maybeUSD(s.NetUSD), payback)
	}
	for _, s := range v.Scenarios {
		if s.EndedDay != nil && s.EndedBy != "term" {
			g.item(fmt.Sprintf("%s: ended by %s after %d days", shortly(s.Name), s.EndedBy, *s.EndedDay))
		}
	}
}

// waterfall says where the revenue goes if nothing changes.
func (g *page) waterfall(v *assay.Verdict, promised bool) {
	if len(v.Economics.Waterfall) < 2 {
		return
	}
	revenue := "revenue before fees"
	if promised {
		g.heading("Where the promised payout goes")
		revenue = "promised before fees"
	} else {
		g.heading("Where the revenue goes, if mining never gets harder")
	}
	hidden := 0.0 // what is less than a satoshi has no row, and its share goes to the last
	for i, w := range v.Economics.Waterfall {
		if strings.HasPrefix(w.BTC, "0.00000000") {
			hidden += w.Share // the JSON has it
			continue
		}
		label, s := w.Name, style("")
		if w.Name == "gross" {
			label, s = revenue, dim
		}
		if i == len(v.Economics.Waterfall)-1 {
			w.Share += hidden
		}
		g.row(s, label, w.BTC[:max(len(w.BTC)-3, 0)]+" BTC", g.usd(w.USD), percent(w.Share))
	}
}

// breakEvens lists how far conditions may move before buying bitcoin is better.
func (g *page) breakEvens(o offer.Offer, v *assay.Verdict) {
	b := v.Economics.BreakEven
	if none := assay.NoBreakEven(o, v); none != "" {
		g.heading("Where it would give as much bitcoin as buying")
		g.item(none)
		return
	}
	g.heading("It would give as much bitcoin as buying, all else equal,")
	asked := ""
	if v.Economics.AskedUSD != nil {
		asked = fmt.Sprintf(" (asked: %s)", g.usd(*v.Economics.AskedUSD))
	}
	if b.UpfrontUSD != nil {
		g.item(fmt.Sprintf("at an upfront price of %s%s", g.usd(*b.UpfrontUSD), asked))
	}
	if b.UpfrontUSDHarder != nil {
		g.item(fmt.Sprintf("with difficulty 20 %% higher, at an upfront price of %s", g.usd(*b.UpfrontUSDHarder)))
	}
	if b.MonthlyGrowth != nil {
		g.item(growing(*b.MonthlyGrowth))
	}
	if b.HashpriceUSD != nil {
		g.item(fmt.Sprintf("at a hashprice of %s per TH/s and day (it is %s)", g.usd(*b.HashpriceUSD), g.usd(v.Data.HashpriceUSD)))
	}
	if b.PriceUSD != nil && o.HasDollarCosts() {
		g.item(fmt.Sprintf("at a bitcoin price of %s (it is %s), if difficulty did not follow, which it does", g.usd(*b.PriceUSD), g.usd(v.Data.PriceUSD)))
	}
}

// taxes compares with buying bitcoin after the reader's rates.
func (g *page) taxes(v *assay.Verdict) {
	t := v.Tax
	if t == nil {
		return
	}
	g.heading("After your taxes, if mining never gets harder and all is sold at the end")
	g.row(dim, "", "this offer", "buying bitcoin")
	g.row("", "tax that you would owe", g.usd(t.ContractTaxUSD), g.usd(t.BuyingTaxUSD))
	after := unknownCell
	if t.Efficiency != nil {
		after = units.ShowRatio(*t.Efficiency)
	}
	g.row(bold, "left for each dollar that buying leaves", after, "1")
	for _, w := range t.Warnings {
		g.item(w)
	}
	g.item(t.Says())
}

func growing(perMonth float64) string {
	if perMonth < 0 {
		return fmt.Sprintf("if difficulty fell %.1f %% a month", -100*perMonth)
	}
	return fmt.Sprintf("if difficulty grew %.1f %% a month", 100*perMonth)
}

// list prints a section of entries, or nothing where there are none.
func (g *page) list(title string, entries []string) {
	if len(entries) == 0 {
		return
	}
	g.heading(title)
	for _, e := range entries {
		g.item(e)
	}
}

// facts says what the verdict was judged on.
func (g *page) facts(v *assay.Verdict) {
	d := v.Data
	g.heading("Judged on")
	g.paragraph(fmt.Sprintf("difficulty %s T, bitcoin at %s, %s BTC subsidy and %s BTC fees a block (%s): one TH/s earns %s a day. "+
		"History to %s, %s.", units.Format(d.Difficulty/1e12, 6), g.usd(d.PriceUSD), units.Format(d.SubsidyBTC, 6), units.Format(d.FeesBTC, 3),
		d.ConditionsOf, g.usd(d.HashpriceUSD), d.To, d.History[:min(len(d.History), 19)]))
}
