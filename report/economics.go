package report

import (
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// back compares what each scenario gives back with what the same payments would have bought.
func (j *judged) back() {
	ec := j.v.Economics
	if ec.PaidBTC == nil || *ec.PaidBTC == 0 || j.owner() != nil {
		return // nothing to compare with: what is paid is not known, or nothing
	}
	bars := Bars{Picture: Picture{Key: "scenarios", Title: "Bitcoin back for each bitcoin paid"},
		Ref: 1, RefName: "if you simply buy bitcoin", Top: 1}
	if d := ec.BTCEfficiency; d != nil {
		bars.Top = max(bars.Top, min(d.P95, 3))
		bars.Rows = append(bars.Rows, Bar{Name: "on simulated markets, middle", Value: d.P50,
			Says: units.ShowRatio(d.P50),
			Tone: gain(d.P50), Spread: &Spread{d.P05, d.P25, d.P50, d.P75, d.P95}, Known: true})
	}
	gamble := ec.Luck != nil && ec.Luck.Gamble()
	for _, s := range j.v.Scenarios {
		if s.BTCEfficiency == nil {
			continue
		}
		e, tone := *s.BTCEfficiency, gain(*s.BTCEfficiency)
		if gamble { // a mean that hardly anybody gets
			tone = Plain
		}
		if s.Name != "seller_claim" {
			bars.Top = max(bars.Top, e)
		}
		bars.Rows = append(bars.Rows, Bar{Name: scenario(s.Name), Value: e, Says: units.ShowRatio(e),
			Tone: tone, Known: true})
	}
	bars.Desc = "Simply buying bitcoin gives 1."
	for _, r := range bars.Rows {
		bars.Desc += " " + Capital(r.Name) + " " + r.Says + "."
	}
	var resold, lucky Paragraph
	if gamble {
		lucky = Paragraph{"the rows that are not simulated are means over many such contracts: " +
			valuation.ShowChance(ec.Luck.ProbNothing) + " of them find no block and get nothing", true}
	}
	if ec.BTCEfficiency != nil && ec.Resale != nil {
		resold = Paragraph{"the simulated markets count its resale, the other rows do not", true}
	}
	j.add("back", "For each bitcoin paid you get back", bars, resold, lucky)
}

// simulated is what the offer comes to over simulated markets.
func (j *judged) simulated() {
	e := j.v.Economics
	if !j.overMarkets() {
		return
	}
	title := fmt.Sprintf("Over %s simulated markets", number(j.v.Paths))
	if e.BTCEfficiency == nil { // the price is not stated
		j.add("simulated", title, j.fan(), List{Items: j.taken()})
		return
	}
	t := Table{
		Label: "Over simulated markets", First: 2,
		Head: []string{"", "bad (1 in 20)", "middle", "good (1 in 20)"},
	}
	add := func(name string, d *play.Dist, show func(float64) string) {
		if d != nil {
			t.Rows = append(t.Rows, Row{Name: name, Cells: []string{show(d.P05), show(d.P50), show(d.P95)}})
		}
	}
	each := "bitcoin back for each bitcoin paid"
	if j.owner() != nil {
		each = "bitcoin by holding, for each that a sale and the fees would buy"
	}
	add(each, e.BTCEfficiency, units.ShowRatio)
	if r := e.Resale; r != nil {
		add("the same without selling it on", r.BTCEfficiencyWithout, units.ShowRatio)
	}
	add("gain or loss in bitcoin", e.NetBTC, units.ShowBTC)
	add("gain or loss in "+j.in.Name(), e.NetUSD, j.in.USD)
	if d := j.v.IfSellerVanishes; d != nil {
		add("bitcoin back, if the seller may vanish", d.BTCEfficiency, units.ShowRatio)
	}
	j.add("simulated", title, j.fan(), t, List{Items: j.chances()})
}

// overMarkets reports whether figures rest on simulated markets.
func (j *judged) overMarkets() bool { return len(j.v.Economics.Fan) > 0 && j.v.Paths > 0 }

// chances are how often what a buyer hopes or fears comes true.
func (j *judged) chances() []string {
	var out []string
	e, gone := j.v.Economics, j.v.IfSellerVanishes
	if e.ProbBeatsBuying != nil {
		beats := "it beats buying bitcoin in "
		if j.owner() != nil {
			beats = "holding gives more than selling in "
		}
		says := beats + units.ShowShare(*e.ProbBeatsBuying) + " of them"
		if gone != nil {
			says += ", and in " + units.ShowShare(gone.ProbBeatsBuying) + " if the seller may vanish"
		}
		out = append(out, says)
	}
	if p := e.PaybackDays; p != nil && j.owner() == nil {
		says := "the " + j.in.Name() + " come back in none of them"
		if p.P50 != nil && p.ProbNever < 1 {
			says = fmt.Sprintf(
				"the %s come back in %s of them, by day %.0f in the middle of those; buying "+
					"bitcoin may have returned more by then",
				j.in.Name(),
				units.ShowShare(1-p.ProbNever),
				*p.P50,
			)
		}
		out = append(out, says)
	}
	out = append(out, j.taken()...)
	if e.ProbStopped != nil && *e.ProbStopped > 0 {
		out = append(out, "it is ended before its term in "+units.ShowShare(*e.ProbStopped)+" of them")
	}
	if gone != nil {
		out = append(out, fmt.Sprintf("chance that the seller is gone before the end: %s (%s)",
			units.ShowShare(gone.ProbVanished), gone.Basis))
	}
	return out
}

// fan is the bitcoin received over simulated markets beside what the payments would have bought.
func (j *judged) fan() Fan {
	ec, v := j.v.Economics, j.v
	f := Fan{Picture: Picture{Key: "fan", Title: "Bitcoin received"}, Name: "mined",
		YLabel: "BTC, summed up from the day of purchase", Format: units.ShowBTC}
	if len(ec.Fan) < 2 {
		return f
	}
	last := ec.Fan[len(ec.Fan)-1]
	scale := 1.0
	if last.P95 < 0.001 {
		scale, f.YLabel = 1e8, "satoshi, summed up from the day of purchase"
		f.Format = whole
	}
	start := math.NaN() // without an upfront price the line begins at the first point
	if asked := ec.AskedUSD; asked != nil && v.Data.PriceUSD > 0 {
		start = scale * *asked / v.Data.PriceUSD
	}
	f.Points = append(f.Points, FanPoint{Other: start})
	for _, p := range ec.Fan {
		bought := math.NaN()
		if p.Bought != nil {
			bought = scale * *p.Bought
		}
		f.Points = append(
			f.Points,
			FanPoint{float64(p.Day), Spread{scale * p.P05, scale * p.P25, scale * p.P50,
				scale * p.P75, scale * p.P95}, bought},
		)
	}
	j.explain(&f, last)
	return f
}

// explain says what a fan shows, to those who see it and to those who do not.
func (j *judged) explain(f *Fan, last play.FanPoint) {
	ec := j.v.Economics
	f.Desc = fmt.Sprintf("After %d days the contract has paid %s BTC in the median market, %s to %s in nine "+
		"of ten",
		last.Day, units.ShowBTC(last.P50), units.ShowBTC(last.P05), units.ShowBTC(last.P95))
	f.Note = "The line is the median, the narrow band half of the markets, the wide band nine of ten."
	switch paid := ec.PaidBTC; {
	case last.Bought != nil && paid != nil && *paid > 0:
		f.OtherName, f.Title = "bought", "Bitcoin received against bitcoin bought"
		f.Desc += "; the same payments would have bought " + units.ShowBTC(*last.Bought) + " BTC."
		f.Note += " Dashed: the bitcoin that the same payments would have bought on the days they were " +
			"made " +
			"(median)."
	case last.Bought != nil:
		f.Desc += "; nothing is paid."
		f.Note += " What the payments would have bought is not drawn: nothing is paid."
	default:
		f.Desc += "; what would have been paid is not known."
		f.Note += " What the payments would have bought is not drawn: the price is not stated."
	}
	switch deposit := j.offer.Price.Deposit != nil; {
	case ec.Resale != nil && deposit:
		f.Note += " The step on the last day is its resale and the deposit that comes back."
	case ec.Resale != nil:
		f.Note += " The step on the last day is its resale."
	case deposit:
		f.Note += " The step on the last day is the deposit that comes back."
	}
}

// atPrice is a fair price, or that there is none; why, where that is not because even a gift loses.
func atPrice(show func(float64) string, price *float64, why *string) string {
	switch {
	case price == nil && why != nil:
		return "no price does"
	case price == nil:
		return "no price does, not even as a gift"
	}
	return show(*price)
}

// worth says which price would be right.
func (j *judged) worth() {
	why, because := j.v.Economics.NoFairPrice, List{}
	if why != nil {
		because.Items = []string{*why}
	}
	fair := func(show func(float64) string, p50, p80, p95 *float64) []Row {
		at := func(p *float64) []string { return []string{atPrice(show, p, why)} }
		return []Row{{Name: "to beat buying with even odds", Cells: at(p50)},
			{Name: "to beat buying in four cases of five", Cells: at(p80)},
			{Name: "to beat buying in nineteen of twenty", Cells: at(p95)}}
	}
	if b := j.v.Economics.FairBid; b != nil {
		asked := Row{Name: "bid", Cells: []string{j.in.PerHashrateDay(*j.offer.Price.Bid)}, Strong: true}
		j.add(
			"bid",
			"What it would be worth, as a bid per TH/s and day",
			Table{
				Label: "What it would be worth",
				Rows:  slices.Insert(fair(j.bid, b.P50, b.P80, b.P95), 0, asked),
			},
			because,
		)
	}
	if f := j.v.Economics.FairUpfront; f != nil && j.owner() == nil {
		rows := fair(j.in.USD, f.P50, f.P80, f.P95)
		if asked := j.v.Economics.AskedUSDPerTH; asked != nil {
			rows = slices.Insert(rows, 0, Row{Name: "asked", Cells: []string{j.in.USD(*asked)}, Strong: true})
		}
		j.add("worth", "What it would be worth, per TH/s upfront", Table{Label: "What it would be worth",
			Rows: rows}, because)
	} else if why != nil && j.v.Economics.FairBid == nil {
		j.add("worth", "What it would be worth", because)
	}
}

// alternatives are what the same money would have come to elsewhere.
func (j *judged) alternatives() {
	v := j.v
	if len(v.Alternatives) == 0 {
		return
	}
	better := "offer is better"
	if j.owner() != nil {
		better = "holding is better"
	}
	t := Table{Label: "The same money elsewhere", First: 2, Head: []string{"", "bad (1 in 20)", "middle",
		better}}
	var notes, needs []string
	for _, a := range v.Alternatives {
		if a.BTCOut == nil {
			if a.Needs != "" {
				needs = append(needs, alternative(a.Name)+" is not compared; it needs "+a.Needs)
			}
			continue
		}
		wins := "-"
		if a.ProbBeaten != nil {
			wins = "in " + units.ShowShare(*a.ProbBeaten)
		}
		t.Rows = append(t.Rows, Row{Name: where(a), Cells: []string{units.ShowBTC(a.BTCOut.P05),
			units.ShowBTC(a.BTCOut.P50), wins}})
	}
	if b := v.Economics.Budget; b != nil {
		notes = append(notes, fmt.Sprintf("%s are set aside, the greater of what the offer asks for at once "+
			"and what it would mine at today's rate; what is not spent of them stays bitcoin, here as "+
			"there", j.in.USD(b.USD)))
	}
	title := "The same money elsewhere, in bitcoin on the same markets"
	if j.owner() != nil {
		title = "Sell, and use the money elsewhere: in bitcoin on the same markets"
	}
	j.add("alternatives", title, t,
		List{Items: append(notes, needs...)})
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
func (j *judged) sizing() {
	s := j.v.Sizing
	if s == nil {
		return
	}
	items := []string{s.Says}
	if s.MaxLossUSD > 0 {
		items = append(items, "at most lost if the seller vanishes: "+j.in.USD(s.MaxLossUSD)+
			" (the price, fees paid ahead, and what is held back below the least payout)")
	}
	for _, step := range s.StagedPlan {
		line := "at once: "
		if step.AfterDays > 0 {
			line = fmt.Sprintf("after %s: ", Count(step.AfterDays, "day"))
		}
		line += Spaced(step.Do)
		if step.AmountUSD > 0 {
			line += " for " + j.in.USD(step.AmountUSD)
		}
		items = append(items, line+": "+step.Why)
	}
	j.add("sizing", "How much to put in", List{Items: items})
}

// clauses price the rights that matter: those that bind on some path.
func (j *judged) clauses() {
	t := Table{Label: "What a right is worth to you", Head: []string{"", "worth", "give or take",
		"changes it in"}}
	for _, c := range j.v.Clauses {
		if c.ProbBinding == 0 && math.Abs(c.USDPerTH) < 0.005 { // it changes nothing; the rest is rounding
			continue
		}
		t.Rows = append(t.Rows, Row{Name: c.Says, Cells: []string{j.in.USD(c.USDPerTH), j.in.USD(c.StdErr),
			units.ShowShare(c.ProbBinding)}})
	}
	if len(t.Rows) == 0 {
		return
	}
	j.add(
		"clauses",
		"What a right is worth to you, per TH/s",
		Paragraph{Text: "More than zero is your gain " +
			"over the same contract " +
			"without the right; less than zero is your loss, and the seller's gain. It changes the " +
			"result in the " +
			"share of the markets " +
			"beside it, and may be used in more."},
		t,
	)
}
