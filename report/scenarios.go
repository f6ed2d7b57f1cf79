package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// maybeUSD is an amount of dollars that may not be known.
func (j *judged) maybeUSD(v *float64) string {
	if v == nil {
		return notKnown
	}
	return j.in.USD(*v)
}

// scenarios are the played-out futures in dollars.
func (j *judged) scenarios() {
	title := "In " + j.in.Name() + ", at a constant bitcoin price"
	if paid := j.v.Economics.PaidBTC; paid != nil && *paid > 0 {
		title = "The same in " + j.in.Name() + ", at a constant bitcoin price"
	}
	t := Table{Label: "Scenarios in " + j.in.Name(), First: 3,
		Head: []string{"", "revenue", "fees", "gain or loss",
			"paid back"}}
	if j.owner() != nil { // what is paid back is a buyer's question
		t.Head = []string{"", "revenue", "fees", "against selling"}
	}
	var ends []string
	for _, s := range j.v.Scenarios {
		t.Rows = append(t.Rows, Row{Name: scenario(s.Name),
			Cells: []string{
				j.in.USD(s.GrossUSD),
				j.maybeUSD(s.FeesUSD),
				j.maybeUSD(s.NetUSD),
				j.paidBack(s),
			}[:len(t.Head)-1]})
		if s.EndedDay != nil && s.EndedBy != "term" {
			ends = append(ends, fmt.Sprintf("%s: ended by %s after %s", scenario(s.Name), Spaced(s.EndedBy),
				Count(*s.EndedDay, "day")))
		}
	}
	if l := j.v.Economics.Luck; l != nil {
		ends = append(ends, "these are means over many such contracts: "+valuation.ShowChance(l.ProbNothing)+
			" of them find no block and get nothing")
	}
	j.add("scenarios", title, t, List{Items: ends})
}

// paidBack is the day on which the dollars are back, as far as that means something.
func (j *judged) paidBack(s valuation.Result) string {
	switch {
	case !j.offer.Price.Stated():
		return notKnown
	case s.PaybackDay != nil:
		return fmt.Sprintf("day %d", *s.PaybackDay)
	case s.BTCEfficiency == nil || j.offer.Price.Bid != nil: // nothing is paid, or day by day
		return "-"
	}
	return "never"
}

// waterfall says where the revenue goes if nothing changes. The first item is the whole, the last what
// is paid out; what is less than a satoshi has no row, and its share goes to the last.
func (j *judged) waterfall() {
	all := j.v.Economics.Waterfall
	if len(all) < 2 {
		return
	}
	title, revenue := "Where the revenue goes, "+j.unmoved(), "revenue before fees"
	t := Table{Label: "Where the revenue goes"}
	steps := Steps{Picture: Picture{Key: "waterfall", Title: "Where the revenue goes"}}
	left, hidden := 1.0, 0.0
	for i, w := range all {
		first, last := i == 0, i == len(all)-1
		if !first && !last && belowSatoshi(w.BTC) {
			hidden += w.Share // the JSON has it
			continue
		}
		if last {
			w.Share += hidden
		}
		step := step{Name: Capital(w.Name), Says: units.ShowShare(w.Share), To: w.Share, Total: first || last}
		switch {
		case first:
			w.Name, step.Name = revenue, Capital(revenue)
			step.To = 1
		case !last:
			step.From = left
			left -= w.Share
			step.To = left
		}
		steps.Rows = append(steps.Rows, step)
		steps.Desc += step.Name + " " + step.Says + ". "
		t.Rows = append(t.Rows, Row{Name: w.Name, Soft: first, Cells: []string{satoshis(w.BTC) + " BTC",
			j.in.USD(w.USD), units.ShowShare(w.Share)}})
	}
	if all[0].USD == 0 {
		steps.Rows = nil // nothing to draw
	}
	var share List
	if !j.overMarkets() { // else it is told of them
		share.Items = j.taken()
	}
	j.add("waterfall", title, steps, t, share)
}

// unmoved is what the figures without simulated markets suppose.
func (j *judged) unmoved() string {
	if j.v.Economics.Halving != nil {
		return "if difficulty stays and the subsidy halves on schedule"
	}
	return "if mining never gets harder"
}

// taken is what all fees together take, those that are paid beside the payouts too: of the simulated markets
// where there are any, else if nothing changes.
func (j *judged) taken() []string {
	var out []string
	for _, f := range j.feeShare() {
		says := "fees take " + f.Value + " " + f.Note
		if f.Value == notKnown {
			says = "what fees take is not known: " + f.Note
		}
		out = append(out, says)
	}
	return out
}

// belowSatoshi reports whether an amount of bitcoin is less than the smallest that can be paid.
func belowSatoshi(btc string) bool {
	v, err := strconv.ParseFloat(btc, 64)
	return err == nil && math.Abs(v) < 1.0/units.SatPerBTC
}

// satoshis leaves out the three decimals of a bitcoin amount below the satoshi.
func satoshis(btc string) string { return btc[:max(len(btc)-3, 0)] }

