package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/guptarohit/asciigraph"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// replayLine is one start day as `assay replay --json` prints it, one object per line.
type replayLine struct {
	Start         string   `json:"start"`
	Days          int      `json:"days"` // from purchase to the end, or to the end of the history
	BTCReceived   float64  `json:"btc_received"`
	BTCPaid       *float64 `json:"btc_paid"`       // null, as usd_paid: the price is not stated
	BTCEfficiency *float64 `json:"btc_efficiency"` // so far, where the contract still ran
	USDReceived   float64  `json:"usd_received"`
	USDPaid       *float64 `json:"usd_paid"`
	Ended         *string  `json:"ended"` // last day, null while it still ran at the end of the history
	EndedBy       string   `json:"ended_by"`
	DaysLeft      int      `json:"days_left"` // that were still to come at the end of the history
}

func (p *program) printReplays(all []valuation.Replay) error {
	enc := json.NewEncoder(p.out)
	for _, r := range all {
		sum := r.Totals
		line := replayLine{Start: r.Start.String(), Days: sum.Days, BTCReceived: sum.Received.BTC(), BTCEfficiency: efficiency(r),
			USDReceived: sum.ReceivedUSD.Float(), EndedBy: sum.EndedBy, DaysLeft: r.Left}
		if btc, usd := sum.Paid.BTC(), sum.PaidUSD.Float(); !r.Unpriced {
			line.BTCPaid, line.USDPaid = &btc, &usd
		}
		if sum.Ended {
			end := lastDay(r).String()
			line.Ended = &end
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// efficiency is nil where nothing is paid, or the price is not stated.
func efficiency(r valuation.Replay) *float64 {
	if v, ok := r.BTCEfficiency(); ok {
		return &v
	}
	return nil
}

// lastDay is the last day that was played.
func lastDay(r valuation.Replay) units.Date { return r.Start + units.Date(r.Totals.Days) - 1 }

// mistrust is said before any figure of an offer that may be a fraud: a replay plays the terms as if they
// were kept. It reports whether it was.
func (g *page) mistrust(trust redflag.Verdict) bool {
	if trust.Word != redflag.FraudSigns && trust.Word != redflag.Doubtful {
		return false
	}
	g.flagVerdict("Trust", trust)
	fmt.Fprintln(g)
	g.paragraph("What follows assumes that the seller keeps these terms to the letter, which is what is in doubt.")
	fmt.Fprintln(g)
	return true
}

// printOneDay tells one purchase from the first day to the last.
func (p *program) printOneDay(o offer.Offer, trust redflag.Verdict, t *contract.Terms, r valuation.Replay, assumed []string) error {
	g, sum := p.page(), r.Totals
	g.paragraph(fmt.Sprintf("%s, bought on %s and played to %s.", o.Summary(), r.Start, lastDay(r)))
	fmt.Fprintln(g)
	g.mistrust(trust)
	fmt.Fprintln(g, g.in(bold, wrap(replaySentence(r), g.width, "")))

	g.heading("What happened")
	g.row(dim, "", "bitcoin", "dollars then")
	before := "mined before fees"
	if t.Fixed > 0 {
		before = "promised before fees"
	}
	g.row("", before, btc(sum.Gross.BTC()), g.usd(sum.GrossUSD.Float()))
	for i, f := range t.Fees {
		if took := sum.Fees[i]; took.Taken != 0 {
			g.row("", f.Name+", deducted", btc(-took.Taken.BTC()), g.usd(-took.TakenUSD.Float()))
		}
	}
	if sum.Stuck.FloorSat() != 0 {
		g.row("", "left on the balance", btc(-sum.Stuck.BTC()), "")
	}
	g.row(bold, "received", btc(sum.Received.BTC()), g.usd(sum.ReceivedUSD.Float()))
	g.paidFor(t, sum)
	so := ""
	if !r.Complete {
		so = " so far"
	}
	if t.Unpriced {
		g.row(bold, "paid", "not known", "not known")
	} else {
		g.row(bold, "paid"+so, btc(sum.Paid.BTC()), g.usd(sum.PaidUSD.Float()))
		g.row("", "received"+so+" for each one paid", ratio(efficiency(r)), quotient(sum.ReceivedUSD, sum.PaidUSD))
	}

	if r.Complete {
		g.heading("How it ended")
	} else {
		g.heading("How it goes on")
	}
	g.item(ending(r))
	if sum.LossDays > 0 {
		g.item(fmt.Sprintf("on %s its fees were higher than its revenue", plural(sum.LossDays, "day")))
	}
	g.list("Assumed, because the offer does not say", assumed)
	return p.print(g)
}

// replaySentence says what a purchase came to: no verdict while the contract runs and pays, and none without a
// price.
func replaySentence(r valuation.Replay) string {
	sum := r.Totals
	received := btc(sum.Received.BTC())
	switch e := efficiency(r); {
	case r.Unpriced && r.Complete:
		return fmt.Sprintf("You would have got back %s BTC; what you would have paid is not known, since the price is not stated.", received)
	case r.Unpriced:
		return fmt.Sprintf("You would have got back %s BTC in %s, with %s still to come; the price is not stated.", received, plural(sum.Days, "day"), plural(r.Left, "day"))
	case !r.Complete:
		return fmt.Sprintf("It still runs: in %s you would have paid %s BTC and got back %s, with %s still to come. Whether buying bitcoin was better cannot be said yet.",
			plural(sum.Days, "day"), btc(sum.Paid.BTC()), received, plural(r.Left, "day"))
	case e == nil:
		return fmt.Sprintf("You would have paid nothing and got back %s BTC.", received)
	default:
		return fmt.Sprintf("You would have paid %s BTC and got back %s: %s.", btc(sum.Paid.BTC()), received, against(*e))
	}
}

// paidFor is the price, and each fee that is paid beside the payouts.
func (g *page) paidFor(t *contract.Terms, sum contract.Totals) {
	upfront, upfrontUSD := sum.Paid, sum.PaidUSD
	for i := range t.Fees {
		upfront, upfrontUSD = upfront-sum.Fees[i].Paid, upfrontUSD-sum.Fees[i].PaidUSD
	}
	if t.Unpriced {
		g.row("", "price", "not known", "not known")
	} else {
		g.row("", "price", btc(upfront.BTC()), g.usd(upfrontUSD.Float()))
	}
	for i, f := range t.Fees {
		if paid := sum.Fees[i]; paid.Paid != 0 {
			g.row("", f.Name+", paid separately", btc(paid.Paid.BTC()), g.usd(paid.PaidUSD.Float()))
		}
	}
}

func quotient(a, b units.Micro) string {
	if b <= 0 {
		return "-"
	}
	q := a.Float() / b.Float()
	return ratio(&q)
}

func ending(r valuation.Replay) string {
	switch {
	case !r.Totals.Ended && !r.Complete:
		return fmt.Sprintf("it was still running when the history ended, on %s, with %s to go", lastDay(r), plural(r.Left, "day"))
	case !r.Totals.Ended:
		return fmt.Sprintf("it has no end; %s were played", plural(r.Totals.Days, "day"))
	case r.Totals.EndedBy == "term":
		return fmt.Sprintf("its term ended on %s", lastDay(r))
	}
	return fmt.Sprintf("%s ended it on %s, after %s", r.Totals.EndedBy, lastDay(r), plural(r.Totals.Days, "day"))
}

// against says what a BTC efficiency means beside buying bitcoin.
func against(eps float64) string {
	switch {
	case eps <= 0:
		return "buying bitcoin would have kept all of it"
	case eps < 1:
		return fmt.Sprintf("buying bitcoin was better by %s", percent(1/eps-1))
	}
	return fmt.Sprintf("better than buying bitcoin by %s", percent(eps-1))
}

// printEveryDay sums up purchases on every past day.
func (p *program) printEveryDay(o offer.Offer, t *contract.Terms, trust redflag.Verdict, h *market.History, all []valuation.Replay, horizon int) error {
	g := p.page()
	g.paragraph(o.Summary() + ", bought on every past day.")
	fmt.Fprintln(g)
	if t.Unpriced {
		g.paragraph("The price is not stated: what a purchase would have cost is not known, and whether it beat buying bitcoin neither. --from DATE plays one purchase and says what came back.")
		return p.print(g)
	}
	beat := "It beat"
	if g.mistrust(trust) {
		beat = "Had it paid, it would have beaten"
	}
	var values []float64
	for _, r := range all {
		if e := efficiency(r); e != nil {
			values = append(values, *e)
		}
	}
	if len(values) == 0 {
		g.paragraph(fmt.Sprintf("There is no past day to play it from: its %s reach beyond the history's end, or it is larger than the market was.",
			plural(horizon, "day")))
		return p.print(g)
	}
	sorted := slices.Sorted(slices.Values(values))
	won := 0
	for _, v := range values {
		if v >= 1 {
			won++
		}
	}
	first, last := all[0].Start, all[len(all)-1].Start
	fmt.Fprintln(g, g.in(bold, wrap(fmt.Sprintf(beat+" buying bitcoin on %s of %s days (%s); in the middle case you got back %s for each bitcoin paid.",
		units.Group(fmt.Sprint(won)), units.Group(fmt.Sprint(len(values))), percent(float64(won)/float64(len(values))),
		ratio(quantile(sorted, 0.5))), g.width, "")))
	fmt.Fprintln(g)
	g.paragraph(fmt.Sprintf("Days from %s to %s whose term has ended by %s. The price stays the one of this offer, so only days near "+
		"the offer's own say what anybody could have had.", first, last, h.Last()))
	g.heading("Bitcoin back for each bitcoin paid, by day of purchase (above 2 not drawn)")
	fmt.Fprintln(g, g.chart(all))
	g.byYear(all)
	return p.print(g)
}

// quantile is the value below which a share q of the sorted values lies (nearest rank).
func quantile(sorted []float64, q float64) *float64 {
	if len(sorted) == 0 {
		return nil
	}
	return &sorted[int(q*float64(len(sorted)-1)+0.5)]
}

// chart draws BTC efficiency over the day of purchase: the median of each column's days, cut at 2.
func (g *page) chart(all []valuation.Replay) string {
	const top, rows = 2.0, 10
	columns := min(g.tableWidth()-12, len(all))
	points, one := make([]float64, columns), make([]float64, columns)
	for i := range points {
		var values []float64
		for _, r := range all[i*len(all)/columns : (i+1)*len(all)/columns] {
			if e := efficiency(r); e != nil {
				values = append(values, *e)
			}
		}
		slices.Sort(values)
		if m := quantile(values, 0.5); m != nil {
			points[i] = min(*m, top)
		}
		one[i] = 1
	}
	options := []asciigraph.Option{asciigraph.Height(rows), asciigraph.LowerBound(0), asciigraph.UpperBound(top), asciigraph.Precision(1)}
	if g.colour {
		options = append(options, asciigraph.SeriesColors(asciigraph.DarkGray, asciigraph.Default))
	}
	if g.plain {
		options = append(options, asciigraph.SeriesChars(asciigraph.CreateCharSet("-"), asciigraph.CreateCharSet("*")))
	}
	drawing := plainAxis(g.plain, asciigraph.PlotMany([][]float64{one, points}, options...))
	first, last := all[0].Start.String(), all[len(all)-1].Start.String()
	return drawing + "\n" + strings.Repeat(" ", 7) + first + strings.Repeat(" ", max(columns-len(first)-len(last), 1)) + last
}

// byYear is one line for each year of purchase.
func (g *page) byYear(all []valuation.Replay) {
	g.heading("By year of purchase")
	g.row(dim, "", "beat bitcoin", "worst", "middle", "best")
	for len(all) > 0 {
		year := all[0].Start.String()[:4]
		n := slices.IndexFunc(all, func(r valuation.Replay) bool { return r.Start.String()[:4] != year })
		if n < 0 {
			n = len(all)
		}
		var values []float64
		won := 0
		for _, r := range all[:n] {
			if e := efficiency(r); e != nil {
				values = append(values, *e)
				if *e >= 1 {
					won++
				}
			}
		}
		all = all[n:]
		if len(values) == 0 {
			continue
		}
		slices.Sort(values)
		g.row("", fmt.Sprintf("%s (%s)", year, plural(n, "day")), percent(float64(won)/float64(n)),
			ratio(quantile(values, 0)), ratio(quantile(values, 0.5)), ratio(quantile(values, 1)))
	}
}
