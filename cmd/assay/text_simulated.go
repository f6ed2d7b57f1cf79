package main

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// simulated prints what the offer comes to over simulated markets, and what it would be worth.
func (g *page) simulated(v *assay.Verdict) {
	e := v.Economics
	if e.BTCEfficiency == nil || v.Paths == 0 {
		return
	}
	g.heading(fmt.Sprintf("Over %s simulated markets", units.Group(fmt.Sprint(v.Paths))))
	g.row(dim, "", "bad (1 in 20)", "middle", "good (1 in 20)")
	g.distRow("bitcoin back for each bitcoin paid", e.BTCEfficiency, units.ShowRatio)
	if r := e.Resale; r != nil && r.BTCEfficiencyWithout != nil {
		g.distRow("the same without selling it on", r.BTCEfficiencyWithout, units.ShowRatio)
	}
	g.distRow("gain or loss in bitcoin", e.NetBTC, units.ShowBTC)
	g.distRow("gain or loss in "+g.amounts.Name(), e.NetUSD, g.usd)
	if d := v.IfSellerVanishes; d != nil && d.BTCEfficiency != nil {
		g.distRow("bitcoin back, if the seller may vanish", d.BTCEfficiency, units.ShowRatio)
	}
	g.chances(v)
}

func (g *page) distRow(label string, d *play.Dist, show func(float64) string) {
	if d != nil {
		g.row("", label, show(d.P05), show(d.P50), show(d.P95))
	}
}

// chances lists how often what a buyer hopes or fears comes true.
func (g *page) chances(v *assay.Verdict) {
	e := v.Economics
	if e.ProbBeatsBuying != nil {
		g.item("it beats buying bitcoin in " + units.ShowShare(*e.ProbBeatsBuying) + " of them")
	}
	if p := e.PaybackDays; p != nil {
		switch {
		case p.P50 != nil && p.ProbNever < 1:
			g.item(fmt.Sprintf("the dollars come back in %s of them, by day %.0f in the middle of those; buying bitcoin may have returned more by then",
				units.ShowShare(1-p.ProbNever), *p.P50))
		default:
			g.item("the dollars come back in none of them")
		}
	}
	if e.ProbStopped != nil && *e.ProbStopped > 0 {
		g.item("it is ended before its term in " + units.ShowShare(*e.ProbStopped) + " of them")
	}
	if d := v.IfSellerVanishes; d != nil {
		g.item(fmt.Sprintf("chance that the seller is gone before the end: %s (%s)", units.ShowShare(d.ProbVanished), d.Basis))
	}
}

// worth says which price would be right.
func (g *page) worth(o offer.Offer, v *assay.Verdict) {
	if b := v.Economics.FairBid; b != nil {
		show := func(v float64) string {
			return g.amounts.PerHashrateDay(units.PerHashrateDay{Value: v, Currency: units.Currency(b.Currency)})
		}
		g.heading("What it would be worth, as a bid per TH/s and day")
		g.row(bold, "bid", g.amounts.PerHashrateDay(*o.Price.Bid))
		g.fair(show, b.P50, b.P80, b.P95)
	}
	f := v.Economics.FairUpfront
	if f == nil {
		return
	}
	g.heading("What it would be worth, per TH/s upfront")
	if v.Economics.AskedUSDPerTH != nil {
		g.row(bold, "asked", g.usd(*v.Economics.AskedUSDPerTH))
	}
	g.fair(g.usd, f.P50, f.P80, f.P95)
}

func (g *page) fair(show func(float64) string, p50, p80, p95 float64) {
	g.row("", "to beat buying with even odds", show(p50))
	g.row("", "to beat buying in four cases of five", show(p80))
	g.row("", "to beat buying in nineteen of twenty", show(p95))
}

// alternatives prints what the same money would have come to elsewhere.
func (g *page) alternatives(v *assay.Verdict) {
	if len(v.Alternatives) == 0 {
		return
	}
	g.heading("The same money elsewhere, in bitcoin on the same markets")
	g.row(dim, "", "bad (1 in 20)", "middle", "offer is better")
	var needs []string
	for _, a := range v.Alternatives {
		if a.BTCOut == nil {
			if a.Needs != "" {
				needs = append(needs, strings.ReplaceAll(a.Name, "_", " ")+" is not compared; it needs "+a.Needs)
			}
			continue
		}
		better := "-"
		if a.ProbBeaten != nil {
			better = "in " + units.ShowShare(*a.ProbBeaten)
		}
		g.row("", where(a), units.ShowBTC(a.BTCOut.P05), units.ShowBTC(a.BTCOut.P50), better)
	}
	if here, above := v.Alternatives[0].ProbBeaten, v.Economics.ProbBeatsBuying; here != nil && above != nil && units.ShowShare(*here) != units.ShowShare(*above) {
		g.item(fmt.Sprintf("the offer beats buying in %s here and in %s above: above, each payment buys bitcoin on its own day, here all of the money does on the first",
			units.ShowShare(*here), units.ShowShare(*above)))
	}
	for _, n := range needs {
		g.item(n)
	}
}

// where begins an alternative with who runs the machine, where there is one.
func where(a alternatives.Alternative) string {
	switch a.Name {
	case "own_asic":
		return "run by you: " + a.Says
	case "hosted_asic":
		return "hosted: " + a.Says
	}
	return a.Says
}

// sizing says how much to put in.
func (g *page) sizing(s *sizing.Sizing) {
	if s == nil {
		return
	}
	g.heading("How much to put in")
	g.item(s.Says)
	if s.MaxLossUSD > 0 {
		g.item("at most lost if the seller vanishes: " + g.usd(s.MaxLossUSD) + " (the price, fees paid ahead, and what is held back below the least payout)")
	}
	for _, st := range s.StagedPlan {
		line := "at once: "
		if st.AfterDays > 0 {
			line = fmt.Sprintf("after %s: ", plural(st.AfterDays, "day"))
		}
		line += strings.ReplaceAll(st.Do, "_", " ")
		if st.AmountUSD > 0 {
			line += " for " + g.usd(st.AmountUSD)
		}
		g.item(line + ": " + st.Why)
	}
}

// clauses prices the rights that matter: those that bind on some path.
func (g *page) clauses(all []play.Clause) {
	first := true
	for _, c := range all {
		if c.ProbBinding == 0 && c.USDPerTH == 0 {
			continue
		}
		if first {
			g.heading("What a right is worth to you, per TH/s")
			g.paragraph("More than zero is your gain over the same contract without the right; less than zero is your loss, and the seller's gain. It changes the result in the share of the markets beside it, and may be used in more.")
			g.row(dim, "", "worth", "changes it in")
			first = false
		}
		g.row("", c.Says, g.usd(c.USDPerTH), units.ShowShare(c.ProbBinding))
	}
}

// spread draws where nine of ten values lie, the middle half and the middle, on a line of room columns
// that ends at top.
func (g *page) spread(d *play.Dist, top float64, room int) string {
	at := func(v float64) int { return min(max(int(v/top*float64(room)+0.5), 1), room) - 1 }
	tail, half, middle := '░', '▒', '█'
	if g.plain {
		tail, half, middle = '-', '=', '#'
	}
	if room < 1 {
		return ""
	}
	line := []rune(strings.Repeat(" ", room))
	for i := at(d.P05); i <= at(d.P95); i++ {
		line[i] = tail
	}
	for i := at(d.P25); i <= at(d.P75); i++ {
		line[i] = half
	}
	line[at(d.P50)] = middle
	return strings.TrimRight(string(line), " ")
}