// payments are what the buyer pays if nothing changes.
func (j *judged) payments() {
	t := Table{Label: "What you pay"}
	total := 0.0
	for _, p := range j.v.Economics.Payments {
		t.Rows = append(t.Rows, Row{Name: p.Name, Cells: []string{satoshis(p.BTC) + " BTC", j.in.USD(p.USD)}})
		total += p.USD
	}
	if paid := j.v.Economics.PaidBTC; len(t.Rows) > 1 && paid != nil {
		t.Rows = append(t.Rows, Row{Name: "paid in all", Cells: []string{fmt.Sprintf("%.8f BTC", *paid),
			j.in.USD(total)}, Strong: true})
	}
	j.add("payments", "What you pay, "+j.unmoved(), t)
}

// breakEvens say how far conditions may move before buying bitcoin is better.
func (j *judged) breakEvens(grid *valuation.Grid) {
	v, b := j.v, j.v.Economics.BreakEven
	if none := economics.NoBreakEven(j.offer, v.Economics, v.Scenarios); none != "" {
		j.add("breakeven", "Where it would give as much bitcoin as buying", List{Items: []string{none}})
		j.add("map", mapTitle, mapOf(grid))
		return
	}
	var items []string
	add := func(format string, args ...any) { items = append(items, fmt.Sprintf(format, args...)) }
	asked := ""
	if v.Economics.AskedUSD != nil {
		asked = fmt.Sprintf(" (asked: %s)", j.in.USD(*v.Economics.AskedUSD))
	}
	if b.UpfrontUSD != nil {
		add("at an upfront price of %s%s", j.in.USD(*b.UpfrontUSD), asked)
	}
	if b.UpfrontUSDHarder != nil {
		add("with difficulty 20 %% higher, at an upfront price of %s", j.in.USD(*b.UpfrontUSDHarder))
	}
	if g := b.MonthlyGrowth; g != nil && *g < 0 {
		add("if difficulty fell %.1f %% a month", -100**g)
	} else if g != nil {
		add("if difficulty grew %.1f %% a month", 100**g)
	}
	if b.HashpriceUSD != nil {
		add("at a hashprice of %s per TH/s and day (it is %s)", j.in.USD(*b.HashpriceUSD),
			j.in.USD(v.Data.HashpriceUSD))
	}
	if b.PriceUSD != nil && j.offer.HasDollarCosts() {
		add("at a bitcoin price of %s (it is %s), if difficulty did not follow, which it does",
			j.in.USD(*b.PriceUSD), j.in.USD(v.Data.PriceUSD))
	}
	j.add("breakeven", "When it would give as much bitcoin as buying, all else equal", List{Items: items})
	j.add("map", mapTitle, mapOf(grid))
}

const mapTitle = "What growth and price would make of it"

// mapOf shows the highest growth on top.
func mapOf(g *valuation.Grid) Grid {
	m := Grid{Says: "Bitcoin back for each bitcoin paid. Below 1 (hatched), buying bitcoin was better.",
		Across: "Bitcoin's price at the end, times today's", Down: "Difficulty a month",
		Note: "Difficulty follows price: the lower right, where the price soars and mining stays easy, " +
			"has never " +
			"lasted."}
	if g == nil || len(g.Efficiency) == 0 || math.IsNaN(g.Efficiency[0][0]) {
		return m
	}
	for _, p := range g.Price {
		m.Heads = append(m.Heads, fmt.Sprintf("×%g", p))
	}
	for i := len(g.Growth) - 1; i >= 0; i-- {
		row := gridRow{Name: strings.Replace(fmt.Sprintf("%+.0f %%", 100*g.Growth[i]), "-", "−", 1)}
		if g.Growth[i] == 0 {
			row.Name = "0 %"
		}
		for _, e := range g.Efficiency[i] {
			row.Cells = append(row.Cells, cell(e))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// cell shades by how far from even: half, four fifths, one, five fourths, two.
func cell(e float64) gridCell {
	if math.IsNaN(e) {
		return gridCell{Text: "-", Level: 3}
	}
	c := gridCell{Text: fmt.Sprintf("%.2f", e), Loses: e < 1}
	switch {
	case e >= 9.95:
		c.Text = whole(e)
	case c.Loses && c.Text == "1.00":
		c.Text = "0.99" // never shown as even while it loses
	}
	for _, edge := range []float64{0.5, 0.8} {
		if e >= edge {
			c.Level++
		}
	}
	if e >= 1 {
		c.Level = 4
	}
	for _, edge := range []float64{1.25, 2} {
		if e >= edge {
			c.Level++
		}
	}
	return c
}

// taxes compare with buying bitcoin after the reader's rates.
func (j *judged) taxes() {
	t := j.v.Tax
	if t == nil {
		return
	}
	after := notKnown
	if t.Efficiency != nil {
		after = units.ShowRatio(*t.Efficiency)
	}
	j.add("taxes", "After your taxes, if mining never gets harder and all is sold at the end",
		Table{Label: "After your taxes", Head: []string{"", "this offer", "buying bitcoin"}, Rows: []Row{
			{
				Name:  "tax that you would owe",
				Cells: []string{j.in.USD(t.ContractTaxUSD), j.in.USD(t.BuyingTaxUSD)},
			},
			{Name: "left for each dollar that buying leaves", Cells: []string{after, "1"}, Strong: true}}},
		List{Items: append(append([]string{}, t.Warnings...), t.Says())})
}
